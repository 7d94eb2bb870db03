"""A fictional world for stable browser tests: 55 actors, about 1,500 events of two years, with exact offsets.

Nothing here is coded by the coder, so that pictures and counts do not move when its rules grow.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg.ids import event_id
from kg.model import Action, Actor, Article, Coded, Event, Evidence, Kind, Mention, Place, Quad

STATES = {
    "ARN": "Arnor", "GON": "Gondor", "ROH": "Rohan", "MOR": "Mordor", "HAR": "Harad", "UMB": "Umbar", "DAL": "Dale",
    "ERE": "Erebor", "RHU": "Rhûn", "LIN": "Lindon", "ENE": "Enedwaith", "DOR": "Dorwinion", "ANG": "Angmar",
    "BEL": "Belfalas", "KHA": "Khand", "NUR": "Nurn", "ITH": "Ithilien", "LEB": "Lebennin", "MIN": "Minhiriath",
    "EVE": "Evendim", "CAR": "Cardolan", "RHD": "Rhudaur",
}  # fmt: skip
OTHERS: tuple[tuple[str, str, Kind, str | None, str | None], ...] = (
    ("COUNCIL", "Council of the West", "international body", None, "IGO"),
    ("RIVERS", "Anduin River Commission", "international body", None, "IGO"),
    ("BANK", "Regional Development Bank", "international body", None, "IGO"),
    ("COURT", "Court of Arbitration", "international body", None, "IGO"),
    ("RELIEF", "Relief Agency", "international body", None, "IGO"),
    ("LEAGUE", "League of the South", "international body", None, "IGO"),
    ("free-umbar", "Free Umbar Front", "armed group", "UMB", "REB"),
    ("black-banner", "Black Banner", "armed group", None, "REB"),
    ("hill-men", "Hill Militia", "armed group", "RHD", "REB"),
    ("harad-liberation", "Harad Liberation Army", "armed group", "HAR", "REB"),
    ("estuary-brigade", "Estuary Brigade", "armed group", "BEL", "REB"),
    ("MOR.MIL", "Mordor's armed forces", "sector", "MOR", "MIL"),
    ("GON.MIL", "Gondor's armed forces", "sector", "GON", "MIL"),
    ("GON.OPP", "Gondor's opposition", "sector", "GON", "OPP"),
    ("ana-belecthor", "Ana Belecthor", "person", "GON", "GOV"),
    ("toma-haleth", "Toma Haleth", "person", "ROH", "GOV"),
    ("ines-galvorn", "Ines Galvorn", "person", "UMB", "GOV"),
    ("pavel-dorlas", "Pavel Dorlas", "person", "MOR", "GOV"),
    ("joran-vask", "Joran Vask", "person", None, "IGO"),
    ("rufus-amlach", "Rufus Amlach", "person", "HAR", "GOV"),
    ("elena-marach", "Elena Marach", "person", "DAL", "GOV"),
    ("doctors", "Doctors Beyond Borders", "civil society", None, "NGO"),
    ("watch", "Civic Watch", "civil society", "ARN", "CVL"),
    ("students", "Student Front", "civil society", "LEB", "EDU"),
    ("dockers", "Dock Workers Union", "civil society", "UMB", "LAB"),
    ("refugees", "Refugee Aid Network", "civil society", None, "NGO"),
    ("pelargir", "Pelargir Shipping", "company", "GON", "BUS"),
    ("khazad", "Khazad Mining", "company", "ERE", "BUS"),
    ("esgaroth-gas", "Esgaroth Gas", "company", "DAL", "BUS"),
    ("palantir-news", "Meridian Wire", "media", None, "MED"),
    ("courier", "The Straits Courier", "media", "BEL", "MED"),
    ("broadcast", "Umbar Broadcasting", "media", "UMB", "MED"),
    ("harlond", "Harlond Ports", "company", "LIN", "BUS"),
)
AFFILIATION = {
    "ana-belecthor": "GON", "toma-haleth": "ROH", "ines-galvorn": "UMB", "pavel-dorlas": "MOR",
    "joran-vask": "COUNCIL", "rufus-amlach": "HAR", "elena-marach": "DAL",
}  # fmt: skip
PUBLISHERS = (
    "Meridian Wire",
    "The Straits Courier",
    "Anduin Post",
    "Dale Daily",
    "Lindon Review",
    "Harad Today",
)
Phrase = tuple[str, str, str, str]  # words, lemma, rule, cameo
PHRASES: dict[str, tuple[Quad, float, tuple[Phrase, ...]]] = {
    "AGREE": ("verbal cooperation", 4.0, (("signed an accord with", "sign", "agree.sign", "057"), ("agreed to terms with", "agree", "agree.terms", "050"))),
    "CONSULT": ("verbal cooperation", 2.0, (("held talks with", "hold", "consult.talks", "042"), ("sent envoys to meet", "meet", "consult.meet", "041"))),
    "SUPPORT": ("verbal cooperation", 3.5, (("voiced support for", "voice", "support.voice", "051"), ("praised", "praise", "support.praise", "051"))),
    "COOPERATE": ("material cooperation", 6.0, (("shared radar data with", "share", "cooperate.share", "061"), ("opened its ports to", "open", "cooperate.open", "061"))),
    "AID": ("material cooperation", 7.5, (("sent grain and medicine to", "send", "aid.send", "073"), ("lent money to", "lend", "aid.lend", "071"))),
    "REQUEST": ("verbal conflict", -1.0, (("demanded answers from", "demand", "request.demand", "100"), ("pressed", "press", "request.press", "101"))),
    "ACCUSE": ("verbal conflict", -2.5, (("accused", "accuse", "accuse.accuse", "112"), ("criticised", "criticise", "accuse.criticise", "111"))),
    "REJECT": ("verbal conflict", -4.0, (("rejected a proposal of", "reject", "reject.proposal", "120"),)),
    "THREATEN": ("verbal conflict", -4.4, (("threatened to cut off", "threaten", "threaten.cut", "130"), ("warned", "warn", "threaten.warn", "130"))),
    "SANCTION": ("material conflict", -6.0, (("imposed sanctions on", "impose", "sanction.impose", "163"), ("froze the assets of", "freeze", "sanction.freeze", "163"))),
    "COERCE": ("material conflict", -7.0, (("detained envoys of", "detain", "coerce.detain", "173"),)),
    "MOBILIZE": ("material conflict", -7.2, (("massed troops on the border of", "mass", "mobilize.mass", "152"),)),
    "ASSAULT": ("material conflict", -10.0, (("shelled positions of", "shell", "assault.shell", "194"), ("attacked a convoy of", "attack", "assault.attack", "190"))),
}  # fmt: skip
TONES = {
    "allies": ("CONSULT", "CONSULT", "AGREE", "SUPPORT", "COOPERATE", "COOPERATE", "AID"),
    "partners": ("CONSULT", "CONSULT", "SUPPORT", "AGREE", "REQUEST", "COOPERATE"),
    "mixed": ("CONSULT", "ACCUSE", "REQUEST", "AGREE", "REJECT", "SUPPORT", "THREATEN"),
    "rivals": ("ACCUSE", "REJECT", "THREATEN", "REQUEST", "SANCTION", "COERCE"),
    "enemies": ("ASSAULT", "ASSAULT", "MOBILIZE", "ACCUSE", "THREATEN", "COERCE"),
    "donors": ("AID", "AID", "SUPPORT", "CONSULT"),
}
MIRROR = {"donors": "partners"}
TAILS = (
    "after a week of closed-door meetings", "despite warnings from mediators", "as grain convoys waited offshore", "over control of the estuary corridor",
    "following the vote in the assembly", "citing violations of the March ceasefire", "while election results were still being counted",
    "hours before the deadline", "at the close of the summit", "in a dispute about fishing rights",
)  # fmt: skip
HOT = [  # source, target, tone, events: the stories of this world
    ("free-umbar", "UMB", "enemies", 74), ("MOR.MIL", "ITH", "enemies", 62), ("MOR", "GON", "rivals", 60), ("GON", "ROH", "allies", 52),
    ("COUNCIL", "GON", "allies", 40), ("HAR", "UMB", "mixed", 38), ("BANK", "DAL", "donors", 34), ("ana-belecthor", "toma-haleth", "allies", 24),
    ("ERE", "DAL", "allies", 36), ("pelargir", "UMB", "rivals", 30), ("broadcast", "UMB", "partners", 26), ("ARN", "ANG", "rivals", 32),
    ("RELIEF", "ITH", "donors", 30), ("joran-vask", "MOR", "mixed", 24), ("LEAGUE", "HAR", "allies", 26), ("GON", "MOR", "rivals", 40),
    ("ARN", "LIN", "allies", 28), ("GON.OPP", "ana-belecthor", "rivals", 18), ("watch", "ARN", "mixed", 16), ("harad-liberation", "HAR", "enemies", 34),
]  # fmt: skip
FIRST, MONTHS = date(2023, 1, 1), 24


def actors() -> dict[str, Actor]:
    """All actors by id."""
    found = {
        key: Actor(
            id=key, label=label, kind="state", country=key, sector="GOV",
            aliases=(f"Republic of {label}",), same_as=(f"http://www.wikidata.org/entity/Q{9_000_000 + n}",),
        )
        for n, (key, label) in enumerate(STATES.items())
    }  # fmt: skip
    for key, label, kind, country, sector in OTHERS:
        found[key] = Actor(
            id=key, label=label, kind=kind, country=country, sector=sector, affiliation=AFFILIATION.get(key)
        )
    return found


def articles(*, seed: int = 11, extra: int = 150) -> Iterator[Coded]:
    """The articles of the world with their events, in a fixed order."""
    rng = random.Random(seed)
    known = actors()
    ids = list(known)
    relations = list(HOT)
    for _ in range(extra):
        source, target = rng.sample(ids[: 36 if rng.random() < 0.7 else len(ids)], 2)
        relations.append((source, target, rng.choice(list(TONES)), 1 + int(rng.paretovariate(1.3))))
    told: list[tuple[date, str, str, str]] = []
    for source, target, tone, events in relations:
        peak = rng.uniform(4, MONTHS - 4)
        for _ in range(min(events, 80)):
            month = min(MONTHS - 1, max(0, int(rng.gauss(peak, 4.5))))
            day = FIRST + timedelta(days=month * 30.4 + rng.uniform(0, 28))
            back = rng.random() < 0.22
            kinds = TONES[MIRROR.get(tone, tone) if back else tone]
            pair = (target, source) if back else (source, target)
            told.append((day, *pair, rng.choice(kinds)))
    told.sort()
    number = 0
    while told:
        chunk = [told.pop(0) for _ in range(min(len(told), rng.randint(1, 4)))]
        number += 1
        yield _article(rng, number, chunk, known)


def _article(
    rng: random.Random, number: int, told: list[tuple[date, str, str, str]], known: dict[str, Actor]
) -> Coded:
    key = f"world-{number:04d}"
    publisher = rng.choice(PUBLISHERS)
    text, drafts = "", []
    for day, source, target, kind in told:
        quad, score, phrases = PHRASES[kind]
        words, lemma, rule, cameo = rng.choice(phrases)
        who, whom = known[source].label, known[target].label
        sentence = f"{who} {words} {whom} {rng.choice(TAILS)}."
        start = len(text)
        text += sentence + ("\n\n" if rng.random() < 0.4 else " ")
        drafts.append((start, sentence, day, source, target, kind, quad, score, words, lemma, rule, cameo))
    article = Article(
        id=key,
        text=text.strip(),
        title=drafts[0][1].split(" after ")[0].rstrip("."),
        date=max(draft[2] for draft in drafts),
        publisher=publisher,
        url=f"https://news.example/{key}",
    )
    events = []
    for order, (
        start,
        sentence,
        day,
        source,
        target,
        kind,
        quad,
        score,
        words,
        lemma,
        rule,
        cameo,
    ) in enumerate(drafts):
        who, whom = known[source], known[target]
        act = start + len(who.label) + 1
        aim = act + len(words) + 1
        unsure = rng.random()
        events.append(
            Event(
                id=event_id(key, start, rule, source, target, act),
                evidence=Evidence(doc=key, sentence=order, text=sentence, start=start, end=start + len(sentence)),
                source=Mention(actor=who, text=who.label, start=start, end=act - 1, method="gazetteer", confidence=0.97),
                action=Action(lemma=lemma, text=words, rule=rule, start=act, end=aim - 1),
                target=Mention(actor=whom, text=whom.label, start=aim, end=aim + len(whom.label), method="gazetteer", confidence=0.94),
                plover=kind, mode=None, cameo=cameo, quad=quad, score=score,
                modality="possible" if unsure < 0.03 else "reported" if unsure < 0.08 else "asserted",
                polarity="negated" if 0.08 <= unsure < 0.1 else "affirmed",
                attributed_to=known["palantir-news"] if 0.03 <= unsure < 0.08 else None,
                date=day, date_end=day, date_precision="day",
                place=Place(label="Osgiliath", country="GON") if rng.random() < 0.1 else None,
                confidence=round(rng.uniform(0.45, 0.98), 2),
                why=("the predicate governs both actors",),
            )
        )  # fmt: skip
    return Coded(article=article, events=tuple(events))
