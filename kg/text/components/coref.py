"""`kg_coref`: surnames, pronouns and definite descriptions linked to earlier actors of the article, by rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.text.components.extensions import set_extensions
from kg.text.salience import Candidate, History, distinct, is_many, is_person, is_thing
from kg.text.sectors import LABELS, WORDING

MentionRecord = dict[str, Any]
Agrees = Callable[[Candidate], bool]

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_MINE = frozenset({"i", "me", "my", "mine", "myself"})
_SAYING = frozenset({"say", "tell", "add", "warn", "announce", "declare", "state", "write", "insist", "claim", "note",
                     "argue", "stress", "reiterate", "vow", "pledge", "ask", "explain", "continue", "conclude"})  # fmt: skip
_OWNED = frozenset({"office", "country", "nation", "homeland", "administration", "side"})
_FAMILY_FIRST = frozenset({"KOR", "PRK", "CHN", "TWN", "HKG", "VNM", "KHM", "JPN", "HUN"})
_DEFINITE = frozenset({"the", "this", "that"})


@Language.factory(
    "kg_coref",
    requires=["doc._.kg_actors", "token.dep", "token.head", "token.lemma", "doc.sents"],
    assigns=["doc._.kg_actors"],
)
def build_coref(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component; it needs the mentions of `kg_actors`."""
    set_extensions()
    return link


def link(doc: Doc) -> Doc:
    """Add resolved pronouns and descriptions to `doc._.kg_actors`, and countries to bare role nouns."""
    doc._.kg_actors = Linker(doc).run()
    doc.user_data.pop("kg_heads", None)
    return doc


