"""Every route with every token: what each gives to nobody, to a reader, to a writer, and to the owner."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings
from kg.tokens import add_token
from tests.api.conftest import settled
from tests.api.operations import OPERATIONS, OTHERS, Operation
from tests.kg.world import chronicle

ALL = (*OPERATIONS, *OTHERS)
OWNER = "the-owner-of-all"
HOLDERS = ("nobody", "stranger", "reader", "writer", "admin", "owner")
SCOPES = {"reader": ("read",), "writer": ("read", "write"), "admin": ("admin",)}


def name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


@pytest.fixture(scope="module", params=[False, True], ids=["open", "private"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, dict[str, str], bool]]:
    settings = Settings(
        store=str(tmp_path_factory.mktemp("store")),
        token=OWNER,
        private=request.param,  # type: ignore[arg-type]
    )
    tokens = {holder: add_token(settings, holder, scopes) for holder, scopes in SCOPES.items()}
    tokens |= {"owner": OWNER, "stranger": "not-a-token-of-this-store"}
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        yield create_app(graph, settings).test_client(), tokens, request.param


def expected(operation: Operation, holder: str, is_private: bool) -> int:
    if operation.right == "open" and holder != "stranger":
        return operation.status
    if holder == "stranger":
        return 401
    held = {"nobody": (), "owner": ("read", "write", "admin"), **SCOPES}[holder]
    if is_private and "read" not in held:
        return 401 if not held else 403
    if operation.right in held or operation.right == "read":
        return operation.status
    if operation.right == "token" and "read" in held:
        return operation.status
    return 401 if not held else 403


def test_the_table_names_every_route(world: tuple[FlaskClient, dict[str, str], bool]) -> None:
    client, _, _ = world
    rules = client.application.url_map.iter_rules()
    served = {(method, rule.rule) for rule in rules for method in (rule.methods or ()) - {"HEAD", "OPTIONS"}}
    named = {(operation.method, operation.path) for operation in OTHERS}
    described = {path for _, path in served if path.startswith("/api/v1/")}
    assert named == {(method, path) for method, path in served if path not in described}
    assert len(OPERATIONS) == len([path for _, path in served if path in described])


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("operation", ALL, ids=name)
def test_route_with_token(
    world: tuple[FlaskClient, dict[str, str], bool], operation: Operation, holder: str
) -> None:
    client, tokens, is_private = world
    headers = {"Authorization": f"Bearer {tokens[holder]}"} if holder in tokens else {}
    given = {"json": operation.body} if operation.body is not None else {}
    answer = client.open(operation.address, method=operation.method, headers=headers, **given)
    if answer.status_code == 202 and operation.method == "GET":  # a measure, on a slow machine
        answer = settled(client, operation.address, headers=headers)
    assert answer.status_code == expected(operation, holder, is_private), answer.text[:300]
    if answer.status_code == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("body", [b"{", b"[]", b'{"articles": 1}'])
@pytest.mark.parametrize(
    "operation",
    [one for one in ALL if one.method != "GET" and one.right in ("write", "admin")],
    ids=name,
)
def test_who_may_not_is_told_so_before_the_body_is_read(
    world: tuple[FlaskClient, dict[str, str], bool], operation: Operation, body: bytes, holder: str
) -> None:
    client, tokens, is_private = world
    headers = {"Authorization": f"Bearer {tokens[holder]}"} if holder in tokens else {}
    answer = client.open(
        f"{operation.address.partition('?')[0]}?limit=1&limit=2",
        method=operation.method,
        headers={**headers, "Content-Type": "application/json"},
        data=body,
    )
    right = expected(operation, holder, is_private)
    assert answer.status_code == right if right in (401, 403) else answer.status_code in (400, 404, 415, 422)
