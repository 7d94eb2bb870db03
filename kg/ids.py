"""Ids and IRIs, derived from content: coding an article twice adds nothing."""

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

BASE_IRI = "https://w3id.org/eventgraph/"
_ACTOR_SAFE = ".-_~"


def digest(*parts: str) -> str:
    """16 hex digits of the SHA-256 of the parts; no joining of two parts equals another pair's."""
    joined = "\x1f".join(parts)
    if joined.count("\x1f") >= len(parts):
        joined = "\x1f".join(part.replace("\x1f", "\x1f\x1f") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def slug(label: str) -> str:
    """`Mark Rutte` -> `mark-rutte`: ASCII, lower case, words joined by hyphens; never empty."""
    folded = unicodedata.normalize("NFKD", label.replace("ø", "o").replace("ł", "l").replace("đ", "d"))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")
    return words or "x-" + digest(label)


def article_key(article_id: str) -> str:
    """The last part of an article's IRI, from the key its source gives it."""
    return digest("article", article_id)


def event_id(article_id: str, start: int, rule: str, source: str, target: str, action_start: int) -> str:
    """`evt_...`: the same reading of the same place in the same article is the same event."""
    return "evt_" + digest("event", article_id, str(start), rule, source, target, str(action_start))


class Iris:
    """Builds and reads IRIs under one base."""

    def __init__(self, base: str = BASE_IRI) -> None:
        self.base = base
        self.ontology = BASE_IRI + "ontology#"

    def actor(self, actor_id: str) -> str:
        """`.../actor/PRK.MIL`."""
        return f"{self.base}actor/{quote(actor_id, safe=_ACTOR_SAFE)}"

    def event(self, event_id: str) -> str:
        """`.../event/<hash>` of `evt_<hash>`."""
        return f"{self.base}event/{event_id.removeprefix('evt_')}"

    def article(self, article_id: str) -> str:
        """The article and its named graph."""
        return f"{self.articles}{article_key(article_id)}"

    @property
    def articles(self) -> str:
        """How the graphs begin that hold an article."""
        return f"{self.base}article/"

    def dyad(self, source: str, target: str) -> str:
        """The ordered pair."""
        return f"{self.base}dyad/{quote(source, safe=_ACTOR_SAFE)}/{quote(target, safe=_ACTOR_SAFE)}"

    def type(self, plover: str) -> str:
        """A SKOS concept of the PLOVER scheme."""
        return f"{self.base}type/{plover}"

    def action(self, lemma: str) -> str:
        """The property of a plain actor-action-target triple."""
        return f"{self.base}action/{slug(lemma)}"

    def place(self, key: str) -> str:
        """A place by its label and country, or its GeoNames id."""
        return f"{self.base}place/{slug(key)}"

    def last(self, iri: str) -> str:
        """The id behind an IRI of ours."""
        return unquote(iri.rsplit("/", 1)[-1])