class Linker:
    """One pass over one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions: list[MentionRecord] = doc._.kg_actors or []
        self.at: dict[int, MentionRecord] = {}
        for mention in self.mentions:
            for i in range(mention["start"], mention["end"]):
                self.at[i] = mention
        self.history = History()
        self.surnames: dict[str, MentionRecord] = {}
        self.gender: dict[str, str] = {}
        self.quoted = _quoted(doc)

    def run(self) -> list[MentionRecord]:
        """The mentions with their links, in order."""
        added: list[MentionRecord] = []
        for number, sentence in enumerate(self.doc.sents):
            i = sentence.start
            while i < sentence.end:
                mention = self.at.get(i)
                if mention is not None:
                    self._owner(mention, number)
                    self._named(mention, number)
                    self._remember(mention, number)
                    i = mention["end"]
                    continue
                found = self._unnamed(self.doc[i], number)
                if found is not None:
                    added.append(found)
                    self._remember(found, number)
                i += 1
        return sorted([*self.mentions, *added], key=lambda mention: mention["start"])

    # ---- named and described actors ----------------------------------------------------------------------

    def _owner(self, mention: MentionRecord, number: int) -> None:
        """`its citizens`, `his office`: the owner's country."""
        if mention["owner"] < 0:
            return
        found = self._pronoun(self.doc[mention["owner"]], number)
        if found is None or not mention["bare"] or mention["type"] != "role":
            return
        candidate, confidence = found
        _fill(mention, candidate.actor, "possessive pronoun", confidence * 0.9)

    def _named(self, mention: MentionRecord, number: int) -> None:
        """Later mentions of a person, and roles and descriptions said with `the`."""
        if mention["type"] == "person":
            self._person(mention)
        elif mention["type"] == "description":
            chosen = next(
                (c for c in reversed(self.history.candidates) if c.actor["id"] in mention["candidates"]), None
            )
            if chosen is not None:
                mention.update(
                    actors=[dict(chosen.actor)],
                    method="description",
                    confidence=0.7,
                    type="actor",
                    bare=False,
                )
        elif mention["bare"] and mention["type"] == "role" and mention["owner"] < 0:
            self._role(mention, number)

    def _person(self, mention: MentionRecord) -> None:
        """`Mr Yermak` is the Andriy Yermak of an earlier sentence; the fuller record wins."""
        actor = mention["actors"][0]
        gender = _gender(self.doc[mention["start"] : mention["core_end"]].text.lower().split())
        key = actor["label"].lower().split()[-1]
        known = self.surnames.get(key)
        if known is not None and _same_person(known["actors"][0], actor):
            earlier = known["actors"][0]
            if len(actor["label"].split()) < len(earlier["label"].split()) or earlier["id"] == actor["id"]:
                if (actor["country"] is None and actor["sector"] != "IGO") or actor["id"] != earlier["id"]:
                    mention.update(actors=[dict(earlier)], method="surname", confidence=0.9, bare=False)
        else:
            self.surnames[key] = mention
            if actor["country"] in _FAMILY_FIRST and " " in actor["label"]:
                self.surnames.setdefault(actor["label"].lower().split()[0], mention)
        if gender:
            self.gender[mention["actors"][0]["id"]] = gender

    def _role(self, mention: MentionRecord, number: int) -> None:
        """A role noun without a country: the same role before, else the same sector close by."""
        role, sector = mention["role"], mention["sector"]
        definite = self.doc[mention["start"]].lower_ in _DEFINITE or mention["sector"] in (
            "COP",
            "REB",
            "MIL",
        )
        for candidate in reversed(self.history.candidates):
            distance = number - candidate.sentence
            if distance > (12 if definite else 3):
                break
            same = candidate.mention.get("role") == role or candidate.mention.get("title") == role
            if (
                same
                and role
                and candidate.actor["country"]
                and not mention["plural"] > candidate.mention["plural"]
            ):
                mention.update(
                    actors=[dict(actor) for actor in candidate.mention["actors"]],
                    method="same role before", confidence=0.7, bare=False,
                )  # fmt: skip
                return
        if not definite:
            return
        close = self.history.best(
            lambda c: c.actor["kind"] in ("sector", "armed group") and c.actor["sector"] == sector and c.actor["country"],
            sentence=number, dep="", reach=3,
        )  # fmt: skip
        if close is not None:
            mention.update(
                actors=[dict(close[0].actor)], method="same sector before", confidence=0.55, bare=False
            )

    def _remember(self, mention: MentionRecord, number: int) -> None:
        if not mention["actors"] or (mention["bare"] and mention["actors"][0]["kind"] == "sector"):
            return
        head = self.doc[mention["head"]]
        self.history.add(
            Candidate(
                mention=mention,
                sentence=number,
                dep=_dep(head),
                verb=head.head.i if head.head.i != head.i else -1,
            )
        )

    # ---- words that name nobody --------------------------------------------------------------------------

    def _unnamed(self, token: Token, number: int) -> MentionRecord | None:
        if token.pos_ == "PRON":
            found = self._pronoun(token, number)
            if found is None:
                return None
            return _mention(
                token.i,
                token.i + 1,
                [dict(a) for a in found[0].mention["actors"]],
                "pronoun",
                found[1],
                found[0],
            )
        if token.pos_ == "PROPN":
            known = self.surnames.get(token.lower_)
            if known is None or token.text[0].islower() or token.nbor(-1 if token.i else 0).text == "-":
                return None
            found_actor = [dict(actor) for actor in known["actors"]]
            mention = _mention(token.i, token.i + 1, found_actor, "surname", 0.9, None)
            mention["type"] = "person"
            return mention
        if token.pos_ == "NOUN":
            return self._description(token, number)
        return None

    def _pronoun(self, token: Token, number: int) -> tuple[Candidate, float] | None:
        word = token.lower_
        dep = "poss" if token.dep_ == "poss" else _dep(token)
        verb = token.head.i
        quoted = self.quoted[token.i]
        speaker = self._speaker(token, number) if quoted else None
        if word in _WE or word in _MINE:
            return self._first_person(speaker, own=word in _MINE)
        spoken = speaker.actor["id"] if speaker is not None else None
        if word in _HE or word in _SHE:
            unlike = "f" if word in _HE else "m"
            agrees: Agrees = lambda c: (
                is_person(c) and self.gender.get(c.actor["id"]) != unlike and c.actor["id"] != spoken
            )  # noqa: E731
            return self.history.best(agrees, sentence=number, dep=dep, reach=3, verb=verb, quoted=quoted)
        if word in _IT:
            if token.dep_ == "expl" or _is_pleonastic(token):
                return None
            return self.history.best(is_thing, sentence=number, dep=dep, reach=1, verb=verb, quoted=quoted)
        if word in _THEY:
            many = self.history.best(is_many, sentence=number, dep=dep, reach=1, verb=verb, quoted=quoted)
            if many is not None:
                return many
            thing = self.history.best(is_thing, sentence=number, dep=dep, reach=0, verb=verb, quoted=quoted)
            return (thing[0], thing[1] * 0.7) if thing else None
        return None

    def _speaker(self, token: Token, number: int) -> Candidate | None:
        """Who says the quotation that a token stands in: the subject of the sentence's verb of saying."""
        for verb in token.sent:
            if verb.lemma_ not in _SAYING or self.quoted[verb.i] or verb.pos_ != "VERB":
                continue
            for child in verb.children:
                if child.dep_ == "nsubj":
                    mention = self.at.get(child.i)
                    if mention is not None and mention["actors"]:
                        return Candidate(mention=mention, sentence=number, dep="nsubj", verb=verb.i)
        return None

    @staticmethod
    def _first_person(speaker: Candidate | None, *, own: bool) -> tuple[Candidate, float] | None:
        """`I` is the speaker; `we` is the side on whose behalf a person speaks."""
        if speaker is None:
            return None
        actor = speaker.actor
        if own or actor["kind"] != "person":
            return speaker, 0.75
        if actor["country"] is None or actor["sector"] not in ("GOV", "MIL"):
            return None
        state = {"id": actor["country"], "label": actor["country"], "kind": "state", "country": actor["country"],
                 "sector": "GOV", "affiliation": None}  # fmt: skip
        mention = {**speaker.mention, "actors": [state], "plural": False}
        return Candidate(mention=mention, sentence=speaker.sentence, dep="nsubj", verb=speaker.verb), 0.55

    def _description(self, token: Token, number: int) -> MentionRecord | None:
        """`the country`, `the group`, `both sides`: nouns for an actor named before."""
        lemma = token.lemma_.lower()
        left = token.left_edge
        opening = left.lower_
        if lemma in _OWNED and left.dep_ == "poss" and left.pos_ == "PRON":
            return self._owned(token, left, number)
        states = reversed(self.history.candidates)
        if lemma in WORDING.pair_nouns and token.tag_ == "NNS" and self._says_two(token):
            pair = distinct(states, lambda c: _party(c) is not None and number - c.sentence <= 2, 2)
            if not pair:
                return None
            actors = [dict(c.actor) for c in pair]
            return _mention(left.i, token.i + 1, actors, "the two of them", 0.6, None, plural=True)
        if opening not in _DEFINITE or token.tag_ != "NN" or token.i - left.i > 1:
            return None
        wanted: Agrees | None = None
        if lemma in WORDING.state_nouns:
            wanted = lambda c: c.actor["kind"] == "state"  # noqa: E731
        elif lemma in WORDING.body_nouns and any(
            c.actor["kind"] == "international body" for c in self.history.candidates[-8:]
        ):
            wanted = lambda c: c.actor["kind"] == "international body"  # noqa: E731
        elif lemma in WORDING.group_nouns:
            wanted = lambda c: c.actor["kind"] in ("armed group", "civil society")  # noqa: E731
        if wanted is None:
            return None
        found = self.history.best(wanted, sentence=number, dep=_dep(token), reach=2, verb=token.head.i)
        if found is None:
            return None
        return _mention(
            left.i, token.i + 1, [dict(found[0].actor)], "definite description", found[1] * 0.9, None
        )

    def _owned(self, token: Token, pronoun: Token, number: int) -> MentionRecord | None:
        """`his office`, `their country`."""
        found = self._pronoun(pronoun, number)
        if found is None:
            return None
        owner = found[0].actor
        mention = _mention(token.i, token.i + 1, [dict(owner)], "possessive pronoun", found[1] * 0.9, None)
        if owner["country"]:
            mention["sector"] = "GOV"
            _fill(mention, owner, "possessive pronoun", found[1] * 0.9)
            if token.lemma_.lower() not in ("office", "administration"):
                mention["actors"][0].update(id=owner["country"], kind="state", label=owner["country"])
        return mention

    @staticmethod
    def _says_two(token: Token) -> bool:
        return any(child.lower_ in ("two", "both", "neighbouring", "neighboring") for child in token.children)


