"""Mends what the parser gets wrong in news again and again, with the help of known names and verbs."""

from __future__ import annotations

from collections.abc import Iterable

from kg.text.syntax.lemmas import word_set
from kg.text.syntax.tree import SUBJECTS, Tree

_SENDING = frozenset(
    {"call", "bring", "send", "order", "summon", "fly", "recall", "take", "ship", "welcome", "invite"}
)
_ORDERING = word_set(
    "order urge ask tell force press allow invite want warn compel instruct command direct request beg permit"
    " persuade convince oblige enable encourage authorise authorize forbid"
)
_CLAUSE_PARTS = ("ccomp", "xcomp", "dobj", "prep", "advcl")


def mend(tree: Tree, names: Iterable[tuple[int, int]], reporting: frozenset[str]) -> None:
    """Mend the tree in place; `names` are spans of known names, `reporting` verbs of saying."""
    changed = False
    spans = list(names)
    for start, end in spans:
        for i in range(start, end):
            if tree.tags[i].startswith("VB") and not tree.words[i].islower():
                _name(tree, i)
                _name_of(tree, i)
                changed = True
    for i, head in enumerate(tree.heads):
        label = tree.deps[i]
        if label in SUBJECTS and tree.deps[head] in ("aux", "auxpass"):
            _subject(tree, i, head)
            changed = True
        elif label == "acl" and tree.deps[head] == "ROOT" and head < i <= head + 2:
            changed = _headless(tree, i, head) or changed
        elif label == "conj" and tree.pos[head] in ("NOUN", "PROPN") and tree.tags[i].startswith("VB"):
            changed = _shared_headline(tree, i, head) or changed
        elif label == "relcl" and _is_ordered(tree, i, head):
            tree.heads[i], tree.deps[i] = tree.heads[head], "xcomp"
            changed = True
        elif label == "dep" and tree.pos[i] == "PROPN" and tree.words[i + 1 : i + 2] == [","] and i < head:
            tree.deps[i] = "nsubj"  # "Arnor, Gondor sign treaty"
        elif label == "dep" and i < head and tree.lemmas[head] in reporting:
            changed = _reported(tree, i, head) or changed
        elif label == "appos" and _is_pair(tree, spans, i, head):
            tree.deps[i] = "conj"
        elif label == "compound" and tree.lower[head] == "home" and head == i + 1:
            changed = _sent_home(tree, i, head) or changed
        elif label == "ccomp" and tree.lower[i : i + 3] == ["persona", "non", "grata"]:
            changed = _unwelcome(tree, i, head)
    if changed:
        tree.link()
    for i, label in enumerate(tree.deps):
        if label == "ccomp":
            if ";" in tree.words[i : tree.heads[i]]:
                tree.deps[i] = "conj"  # what stands before a semicolon is a sentence of its own
            elif tree.lemmas[i] in reporting:
                _trailing_report(tree, i)


def _is_ordered(tree: Tree, verb: int, noun: int) -> bool:
    """ "Ordered the envoy to leave": what the object is to do is no clause about it."""
    governor = tree.heads[noun]
    return (
        tree.deps[noun] == "dobj"
        and tree.lemmas[governor] in _ORDERING
        and not tree.of(verb, "nsubj", "nsubjpass")
        and any(tree.tags[k] == "TO" for k in tree.of(verb, "aux"))
    )


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


def _name_of(tree: Tree, i: int) -> None:
    """In "Shining Path guerrillas struck" the noun that the name goes with takes the false verb's place."""
    noun = next((j for j, above in enumerate(tree.heads) if above == i and tree.deps[j] == "dobj"), None)
    if noun is None or noun > i + 3 or tree.deps[i] not in ("csubj", "csubjpass"):
        return
    tree.heads[noun], tree.deps[noun] = tree.heads[i], tree.deps[i].replace("csubj", "nsubj")
    tree.heads[i], tree.deps[i] = noun, "compound"


def _subject(tree: Tree, i: int, auxiliary: int) -> None:
    """A subject hung on the auxiliary belongs to its verb."""
    tree.heads[i] = tree.heads[auxiliary]
    if tree.deps[auxiliary] == "auxpass":
        tree.deps[i] = "nsubjpass"


