"""Who stands where around a predicate: subject, object, prepositions, modifiers, by the dependency tree.

A slot holds token numbers of phrase heads, coordination spread out, relative pronouns replaced by what they
stand for. Passive voice is undone: the slot `subject` is the one who acts.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.text.syntax.tree import SUBJECTS, Tree

# The subject of "urged allies to supply" is the object of "urge"; of "promised allies to supply" it is not.
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "agree", "offer", "use"})
# "in defiance of", "in protest at", "in retaliation for": against whom, whatever the last preposition.
AGAINST = frozenset({"defiance", "protest", "opposition", "retaliation", "revenge", "response", "reaction"})
# "called on Rwanda to withdraw": the infinitive is what is asked for, wherever the parser hangs it.
CALLING = frozenset(
    {"call", "appeal", "plead", "press", "urge", "ask", "order", "invite", "beg", "lobby", "pressure"}
)
# "fled and sought asylum": the object is the second verb's alone.
OBJECTLESS = frozenset(
    {"flee", "resign", "retreat", "withdraw", "surrender", "march", "rally", "gather", "strike", "die", "return",
     "go", "come", "arrive", "rise", "fall", "land", "turn", "stand", "step", "sit", "agree", "meet", "speak",
     "say", "travel", "escape", "advance", "demonstrate", "protest", "riot", "disarm", "quit", "leave", "crash"}
)  # fmt: skip
# "let prisoners walk free": the tagger may take the bare infinitive for a finite verb.
LETTING = frozenset({"let", "make", "help", "watch", "see"})
# "offered on Monday to host talks": so for what is promised, threatened, planned or refused.
COMMITTING = frozenset(
    {"agree", "promise", "pledge", "vow", "offer", "undertake", "threaten", "refuse", "decline", "plan", "decide",
     "intend", "consent", "swear", "propose", "volunteer", "prepare"}
)  # fmt: skip
# "in solidarity with Rohan", "along with Rohan": the preposition belongs to the word before it.
BOUND = frozenset(
    {"solidarity", "line", "keeping", "accordance", "conjunction", "common", "along", "together", "behalf"}
)
_TIMES = frozenset({"hour", "day", "week", "month", "minute"})
_MEANWHILE = frozenset({"during", "after", "before", "since", "amid"})
_DEEP = 6

Slots = dict[str, list[int]]


def slots_of(tree: Tree, i: int) -> Slots:
    """The filled slots of the predicate at token i, verb or noun."""
    slots = _verb_slots(tree, i) if tree.is_verb(i) else _noun_slots(tree, i)
    return {name: _unique(tokens) for name, tokens in slots.items() if tokens}


def _verb_slots(tree: Tree, v: int) -> Slots:
    slots: Slots = {}
    surface = surface_subject(tree, v)
    passive = tree.is_passive(v)
    objects = _spread(tree, tree.of(v, "dobj", "obj")) or _measured(tree, v) or _raised(tree, v)
    objects = objects or _granted(tree, v) or _shared_object(tree, v)
    if passive:
        _add(slots, "indirect" if objects else "object", surface)
        for agent in tree.of(v, "agent"):
            _add(slots, "subject", _spread(tree, tree.of(agent, "pobj")))
        _add(slots, "by", slots.get("subject", ()))
    else:
        _add(slots, "subject", surface)
        if not objects:
            _add(slots, "object", _relative_gap(tree, v))
    _add(slots, "object", objects)
    _add(slots, "attr", _spread(tree, tree.of(v, "attr", "oprd", "acomp")))
    for k in tree.of(v, "dative"):
        if tree.tags[k] in ("IN", "TO"):
            _add(slots, "prep:" + tree.lower[k], _spread(tree, tree.of(k, "pobj")))
            _add(slots, "indirect", _spread(tree, tree.of(k, "pobj")))
        else:
            _add(slots, "indirect", _spread(tree, [k]))
    _add_prepositions(slots, tree, v)
    _add(slots, "clause", _clauses(tree, v))
    return slots


def _measured(tree: Tree, v: int) -> list[int]:
    """ "Began ten days of exercises": the length of time is the object in form only."""
    return [
        k for k in tree.of(v, "npadvmod") if k > v and any(tree.lower[p] == "of" for p in tree.of(k, "prep"))
    ]


def _granted(tree: Tree, v: int) -> list[int]:
    """ "Gave Arnor ten days to leave": what is given is time."""
    return [k for k in tree.of(v, "npadvmod") if k > v and tree.of(v, "dative") and tree.lemmas[k] in _TIMES]


def _shared_object(tree: Tree, v: int) -> list[int]:
    """ "Tortured and shot civilians": two verbs side by side have one object."""
    for k in tree.of(v, "conj"):
        joins_next = k == v + 2 and tree.deps[v + 1] == "cc" and tree.tags[k] == tree.tags[v]
        if joins_next and tree.lemmas[v] not in OBJECTLESS:
            return _spread(tree, tree.of(k, "dobj"))
    return []


def _raised(tree: Tree, v: int) -> list[int]:
    """ "Wants Beijing to act", "helped police find him": the subject below is the object above."""
    for c in tree.of(v, "ccomp"):
        is_bare = tree.tags[c] == "VB" or (tree.tags[c] == "VBP" and tree.lemmas[v] in LETTING)
        if is_bare and not tree.of(c, "mark") and not any(tree.tags[k] == "MD" for k in tree.of(c, "aux")):
            return _spread(tree, [k for k in tree.of(c, "nsubj") if k > v])
    return []


def _noun_slots(tree: Tree, n: int) -> Slots:
    slots: Slots = {}
    _add(slots, "poss", _spread(tree, tree.of(n, "poss")))
    for k in tree.of(n, "compound", "amod", "nmod"):
        _add(slots, "modifier", tree.conjuncts(k))
    _add_prepositions(slots, tree, n)
    _add(slots, "object", slots.get("prep:of", ()))
    _add(slots, "subject", slots.get("poss", ()))
    _add(slots, "subject", slots.get("prep:by", ()))
    _add(slots, "by", slots.get("prep:by", ()))
    _add(
        slots, "clause", [k for k in tree.of(n, "acl", "relcl", "ccomp", "xcomp") if _is_infinitive(tree, k)]
    )
    return slots


def _add_prepositions(slots: Slots, tree: Tree, i: int) -> None:
    for k in tree.of(i, "prep", "agent"):
        if k and tree.lemmas[k - 1] in BOUND and tree.lower[k] in ("with", "of"):
            continue
        for prep in tree.conjuncts(k):
            name = tree.lower[prep]
            inner = [p for p in tree.of(prep, "prep") if tree.of(p, "pobj", "pcomp")]
            for p in inner:
                name = f"{tree.lower[prep]} {tree.lower[p]}"
                _add_preposition(slots, tree, p, name)
            _add_preposition(slots, tree, prep, tree.lower[prep])
    for k in tree.of(i, "prt"):
        for p in tree.of(k, "prep"):
            _add_preposition(slots, tree, p, tree.lower[p])


def _add_preposition(slots: Slots, tree: Tree, prep: int, name: str) -> None:
    slot = "prep:" + ("toward" if name == "towards" else name)
    objects = _spread(tree, tree.of(prep, "pobj"))
    for o in objects:
        if name not in _MEANWHILE and not tree.of(o, "det", "poss", "amod"):
            # "by telephone with Rohan", "in talks with Rohan": with whom the verb's subject does it
            for further in tree.of(o, "prep"):
                if tree.lower[further] == "with":
                    _add(slots, "prep:with", _spread(tree, tree.of(further, "pobj")))
    _add(slots, slot, objects)
    for o in objects:
        if tree.lemmas[o] in AGAINST and name in ("in", "at", "as"):
            for further in tree.of(o, "prep"):
                _add(slots, "prep:against", _spread(tree, tree.of(further, "pobj")))
    _add(slots, "clause", _spread(tree, tree.of(prep, "pcomp")))
    if name == "upon":
        _add(slots, "prep:on", slots.get("prep:upon", ()))


def _clauses(tree: Tree, v: int) -> list[int]:
    found: list[int] = []
    for k in tree.of(v, "ccomp", "xcomp"):
        found.extend(c for c in tree.conjuncts(k) if c == k or not tree.of(c, "nsubj", "nsubjpass"))
    if _granted(tree, v):
        found.extend(k for k in tree.of(v, "advcl") if _is_infinitive(tree, k))
    if tree.lemmas[v] in CALLING or (tree.lemmas[v] in COMMITTING and not found and not tree.of(v, "dobj")):
        found.extend(k for k in tree.of(v, "advcl") if _is_infinitive(tree, k))
    for o in tree.of(v, "dobj"):
        # "expressed hope that Rohan would act"
        found.extend(k for k in tree.of(o, "acl") if any(tree.lower[m] == "that" for m in tree.of(k, "mark")))
    return found


def _is_infinitive(tree: Tree, v: int) -> bool:
    return any(tree.tags[k] == "TO" for k in tree.of(v, "aux"))


def is_purpose(tree: Tree, v: int) -> bool:
    """Is the verb a to-infinitive that says what for ("protested to demand reforms")?"""
    return tree.deps[v] == "advcl" and _is_infinitive(tree, v)


def surface_subject(tree: Tree, v: int, depth: int = 0) -> list[int]:
    """The heads of the verb's grammatical subject, its own or the one it shares."""
    own = tree.of(v, *SUBJECTS)
    if own:
        return _spread(tree, own)
    if depth > _DEEP or tree.heads[v] == v:
        return []
    head, label = tree.heads[v], tree.deps[v]
    if label == "conj":
        if tree.is_verb(head):
            return surface_subject(tree, head, depth + 1)
        return []
    if label in ("acl", "relcl", "amod"):
        return _subject_of_modifier(tree, v, head, depth)
    if label in ("xcomp", "advcl", "ccomp", "pcomp", "dep", "parataxis"):
        return _controlled(tree, v, head, depth)
    return []


