"""The coder: articles in, coded articles out, one by one, in batches, or in several processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg.knowledge
from kg.errors import KGError
from kg.knowledge.ontology import Ontology, load_ontology
from kg.model import Article, Coded, Event
from kg.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.knowledge.gazetteer import Gazetteer
    from kg.text.prose.clean import Cleaned
    from kg.text.prose.headline import Recaser

BATCH = 64
LONGEST = 200_000  # characters of an article that are read
CODE_VERSION = "1"
_CUT = "only the first"


class Coder:
    """Codes articles by the rules of one knowledge folder; spaCy is loaded with the first article."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def code(self, article: Article) -> Coded:
        """The article with its events."""
        return next(self.code_many([article]))

    def code_many(self, articles: Iterable[Article], *, processes: int = 1) -> Iterator[Coded]:
        """Codes articles in the order given; several processes share the work and survive a crash of one."""
        if processes > 1:
            from kg.text.workers import code_in_processes

            yield from code_in_processes(self.settings, articles, processes)
            return
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            yield from self._code_batch(batch)

    @cached_property
    def version(self) -> str:
        """Model, knowledge and code by which events are coded: the same version codes the same events."""
        meta = self.nlp.meta
        model = f"{meta['lang']}_{meta['name']}-{meta['version']}"
        return f"{model}+{_knowledge_digest(self._folder)}+{CODE_VERSION}"

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline."""
        from kg.text.pipeline import build_pipeline

        return build_pipeline(self.settings)

    @cached_property
    def ontology(self) -> Ontology:
        """Types, scores and codes."""
        return load_ontology(self._folder)

    @property
    def _folder(self) -> Path | None:
        return Path(self.settings.knowledge) if self.settings.knowledge else None

    def _code_batch(self, batch: list[Article]) -> Iterator[Coded]:
        from kg.text.events import events_in
        from kg.text.prose.clean import clean

        problems = [_problems(article) for article in batch]
        cleaned: list[Cleaned | None] = [
            None if problem and not problem[0].startswith(_CUT) else clean(article.text[:LONGEST])
            for article, problem in zip(batch, problems, strict=True)
        ]
        readable = [
            (article, text, problem)
            for article, text, problem in zip(batch, cleaned, problems, strict=True)
            if text is not None
        ]
        docs = iter(self._docs(readable))
        for article, text, problem in zip(batch, cleaned, problems, strict=True):
            doc = next(docs) if text is not None else None
            events: tuple[Event, ...] = ()
            if text is not None and doc is not None:
                events = tuple(events_in(doc, text, article, self.ontology, self._gazetteer))
            yield Coded(article=article, events=events, problems=tuple(problem))

    def _docs(self, readable: list[tuple[Article, Cleaned, list[str]]]) -> list[Any]:
        nlp = self.nlp
        try:
            return list(nlp.pipe((self._doc(a, text) for a, text, _ in readable), batch_size=BATCH))
        except KGError:
            raise
        except Exception:  # one article must not take the batch with it, so each is tried alone
            return [self._alone(*item) for item in readable]

    def _alone(self, article: Article, text: Cleaned, problems: list[str]) -> Any:
        try:
            return self.nlp(self._doc(article, text))
        except KGError:
            raise
        except Exception as error:  # whatever the model stumbles over is reported with the article
            problems.append(f"could not be read ({type(error).__name__}: {error})")
            return None

    def _doc(self, article: Article, text: Cleaned) -> Any:
        doc = self.nlp.make_doc(self._recase(text.text))
        doc._.kg_date = article.date.isoformat() if article.date else ""
        doc._.kg_place = text.dateline
        start_sentences(doc)
        return doc

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        from kg.knowledge.gazetteer import load_gazetteer

        return load_gazetteer(self._folder)

    @cached_property
    def _recase(self) -> Recaser:
        from kg.text.prose.headline import Recaser

        return Recaser(self._gazetteer, self.nlp)


def start_sentences(doc: Any) -> None:
    """Begin a sentence after every blank line, so that no sentence runs over two paragraphs."""
    after = False
    for token in doc:
        if after and not token.is_space:
            token.is_sent_start = True
            after = False
        if "\n\n" in token.text:
            after = True


def _problems(article: Article) -> list[str]:
    from kg.text.prose.language import problem_of

    problem = problem_of(article.text)
    if problem is not None:
        return [f"the text {problem}"]
    if len(article.text) > LONGEST:
        return [f"{_CUT} {LONGEST} characters were read"]
    return []


def _knowledge_digest(folder: Path | None) -> str:
    digest = hashlib.sha256()
    root = folder or Path(kg.knowledge.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".yml", ".tsv"):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
