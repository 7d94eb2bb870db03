"""Who may be a party of a predicate, and who belongs to another clause, speaks, or is the source itself."""

from __future__ import annotations

from collections.abc import Sequence

from kg.text.predicates.reading import Reading
from kg.text.predicates.scene import Party
from kg.text.syntax.tree import SUBJECTS, Tree

# Types whose target may be a force of no named country, or of one's own.
_AGAINST_FORCES = frozenset(
    {"ASSAULT", "COERCE", "ACCUSE", "REQUEST", "REJECT", "SANCTION", "PROTEST", "CONSULT"}
)
_OF_CAPTIVES = frozenset({"release", "return"})  # "rebels freed 33 soldiers"
# Acts that a government may do to its own country.
_AT_HOME = frozenset({"COERCE", "ASSAULT", "THREATEN", "SANCTION", "PROTEST"})
# Whose country's army is not their own.
_INSURGENT = frozenset({"REB", "OPP", "PTY", "CRM", "UAF", "CVL"})
# Whose acts are not those of their government.
_APART = _INSURGENT | {"LEG", "JUD", "LAB", "EDU", "REL", "JRN", "NGO", "BUS", "ELI"}
_OCCASIONS = frozenset(
    {
        "during",
        "after",
        "before",
        "following",
        "amid",
        "since",
        "despite",
        "along",
        "together",
        "alongside",
        "as",
        "like",
        "unlike",
        "including",
        "such",
    }
)
_OWN = frozenset({"its", "their", "his", "her", "our", "my"})


def may_undergo(tree: Tree, party: Party, reading: Reading, sources: Sequence[Party]) -> bool:
    """Can the party be the other side: not the source or its own, nor who tells the news?"""
    mention, actor = party.mention, party.actor
    if mention["speaker_only"] or (
        speaks(tree, mention["head"]) and not _is_addressed(tree, mention["head"], reading)
    ):
        return False
    if any(_is_same(party, source) for source in sources) or _is_forum(tree, mention["head"], reading):
        return False
    if reading.plover not in _AT_HOME and any(_belongs(actor, source.actor) for source in sources):
        return False
    countries = {source.actor["country"] for source in sources if source.actor["sector"] not in _INSURGENT}
    faces_forces = reading.plover in _AGAINST_FORCES or reading.mode in _OF_CAPTIVES
    if actor["sector"] == "MIL" and actor["kind"] == "sector" and not faces_forces:
        return actor["country"] not in countries | {None}
    is_own = tree.lower[mention["start"]] in _OWN and mention["type"] != "pronoun"
    return not (is_own and actor["country"] in countries)


def _is_same(party: Party, source: Party) -> bool:
    if party.mention["start"] == source.mention["start"]:
        return True
    actor, other = party.actor, source.actor
    return (actor["id"], actor["sector"]) == (other["id"], other["sector"])


def _belongs(actor: dict[str, object], source: dict[str, object]) -> bool:
    """Is it the own state or body of the source, or a person of it: Rutte and Nato?"""
    if source.get("affiliation") == actor["id"]:
        # a member of parliament may call on the government
        return actor["kind"] != "state" or source["sector"] not in _APART
    if actor.get("affiliation") == source["id"]:
        return source["kind"] != "state" or actor["sector"] not in _APART
    both_rule = actor["sector"] == "GOV" and source["sector"] == "GOV"
    is_state = "state" in (actor["kind"], source["kind"])
    return both_rule and is_state and actor["country"] == source["country"] is not None


def _is_forum(tree: Tree, i: int, reading: Reading) -> bool:
    """Does token i head the court that is asked to judge: "sued Arnor at the World Court"?"""
    prep = tree.heads[i]
    if reading.plover not in ("ACCUSE", "REQUEST") or tree.lemmas[i] not in ("court", "tribunal"):
        return False
    return tree.deps[i] == "pobj" and tree.lower[prep] in ("at", "before", "in", "with", "to")


def _is_addressed(tree: Tree, i: int, reading: Reading) -> bool:
    """Is token i told what the reading itself says: "warned Arnor that it would cut funds"?"""
    said = tree.heads[i]
    return tree.deps[i] in ("dobj", "dative") and (
        said in reading.tokens or reading.top in tree.of(said, "ccomp")
    )


def speaks(tree: Tree, i: int) -> bool:
    """Does token i head the speaker of a report, or its audience?"""
    if tree.deps[i] == "pobj" and tree.deps[tree.heads[i]] in ("agent", "dative", "prep"):
        i = tree.heads[i]
    head = tree.heads[i]
    if tree.deps[i] in SUBJECTS and tree.deps[head] == "parataxis":
        return True
    roles = (*SUBJECTS, "dobj", "dative", "agent")
    return tree.deps[i] in roles and any(tree.of(k, *SUBJECTS) for k in tree.of(head, "ccomp"))


def shares_clause(tree: Tree, i: int, reading: Reading) -> bool:
    """Is token i of no other clause than the predicate's?"""
    own = {reading.top, *reading.tokens}
    if tree.deps[i] in SUBJECTS and tree.heads[i] not in own:
        return False
    for above in (i, *tree.above(i)):
        if above in own:
            return True
        if tree.deps[above] in ("conj", "parataxis") and tree.is_verb(above):
            return False
        if tree.deps[above] == "agent":
            return False
        if tree.deps[above] in ("prep", "advmod") and tree.lower[above] in _OCCASIONS:
            return False
        if tree.deps[above] == "advcl" and tree.of(above, "mark"):
            return False
    return True