def _subject_of_modifier(tree: Tree, v: int, noun: int, depth: int) -> list[int]:
    if _is_infinitive(tree, v) and tree.deps[v] != "relcl":
        possessors = tree.of(noun, "poss")
        if possessors:
            return _spread(tree, possessors)
        if tree.deps[noun] in ("dobj", "attr", "pobj", "nsubjpass", "oprd"):
            return _noun_controller(tree, noun, depth)
    return _spread(tree, [noun])


def _noun_controller(tree: Tree, noun: int, depth: int) -> list[int]:
    """Who is to act in "issued an ultimatum to Ecuador to halt attacks" or "a decision to send them"."""
    for j in tree.above(noun):
        if tree.is_verb(j):
            addressed = tree.of(j, "dative")
            for k in addressed:
                if tree.tags[k] in ("IN", "TO"):
                    return _spread(tree, tree.of(k, "pobj"))
            if depth < _DEEP:
                slots = surface_subject(tree, j, depth + 1)
                return slots if not tree.is_passive(j) else []
            return []
    return []


def _controlled(tree: Tree, v: int, head: int, depth: int) -> list[int]:
    if not tree.is_verb(head):
        above = tree.heads[head]
        if tree.deps[v] == "pcomp":
            if tree.is_verb(above):
                return _by_control(tree, above, depth)
            return _spread(tree, [above]) if above != head else []
        if tree.deps[head] == "acomp" and tree.is_verb(above):
            return surface_subject(tree, above, depth + 1)
        return []
    if tree.deps[v] in ("xcomp", "ccomp"):
        return _by_control(tree, head, depth)
    if tree.is_passive(head):
        # "were arrested to stop protests": the unnamed agent wants it; a participle shares the subject.
        return [] if _is_infinitive(tree, v) else surface_subject(tree, head, depth + 1)
    return surface_subject(tree, head, depth + 1)


