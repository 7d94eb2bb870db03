"""What is refused before any parser sees it: SERVICE and LOAD, texts too long, nesting too deep.

SERVICE and LOAD make the server fetch from elsewhere, and deep nesting overflows the parser's stack, which
no exception handler survives. A lexer that skips strings, IRIs and comments finds every such keyword:
escapes such as `\\u0053ERVICE` are taken in strings and IRIs only. Oxigraph wants no space around keywords
(`1SERVICE<a>{}` is read as three tokens), so a word or prefix that contains one is refused as a whole.
"""

import re

from kg.errors import QueryRefused

MAX_BYTES = 65_536
MAX_UPDATE_BYTES = 16_000_000
MAX_DEPTH = 64

_IRI = r"""< (?: [^<>"{}|^`\\\x00-\x20] | \\[uU][0-9A-Fa-f]{4} )* >"""
_TOKEN = re.compile(
    rf"""
      (?P<iri> {_IRI} )
    | (?P<skip> "{{3}} (?: [^"\\] | \\. | "{{1,2}}(?!") )* "{{3}}
              | '{{3}} (?: [^'\\] | \\. | '{{1,2}}(?!') )* '{{3}}
              | " (?: [^"\\\n\r] | \\. )* "
              | ' (?: [^'\\\n\r] | \\. )* '
              | \# [^\n\r]*
              | [?$] \w+
              | @ [A-Za-z]+ (?: - [A-Za-z0-9]+ )*
              | \\ .
      )
    | (?P<name> [\w.\-]* : (?: [\w.\-:%] | \\. )* )
    | (?P<word> \w+ )
    | (?P<open> [{{(\[] )
    | (?P<close> [}})\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_KEYWORD = re.compile(r"service|load", re.IGNORECASE)
_HIERARCHICAL = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def refuse_unsafe(text: str, *, max_bytes: int = MAX_BYTES) -> None:
    """Raise QueryRefused, with line and column, for a text that must not reach the parser."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise QueryRefused(f"the text has {size} bytes; {max_bytes} are allowed")
    depth = 0
    doubtful = False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise _refused(text, token.start(), f"brackets are nested more than {MAX_DEPTH} deep")
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "iri":
            # `?a<?b#>` may be an IRI or a comparison and a comment; `<scheme://` can only be an IRI.
            doubtful = doubtful or ("#" in token[0] and not _HIERARCHICAL.match(token[0]))
        elif kind in ("word", "name"):
            _check_word(text, token[0].split(":", 1)[0], token.start())
    found = _KEYWORD.search(text) if doubtful else None
    if found is not None:
        _check_word(text, found[0], found.start())


def _check_word(text: str, word: str, start: int) -> None:
    found = _KEYWORD.search(word)
    if found is not None:
        keyword = found[0].upper()
        raise _refused(text, start, f"{keyword} is not allowed: this server asks no other")


def _refused(text: str, position: int, reason: str) -> QueryRefused:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryRefused(f"{reason} (line {line}, column {column})", line=line, column=column)
