"""`kg_actors`: the mentions of actors in a Doc, resolved by the gazetteer before any statistical tagger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.text.actors.mentions import Finder
from kg.text.actors.phrases import Phrases
from kg.text.components.extensions import set_extensions
from kg.text.syntax.words import words_in, words_of


class ActorFinder:
    """The component: sets `doc._.kg_actors`, one dict a mention, sorted and without overlap."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.finder = Finder(Phrases(gazetteer))

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its mentions."""
        on = article_date(doc)
        doc._.kg_actors = self.finder.find(words_of(doc), on)
        doc.user_data["kg_heads"] = None
        return doc


@Language.factory(
    "kg_actors",
    default_config={"folder": None},
    requires=["token.pos", "token.dep", "token.head", "token.lemma", "doc.sents"],
    assigns=["doc._.kg_actors"],
)
def build_actors(nlp: Language, name: str, folder: str | None) -> ActorFinder:
    """The component with the knowledge of `folder`, or the built-in one."""
    set_extensions()
    return ActorFinder(load_gazetteer(Path(folder) if folder else None))


def article_date(doc: Doc) -> date | None:
    """The article's date, None when it has none."""
    return date.fromisoformat(doc._.kg_date) if doc._.kg_date else None


def actor_at(doc: Doc, i: int) -> list[dict[str, Any]]:
    """The mentions that name or describe the noun phrase headed by token `i`."""
    mentions: list[dict[str, Any]] = doc._.kg_actors or []
    index: list[int] | None = doc.user_data.get("kg_heads")
    if index is None:
        index = [-1] * len(doc)
        for number, mention in enumerate(mentions):
            for token in range(mention["start"], mention["end"]):
                index[token] = number
        doc.user_data["kg_heads"] = index
    return [mentions[index[i]]] if index[i] >= 0 else []


def resolve_phrase(
    phrase: str | Span, *, on: date | None, folder: Path | None = None
) -> list[dict[str, Any]]:
    """The actors that a phrase names or describes on a day; the phrase as a whole first."""
    gazetteer = load_gazetteer(folder)
    words = words_in(phrase if isinstance(phrase, str) else phrase.text)
    mentions = Finder(Phrases(gazetteer)).find(words, on)
    return [
        {**actor, "country": actor["country"] and gazetteer.country(actor["country"])}
        for mention in mentions
        for actor in mention["actors"]
    ]