def _by_control(tree: Tree, governor: int, depth: int) -> list[int]:
    objects = tree.of(governor, "dobj", "dative")
    if objects and tree.lemmas[governor] == "join":
        # "joined Rohan in rejecting it": both do
        return [*surface_subject(tree, governor, depth + 1), *_spread(tree, objects)]
    if objects and tree.lemmas[governor] not in SUBJECT_CONTROL:
        objects = [k for k in objects if tree.tags[k] not in ("IN", "TO")]
        if objects:
            return _spread(tree, objects)
    for prep in tree.of(governor, "prep"):
        # "called on allies to act", "appealed to both sides to stop"
        if tree.lower[prep] in ("on", "upon", "to", "for") and tree.lemmas[governor] in (
            "call",
            "appeal",
            "wait",
        ):
            return _spread(tree, tree.of(prep, "pobj"))
    return surface_subject(tree, governor, depth + 1)


def _relative_gap(tree: Tree, v: int) -> list[int]:
    """The antecedents that a relative clause with its own subject takes as object ("the troops it sent")."""
    first = tree.root_of_conjunction(v)
    if tree.deps[first] != "relcl":
        return []
    if first != v and not any(tree.lower[k] == "that" for k in tree.of(v, "mark")):
        return []  # of "that A denounced and that B welcomed" both lack their object
    subject = tree.first(v, "nsubj")
    if subject is None or tree.antecedent(subject) != subject:
        return []
    return tree.joined(tree.heads[first], v)


def _spread(tree: Tree, tokens: Iterable[int]) -> list[int]:
    return [k for i in tokens for j in tree.conjuncts(i) for k in tree.antecedents(j)]


def _add(slots: Slots, name: str, tokens: Iterable[int]) -> None:
    slots.setdefault(name, []).extend(tokens)


def _unique(tokens: list[int]) -> list[int]:
    return list(dict.fromkeys(tokens))


def turned_round(slots: Slots) -> Slots:
    """For "received aid from": who gives is the subject, who receives the one it goes to."""
    givers = [*slots.get("prep:from", ()), *slots.get("prep:by", ())]
    receivers = slots.get("subject", [])
    rest = {name: tokens for name, tokens in slots.items() if name not in ("prep:from", "prep:by")}
    return {**rest, "subject": givers, "indirect": receivers, "prep:to": receivers}


def merged(verb: Slots, noun: Slots) -> Slots:
    """Slots of a light verb and its noun as one: the verb's subject acts, the noun's of-phrase undergoes."""
    both = dict(verb)
    both["object"] = list(noun.get("prep:of", ()))
    for name, tokens in noun.items():
        if name.startswith("prep:") or name in ("clause", "modifier", "poss"):
            both[name] = [*tokens, *(t for t in both.get(name, ()) if t not in tokens)]
    if not both.get("subject"):
        both["subject"] = [*noun.get("poss", ()), *noun.get("by", ())]
    return both


def occurring(tree: Tree, verb: int, noun: int) -> Slots:
    """The noun's slots with the verb's phrases: "fighting raged between A and B" tells them of the fighting."""
    slots = slots_of(tree, noun)
    for name, tokens in slots_of(tree, verb).items():
        if name.startswith("prep:"):
            slots[name] = [*slots.get(name, ()), *tokens]
    return slots
