"""Mentions of actors in a text: noun phrases resolved one by one, then with their of- and in-phrases."""

from __future__ import annotations

from datetime import date
from typing import Any

from kg.text.actors.chunks import Chunk, chunks, find_names
from kg.text.actors.context import DOMESTIC, LOCATING, settle
from kg.text.actors.items import Item, split_items
from kg.text.actors.passage import Passage, read_passage
from kg.text.actors.phrases import Phrases
from kg.text.actors.places import place_of
from kg.text.actors.resolved import Found, Resolved
from kg.text.actors.sectors import WORDING, Record, singular
from kg.text.syntax.words import Words

MentionRecord = dict[str, Any]

_OWNING = frozenset({"of", "for", "from", "with", "at", "to"})
_LOYAL = frozenset({"loyal", "allied", "faithful", "linked", "affiliated", "close"})
_FIXED = frozenset({"refinery", "factory", "facility", "terminal", "plant", "depot"})
_SERVING = frozenset({"MIL", "COP", "JUD", "LEG", "SPY", "REB", "OPP"})
_ADVISING = ("adviser", "advisor", "aide", "assistant", "counsel", "spokesman", "deputy")


class Finder:
    """Finds and resolves the mentions of a text."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def find(self, words: Words, on: date | None) -> list[MentionRecord]:
        """All mentions, sorted and without overlap."""
        names = find_names(words, self.phrases.roles.gazetteer)
        passage = read_passage(words, names, on)
        found: dict[int, list[Found]] = {}
        ordered = list(chunks(words, names))
        main: dict[int, Found] = {}
        places: dict[int, Found] = {}
        for n in range(len(ordered) - 1, -1, -1):
            mentions = self._chunk(passage, ordered[n])
            full = mentions[0] if len(mentions) == 1 and mentions[0].end == ordered[n].end else None
            if mentions and mentions[-1].resolved.type == "place":
                places[ordered[n].start] = mentions[-1]  # Russia's Ryazan region
            if full is not None:
                taken = self._attach(words, full, main, places, on)
                for gone in taken:
                    found.pop(gone, None)
                main[ordered[n].start] = full
            found[ordered[n].start] = mentions
        flat = [mention for start in sorted(found) for mention in found[start]]
        flat = _appositions(words, flat)
        settle(words, flat, self.phrases.roles, on)
        return [self._record(words, mention) for mention in flat]

    def _chunk(self, passage: Passage, chunk: Chunk) -> list[Found]:
        """A whole phrase as one mention, or the mentions inside it when its head is no actor."""
        words = passage.words
        owner: list[Record] = []
        whole: Resolved | None = None
        pending: list[Found] = []
        for n, part in enumerate(chunk.parts):
            resolved = self.phrases.resolve(passage, part, owner)
            start = chunk.start if n == 0 or (resolved is not None and owner and not pending) else part[0]
            if resolved is None:
                if whole is not None:
                    pending.append(self._found(words, chunk, (chunk.start, chunk.parts[n - 1][1]), whole))
                pending.extend(self._inside(passage, part, chunk))
                owner, whole = [], None
                continue
            if whole is not None and resolved.type == "place":
                pending.append(self._found(words, chunk, (chunk.start, chunk.parts[n - 1][1]), whole))
            whole, owner = resolved, resolved.actors if not resolved.bare else []
            last = (start, part[1])
        if whole is not None:
            pending.append(self._found(words, chunk, last, whole))
        return pending

    def _inside(self, passage: Passage, part: tuple[int, int], chunk: Chunk) -> list[Found]:
        """The actors that modify a head which is no actor: `French mediation`, `army helicopter crash`."""
        words = passage.words
        items = split_items(words, passage.names, *part)
        usable = [item for item in items if item.kind in ("name", "led", "role", "prop")]
        mentions: list[Found] = []
        end = part[1]
        while usable:
            last = usable.pop()
            start = part[0] if last.kind in ("role", "prop") or _is_person(last) else last.start
            resolved = self.phrases.resolve(passage, (start, last.end), [])
            if resolved is None:
                continue
            if resolved.bare and resolved.type == "role":
                continue
            if resolved.type == "actor" and last.kind == "name":
                resolved.confidence = min(resolved.confidence, 0.9)
            mentions.append(self._found(words, chunk, (start, min(last.end, end)), resolved))
            while usable and usable[-1].start >= start:
                usable.pop()
            end = start
        return mentions[::-1]

    @staticmethod
    def _found(words: Words, chunk: Chunk, span: tuple[int, int], resolved: Resolved) -> Found:
        start, end = span
        head = end - 1
        if words.parsed:
            outside = [
                i for i in range(start, end) if not start <= words.head[i] < end and words.pos[i] != "PUNCT"
            ]
            head = outside[-1] if outside else end - 1
        owner = chunk.owner if start == chunk.start else -1
        return Found(start=start, end=end, head=head, core_end=end, owner=owner, resolved=resolved)

    def _attach(
        self, words: Words, found: Found, main: dict[int, Found], places: dict[int, Found], on: date | None
    ) -> list[int]:
        """Read the of- or in-phrase behind a role noun; the starts of the chunks it swallows."""
        i, resolved = found.end, found.resolved
        if i >= len(words) or not (resolved.bare or resolved.role in ("ethnic", "people")):
            return []
        if words.lower[i] in WORDING.settled and i + 1 < len(words):
            i += 1
        loyal = words.lower[i] in _LOYAL and i + 2 < len(words) and words.lower[i + 1] in ("to", "with")
        if loyal:
            i += 1
        elif words.lower[i - 1] in _LOYAL and words.lower[i] in ("to", "with"):
            loyal = True
        preposition = words.lower[i]
        if words.pos[i] not in ("ADP", "SCONJ") or i + 1 >= len(words):
            return []
        inner = main.get(i + 1)
        if inner is None and preposition in LOCATING:
            inner = places.get(i + 1)
        if inner is None or not inner.resolved.actors:
            return []
        if loyal:
            self._located(words, found, inner, on, attached=True)
            return []
        if preposition in _OWNING and self._owned(words, found, inner, preposition, on):
            found.end = max(found.end, inner.end)
            return [inner.start, *self._listed(words, found, inner, main, on)]
        if preposition in LOCATING:
            self._located(words, found, inner, on)
        return []

    def _owned(self, words: Words, found: Found, inner: Found, preposition: str, on: date | None) -> bool:
        resolved, object_ = found.resolved, inner.resolved
        if resolved.type == "person":
            return preposition == "of" and _place_person(resolved, object_)
        if resolved.relational or (preposition == "to" and not resolved.role.endswith(_ADVISING)):
            return False
        head = singular(words.lower[found.core_end - 1])
        if preposition not in ("of", "to") and (object_.type == "place" or not resolved.generic):
            if preposition == "from" and object_.actors[0]["kind"] == "international body":
                self.phrases.roles.complete(resolved, object_.actors, on, method="role + of")
                return True
            if preposition in ("from", "at") and object_.actors[0]["country"]:
                self._located(words, found, inner, on)
            return False
        if head in WORDING.collectives and preposition == "of" and object_.type == "role":
            found.resolved = object_
            return True
        if resolved.generic and object_.sector and object_.sector != "GOV" and not resolved.former:
            resolved.sector = object_.sector
        resolved.bare = False
        if object_.bare:
            resolved.bare = True
            if resolved.generic:
                resolved.actors = object_.actors
            return True
        self.phrases.roles.complete(resolved, object_.actors, on, method="role + of")
        return True

    def _listed(
        self, words: Words, found: Found, first: Found, main: dict[int, Found], on: date | None
    ) -> list[int]:
        """`the presidents of A, B and C` are one of each; the starts of the states behind the first."""
        if not found.resolved.plural or first.resolved.actors[0]["kind"] != "state":
            return []
        states, ends = [first], first.end
        while ends < len(words) and (words.text[ends] == "," or words.pos[ends] == "CCONJ"):
            at = ends + 1
            if at < len(words) and words.pos[at] == "CCONJ":
                at += 1
            following = main.get(at) or main.get(at + 1)
            if following is None or [a["kind"] for a in following.resolved.actors] != ["state"]:
                break
            states.append(following)
            ends = following.end
        if len(states) == 1 or (words.parsed and words.pos[states[-1].start - 1] == "PUNCT"):
            return []
        sources = [actor for state in states for actor in state.resolved.actors]
        self.phrases.roles.complete(found.resolved, sources, on, method="role + of")
        found.end = ends
        return [state.start for state in states[1:]]

    def _located(
        self, words: Words, found: Found, inner: Found, on: date | None, *, attached: bool = False
    ) -> None:
        """The country of a place behind a role noun; a delegation in Geneva is not Swiss."""
        resolved = found.resolved
        country = inner.resolved.actors[0]["country"]
        if country is None:
            return
        attached = attached or not words.parsed or found.start <= words.head[inner.start - 1] < found.end
        fixed = singular(words.lower[found.core_end - 1]) in _FIXED or resolved.sector == "REL"
        if not attached and not fixed and (resolved.sector or "GOV") not in DOMESTIC:
            return
        if resolved.role == "ethnic":
            resolved.actors = [self.phrases.roles.records.part(country, "CVL")]
            return
        if not resolved.bare or resolved.type != "role":
            return
        self.phrases.roles.complete(
            resolved, [self.phrases.roles.records.state(country)], on, method="role + place"
        )
        resolved.confidence = 0.8

    def _record(self, words: Words, found: Found) -> MentionRecord:
        resolved = found.resolved
        kind = resolved.type
        method, confidence = resolved.method, resolved.confidence
        actors = resolved.actors
        if kind == "capital":
            kind, method = _capital(words, found)
            if kind == "place":
                actors = [{**actor, "sector": None} for actor in actors]
        record = {
            "start": found.start,
            "end": found.end,
            "head": found.head,
            "actors": actors,
            "method": method,
            "confidence": confidence,
            "type": kind,
            "speaker_only": False,
            "bare": resolved.bare,
            "role": resolved.role,
            "sector": resolved.sector or "",
            "plural": resolved.plural,
            "owner": found.owner,
            "core_end": found.core_end,
            "candidates": resolved.candidates,
            "human": resolved.human,
            "name": resolved.name,
            "vague": resolved.vague,
        }
        if kind == "place":
            name = " ".join(words.text[resolved.name_start or found.start : found.core_end]).replace(
                " - ", "-"
            )
            country = actors[0]["country"] if actors else None
            record["place"] = place_of(self.phrases.roles.gazetteer, name, country)
        return record


def _place_person(person: Resolved, of: Resolved) -> bool:
    """`General Juan Quispe of the Bolivian army`."""
    source = of.actors[0]
    for actor in person.actors:
        actor["country"], actor["affiliation"] = source["country"], source["country"] or source["id"]
        if of.sector or source["kind"] == "international body":
            actor["sector"] = of.sector or source["sector"]
    person.bare = False
    return True


def _is_person(item: Item) -> bool:
    return item.name is not None and "person" in item.name.types


def _capital(words: Words, found: Found) -> tuple[str, str]:
    """A capital is its government unless the text speaks of the place."""
    before = words.lower[found.start - 1] if found.start else ""
    place = ("place", "capital as place")
    if before in (
        "in",
        "at",
        "near",
        "around",
        "outside",
        "inside",
        "across",
        "throughout",
        "into",
        "through",
        "over",
    ):
        return place
    if before in ("on", "to", "from", "for", "of", "against"):
        earlier = words.lemma[max(0, found.start - 4) : found.start - 1]
        if any(singular(word) in WORDING.striking for word in earlier):
            return place
        if before == "of" and any(
            word in ("city", "town", "capital", "outskirts", "suburb", "centre") for word in earlier
        ):
            return place
    if words.parsed:
        i = found.head
        if (
            words.dep[i] in ("dobj", "nsubjpass", "npadvmod", "appos")
            and words.lemma[words.head[i]] in WORDING.striking
        ):
            return place
    return "actor", "capital as government"


def _appositions(words: Words, found: list[Found]) -> list[Found]:
    """`Kenzo Oshima, the UN Emergency Relief Coordinator,`: two phrases for one actor become one."""
    merged: list[Found] = []
    for mention in found:
        left = merged[-1] if merged else None
        if left is not None and _apposed(words, left, mention):
            _unite(left, mention)
            continue
        merged.append(mention)
    return merged


def _apposed(words: Words, left: Found, right: Found) -> bool:
    a, b = left.resolved, right.resolved
    if {a.type, b.type} != {"person", "role"} or a.plural or b.plural:
        return False
    appos = words.dep[right.head] == "appos" and left.start <= words.head[right.head] < left.end
    if right.start != left.end + 1 or words.text[left.end] != ",":
        return (right.start == left.end and b.type == "person") or (appos and right.start - left.end < 6)
    if appos:
        return True
    after = right.end
    return after >= len(words) or words.text[after] in (",", ".", ";")


def _unite(left: Found, right: Found) -> None:
    """One actor: the person, with country and sector of the role where the person's are unknown."""
    person, role = (left.resolved, right.resolved)
    if person.type != "person":
        person, role = role, person
    for actor in person.actors:
        known = role.actors[0]
        if actor["country"] is None and actor["affiliation"] is None:
            actor["country"] = known["country"]
            inner = known["kind"] in ("sector", "person")
            actor["affiliation"] = known["affiliation"] or (known["country"] if inner else known["id"])
            actor["sector"] = known["sector"] if known["kind"] == "international body" else role.sector
        elif role.sector in _SERVING and known["country"] in (actor["country"], None):
            actor["sector"] = role.sector  # `a spokesman for the Myanmar military, Zaw Min Tun`
    person.bare = person.actors[0]["country"] is None and role.bare
    left.end = right.end
    left.resolved = person
