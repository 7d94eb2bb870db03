"""Hangs clauses where they belong: the parser joins a verb to the nearest one, whatever its form and subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.text.syntax.tree import SUBJECTS, Tree
from kg.text.syntax.words import DIRECTIONS

# What only persons and bodies do: never the act of an attack, a convoy or a report.
PERSONAL = frozenset(
    {"accuse", "acknowledge", "add", "admit", "agree", "allege", "announce", "apologise", "apologize", "appeal",
     "applaud", "appoint", "ask", "assail", "assure", "authorise", "authorize", "back", "ban", "bar", "beg",
     "blame", "boycott", "broker", "call", "castigate", "caution", "claim", "commend", "complain", "concede",
     "condemn", "congratulate", "convene", "criticise", "criticize", "decide", "declare", "decline", "decry",
     "demand", "denounce", "deny", "deplore", "deploy", "describe", "discuss", "dismiss", "dispatch", "endorse",
     "exhort", "expel", "fire", "grant", "hail", "host", "implore", "impose", "insist", "instruct", "invite",
     "lambast", "lambaste", "lift", "mediate", "meet", "negotiate", "nominate", "oppose", "order", "ordain",
     "outlaw", "pledge", "praise", "proclaim", "promise", "propose", "protest", "reaffirm", "rebuff", "rebuke",
     "recall", "receive", "recognise", "recognize", "refuse", "reiterate", "reject", "renounce", "request",
     "resume", "retort", "sack", "say", "scold", "sentence", "sever", "sign", "slam", "summon", "suspend", "swear",
     "tell", "thank", "threaten", "urge", "veto", "visit", "voice", "vote", "vow", "warn", "welcome", "withdraw"}
)  # fmt: skip
_CALLING = frozenset({"declare", "call", "name", "label", "brand", "consider", "designate", "deem", "term"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_COMPLEMENTS = ("dobj", "ccomp", "xcomp")

Acts = Callable[[int], bool]


def attach(tree: Tree, acts: Acts) -> None:
    """Mend the tree in place; `acts` tells whether a token is part of the name or description of an actor."""
    changed = False
    for i, label in enumerate(tree.deps):
        if label == "acl":
            changed = _predicate(tree, i) or changed
        elif label == "appos":
            changed = _in_list(tree, i, acts) or changed
        elif label == "nmod":
            changed = _first_of_two(tree, i, acts) or changed
        elif label == "ccomp":
            changed = _small_clause(tree, i) or _fronted(tree, i) or changed
        elif label in SUBJECTS:
            changed = _clause_as_subject(tree, i) or changed
        elif label == "parataxis":
            changed = _speaker_in_list(tree, i) or changed
    if changed:
        tree.link()
    for i, label in enumerate(tree.deps):
        if label == "conj":
            above = _of_the_same_form(tree, i)
        elif label == "advcl":
            above = _shared_by_participle(tree, i)
        elif label == "relcl":
            above = _antecedent(tree, i, acts)
        else:
            continue
        if above is not None:
            _hang(tree, i, above)
    for i, label in enumerate(tree.deps):
        if label == "conj" and (above := _of_who_acts(tree, i, acts)) is not None:
            _hang(tree, i, above)


def _hang(tree: Tree, i: int, above: int) -> None:
    tree.kids[tree.heads[i]].remove(i)
    tree.heads[i] = above
    tree.kids[above] = sorted([*tree.kids[above], i])


def _predicate(tree: Tree, verb: int) -> bool:
    """ "Arnor, which has denied it, rejected a report": the participle after the aside is the verb."""
    noun = tree.heads[verb]
    if tree.deps[noun] != "ROOT" or tree.pos[noun] not in _NOMINAL or tree.tags[verb] not in ("VBN", "VBD"):
        return False
    if "," not in tree.words[noun + 1 : verb] or tree.of(verb, "agent", "auxpass"):
        return False
    if not tree.of(noun, "relcl", "appos") or not tree.of(verb, *_COMPLEMENTS):
        return False
    tree.heads[verb], tree.deps[verb], tree.tags[verb] = verb, "ROOT", "VBD"
    tree.heads[noun], tree.deps[noun] = verb, "nsubj"
    for k in tree.kids[noun]:
        if k > verb:
            tree.heads[k] = verb
    return True


def _small_clause(tree: Tree, noun: int) -> bool:
    """ "Declared the envoy persona non grata": what somebody is called is no clause with a subject."""
    head, named = tree.heads[noun], tree.first(noun, "nsubj")
    if tree.pos[noun] not in _NOMINAL or tree.lemmas[head] not in _CALLING or named is None:
        return False
    if not head < named < noun or tree.of(noun, "aux", "cop", "mark"):
        return False
    tree.deps[noun] = "oprd"
    tree.heads[named], tree.deps[named] = head, "dobj"
    for k in tree.kids[noun]:
        if tree.deps[k] in ("advcl", "conj", "cc", "punct") and k > noun:
            tree.heads[k] = head
    return True


def _fronted(tree: Tree, verb: int) -> bool:
    """ "Arnor handed over on Monday a man wanted for raids": the first verb is the finite one, "wanted" is not."""
    last = tree.heads[verb]
    subject = tree.first(last, "nsubj", "nsubjpass")
    if tree.deps[last] != "ROOT" or tree.tags[last] not in ("VBD", "VBN") or subject is None:
        return False
    if not verb < subject < last or tree.tags[verb] not in _FINITE or tree.lemmas[last] in PERSONAL:
        return False
    if tree.of(verb, "dobj", "ccomp", "mark") or tree.of(last, "aux", "dobj"):
        return False
    if any(not word.isalnum() for word in tree.words[verb + 1 : last]):
        return False
    for k in tree.kids[last]:
        if k > last and tree.deps[k] in ("advcl", "punct", "conj", "cc"):
            tree.heads[k] = verb
    tree.heads[verb], tree.deps[verb] = verb, "ROOT"
    tree.heads[subject], tree.deps[subject] = verb, "dobj"
    tree.heads[last], tree.deps[last], tree.tags[last] = subject, "acl", "VBN"
    return True


def _clause_as_subject(tree: Tree, verb: int) -> bool:
    """ "A is mediating between B and C, and D will fly there": what stands before "will" is its subject."""
    last = tree.heads[verb]
    if (
        not tree.is_verb(verb)
        or not verb < last
        or not _is_finite(tree, verb)
        or not tree.of(verb, *SUBJECTS)
    ):
        return False
    own = [k for k in tree.of(last, "aux", "auxpass") if tree.tags[k] in (*_FINITE, "MD")]
    subject = (own[0] if own else last) - 1
    if subject <= verb or tree.deps[subject] != "conj" or tree.pos[subject] not in _NOMINAL:
        return False
    tree.heads[verb], tree.deps[verb] = tree.heads[last], tree.deps[last]
    if tree.heads[verb] == last:
        tree.heads[verb] = verb
    tree.heads[last], tree.deps[last] = verb, "conj"
    tree.heads[subject], tree.deps[subject] = last, "nsubj"
    return True


def _speaker_in_list(tree: Tree, verb: int) -> bool:
    """ "Strikes on depots, medics and the army said": who stands after the last comma speaks."""
    if tree.lemmas[verb] not in PERSONAL or tree.of(verb, *SUBJECTS) or verb < 2:
        return False
    for i in (verb - 1, *tree.above(verb - 1)):
        if tree.deps[i] != "conj" or tree.pos[i] not in _NOMINAL:
            return False
        start = min(tree.below(i))
        if start > 0 and tree.words[start - 1] == ",":
            tree.heads[i], tree.deps[i] = verb, "nsubj"
            return True
    return False


def _in_list(tree: Tree, i: int, acts: Acts) -> bool:
    """In "Arnor, Gondor, Rohan and Mordor signed" the second name of the list is no apposition."""
    head = tree.heads[i]
    if tree.pos[i] != "PROPN" or tree.pos[head] != "PROPN" or not (acts(i) and acts(head)):
        return False
    if not any(tree.pos[k] == "PROPN" and acts(k) for k in tree.of(i, "conj")):
        return False
    tree.deps[i] = "conj"
    return True


def _first_of_two(tree: Tree, i: int, acts: Acts) -> bool:
    """In "Arnor's government and Mordorian rebels", "North and South Korea" the second is no head of the first."""
    head, joined = tree.heads[i], tree.first(i, "conj")
    if joined is None or not i < joined < head or tree.first(i, "cc") is None or not (acts(i) and acts(head)):
        return False
    is_whole = tree.of(i, "det", "poss", "compound") or tree.pos[i] == "NOUN" or tree.lower[i] in DIRECTIONS
    if tree.pos[i] not in _NOMINAL or not is_whole:
        return False
    for k in list(tree.kids[head]):
        if k < i:
            tree.heads[k] = i
    tree.heads[joined], tree.deps[joined] = head, "compound"
    tree.heads[i], tree.deps[i] = (
        (tree.heads[head], tree.deps[head]) if tree.heads[head] != head else (i, "ROOT")
    )
    tree.heads[head], tree.deps[head] = i, "conj"
    return True


def _of_the_same_form(tree: Tree, i: int) -> int | None:
    """The finite verb that a finite one joins: "urged A to leave and accused B", not "to leave and accused"."""
    head = tree.heads[i]
    if tree.of(i, *SUBJECTS, "mark") or not _is_finite(tree, i):
        return None
    if not tree.is_verb(head):
        return next(_clauses_over(tree, head, i), None) if tree.pos[head] in _NOMINAL else None
    if not (_is_bare(tree, head) or _is_gerund(tree, head)):
        return None
    return next(_clauses_over(tree, head, i), None)


def _shared_by_participle(tree: Tree, i: int) -> int | None:
    """ "Urged A to leave, accusing B": the participle after a comma goes with the finite verb."""
    head = tree.heads[i]
    if tree.tags[i] != "VBG" or tree.words[i - 1] != "," or tree.of(i, *SUBJECTS, "mark", "aux"):
        return None
    if i < head or not tree.is_verb(head) or not _is_bare(tree, head) or tree.lemmas[i] not in PERSONAL:
        return None
    return next(_clauses_over(tree, head, i), None)


def _antecedent(tree: Tree, i: int, acts: Acts) -> int | None:
    """ "A reply from Gondor, which said": who says so is the name before the comma."""
    head = tree.heads[i]
    who = tree.first(i, "nsubj")
    if who is None or tree.lower[who] not in ("who", "which") or acts(head) or tree.words[who - 1] != ",":
        return None
    name = who - 2
    if name <= head or not acts(name) or tree.pos[name] not in _NOMINAL:
        return None
    if tree.lower[who] == "which" and tree.lemmas[i] not in PERSONAL:
        return None
    return name if head in tree.above(name) else None


def _of_who_acts(tree: Tree, i: int, acts: Acts) -> int | None:
    """ "Condemned the attack that killed three and urged A": an attack urges nobody."""
    first = tree.root_of_conjunction(i)
    if tree.deps[first] != "relcl" or tree.lemmas[i] not in PERSONAL or tree.of(i, *SUBJECTS, "mark"):
        return None
    who = tree.first(first, *SUBJECTS)
    if who is None or tree.antecedent(who) == who or acts(tree.heads[first]) or not _is_finite(tree, i):
        return None
    for verb in _clauses_over(tree, first, i):
        if any(acts(s) for s in tree.of(verb, *SUBJECTS)):
            return verb
    return None


def _clauses_over(tree: Tree, i: int, before: int) -> Iterator[int]:
    """The finite verbs over token i that stand before another token and are no question of form themselves."""
    for above in tree.above(i):
        if above < before and tree.is_verb(above) and _is_finite(tree, above):
            yield above


def _is_finite(tree: Tree, v: int) -> bool:
    """Has the verb a tense of its own, or by its auxiliary, that an infinitive has not?"""
    if tree.tags[v] in ("VBD", "VBZ"):
        return True
    if any(tree.tags[k] in _FINITE for k in tree.of(v, "aux", "auxpass")):
        return tree.lower[v] != "be"
    # "to leave and accused B of lies": the parser may take the past tense for a participle
    return tree.tags[v] == "VBN" and bool(tree.of(v, "dobj")) and not tree.of(v, "aux", "auxpass")


def _is_bare(tree: Tree, v: int) -> bool:
    """Does the verb, or the first of its conjunction, follow "to" or a modal?"""
    first = tree.root_of_conjunction(v)
    return any(tree.tags[k] in ("TO", "MD") for k in tree.of(first if tree.is_verb(first) else v, "aux"))


def _is_gerund(tree: Tree, v: int) -> bool:
    return tree.tags[v] == "VBG" and not tree.of(v, "aux")