def _headless(tree: Tree, verb: int, noun: int) -> bool:
    """A sentence without a finite verb has its participle or infinitive as one: "Kings to meet in Edoras"."""
    to_come = tree.tags[verb] == "VB" and tree.tags[verb - 1] == "TO"
    past = tree.tags[verb] == "VBN" and tree.lower[verb].endswith("ed")
    if tree.pos[noun] not in ("NOUN", "PROPN") or not (past or to_come):
        return False
    barred = ("agent", "auxpass") if to_come else ("agent", "aux", "auxpass")
    if any(tree.heads[j] == verb and tree.deps[j] in barred for j in range(len(tree))):
        return False
    tree.heads[verb], tree.deps[verb] = verb, "ROOT"
    tree.tags[verb] = "VB" if to_come else "VBD"
    tree.heads[noun], tree.deps[noun] = verb, "nsubj"
    for j, above in enumerate(tree.heads):
        if above == noun and j > verb:
            tree.heads[j] = verb
        elif above == verb and j == verb + 1 and tree.deps[j] == "oprd":
            tree.deps[j] = "npadvmod"
    return True


def _shared_headline(tree: Tree, verb: int, noun: int) -> bool:
    """In "Arnor and Gondor sign pact" the second name may be read as the subject alone; both sign."""
    subjects = [j for j in range(noun + 1, verb) if tree.heads[j] == verb and tree.deps[j] == "nsubj"]
    finite = any(
        tree.heads[j] == noun and tree.tags[j].startswith("VB") and j != verb for j in range(len(tree))
    )
    if not subjects or finite or tree.deps[noun] != "ROOT":
        return False
    tree.heads[verb], tree.deps[verb] = verb, "ROOT"
    tree.heads[noun], tree.deps[noun] = verb, "nsubj"
    tree.heads[subjects[0]], tree.deps[subjects[0]] = noun, "conj"
    return True


def _reported(tree: Tree, noun: int, saying: int) -> bool:
    """In "tanks crossed into Gondor, witnesses said" the participle is the verb of what is said."""
    verb = next(
        (j for j in range(noun + 1, saying) if tree.heads[j] == noun and tree.deps[j] in ("acl", "relcl")),
        None,
    )
    if verb is None or tree.tags[verb] not in ("VBN", "VBD") or tree.pos[noun] not in ("NOUN", "PROPN"):
        return False
    if any(
        tree.heads[j] == verb and tree.deps[j] in ("agent", "auxpass", *SUBJECTS) for j in range(len(tree))
    ):
        return False
    for j, above in enumerate(tree.heads):
        if above == noun and j > verb:
            tree.heads[j] = verb
    tree.heads[verb], tree.deps[verb], tree.tags[verb] = saying, "ccomp", "VBD"
    tree.heads[noun], tree.deps[noun] = verb, "nsubj"
    return True


def _sent_home(tree: Tree, noun: int, home: int) -> bool:
    """In "called its envoy home from Edoras" the envoy is called and home is where to."""
    verb = tree.heads[home]
    if not tree.is_verb(verb) or tree.lemmas[verb] not in _SENDING or verb > noun:
        return False
    tree.heads[noun], tree.deps[noun] = verb, "dobj"
    tree.deps[home] = "advmod"
    for j, above in enumerate(tree.heads):
        if above == home and j < noun:
            tree.heads[j] = noun
        elif above == home and j > home and tree.deps[j] == "prep":
            tree.heads[j] = verb
    return True


def _unwelcome(tree: Tree, persona: int, verb: int) -> bool:
    """ "Declared two diplomats persona non grata": the Latin is no clause."""
    for j, above in enumerate(tree.heads):
        if above == persona and tree.deps[j] in SUBJECTS:
            tree.heads[j], tree.deps[j] = verb, "dobj"
    tree.deps[persona], tree.pos[persona], tree.tags[persona] = "oprd", "NOUN", "NN"
    for j in (persona + 1, persona + 2):
        tree.heads[j], tree.deps[j] = persona, "amod"
    return True


def _is_pair(tree: Tree, spans: list[tuple[int, int]], i: int, head: int) -> bool:
    """Are the two names of a headline two parties: "Arnor, Gondor sign treaty"?"""
    ends = {end - 1 for _, end in spans}
    if i not in ends or head not in ends:
        return False
    between = tree.words[head + 1 : i]
    return between[:1] == [","] and len(between) <= 3 and tree.words[i + 1 : i + 2] != [","]


def _trailing_report(tree: Tree, verb: int) -> None:
    """In "..., diplomats quoted him as saying" the last clause tells who says so; it is no complement."""
    subject = tree.first(verb, "nsubj")
    head = tree.heads[verb]
    if subject is None or not head < subject < verb or tree.of(verb, "mark", "ccomp"):
        return
    start = min(tree.below(subject))
    if start > 0 and tree.words[start - 1] == ",":
        tree.deps[verb] = "parataxis"
