"""What a visitor wants to see, read from an address and written back to one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast
from urllib.parse import urlencode

from kg.errors import BadInput
from kg.model import KINDS, QUADS, Kind, Quad, Scope
from viz.level import OFF

LIMIT = 70  # actors of the first picture
WIDER = (150, 300, 1000)  # and of the larger ones, a click away each
LEAST_EDGES = 450
MOST_ACTORS, MOST_EDGES = 1000, 3000
EXPAND = 25

QUAD_CODES: Mapping[str, Quad] = dict(zip(("vc", "mc", "vx", "mx"), QUADS, strict=True))
KIND_CODES: Mapping[str, Kind] = dict(
    zip(("state", "sector", "body", "group", "person", "society", "company", "media"), KINDS, strict=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The part of a view's address that decides which events, actors and lines are in it."""

    since: date | None = None
    until: date | None = None
    quads: frozenset[Quad] = frozenset(QUADS)
    kinds: frozenset[Kind] = frozenset(KINDS)
    least: int = 1
    confidence: float = 0.0
    rollup: bool = True
    focus: str | None = None
    expand: tuple[str, ...] = ()  # actor ids in order; "*" behind: all neighbours, "+": none
    hidden: frozenset[str] = frozenset()
    limit: int = LIMIT

    @property
    def scope(self) -> Scope:
        """The events that pass, as a scope of the library; all kinds or all classes restrict nothing."""
        return Scope(
            since=self.since,
            until=self.until,
            quads=frozenset() if len(self.quads) == len(QUADS) else frozenset(self.quads),
            kinds=frozenset() if len(self.kinds) == len(KINDS) else frozenset(self.kinds),
            confidence=self.confidence,
            rollup=self.rollup,
        )

    @property
    def edges(self) -> int:
        """The most lines that go with `limit` actors."""
        return min(MOST_EDGES, max(LEAST_EDGES, self.limit * 3))

    @property
    def wider(self) -> int:
        """The actors of the next larger picture, 0 for none."""
        return next((limit for limit in WIDER if limit > self.limit), 0)

    @property
    def wide(self) -> "Filters":
        """The same view with every event, kind and class."""
        return Filters(
            rollup=self.rollup, focus=self.focus, expand=self.expand, limit=self.limit, hidden=self.hidden
        )

    @property
    def narrow(self) -> bool:
        """Does any filter of events, kinds or weight restrict the view?"""
        return replace(self, hidden=frozenset()) != replace(self.wide, hidden=frozenset())

    def query(self, **changes: object) -> str:
        """The address part of these filters, defaults left out."""
        wanted = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = []
        if wanted.since:
            pairs.append(("since", wanted.since.isoformat()))
        if wanted.until:
            pairs.append(("until", wanted.until.isoformat()))
        if len(wanted.quads) < len(QUADS):
            pairs += [("quad", code) for code, quad in QUAD_CODES.items() if quad in wanted.quads]
            pairs += [] if wanted.quads else [("quad", "none")]
        if len(wanted.kinds) < len(KINDS):
            pairs += [("kind", code) for code, kind in KIND_CODES.items() if kind in wanted.kinds]
            pairs += [] if wanted.kinds else [("kind", "none")]
        if wanted.least > 1:
            pairs.append(("min", str(wanted.least)))
        if wanted.confidence > 0:
            pairs.append(("confidence", f"{wanted.confidence:g}"))
        if not wanted.rollup:
            pairs.append(("rollup", "0"))
        if wanted.focus:
            pairs.append(("focus", wanted.focus))
        pairs += [("expand", actor) for actor in wanted.expand]
        pairs += [("hide", actor) for actor in sorted(wanted.hidden)]
        if wanted.limit != LIMIT:
            pairs.append(("limit", str(wanted.limit)))
        return urlencode(pairs)


def read_filters(arguments: Iterable[tuple[str, str]]) -> Filters:
    """Filters from the pairs of a query string; unknown keys belong to others and are left alone."""
    given: dict[str, list[str]] = {}
    for key, value in arguments:
        given.setdefault(key, []).append(value)
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since >= until:
        raise BadInput(f"until: {until} is not after since ({since})")
    return Filters(
        since=since,
        until=until,
        quads=cast(frozenset[Quad], _codes(given, "quad", QUAD_CODES)),
        kinds=cast(frozenset[Kind], _codes(given, "kind", KIND_CODES)),
        least=int(_number(given, "min", default=1, lowest=1, highest=1_000_000)),
        confidence=_number(given, "confidence", default=0, lowest=0, highest=1),
        rollup=(given.get("rollup") or ["1"])[-1] not in OFF,
        focus=_one(given, "focus").strip() or None,
        expand=tuple(dict.fromkeys(actor for actor in given.get("expand", []) if actor))[:40],
        hidden=frozenset(actor for actor in given.get("hide", []) if actor),
        limit=int(_number(given, "limit", default=LIMIT, lowest=5, highest=MOST_ACTORS)),
    )


def _one(given: Mapping[str, list[str]], key: str) -> str:
    """The value of a filter that has one; empty without it."""
    values = given.get(key) or [""]
    if len(values) > 1:
        raise BadInput(f"{key}: given {len(values)} times, once is right")
    return values[0]


def _day(given: Mapping[str, list[str]], key: str) -> date | None:
    text = _one(given, key).strip()
    if not text:
        return None
    padded = text + "-01" * ((10 - len(text)) // 3) if len(text) in (4, 7) else text
    try:
        return date.fromisoformat(padded)
    except ValueError as error:
        raise BadInput(f"{key}: {text[:40]!r} is not a date like 2024-10-28") from error


def _codes(given: Mapping[str, list[str]], key: str, codes: Mapping[str, str]) -> frozenset[str]:
    parts = [part.strip() for value in given.get(key, []) for part in value.split(",") if part.strip()]
    wanted = [part if part in codes else part.replace("-", " ") for part in parts]
    if not wanted:
        return frozenset(codes.values())
    unknown = [part for part in wanted if part != "none" and part not in codes and part not in codes.values()]
    if unknown:
        raise BadInput(f"{key}: {unknown[0][:40]!r} is not one of {', '.join(codes)}")
    return frozenset(codes.get(part, part) for part in wanted if part != "none")


def _number(
    given: Mapping[str, list[str]], key: str, *, default: float, lowest: float, highest: float
) -> float:
    text = _one(given, key).strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise BadInput(f"{key}: {text[:40]!r} is not a number") from error
    if not lowest <= value <= highest:
        raise BadInput(f"{key}: {text[:40]} is not between {lowest:g} and {highest:g}")
    return value
