"""What is refused before any parser sees it: SERVICE and LOAD, texts too long, nesting too deep.

SERVICE and LOAD make the server fetch from elsewhere, and deep nesting overflows the parser's stack, which
no exception handler survives. A lexer that skips strings, IRIs and comments finds every such keyword:
escapes such as `\\u0053ERVICE` are taken in strings and IRIs only. Oxigraph wants no space around keywords
(`1SERVICE<a>{}` is read as three tokens), so a word or prefix that contains one is refused as a whole.
"""

import re

from kg.errors import QueryRefused, TextTooLong

MAX_BYTES = 65_536
MAX_UPDATE_BYTES = 16_000_000
MAX_DEPTH = 64

_IRI = r"""< (?: [^<>"{}|^`\\\x00-\x20] | \\[uU][0-9A-Fa-f]{4} )* >"""
TOKEN = re.compile(
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
_SERVICE_OR_LOAD = re.compile(r"service|\bload", re.IGNORECASE)
_FORM = re.compile(r"select|ask|construct|describe", re.IGNORECASE)
_FICKLE = re.compile(r"(now|rand|uuid|bnode)(?![^\W_])", re.IGNORECASE)  # STRUUID ends so too
_PARSER_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
HIERARCHICAL = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def refuse_unsafe(text: str, *, max_bytes: int = MAX_BYTES) -> bool:
    """Raise QueryRefused, with line and column, for a text that must not reach the parser.

    Returns whether the text names the graphs to read by FROM.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise TextTooLong(f"the text has {size} bytes; {max_bytes} are allowed")
    depth, doubtful, has_from = 0, False, False
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise _refused(text, token.start(), f"brackets are nested more than {MAX_DEPTH} deep")
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "iri":
            # `?a<?b#>` may be an IRI or a comparison and a comment; `<scheme://` can only be an IRI.
            doubtful = doubtful or ("#" in token[0] and not HIERARCHICAL.match(token[0]))
            # By the rule of the longest token this is an IRI; Oxigraph reads two comparisons.
            if "&&" in token[0] and token[0][1] in "?$":
                raise _refused(text, token.start(), f"{token[0]} reads as an IRI: put a space after <")
        elif kind in ("word", "name"):
            word = token[0].split(":", 1)[0].lower()
            if "service" in word or word.startswith("load"):
                raise _refused(
                    text, token.start(), f"{word.upper()} is not allowed: this server asks no other"
                )
            has_from = has_from or (kind == "word" and word.startswith("from"))
    found = _SERVICE_OR_LOAD.search(text) if doubtful else None
    if found is not None:
        raise _refused(
            text, found.start(), f"{found[0].upper()} is not allowed beside a relative IRI with '#'"
        )
    return has_from


def query_form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty for a text that is none of them."""
    for token in TOKEN.finditer(text):
        if token.lastgroup == "word" and (found := _FORM.match(token[0])):
            return found[0].upper()
    return ""


def is_fickle(text: str) -> bool:
    """May a query call what is another at each call: NOW, RAND, UUID, STRUUID or BNODE?"""
    if len(text) > MAX_BYTES or not _FICKLE.search(text):  # a text too long is refused anyhow
        return len(text) > MAX_BYTES
    # `?a<rand()*?b>` reads as an IRI and may be two comparisons; `1NOW()` is two tokens to Oxigraph.
    return any(
        token.lastgroup in ("word", "iri") and _FICKLE.search(token[0]) for token in TOKEN.finditer(text)
    )


def _refused(text: str, position: int, reason: str) -> QueryRefused:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryRefused(f"line {line}, column {column}: {reason}", line=line, column=column)


def refused_by_parser(message: str) -> QueryRefused:
    """Oxigraph's syntax error with its place apart and without the long tail of what it had expected."""
    found = _PARSER_PLACE.match(message)
    if found is None:
        return QueryRefused(_brief(message))
    line, column = int(found[1]), int(found[2])
    return QueryRefused(f"line {line}, column {column}: {_brief(found[3])}", line=line, column=column)


def _brief(message: str) -> str:
    flat = " ".join(message.split())
    return flat if len(flat) <= 160 else flat[:160].rsplit(",", 1)[0] + ", ..."
