"""Mends what the parser gets wrong in news again and again, with the help of known names and verbs."""

from __future__ import annotations

from collections.abc import Iterable

from kg.text.tree import SUBJECTS, Tree

_CLAUSE_PARTS = ("ccomp", "xcomp", "dobj", "prep", "advcl")


def mend(tree: Tree, names: Iterable[tuple[int, int]], reporting: frozenset[str]) -> None:
    """Mend the tree in place; `names` are spans of known names, `reporting` verbs of saying."""
    changed = False
    for start, end in names:
        for i in range(start, end):
            if tree.tags[i].startswith("VB") and not tree.words[i].islower():
                _name(tree, i)
                changed = True
    for i, head in enumerate(tree.heads):
        label = tree.deps[i]
        if label in SUBJECTS and tree.deps[head] in ("aux", "auxpass"):
            _subject(tree, i, head)
            changed = True
        elif label == "acl" and tree.tags[i] == "VBN" and tree.deps[head] == "ROOT" and head < i <= head + 2:
            changed = _headless(tree, i, head) or changed
    if changed:
        tree.link()
    for i, label in enumerate(tree.deps):
        if label == "ccomp":
            if ";" in tree.words[i : tree.heads[i]]:
                tree.deps[i] = "conj"  # what stands before a semicolon is a sentence of its own
            elif tree.lemmas[i] in reporting:
                _trailing_report(tree, i)


def _name(tree: Tree, i: int) -> None:
    """A name that was taken for a verb ("a reminder to Denmark that ...") is a noun in its place."""
    tree.pos[i], tree.tags[i] = "PROPN", "NNP"
    head, before = tree.heads[i], i - 1
    if before >= 0 and tree.heads[before] == i and tree.tags[before] == "TO" and head != i:
        tree.heads[before], tree.deps[before] = head, "prep"
        tree.heads[i], tree.deps[i] = before, "pobj"
        for j, above in enumerate(tree.heads):
            if above == i and tree.deps[j] in _CLAUSE_PARTS:
                tree.heads[j] = head


def _subject(tree: Tree, i: int, auxiliary: int) -> None:
    """A subject hung on the auxiliary belongs to its verb."""
    tree.heads[i] = tree.heads[auxiliary]
    if tree.deps[auxiliary] == "auxpass":
        tree.deps[i] = "nsubjpass"


def _headless(tree: Tree, verb: int, noun: int) -> bool:
    """A sentence without a finite verb ("A newspaper called on Arabs to unite") has its participle as one."""
    if tree.pos[noun] not in ("NOUN", "PROPN") or not tree.lower[verb].endswith("ed"):
        return False
    if any(tree.heads[j] == verb and tree.deps[j] in ("agent", "aux", "auxpass") for j in range(len(tree))):
        return False
    tree.heads[verb], tree.deps[verb], tree.tags[verb] = verb, "ROOT", "VBD"
    tree.heads[noun], tree.deps[noun] = verb, "nsubj"
    for j, above in enumerate(tree.heads):
        if above == noun and j > verb:
            tree.heads[j] = verb
        elif above == verb and j == verb + 1 and tree.deps[j] == "oprd":
            tree.deps[j] = "npadvmod"
    return True


def _trailing_report(tree: Tree, verb: int) -> None:
    """In "..., diplomats quoted him as saying" the last clause tells who says so; it is no complement."""
    subject = tree.first(verb, "nsubj")
    head = tree.heads[verb]
    if subject is None or not head < subject < verb or tree.of(verb, "mark", "ccomp"):
        return
    start = min(tree.below(subject))
    if start > 0 and tree.words[start - 1] == ",":
        tree.deps[verb] = "parataxis"
