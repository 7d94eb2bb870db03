"""What a noun phrase refers to, before it becomes a mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.text.actors.sectors import Record


@dataclass(slots=True, kw_only=True)
class Resolved:
    """What a phrase refers to; `bare` says that a role noun still lacks its country."""

    actors: list[Record]
    method: str
    confidence: float
    type: str = "actor"
    bare: bool = False
    role: str = ""
    generic: bool = False
    sector: str | None = None
    relational: bool = False
    former: bool = False
    plural: bool = False
    human: bool = True
    name: str = ""  # of a person, as it stands
    titled: bool = False  # a title alone, as in `the Russian president`
    name_start: int = 0  # first token of a place's name
    vague: bool = False  # a description that another body of the article may be meant by
    candidates: list[str] = field(default_factory=list)  # ids that a description may mean


@dataclass(slots=True, kw_only=True)
class Found:
    """A resolved noun phrase on its way to becoming a mention."""

    start: int
    end: int
    head: int
    core_end: int
    owner: int
    resolved: Resolved
