"""Arnor, Gondor, Mordor and Rohan: small coded articles for tests that need a graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from kg.ids import article_key, event_id
from kg.index.bulk import Bulk
from kg.index.database import Index
from kg.model import Action, Actor, Article, Coded, Event, Evidence, Mention, Quad
from kg.parcels import Parcel, pack

ARNOR = Actor(id="ARN", label="Arnor", kind="state", country="ARN", aliases=("Kingdom of Arnor",))
GONDOR = Actor(id="GON", label="Gondor", kind="state", country="GON", same_as=("http://middle.test/Q1",))
MORDOR = Actor(id="MOR", label="Mordor", kind="state", country="MOR")
ROHAN = Actor(id="ROH", label="Rohan", kind="state", country="ROH", aliases=("Riddermark",))
ARMY = Actor(id="GON.MIL", label="Gondor's army", kind="sector", country="GON", sector="MIL")
COUNCIL = Actor(id="COUNCIL", label="White Council", kind="international body", sector="IGO")
DENETHOR = Actor(
    id="denethor", label="Denethor", kind="person", country="GON", sector="GOV", affiliation="GON"
)
EOMER = Actor(id="eomer", label="Éomer", kind="person", country="ROH", sector="GOV", affiliation="COUNCIL")

ACTS: dict[str, tuple[str, Quad, float]] = {
    "CONSULT": ("041", "verbal cooperation", 1.5),
    "AID": ("070", "material cooperation", 6.5),
    "ACCUSE": ("112", "verbal conflict", -2.0),
    "ASSAULT": ("190", "material conflict", -9.0),
}


def event(
    article: Article, number: int, source: Actor | None, plover: str, target: Actor | None, **given: object
) -> Event:
    """An event whose sentence reads `Arnor aid Gondor.`"""
    cameo, quad, score = ACTS[plover]
    names = [source.label if source else "Someone", plover.lower(), target.label if target else "nobody"]
    text = " ".join(names) + "."
    start = article.text.find(text)
    made = Event(
        id=event_id(article.id, start, plover, names[0], names[2], number),
        evidence=Evidence(doc=article.id, sentence=number, text=text, start=start, end=start + len(text)),
        source=Mention(actor=source, text=names[0], start=start, end=start + len(names[0]))
        if source else None,
        action=Action(lemma=plover.lower(), text=names[1], rule=plover.lower() + ".test"),
        target=Mention(actor=target, text=names[2], start=start + len(text) - 1 - len(names[2]),
                       end=start + len(text) - 1) if target else None,
        plover=plover, mode=None, cameo=cameo, quad=quad, score=score, date=article.date,
        date_end=article.date, date_precision="day" if article.date else "unknown", confidence=0.8,
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


Told = tuple[Actor | None, str, Actor | None]


def coded(key: str, day: str, *told: Told, publisher: str = "Palantir Post", **given: object) -> Coded:
    """An article of one sentence per event."""
    sentences = [
        f"{one.label if one else 'Someone'} {plover.lower()} {two.label if two else 'nobody'}."
        for one, plover, two in told
    ]
    article = Article(
        id=key, text=" ".join(sentences), title=f"News {key}", publisher=publisher,
        date=dt.date.fromisoformat(day) if day else None, url=f"https://post.test/{key}",
    )  # fmt: skip
    return Coded(
        article=article,
        events=tuple(event(article, n, *parts, **given) for n, parts in enumerate(told)),
    )


def chronicle() -> list[Coded]:
    """Five articles over four months; the same in every test."""
    return [
        coded("a1", "2024-01-10", (ARNOR, "AID", GONDOR), (MORDOR, "ASSAULT", GONDOR)),
        coded("a2", "2024-02-20", (DENETHOR, "CONSULT", EOMER), (ARMY, "ASSAULT", MORDOR)),
        coded("a3", "2024-02-25", (ARNOR, "CONSULT", GONDOR), (GONDOR, "CONSULT", ARNOR),
              publisher="Ent Times"),
        coded("a4", "2024-04-01", (ROHAN, "AID", GONDOR), (MORDOR, "ACCUSE", ROHAN)),
        coded("a5", "", (EOMER, "ACCUSE", MORDOR), (MORDOR, "ASSAULT", None)),
    ]  # fmt: skip


def fill(index: Index, articles: Iterable[Coded | Parcel]) -> None:
    """Fill the index anew with these articles alone."""
    with index.rebuilding() as draft:
        bulk = Bulk(draft, lambda _: None)
        for article in articles:
            parcel = pack(article) if isinstance(article, Coded) else article
            bulk.add(article_key(parcel.article[0]), parcel)
        bulk.finish()
