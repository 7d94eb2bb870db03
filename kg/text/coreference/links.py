"""New mentions that coreference makes, and links that it adds to mentions that stand already."""

from __future__ import annotations

from typing import Any

from kg.text.actors.sectors import Records
from kg.text.coreference.salience import Candidate

MentionRecord = dict[str, Any]


def link(mention: MentionRecord, candidate: Candidate, method: str, confidence: float) -> None:
    """Let a mention mean whom an earlier one means."""
    actors = [dict(actor) for actor in candidate.mention["actors"]]
    mention.update(actors=actors, method=method, confidence=confidence, bare=False)


def fill(mention: MentionRecord, owner: dict[str, Any], confidence: float, records: Records) -> None:
    """The role noun becomes the owner's part of a state, or the owner's body."""
    if owner["kind"] in ("international body", "armed group") or owner["country"] is None:
        actor = dict(owner)
    else:
        actor = records.part(owner["country"], mention["sector"] or "GOV")
    mention.update(actors=[actor], method="possessive pronoun", confidence=round(confidence, 2), bare=False)


def linked_mention(
    start: int,
    end: int,
    actors: list[dict[str, Any]],
    method: str,
    confidence: float,
    *,
    plural: bool = False,
) -> MentionRecord:
    """A mention of words that name nobody: a pronoun, a description, a bare surname."""
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
        "plural": plural,
        "owner": -1,
        "core_end": end,
        "candidates": [],
        "human": False,
        "name": "",
        "vague": False,
    }
