"""The given article, coded by the real coder, against its full annotation in seed.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

from kg.model import Actor, Coded, Event, Mention
from kg.sources.reading import read_articles
from kg.text.coder import Coder

HERE = Path(__file__).parent
SEED: dict[str, Any] = json.loads((HERE / "seed.json").read_text(encoding="utf-8"))
SENTENCES: list[dict[str, Any]] = SEED["sentences"]
MUST = [(place, event) for place in SENTENCES for event in place["events"] if event["grade"] == "must"]


@pytest.fixture(scope="module")
def coded(coder: Coder) -> Coded:
    file = ROOT / "seeds" / "articles" / f"{SEED['article']}.txt"
    return coder.code(next(iter(read_articles([str(file)]))))


def mentions(event: Event) -> list[tuple[str, Actor]]:
    """(words, actor) of the ends that are there."""
    return [(end.text, end.actor) for end in (event.source, event.target) if end is not None]


def ident(end: Mention | Actor | None) -> str | None:
    if end is None:
        return None
    return end.actor.id if isinstance(end, Mention) else end.id


def overlaps(event: Event, place: dict[str, Any]) -> bool:
    return event.action.start < place["end"] and place["start"] < event.action.end


def fits(event: Event, place: dict[str, Any], want: dict[str, Any]) -> bool:
    """Is the event the annotated one, in every field the annotation fixes?"""
    first, last = want["date"] or (None, None)
    return (
        overlaps(event, place)
        and event.plover in want["type"]
        and ident(event.source) in want["source"]
        and ident(event.target) in want["target"]
        and event.polarity == want["polarity"]
        and event.modality in want["modality"]
        and ident(event.attributed_to) in want["attributed_to"]
        and (want["date"] is None or (str(event.date), str(event.date_end)) == (first, last))
    )


def share_found(coded: Coded) -> float:
    """The share of must events found, each by an event of its own."""
    free = list(coded.events)
    found = 0
    for place, want in MUST:
        hit = next((event for event in free if fits(event, place, want)), None)
        if hit is not None:
            free.remove(hit)
            found += 1
    return found / len(MUST)


def is_never(event: Event, never: dict[str, Any]) -> bool:
    """Does the event show the reading that must not appear?"""
    speaker = [(event.attributed_to.label, event.attributed_to)] if event.attributed_to else []
    actors = [
        (words, actor)
        for words, actor in [*mentions(event), *speaker]
        if actor.kind == never.get("kind", actor.kind)
    ]
    words = {text.casefold() for text in never.get("words", [])}
    return (
        never.get("in", "") in event.evidence.text
        and event.plover in never.get("type", [event.plover])
        and event.modality in never.get("modality", [event.modality])
        and ident(event.source) in never.get("source", [ident(event.source)])
        and ident(event.target) in never.get("target", [ident(event.target)])
        and (not words or any(text.casefold() in words for text, _ in actors))
    )


def shown(event: Event) -> str:
    return (
        f"{ident(event.source)} {event.plover} [{event.action.text}] {ident(event.target)} ({event.modality})"
    )


def test_sentences_stand_in_the_article(coded: Coded):
    assert [coded.article.text[one["start"] : one["end"]] for one in SENTENCES] == [
        one["text"] for one in SENTENCES
    ]


@pytest.mark.parametrize("never", SEED["never"], ids=lambda never: never["why"][:60])
def test_readings_that_must_not_appear(coded: Coded, never: dict[str, Any]):
    assert [shown(event) for event in coded.events if is_never(event, never)] == []


@pytest.mark.parametrize("kind", ["noise", "duplicate"])
def test_web_text_around_the_story_has_no_events(coded: Coded, kind: str):
    places = [place for place in SENTENCES if place["kind"] == kind]
    assert [shown(event) for event in coded.events if any(overlaps(event, one) for one in places)] == []


def test_no_event_is_coded_twice(coded: Coded):
    keys = [
        (event.evidence.start, event.action.start, event.plover, ident(event.source), ident(event.target))
        for event in coded.events
    ]
    assert len(keys) == len(set(keys))


def test_finds_what_any_careful_coder_finds(coded: Coded):
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    assert "seed_must" in floors, "floors.json has no floor 'seed_must'"
    assert share_found(coded) >= floors["seed_must"]


def test_quotes_are_the_text(coded: Coded):
    text = coded.article.text
    for event in coded.events:
        spans = [(event.evidence.text, event.evidence.start, event.evidence.end)]
        spans += [(one.text, one.start, one.end) for one in (event.source, event.target) if one is not None]
        spans.append((event.action.text, event.action.start, event.action.end))
        for quote, start, end in spans:
            assert text[start:end] == quote


@pytest.mark.parametrize("person", SEED["persons"])
def test_each_person_is_one_actor(coded: Coded, person: str):
    names = SEED["persons"][person]
    speakers = [(one.attributed_to.label, one.attributed_to) for one in coded.events if one.attributed_to]
    every = [*speakers, *(pair for event in coded.events for pair in mentions(event))]
    named = {actor.id for words, actor in every if any(words.endswith(name) for name in names)}
    assert named <= {person}


def test_there_are_no_other_persons(coded: Coded):
    ends = [one for event in coded.events for one in (event.source, event.target)]
    actors = [end.actor for end in ends if end is not None]
    actors += [event.attributed_to for event in coded.events if event.attributed_to is not None]
    assert {actor.id for actor in actors if actor.kind == "person"} <= set(SEED["persons"])
