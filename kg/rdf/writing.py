"""Which named graphs an update may write, read from its text: what the index has to follow.

Where a template names its graph by a variable (`DELETE { GRAPH ?g ... }`), only running the update tells. Its
text is then given a call of a function in each such WHERE, which is told the graph of every solution.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from re import Match
from urllib.parse import urljoin

from kg.rdf.refusal import HIERARCHICAL, TOKEN

WATCH = "urn:eventgraph:is-written"

# The words behind which a graph's name stands: `DROP SILENT <g>`, `COPY <g> TO <h>`, `WITH <g>`. Oxigraph
# wants no space around them: it reads `1GRAPH <g>` and `GRAPHex:g`.
_BEFORE = ("GRAPH", "WITH", "COPY", "MOVE", "ADD", "TO", "SILENT", "DROP", "CLEAR", "CREATE")
# All that stands outside of braces; another word is one that Oxigraph reads as two.
_OUTER = frozenset((*_BEFORE, "BASE", "PREFIX", "INSERT", "DELETE", "DATA", "WHERE", "USING", "DEFAULT"))
_WHOLE = ("ALL", "NAMED")
# In a WHERE outside of GRAPH these are no part of a triple.
_OF_PATTERNS = frozenset(
    ("GRAPH", "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "AS", "VALUES", "EXISTS", "NOT")
)
_KINDS = {"INSERT": "template", "DELETE": "template", "DATA": "template", "WHERE": "where"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the text of an update tells of the graphs that it writes.

    `graphs` are those that it names, None for any. With `watched` they are not all: this is the text to run in
    its place, with a function named WATCH that is told the others. `asked` is a query for the others, where
    one can tell them before the update. `has_default`: the default graph may be written too.
    """

    graphs: frozenset[str] | None = None
    watched: str | None = None
    asked: str | None = None
    has_default: bool = True


class _Unclear(Exception):
    """Any graph may be written."""


def read_update(update: str, *, base_iri: str | None = None) -> Written:
    """What an update writes, as far as its text tells; `base_iri` is what relative names are read against."""
    try:
        return _Reader(update, base_iri).read()
    except _Unclear:
        return Written()


class _Names:
    """The IRIs behind the names of a text, by its prefixes and bases."""

    def __init__(self, base: str | None) -> None:
        self._base, self._prefixes, self._declared = base, dict[str, str](), ""

    def declares(self, before: str, kind: str, text: str) -> bool:
        """Take a token behind BASE or PREFIX in; False for any other."""
        if before == "BASE" and kind == "iri":
            self._base = self.iri(kind, text)
        elif before == "PREFIX" and kind == "name":
            self._declared = text.removesuffix(":")
        elif before == "PREFIX" and kind == "iri":
            self._prefixes[self._declared] = _sure(self.iri(kind, text))
        else:
            return False
        return True

    def iri(self, kind: str, text: str) -> str | None:
        """The IRI of a token; None for one whose escapes, prefix or base cannot be told from here."""
        if kind == "name":
            prefix, _, local = text.partition(":")
            known = self._prefixes.get(prefix)
            return None if known is None or "\\" in local else known + local
        inner = text[1:-1]
        if "\\" in inner:
            return None
        if ":" in inner.split("/", 1)[0]:
            return inner
        return urljoin(self._base, inner) if self._base else None


def _sure(name: str | None) -> str:
    if name is None:
        raise _Unclear
    return name


