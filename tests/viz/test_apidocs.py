"""The page of the API: types in words, examples and commands from a document."""

from typing import Any

import pytest

from viz.apidocs import example_of, render_api, type_of

SHAPES: dict[str, Any] = {
    "Body": {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": "string", "examples": ["Arnor's envoys <met> Gondor."]},
            "date": {"type": "string", "format": "date"},
        },
    },
    "Many": {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Body"}}},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"version": "1", "description": "Lists have `next` links."},
    "components": {"schemas": SHAPES},
    "paths": {
        "/things/{key}": {
            "get": {
                "tags": ["things"],
                "summary": "A thing by `key`.",
                "parameters": [
                    {
                        "name": "key",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "examples": ["a b"]},
                    },
                    {"name": "deep", "in": "query", "schema": {"type": "boolean", "default": False}},
                ],
                "responses": {"200": {"description": "OK"}},
            },
            "post": {
                "tags": ["things"],
                "security": [{"token": []}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Many"}}}
                },
                "responses": {},
            },
        }
    },
}


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "integer", "minimum": 1, "maximum": 3}, "integer 1–3"),
        ({"enum": ["in", "out"], "type": "string"}, "in | out"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Body"}}, "list of Body"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or nothing"),
        ({"type": "array", "items": {"enum": ["a"], "type": "string"}}, "list"),
        ({}, "any"),
    ],
)
def test_types_are_told_in_words(schema: dict[str, Any], told: str) -> None:
    assert type_of(schema) == told


def test_an_example_holds_what_is_needed() -> None:
    found = example_of({"$ref": "#/components/schemas/Many"}, SHAPES)
    assert found == {"items": [{"text": "Arnor's envoys <met> Gondor."}]}


def test_the_page_has_commands_and_stays_text() -> None:
    page = render_api(DOCUMENT, "http://here")
    assert "curl -s &#39;http://here/things/a%20b&#39;" in page
    assert "Authorization: Bearer $TOKEN" in page
    assert "<met>" not in page
    assert "Lists have <code>next</code> links." in page
    assert 'href="#shape-Body"' in page