def _party(candidate: Candidate) -> str | None:
    """A party that can be one of two sides."""
    if candidate.mention["type"] in ("place", "demonym"):
        return None
    kind = candidate.actor["kind"]
    return candidate.actor["id"] if kind in ("state", "armed group", "international body") else None


def _fill(mention: MentionRecord, owner: dict[str, Any], method: str, confidence: float) -> None:
    """The role noun becomes the owner's part of a state, or the owner's body."""
    country, sector = owner["country"], mention["sector"] or "GOV"
    if owner["kind"] in ("international body", "armed group") or country is None:
        actor = dict(owner)
    else:
        actor = {
            "id": f"{country}.{sector}",
            "label": f"{country} ({LABELS.get(sector, sector)})",
            "kind": "sector",
            "country": country,
            "sector": sector,
            "affiliation": None,
        }
    mention.update(actors=[actor], method=method, confidence=round(confidence, 2), bare=False)


def _mention(
    start: int, end: int, actors: list[dict[str, Any]], method: str, confidence: float, of: Candidate | None, *,
    plural: bool = False,
) -> MentionRecord:  # fmt: skip
    return {
        "start": start,
        "end": end,
        "head": end - 1,
        "actors": actors,
        "method": method,
        "confidence": round(confidence, 2),
        "type": "pronoun",
        "speaker_only": False,
        "bare": False,
        "role": "",
        "sector": "",
        "plural": plural or bool(of and of.mention["plural"]),
        "owner": -1,
        "core_end": end,
        "candidates": [],
    }