class _Reader:
    """Reads one update, token by token."""

    def __init__(self, update: str, base: str | None) -> None:
        self._update, self._names = update, _Names(base)
        self._graphs: set[str] = set()
        self._has_default = False
        self._before = ""  # the word before, if it was one
        self._stack: list[str] = []  # what the open brackets hold, outermost first
        self._edits: list[tuple[int, int, str]] = []  # from, to, the text in its place
        self._operations = self._opened = 0
        self._asked = ""
        self._is_data = False
        self._begin()

    def _begin(self) -> None:
        """Another operation."""
        self._start: int | None = None
        self._clause, self._where = "", 0
        self._variables: dict[str, None] = {}
        self._dataset: list[str] = []
        self._has_with = self._is_named = self._has_values = self._reads_default = False

    def read(self) -> Written:
        """What is written. Raises _Unclear."""
        for token in self._tokens():
            kind, text = token.lastgroup or "", token[0]
            if not (not self._stack and self._names.declares(self._before, kind, text)):
                self._take(token, kind, text)
            is_label = self._before == "PREFIX" and kind == "name"
            self._before = "PREFIX" if is_label else text.upper() if kind == "word" else ""
        if self._stack or self._variables:
            raise _Unclear
        asked = self._asked if self._operations == 1 else ""
        return Written(
            graphs=frozenset(self._graphs),
            watched=self._edited() if self._edits else None,
            asked=asked or None,
            has_default=self._has_default,
        )

    def _tokens(self) -> Iterator[Match[str]]:
        for token in TOKEN.finditer(self._update):
            kind, text = token.lastgroup, token[0]
            if kind == "skip" and text.startswith("#"):
                continue
            # `?a<?b#>` may be a comparison and a comment, which hides what follows it.
            if kind == "iri" and "#" in text and not HIERARCHICAL.match(text):
                raise _Unclear
            if kind == "name":
                prefix = text.split(":", 1)[0].upper()
                if "GRAPH" in prefix or prefix.startswith((*_BEFORE, "PREFIX")):
                    raise _Unclear
            yield token

    def _take(self, token: Match[str], kind: str, text: str) -> None:
        if kind == "open":
            self._open(token.start(), text)
        elif kind == "close":
            self._close(token.end())
        elif not self._stack:
            self._take_outside(token.start(), kind, text)
        else:
            self._take_inside(kind, text)

    def _take_outside(self, start: int, kind: str, text: str) -> None:
        word = text.upper()
        if self._before in ("USING", "NAMED") and kind in ("iri", "name"):
            self._dataset.append(f"FROM{' NAMED' if self._before == 'NAMED' else ''} {text}")
        elif kind in ("iri", "name"):
            if self._before not in _BEFORE:
                raise _Unclear
            self._graphs.add(_sure(self._names.iri(kind, text)))
        elif kind == "word" and word == "NAMED" and self._before == "USING":
            pass
        elif kind == "word" and word in _OUTER:
            self._take_keyword(start, word)
        else:  # ALL and NAMED, and what cannot be read
            raise _Unclear

    def _take_keyword(self, start: int, word: str) -> None:
        if word in ("WITH", "INSERT", "DELETE") and self._start is None:
            self._start = start
        if word == "WHERE":
            self._where = start
        self._has_with = self._has_with or word == "WITH"
        self._has_default = self._has_default or word == "DEFAULT"
        if word in _KINDS:
            is_short = word == "WHERE" and self._before == "DELETE"  # DELETE WHERE: a template and a pattern
            self._clause = "both" if is_short else _KINDS[word]
            self._is_data = word == "DATA"

    def _take_inside(self, kind: str, text: str) -> None:
        word = text.upper() if kind == "word" else ""
        if self._before.endswith("GRAPH"):
            self._take_graph(kind, text)
        elif word == "GRAPH":
            self._is_named = False
        elif word == "VALUES":
            self._has_values = True
        elif word not in _OF_PATTERNS or self._stack[0] == "template":
            self._note_triple()

    def _take_graph(self, kind: str, text: str) -> None:
        is_variable = kind == "skip" and text[0] in "?$"
        if not is_variable and kind not in ("iri", "name"):
            raise _Unclear
        self._is_named = True
        if self._stack[0] == "where":
            return
        if is_variable:
            self._variables[text[1:]] = None
        else:
            self._graphs.add(_sure(self._names.iri(kind, text)))

    def _note_triple(self) -> None:
        """A term outside of any GRAPH is one of the default graph, unless an expression or a table holds it."""
        is_apart = self._stack[-1] in ("paren", "values") or self._has_values
        if "graph" in self._stack or (is_apart and self._stack[0] != "template"):
            return
        if self._stack[0] == "where":
            self._reads_default = True
        elif not self._has_with:
            self._has_default = True

    def _open(self, start: int, text: str) -> None:
        if not self._stack:
            if text != "{" or not self._clause:
                raise _Unclear
            self._stack.append(self._clause)
            self._opened = start
            return
        if text == "{":
            kind = "graph" if self._is_named else "values" if self._has_values else "group"
            self._is_named = self._has_values = False
        else:
            kind = "paren" if text == "(" else "group"
        self._stack.append(kind)

    def _close(self, end: int) -> None:
        if not self._stack:
            raise _Unclear
        kind = self._stack.pop()
        if self._stack:
            return
        self._clause = ""
        if kind == "template" and not self._is_data:
            return
        if self._variables:
            self._watch(end, kind)
        self._operations += 1
        self._begin()

    def _watch(self, end: int, kind: str) -> None:
        group, fresh = self._update[self._opened : end], "written"
        while fresh in self._update:
            fresh += "_"
        calls = " ".join(
            f"BIND(<{WATCH}>(?{name}) AS ?{fresh}{number})" for number, name in enumerate(self._variables)
        )
        deleted = f"{group} WHERE " if kind == "both" else ""
        start = self._where if kind == "both" else self._opened
        self._edits.append((start, end, f"{deleted}{{ {group} {calls} }}"))
        if not (self._reads_default or self._has_with):
            variables = " ".join(f"?{name}" for name in self._variables)
            dataset = " ".join(self._dataset)
            prologue = self._update[: self._start]
            self._asked = f"{prologue} SELECT DISTINCT {variables} {dataset} WHERE {group}"

    def _edited(self) -> str:
        pieces, last = [], 0
        for start, end, text in self._edits:
            pieces += [self._update[last:start], text]
            last = end
        return "".join(pieces) + self._update[last:]
