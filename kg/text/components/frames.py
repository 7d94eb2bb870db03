"""`kg_frames`: what the sentences of a Doc say happened, as codings made of plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.knowledge.cues import Cues, load_cues
from kg.knowledge.lexicon import Lexicon, load_lexicon
from kg.text.coding.confidence import chosen, confidence_of
from kg.text.coding.pairs import pairs_of
from kg.text.coding.sentence import Coding, SentenceCoder
from kg.text.components.actors import actor_at
from kg.text.components.extensions import set_extensions
from kg.text.predicates.matching import Matcher, compile_patterns
from kg.text.predicates.reading import Reading
from kg.text.predicates.scene import Party, Scene
from kg.text.syntax.attachment import attach
from kg.text.syntax.lemmas import Lemmas
from kg.text.syntax.mending import mend
from kg.text.syntax.tree import Tree

_FAR = 8


class FrameFinder:
    """The component: sets `doc._.kg_frames`, one dict a sentence that codes anything."""

    def __init__(self, lexicon: Lexicon, cues: Cues) -> None:
        self.cues = cues
        nouns = {word for words in lexicon.classes.values() for word in words}
        self.lemmas = Lemmas([*lexicon.verbs, *cues.verbs], [*lexicon.nouns, *nouns, *cues.partitive])
        self.matcher = Matcher(
            compile_patterns(lexicon.verbs, lexicon.classes, "verbs"),
            compile_patterns(lexicon.nouns, lexicon.classes, "nouns"),
            compile_patterns(lexicon.adjectives, lexicon.classes, "adjectives"),
        )

    def __call__(self, doc: Doc) -> Doc:
        """Code every sentence of the Doc."""
        names = [(m["start"], m["end"]) for m in doc._.kg_actors or () if m["type"] in ("actor", "place")]
        tree = Tree(doc, self.lemmas)
        mend(tree, names, self.cues.reporting.verbs)
        attach(tree, lambda i: any(m["type"] != "place" for m in actor_at(doc, i)))
        scene = Scene(tree, doc._.kg_actors or (), lambda i: actor_at(doc, i), self.cues.partitive)
        bounds = [(sentence.start, sentence.end) for sentence in doc.sents]
        coder = SentenceCoder(scene, self.matcher, self.cues, bounds)
        frames = []
        for number, (first, last) in enumerate(bounds):
            codings = chosen(coder.code(first, last))
            found = [_frame(tree, doc, coding, self.cues) for coding in codings]
            found = [frame for frame in found if frame["pairs"]]
            if found:
                frames.append({"number": number, "start": first, "end": last, "frames": found})
        doc._.kg_frames = frames
        return doc


@Language.factory(
    "kg_frames",
    default_config={"folder": None},
    requires=[
        "token.pos",
        "token.tag",
        "token.dep",
        "token.head",
        "token.lemma",
        "doc.sents",
        "doc._.kg_actors",
    ],
    assigns=["doc._.kg_frames"],
)
def build_frames(nlp: Language, name: str, folder: str | None) -> FrameFinder:
    """The component with the lexicon and cues of `folder`, or the built-in ones."""
    set_extensions()
    path = Path(folder) if folder else None
    return FrameFinder(load_lexicon(path), load_cues(path))


def _frame(tree: Tree, doc: Doc, coding: Coding, cues: Cues) -> dict[str, Any]:
    reading = coding.reading
    start, end = _span(reading.tokens)
    return {
        "predicate": reading.top,
        "start": start,
        "end": end,
        "lemma": " ".join(tree.lemmas[i] for i in reading.tokens),
        "rule": reading.rule,
        "plover": reading.plover,
        "mode": reading.mode,
        "cameo": reading.cameo,
        "polarity": reading.polarity,
        "modality": reading.modality,
        "speaker": coding.speaker.actor if coding.speaker else None,
        "pairs": [[_party(source), _party(target)] for source, target in pairs_of(coding)],
        "time": _time(tree, doc, reading, cues),
        "place": _place(tree, doc, reading.top),
        "confidence": confidence_of(coding),
        "why": list(reading.why),
    }


def _span(tokens: list[int]) -> tuple[int, int]:
    """From the first to the last word of the predicate; its first word alone where they stand far apart."""
    first, last = min(tokens), max(tokens)
    return (first, last + 1) if last - first <= 5 else (first, first + 1)


def _party(party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    return {
        "start": party.mention["start"],
        "end": party.mention["end"],
        "actor": party.actor,
        "method": party.mention["method"],
        "confidence": party.trust,
    }


def _time(tree: Tree, doc: Doc, reading: Reading, cues: Cues) -> dict[str, Any] | None:
    """The time that stands nearest under the predicate, outside of its clauses, else that of the verb it follows.

    `broke the 2015 deal`, `spoke after last week's clashes`: a time that is part of another noun is that noun's.
    """
    times = [
        time
        for time in doc._.kg_times or ()
        if not _belongs_to_noun(tree, _head(tree, time["start"], time["end"]), reading, cues)
    ]
    found = _nearest(tree, times, reading.top)
    if found is None and (leading := _leading(tree, reading.top)) is not None:
        joined = (
            tree.deps[reading.top] == "conj"
        )  # `on Monday A met B and signed`, but not `met B on Monday and`
        found = _nearest(tree, [time for time in times if not joined or time["start"] < leading], leading)
    return found


def _nearest(tree: Tree, times: list[dict[str, Any]], top: int) -> dict[str, Any] | None:
    found = [
        (distance, time)
        for time in times
        if (distance := _distance(tree, time["start"], time["end"], top)) is not None
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _leading(tree: Tree, verb: int) -> int | None:
    """The verb whose time a participle clause or a second verb shares: `attacked on Friday, killing ten`."""
    shares = tree.deps[verb] == "conj" or (tree.deps[verb] == "advcl" and tree.tags[verb] == "VBG")
    above = tree.root_of_conjunction(verb) if tree.deps[verb] == "conj" else tree.heads[verb]
    return above if shares and tree.is_verb(above) and not tree.of(verb, "mark") else None


def _place(tree: Tree, doc: Doc, top: int) -> dict[str, Any] | None:
    for mention in doc._.kg_actors or ():
        place = mention.get("place")
        if place and _distance(tree, mention["start"], mention["end"], top) is not None:
            return dict(place)
    return None


def _belongs_to_noun(tree: Tree, head: int, reading: Reading, cues: Cues) -> bool:
    """Is this time a part of a noun that is neither the predicate nor the event noun of a light verb?"""
    noun = tree.heads[head]
    if tree.deps[head] not in ("poss", "nummod", "compound", "nmod", "amod") or noun in reading.tokens:
        return False
    if tree.pos[noun] == "PROPN":  # On Friday Arnor met ...
        return False
    verb = tree.heads[noun]
    handed_on = tree.deps[noun] == "dobj" and tree.lemmas[verb] in cues.light
    does_it = tree.deps[noun] == "nsubj" and reading.plover == "ASSAULT"  # the 2008 war killed hundreds
    return not ((handed_on or does_it) and verb in reading.tokens)


def _head(tree: Tree, start: int, end: int) -> int:
    return next((i for i in range(start, end) if not start <= tree.heads[i] < end), start)


def _distance(tree: Tree, start: int, end: int, top: int) -> int | None:
    """Steps up from a phrase to the predicate, None when another verb stands between."""
    for steps, above in enumerate(tree.above(_head(tree, start, end)), start=1):
        if above == top:
            return steps
        if steps > _FAR or (tree.is_verb(above) and tree.deps[above] != "xcomp"):
            return None
    return None
