"""The page that describes the API: made from the OpenAPI document, to read and to try."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from viz.page import render

Schema = Mapping[str, Any]
EXAMPLES: Mapping[str, str] = {"b": "UKR", "to": "UKR"}  # so that both ends are not the same actor
TAGS = ("actors", "relations", "events", "articles", "measures", "coding", "jobs", "operation")
ALSO = (
    ("/sparql", "SPARQL 1.1 queries by GET and POST; JSON, XML, CSV, TSV and RDF"),
    ("/update", "SPARQL 1.1 update, with a token"),
    ("/data", "the SPARQL 1.1 Graph Store Protocol, with ?graph= or ?default"),
    ("/actor/{id}", "an actor as RDF, by content negotiation; /article/{id} is its named graph"),
    ("/graph.{form}", "what the explorer shows as csv, gexf, graphml or html"),
    ("/health, /ready, /metrics", "for those who run the server"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A parameter or a member of a shape: its name, its type in words, and what it means."""

    name: str
    type: str
    told: str = ""
    where: str = ""
    default: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    shape: str = ""  # the shape its type names, if any
    is_needed: bool = False
    is_many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One status with the shape of its body."""

    status: str
    told: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method on an address."""

    id: str
    method: str
    path: str
    told: str
    terms: tuple[Term, ...]
    body: str  # an example of the body, empty for none
    body_shape: str
    answers: tuple[Answer, ...]
    needs_token: bool
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A named body or part of one."""

    name: str
    told: str
    members: tuple[Term, ...]


def type_of(schema: Schema) -> str:
    """The type of a value in words."""
    if "$ref" in schema:
        return _named(schema)
    if "anyOf" in schema:
        kinds = [type_of(part) for part in schema["anyOf"] if part.get("type") != "null"]
        return " or ".join([*kinds, "nothing"] if len(kinds) < len(schema["anyOf"]) else kinds)
    if schema.get("enum"):
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        of = schema.get("items", {})
        return "list" if of.get("enum") else f"list of {type_of(of)}"
    kind = str(schema.get("format") or schema.get("type") or "any")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} {low:g}–{high:g}" if low is not None and high is not None else kind


def _named(schema: Schema) -> str:
    """The shape that a schema refers to, whole, in a list or among others."""
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in part:
            return str(part["$ref"]).rpartition("/")[2]
        if part.get("type") == "array" and part is not schema:
            return _named(part)
    return ""


def example_of(schema: Schema, shapes: Mapping[str, Schema]) -> Any:
    """A value that fits a schema: its own example, or the needed members of its shape."""
    if "$ref" in schema:
        return example_of(shapes[_named(schema)], shapes)
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("type") == "array":
        return [example_of(schema["items"], shapes)]
    if schema.get("type") == "object":
        members = schema.get("properties", {})
        return {name: example_of(members[name], shapes) for name in schema.get("required", members)}
    return schema.get("default", schema.get("enum", [""])[0])


def _term(name: str, schema: Schema, *, told: str = "", where: str = "", is_needed: bool = False) -> Term:
    is_many = schema.get("type") == "array"
    of = schema.get("items", {}) if is_many else schema
    example = EXAMPLES.get(name) or (
        str(schema["examples"][0]) if schema.get("examples") and not is_many else ""
    )
    default = schema.get("default")
    return Term(
        name=name,
        type=type_of(schema),
        told=told or str(schema.get("description", "")),
        where=where,
        default=""
        if default in (None, "", [])
        else str(default).lower()
        if isinstance(default, bool)
        else str(default),
        example=example,
        choices=("true", "false") if of.get("type") == "boolean" else tuple(map(str, of.get("enum", ()))),
        shape=_named(schema),
        is_needed=is_needed,
        is_many=is_many,
    )


def _operation(method: str, path: str, said: Schema, shapes: Mapping[str, Schema], base: str) -> Operation:
    terms = tuple(
        _term(
            given["name"],
            given["schema"],
            told=given.get("description", ""),
            where=given["in"],
            is_needed=given.get("required", False),
        )
        for given in said.get("parameters", ())
    )
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    body = json.dumps(example_of(content, shapes), indent=2, ensure_ascii=False) if content else ""
    needs_token = bool(said.get("security"))
    return Operation(
        id=f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        told=said.get("summary", ""),
        terms=terms,
        body=body,
        body_shape=_named(content) if content else "",
        answers=tuple(
            Answer(
                status=status,
                told=answer.get("description", ""),
                shape=next(
                    (_named(kind.get("schema", {})) for kind in answer.get("content", {}).values()), ""
                ),
            )
            for status, answer in said.get("responses", {}).items()
        ),
        needs_token=needs_token,
        command=_command(method, path, terms, body, base, needs_token=needs_token),
    )


def _command(
    method: str, path: str, terms: Iterable[Term], body: str, base: str, *, needs_token: bool
) -> str:
    """The call of curl with the examples of what is needed."""
    asked = []
    for term in terms:
        if term.where == "path" and term.example:
            path = path.replace("{" + term.name + "}", quote(term.example, safe=""))
        elif term.where == "query" and term.is_needed:
            asked.append(f"{term.name}={quote(term.example, safe='')}")
    words = ["curl -s", *([f"-X {method.upper()}"] if method not in ("get", "post") else [])]
    words += ['-H "Authorization: Bearer $TOKEN"'] if needs_token else []
    if body:
        flat = json.dumps(json.loads(body), ensure_ascii=False).replace("'", "'\\''")
        words += ["-H 'Content-Type: application/json'", f"-d '{flat}'"]
    return " ".join([*words, f"'{base}{path}{'?' + '&'.join(asked) if asked else ''}'"])


def render_api(document: Schema, base: str) -> str:
    """The page; `base` is the address under which this server is asked, for the commands."""
    shapes: Mapping[str, Schema] = document["components"]["schemas"]
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            tag = next(iter(said.get("tags", ())), "other")
            found.setdefault(tag, []).append(_operation(method, path, said, shapes, base))
    order = sorted(found, key=lambda tag: (TAGS.index(tag) if tag in TAGS else len(TAGS), tag))
    return render(
        "api.html",
        here="/api/docs",
        told=" ".join(document["info"].get("description", "").split()).split("`"),
        version=document["info"]["version"],
        openapi=document["openapi"],
        groups=[(tag, found[tag]) for tag in order],
        shapes=[
            Shape(
                name=name,
                told=shape.get("description", ""),
                members=tuple(
                    _term(member, given, is_needed=member in shape.get("required", ()))
                    for member, given in shape.get("properties", {}).items()
                ),
            )
            for name, shape in sorted(shapes.items())
        ],
        also=ALSO,
    )