def _quoted(doc: Doc) -> list[bool]:
    """Which tokens stand between quotation marks; an open quotation ends with its paragraph."""
    inside, marks = False, []
    for token in doc:
        text = token.text
        if text in ("“", "«", "``"):
            inside = True
        elif text in ("”", "»", "''"):
            inside = False
        elif text == '"':
            inside = not inside
        elif "\n\n" in text:
            inside = False
        marks.append(inside)
    return marks


def _dep(token: Token) -> str:
    """The role of a phrase; a conjunct has the role of its first."""
    for _ in range(4):
        if token.dep_ != "conj":
            break
        token = token.head
    return str(token.dep_)


def _gender(words: list[str]) -> str | None:
    """`f` or `m` by title or first name, None where they do not tell."""
    plain = [word.rstrip(".") for word in words]
    if any(word in WORDING.female for word in plain):
        return "f"
    return "m" if any(word in WORDING.male for word in plain) else None


def _same_person(known: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal surnames are one person unless countries or first names differ."""
    if known["id"] == other["id"]:
        return True
    if known["country"] and other["country"] and known["country"] != other["country"]:
        return False
    a, b = known["label"].lower().split(), other["label"].lower().split()
    return len(a) == 1 or len(b) == 1 or a[0] == b[0]


def _is_pleonastic(token: Token) -> bool:
    """`it was Moscow's business how ...`, `it is clear that ...`."""
    verb = token.head
    if verb.lemma_.lower() not in ("be", "seem", "appear", "take", "remain", "become"):
        return False
    return any(
        child.dep_ in ("ccomp", "xcomp", "csubj", "advcl") and child.i > verb.i for child in verb.children
    ) or any(
        grandchild.dep_ in ("ccomp", "xcomp", "advcl", "acl")
        for child in verb.children
        if child.dep_ in ("acomp", "attr")
        for grandchild in child.children
    )
