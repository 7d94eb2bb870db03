"""How a predicate is meant: negated, future, possible, conditional, obliged, asked, hedged."""

from __future__ import annotations

from dataclasses import dataclass

from kg.knowledge.cues import Cues
from kg.text.syntax.tree import Tree

MATERIAL_CONFLICT = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
CONFLICT = MATERIAL_CONFLICT | {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}


@dataclass(frozen=True, slots=True)
class Stance:
    """What the words around a verb say of the act."""

    is_negated: bool = False
    modal: str = ""  # future, conditional, possible, obligation
    is_condition: bool = False  # stands in an if-clause
    has_condition: bool = False  # an if-clause depends on it
    is_question: bool = False
    is_unreal: bool = False  # would have done, would be obliged to do
    is_hedged: bool = False
    is_historic: bool = False


def stance_of(tree: Tree, cues: Cues, v: int) -> Stance:
    """Reads auxiliaries, negators and marks of the verb at token v, and those of its conjunction."""
    first = tree.root_of_conjunction(v)
    shares = first != v and not tree.of(v, "nsubj", "nsubjpass", "aux")
    is_negated = _is_negated(tree, cues, v)
    modal = _modal(tree, cues, v) or (_modal(tree, cues, first) if shares else "")
    if shares and not is_negated and _joined_by_or(tree, v):
        is_negated = _is_negated(tree, cues, first)
    marked = [v, first] if shares else [v]
    return Stance(
        is_negated=is_negated,
        modal=modal,
        is_condition=any(
            tree.lower[k] in cues.conditions for j in marked for k in tree.of(j, "mark", "advmod")
        ),
        has_condition=_has_condition(tree, cues, first),
        is_question=_is_question(tree, v),
        is_unreal=modal == "conditional" and any(tree.lower[k] == "have" for k in tree.of(v, "aux")),
        is_hedged=any(tree.lower[k] in cues.hedges for k in tree.of(v, "advmod")),
        is_historic=any(tree.lower[k] in cues.historic for k in tree.of(v, "advmod")),
    )


def _is_negated(tree: Tree, cues: Cues, v: int) -> bool:
    if tree.of(v, "neg"):
        return True
    for k in tree.kids[v]:
        if tree.deps[k] in ("advmod", "preconj", "cc") and tree.lower[k] in cues.negators and k < v:
            return tree.lower[k] not in ("no", "not")
        if tree.deps[k] in ("dobj", "nsubj", "nsubjpass", "attr") and k != v:
            determiners = tree.of(k, "det")
            if any(tree.lower[d] in ("no", "neither") for d in determiners) or tree.lower[k] in (
                "nobody",
                "none",
            ):
                return True
    if tree.deps[v] == "pcomp" and tree.lower[tree.heads[v]] == "without":
        return True
    return any(
        tree.lower[k] == "no" and tree.lower[k + 1 : k + 2] == ["longer"] for k in tree.below(v) if k < v
    )


def _modal(tree: Tree, cues: Cues, v: int) -> str:
    for k in tree.of(v, "aux"):
        word = tree.lower[k]
        if tree.tags[k] == "MD" or word in ("'ll", "'d", "wo", "ca"):
            if word in cues.modals.obligation and word != "shall":
                return "obligation"
            if word in cues.modals.future:
                return "future"
            if word in cues.modals.conditional:
                return "conditional"
            if word in cues.modals.possible:
                return "possible"
    head = tree.heads[v]
    if (
        tree.deps[v] == "ROOT"
        and tree.tags[v] == "VB"
        and any(tree.tags[k] == "TO" for k in tree.of(v, "aux"))
    ):
        return "future"  # "Arnor to send grain"
    if tree.deps[v] == "xcomp" and any(tree.tags[k] == "TO" for k in tree.of(v, "aux")):
        if tree.lemmas[head] == "be" and tree.pos[head] == "AUX":
            return "future"
        if tree.lower[head] == "going" and tree.of(head, "aux"):
            return "future"
        if tree.lemmas[head] in ("have", "need", "ought") and not tree.of(head, "dobj"):
            return "obligation"
    return ""


def _joined_by_or(tree: Tree, v: int) -> bool:
    return any(tree.lower[k] in ("or", "nor") for k in tree.of(tree.heads[v], "cc"))


def _has_condition(tree: Tree, cues: Cues, v: int) -> bool:
    for k in tree.of(v, "advcl"):
        if any(tree.lower[m] in ("if", "unless", "until", "provided") for m in tree.of(k, "mark", "advmod")):
            return True
    return False


def _is_question(tree: Tree, v: int) -> bool:
    return tree.deps[v] == "ROOT" and any(tree.words[k] == "?" for k in tree.of(v, "punct"))
