"""Finds the lexicon's rule for a predicate: conditions on lemmas, classes and actors in its slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.knowledge.lexicon import Frame
from kg.text.predicates.conditions import PRONOUNS, Condition, conditions_of, fits, fits_below, terms_of
from kg.text.predicates.scene import Scene
from kg.text.syntax.slots import Slots, slots_of

# Verbs that ask only with an infinitive or an obligation after them.
TELLING = frozenset({"tell", "say", "inform", "write", "add", "advise", "remind", "note"})
QUESTIONS = frozenset({"whether", "if", "why", "how", "when", "what", "who", "where"})
QUESTION_LABELS = ("mark", "advmod", "nsubj", "dobj", "attr")
# Types that a verb gives its clause only if the subject speaks of what it will do itself.
_COMMISSIVE = ("AGREE", "CONCEDE")
_ADMITTING = ("admit", "acknowledge", "concede", "confess")
_FORCES = frozenset(
    {"army", "force", "troop", "police", "government", "soldier", "military", "pilot", "agent"}
)
_ANNOUNCING = ("announce", "decide", "plan")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A lexicon rule made ready for one of its words."""

    rule: Frame
    word: str
    extra: tuple[str, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How specific, the most specific lowest: conditions, words, and few words in the conditions."""
        width = sum(terms.width for condition in self.when for _, terms in condition)
        return -len(self.when), -len(self.extra), width


@dataclass(slots=True)
class Match:
    """A rule that fits at a predicate; `tokens` are the predicate's words."""

    pattern: Pattern
    predicate: int
    tokens: list[int]
    slots: Slots

    @property
    def conditions(self) -> int:
        """Number of conditions that held, particles included."""
        return len(self.pattern.when)


Patterns = dict[str, tuple[Pattern, ...]]


def compile_patterns(
    index: Mapping[str, Iterable[Frame]], classes: Mapping[str, frozenset[str]], words_of: str
) -> Patterns:
    """Patterns by first lemma, most specific first. `words_of` is the field that lists the rule's words."""
    found: dict[str, list[Pattern]] = {}
    rules = {rule.id: rule for group in index.values() for rule in group}
    for rule in rules.values():
        when, unless = conditions_of(rule.when, classes), conditions_of(rule.unless, classes)
        for entry in getattr(rule, words_of):
            first, *extra = entry.split()
            if words_of == "nouns":
                *extra, first = entry.split()
            elif first == "be" and extra and extra[0].endswith("ed"):
                # "be killed in": the parser makes the participle the verb.
                first, extra = f"be {extra[0]}", extra[1:]
            found.setdefault(first, []).append(Pattern(rule, entry, tuple(extra), when, unless))
    return {
        first: tuple(sorted(group, key=lambda p: (p.weight, p.rule.id))) for first, group in found.items()
    }


class Matcher:
    """Looks predicates up in the lexicon."""

    def __init__(self, verbs: Patterns, nouns: Patterns, adjectives: Patterns) -> None:
        self.verbs, self.nouns, self.adjectives = verbs, nouns, adjectives

    def verb(self, scene: Scene, v: int) -> Match | None:
        """The most specific rule for the verb at token v, with its particle or preposition."""
        if scene.tree.is_passive(v):
            found = self._state(scene, v)
            if found is not None:
                return found
        patterns = self._hyphened(scene, v) or self.verbs.get(scene.tree.lemmas[v])
        if not patterns:
            return None
        slots = slots_of(scene.tree, v)
        tells = _only_tells(scene, v, slots)
        particles = {scene.tree.lower[k] for k in scene.tree.of(v, "prt")}
        if particles:
            with_particle = [p for p in patterns if p.extra and p.extra[0] in particles]
            patterns = tuple(with_particle) or patterns
        for pattern in patterns:
            with_words = _with_words(scene, v, pattern.extra, slots)
            if with_words is None:
                continue
            tokens, its_slots = with_words
            if _is_opinion(scene, v, its_slots):
                continue
            if scene.tree.lemmas[v] in _ADMITTING and pattern.rule.plover == "CONCEDE":
                its_slots = _own_faults(scene, v, its_slots)
            elif pattern.rule.plover in _COMMISSIVE or scene.tree.lemmas[v] in _ANNOUNCING:
                its_slots = _own_plans(scene, v, its_slots)
            if tells and (pattern.rule.plover == "REQUEST" or "clause" in pattern.rule.when):
                continue
            if _holds(scene, pattern, v, its_slots):
                return Match(pattern, v, [v, *tokens], its_slots)
        return None

    def _hyphened(self, scene: Scene, v: int) -> tuple[Pattern, ...]:
        """The rules of a verb written with a hyphen, which the tokenizer splits: "test-fired"."""
        tree = scene.tree
        if v < 2 or tree.words[v - 1] != "-":
            return ()
        return self.verbs.get(f"{tree.lower[v - 2]}-{tree.lemmas[v]}", ())

    def _state(self, scene: Scene, v: int) -> Match | None:
        """A rule for a passive as it stands, its surface subject in the slot `subject`: "be killed"."""
        patterns = self.verbs.get(f"be {scene.tree.lower[v]}", ())
        slots = slots_of(scene.tree, v) if patterns else {}
        slots = {**slots, "subject": slots.get("object", []), "object": []}
        for pattern in patterns:
            with_words = _with_words(scene, v, pattern.extra, slots)
            if with_words is not None and pattern.when and _holds(scene, pattern, v, with_words[1]):
                return Match(pattern, v, [v, *with_words[0]], with_words[1])
        return None

    def noun(self, scene: Scene, n: int, slots: Slots | None = None) -> Match | None:
        """The most specific rule for the noun at token n; `slots` add those of a light verb over it."""
        tree = scene.tree
        patterns = self.nouns.get(tree.lemmas[n])
        terms = terms_of(scene, n)
        if not patterns:
            patterns = next((self.nouns[t] for t in sorted(terms) if t in self.nouns), None)
            if not patterns:
                return None
        merged = slots if slots is not None else slots_of(tree, n)
        for pattern in patterns:
            if pattern.extra and pattern.word not in terms:
                continue
            if _holds(scene, pattern, n, merged):
                tokens = [k for k in tree.kids[n] if k < n and tree.lemmas[k] in pattern.extra]
                return Match(pattern, n, [*tokens, n], merged)
        return None

    def adjective(self, scene: Scene, v: int, a: int) -> Match | None:
        """The rule for a predicate adjective: "is critical of"."""
        patterns = self.adjectives.get(scene.tree.lower[a]) or self.adjectives.get(scene.tree.lemmas[a])
        if not patterns:
            return None
        slots = {**slots_of(scene.tree, v)}
        for name, tokens in slots_of(scene.tree, a).items():
            if name.startswith("prep:") or name == "clause":
                slots[name] = [*slots.get(name, ()), *tokens]
        if a == v and scene.tree.is_passive(v):
            # "was troubled by the arrest": the participle is a state of its surface subject
            by = slots.get("by", [])
            slots = {**slots, "subject": slots.get("object", []), "object": [], "prep:by": by, "by": []}
        for pattern in patterns:
            with_words = _with_words(scene, a, pattern.extra, slots)
            if with_words is not None and _holds(scene, pattern, v, with_words[1]):
                return Match(pattern, v, [a, *with_words[0]], with_words[1])
        return None


def _only_tells(scene: Scene, v: int, slots: Slots) -> bool:
    """Is the clause a report ("told him that troops had left"), not an order ("told him to leave")?"""
    tree = scene.tree
    if tree.lemmas[v] == "ask":
        return _only_asks(scene, v)
    if tree.lemmas[v] not in TELLING:
        return False
    return not any(
        tree.tags[k] == "TO" or tree.lower[k] in ("must", "should", "ought")
        for c in slots.get("clause", ())
        for k in tree.of(c, "aux")
    )


def _own_plans(scene: Scene, v: int, slots: Slots) -> Slots:
    """The slots without clauses that tell of others or of the past: "announced that Arnor had withdrawn"."""
    tree = scene.tree
    clauses = slots.get("clause")
    if not clauses:
        return slots
    kept = []
    for c in clauses:
        subjects = tree.of(c, "nsubj", "nsubjpass")
        is_own = all(tree.lower[s] in PRONOUNS for s in subjects)
        auxiliaries = {tree.tags[k] for k in tree.of(c, "aux")}
        if tree.lower[tree.heads[c]] == "against":
            continue  # "voted against sending troops"
        if not subjects or "TO" in auxiliaries or (is_own and "MD" in auxiliaries):
            kept.append(c)
    return slots if len(kept) == len(clauses) else {**slots, "clause": kept}


def _own_faults(scene: Scene, v: int, slots: Slots) -> Slots:
    """The slots without clauses on what others did: "admitted that its troops had fired", not "that Arnor had"."""
    tree = scene.tree
    kept = []
    for c in slots.get("clause", ()):
        for s in tree.of(c, "nsubj", "nsubjpass") or [c]:
            owner = tree.of(s, "poss")
            own = any(tree.lower[k] in ("its", "their", "his", "her", "our", "my") for k in owner)
            ours = tree.lemmas[s] in _FORCES and not owner and not tree.of(s, "amod", "compound", "nmod")
            if s == c or own or ours or tree.lower[s] in PRONOUNS:
                kept.append(c)
    return {**slots, "clause": kept}


def _is_opinion(scene: Scene, v: int, slots: Slots) -> bool:
    """Is it said what is the case ("farmers agree that the drought is bad"), not what will be done?"""
    tree = scene.tree
    if tree.lemmas[v] not in ("agree", "concur", "accept"):
        return False
    told = [c for c in tree.of(v, "ccomp") if tree.of(c, "nsubj", "nsubjpass")]
    return (
        bool(told)
        and not slots.get("object")
        and not any(tree.tags[k] in ("MD", "TO") for c in told for k in tree.of(c, "aux"))
        and not any(tree.tags[c] == "VB" for c in told)
    )


def _only_asks(scene: Scene, v: int) -> bool:
    """Is it a question ("asked whether troops had left", "'Who knows?' he asked"), not a request?"""
    tree = scene.tree
    for c in tree.of(v, "ccomp", "parataxis"):
        if "?" in tree.words[c:v] or any(tree.lower[k] in QUESTIONS for k in tree.of(c, *QUESTION_LABELS)):
            return True
    return False


def _with_words(scene: Scene, v: int, extra: tuple[str, ...], slots: Slots) -> tuple[list[int], Slots] | None:
    """The tokens of a rule's further words; the object of a last preposition becomes the object."""
    if not extra:
        return [], slots
    tree = scene.tree
    tokens: list[int] = []
    for word in extra:
        near = [k for k in tree.kids[v] if tree.lower[k] == word or tree.lemmas[k] == word]
        if not near:
            near = [
                k for t in tokens for k in tree.below(t) if k > t and word in (tree.lower[k], tree.lemmas[k])
            ]
        if not near and tree.lower[v + 1 + len(tokens) : v + 2 + len(tokens)] == [word]:
            near = [v + 1 + len(tokens)]
        if not near:
            return None
        tokens.append(near[0])
    last = extra[-1]
    pobj = [p for t in tokens[-1:] for p in tree.of(t, "pobj")]
    if not pobj and f"prep:{last}" not in slots:
        return tokens, slots
    if tree.deps[tokens[-1]] == "prep" and pobj and set(slots.get("object", ())).difference(tokens):
        # "withdrew its troops from Gondor" is not "withdrew from Gondor".
        return None
    moved = dict(slots)
    found = [tree.antecedent(j) for p in pobj for j in tree.conjuncts(p)] or slots.get(f"prep:{last}", [])
    moved["object"] = found
    return tokens, moved


def _holds(scene: Scene, pattern: Pattern, i: int, slots: Slots) -> bool:
    return all(fits(scene, condition, i, slots) for condition in pattern.when) and not any(
        fits(scene, condition, i, slots) or fits_below(scene, condition, slots)
        for condition in pattern.unless
    )
