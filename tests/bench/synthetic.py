"""A made-up graph of any size: actors drawn by Zipf's law, as few of them make most of the news."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate

from kg.ids import event_id
from kg.model import Action, Actor, Article, Coded, Event, Evidence, Mention, Quad

EVENTS_PER_ARTICLE = 5
DAYS = 730
FIRST = dt.date(2023, 1, 1)
# Type, CAMEO code, quad class, score, verb: roughly as often as in the news.
ACTS: tuple[tuple[str, str, Quad, float, str], ...] = (
    ("CONSULT", "040", "verbal cooperation", 2.5, "met"),
    ("CONSULT", "042", "verbal cooperation", 4.0, "visited"),
    ("SUPPORT", "050", "verbal cooperation", 5.0, "praised"),
    ("AID", "070", "material cooperation", 10.0, "aided"),
    ("COOPERATE", "060", "material cooperation", 9.5, "joined"),
    ("REQUEST", "020", "verbal conflict", 0.0, "urged"),
    ("ACCUSE", "112", "verbal conflict", -3.0, "accused"),
    ("THREATEN", "130", "verbal conflict", -4.0, "warned"),
    ("SANCTION", "163", "material conflict", -6.0, "sanctioned"),
    ("ASSAULT", "190", "material conflict", -9.0, "attacked"),
)


class Zipf:
    """Ranks from 0 with odds 1, 1/2, 1/3, ..."""

    def __init__(self, ranks: int, random_source: random.Random) -> None:
        self._ranks, self._source = range(ranks), random_source
        self._odds = list(accumulate(1 / (rank + 1) for rank in self._ranks))

    def draw(self, count: int) -> list[int]:
        """So many ranks."""
        return self._source.choices(self._ranks, cum_weights=self._odds, k=count)


def state(rank: int) -> str:
    """The code of one of a hundred states, from those that ISO 3166 leaves to its users."""
    return f"X{chr(65 + rank // 10)}{chr(65 + rank % 10)}"


def actor(rank: int) -> Actor:
    """The actor of a rank; the hundred busiest are states."""
    if rank < 100:
        code = state(rank)
        return Actor(id=code, label=f"State {rank}", kind="state", country=code, sector="GOV")
    if rank % 3:
        home = state(rank % 100)
        return Actor(id=f"p-{rank}", label=f"Person {rank}", kind="person", country=home, affiliation=home)
    return Actor(id=f"G{rank}", label=f"Group {rank}", kind="armed group", sector="REB")


def synthetic(*, events: int, actors: int | None = None, seed: int = 1) -> Iterator[Coded]:
    """Coded articles with so many events in all; the same for the same numbers."""
    source = random.Random(seed)
    zipf = Zipf(actors or max(100, events // 20), source)
    for number in range(-(-events // EVENTS_PER_ARTICLE)):
        count = min(EVENTS_PER_ARTICLE, events - number * EVENTS_PER_ARTICLE)
        yield _article(number, zipf.draw(2 * count), source)


def _article(number: int, ranks: list[int], source: random.Random) -> Coded:
    day = FIRST + dt.timedelta(days=source.randrange(DAYS))
    sentences, events, start = [], [], 0
    for at in range(0, len(ranks), 2):
        one = actor(ranks[at])
        two = actor(ranks[at + 1] if ranks[at + 1] != ranks[at] else ranks[at] + 1)
        act = source.choice(ACTS)
        sentence = f"{one.label} {act[4]} {two.label} over the matter of number {number}."
        events.append(_event(f"synthetic-{number}", at // 2, start, sentence, one, two, act, day))
        sentences.append(sentence)
        start += len(sentence) + 1
    article = Article(
        id=f"synthetic-{number}",
        text=" ".join(sentences),
        title=f"Matter {number}",
        date=day,
        publisher=f"Synthetic Times {number % 20}",
    )
    return Coded(article=article, events=tuple(events))


def _event(
    doc: str,
    sentence: int,
    start: int,
    text: str,
    one: Actor,
    two: Actor,
    act: tuple[str, str, Quad, float, str],
    day: dt.date,
) -> Event:
    plover, cameo, quad, score, verb = act
    verb_at = start + len(one.label) + 1
    two_at = verb_at + len(verb) + 1
    rule = f"{plover.lower()}.synthetic"
    return Event(
        id=event_id(doc, start, rule, one.id, two.id, verb_at),
        evidence=Evidence(doc=doc, sentence=sentence, text=text, start=start, end=start + len(text)),
        source=Mention(
            actor=one, text=one.label, start=start, end=start + len(one.label), method="gazetteer"
        ),
        action=Action(lemma=verb, text=verb, rule=rule, start=verb_at, end=verb_at + len(verb)),
        target=Mention(
            actor=two, text=two.label, start=two_at, end=two_at + len(two.label), method="gazetteer"
        ),
        plover=plover,
        mode=None,
        cameo=cameo,
        quad=quad,
        score=score,
        date=day,
        date_end=day,
        date_precision="day",
        confidence=0.9,
    )
