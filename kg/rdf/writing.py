"""Which named graphs an update may write, read from its text: what the index has to follow."""

from urllib.parse import urljoin

from kg.rdf.refusal import TOKEN

# The words behind which a graph's name stands: `DROP SILENT <g>`, `COPY <g> TO <h>`, `WITH <g>`. Oxigraph
# wants no space around them: it reads `1GRAPH <g>` and `GRAPHex:g`.
_BEFORE = ("GRAPH", "WITH", "COPY", "MOVE", "ADD", "TO", "SILENT", "DROP", "CLEAR", "CREATE")
_WHOLE = ("DROP", "CLEAR", "SILENT")


def written_graphs(update: str, *, base_iri: str | None = None) -> frozenset[str] | None:
    """The names of graphs in an update, among them all that it writes; None if only running it would tell."""
    names: set[str] = set()
    prefixes: dict[str, str] = {}
    base, declared, before = base_iri, "", ""
    for token in TOKEN.finditer(update):
        kind, text = token.lastgroup, token[0]
        if kind == "skip" and text.startswith("#"):
            continue
        if kind == "name" and _is_doubtful(text.split(":", 1)[0].upper()):
            return None
        name = (
            _resolved(text, base) if kind == "iri" else _expanded(text, prefixes) if kind == "name" else None
        )
        if before == "BASE" and kind == "iri":
            base = name
        elif before == "PREFIX" and kind == "name":
            declared = text.removesuffix(":")
            continue
        elif before == "PREFIX" and kind == "iri":
            if name is None:
                return None
            prefixes[declared] = name
        elif before.endswith(_BEFORE):
            if kind in ("iri", "name"):
                if name is None:
                    return None
                names.add(name)
            elif text.upper() in ("ALL", "NAMED") and before.endswith(_WHOLE):
                return None
            elif before.endswith("GRAPH"):
                return None  # a variable
        before = text.upper() if kind == "word" else ""
    return frozenset(names)


def _is_doubtful(prefix: str) -> bool:
    return "GRAPH" in prefix or prefix.startswith((*_BEFORE, "PREFIX"))


def _resolved(text: str, base: str | None) -> str | None:
    """The IRI in the brackets; None for one whose escapes or base cannot be told from here."""
    inner = text[1:-1]
    if "\\" in inner:
        return None
    if ":" in inner.split("/", 1)[0]:
        return inner
    return urljoin(base, inner) if base else None


def _expanded(text: str, prefixes: dict[str, str]) -> str | None:
    prefix, _, local = text.partition(":")
    if "\\" in local or prefix not in prefixes:
        return None
    return prefixes[prefix] + local
