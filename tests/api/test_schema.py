"""Every operation of the OpenAPI document, with requests that a machine thinks up: no failure, and every
answer in its schema."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.operations import OPERATIONS, Operation
from tests.kg.world import chronicle

EXAMPLES = int(os.environ.get("KG_EXAMPLES", "200"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with EventGraph.open(tmp_path_factory.mktemp("store"), settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        yield schemathesis.openapi.from_wsgi("/openapi.json", create_app(graph, graph.settings))


def test_document_holds_every_operation(document: Any) -> None:
    described = {
        (method.upper(), path) for path, item in document.raw_schema["paths"].items() for method in item
    }
    assert described == {(operation.method, operation.path) for operation in OPERATIONS}


@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}"
)
def test_operation(document: Any, operation: Operation) -> None:
    @given(case=document[operation.path][operation.method].as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    holds()
