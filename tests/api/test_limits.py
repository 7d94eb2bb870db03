import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from api import serving
from api.app import create_app
from api.limits import CODING, Buckets, Turns
from api.security import check_binding, is_loopback
from kg.errors import BadInput, Busy
from kg.eventgraph import EventGraph
from kg.settings import Settings
from kg.tokens import add_token, read_tokens, remove_token
from tests.api import serving as servers


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = Settings(store=str(tmp_path), rate=3, upload_mb=1)
    with EventGraph.open(settings=settings) as graph:
        yield create_app(graph, settings).test_client()


def test_rate_is_limited_but_health_is_not(limited: FlaskClient) -> None:
    assert [limited.get("/api/v1/status").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = limited.get("/api/v1/status")
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.json["detail"] == "more than 3 requests a minute"
    assert limited.get("/health").status_code == 200


@pytest.mark.parametrize("passed", [0.0, 0.3, 5.6, 19.99])
def test_who_waits_as_long_as_told_is_answered(
    limited: FlaskClient, monkeypatch: pytest.MonkeyPatch, passed: float
) -> None:
    now = [100.0]
    monkeypatch.setattr("api.limits.time.monotonic", lambda: now[0])
    assert [limited.get("/api/v1/status").status_code for _ in range(3)] == [200, 200, 200]
    now[0] += passed
    refused = limited.get("/api/v1/status")
    assert refused.status_code == 429
    now[0] += int(refused.headers["Retry-After"])
    assert limited.get("/api/v1/status").status_code == 200


def test_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("api.limits.time.monotonic", lambda: now[0])
    buckets = Buckets()
    assert [buckets.wait("a", 60) for _ in range(61)][-1] == pytest.approx(1.0)
    now[0] += 1.0
    assert buckets.wait("a", 60) == 0
    assert buckets.wait("b", 60) == 0


def test_body_that_is_too_large(limited: FlaskClient) -> None:
    answer = limited.post("/api/v1/code", data=b"x" * 2_000_000, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /api/v1/code HTTP/1.1\r\nContent-Length: 2000000\r\n", 413),
        ("GET /" + "a" * 300_000 + " HTTP/1.1\r\n", 431),
        ("POST /api/v1/code HTTP/1.1\r\nContent-Length: many\r\n", 400),
    ],
)
def test_what_the_server_refuses_is_a_problem_too(tmp_path: Path, head: str, status: int) -> None:
    with servers.serving(tmp_path, KG_UPLOAD_MB="1") as server:
        host, port = urlsplit(server.address).netloc.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(f"{head}Host: localhost\r\n\r\n".encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            body = json.loads(answer.read())
    assert (answer.status, body["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "detail", "instance"} <= body.keys()


@pytest.mark.parametrize("body", ["{bad", "", "<a/>"])
def test_body_that_is_no_json_is_called_so(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/v1/code", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "body", "message": "no JSON object, sent as application/json"}]


def test_busy_coder_says_when_to_come_again(client: FlaskClient) -> None:
    held = [CODING.take("The coder") for _ in range(6)]
    for turn in held:
        turn.__enter__()
    try:
        answer = client.post("/api/v1/code", json={"text": "Some text."})
    finally:
        for turn in held:
            turn.__exit__(None, None, None)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"


def test_a_turn_that_has_been_answered_is_waited_for() -> None:
    turns, done = Turns(1), threading.Event()

    def hold(begun: threading.Event) -> None:
        with turns.take("it", lambda: True):
            begun.set()
            done.wait(10)

    begun = threading.Event()
    holder = threading.Thread(target=hold, args=(begun,))
    holder.start()
    assert begun.wait(10)
    threading.Timer(0.2, done.set).start()
    with turns.take("it"):
        assert done.is_set()
        with pytest.raises(Busy), turns.take("it"):
            pass
    holder.join()


def test_turns_come_back_after_an_error() -> None:
    turns = Turns(1)
    for _ in range(2):
        with pytest.raises(ValueError, match="inside"), turns.take("It"):
            raise ValueError("inside")
    with turns.take("It"), pytest.raises(Busy, match="It is busy"), turns.take("It"):
        raise AssertionError


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.2", True), ("[::1]", True), ("::1", True), ("a.localhost", True),
     ("0.0.0.0", False), ("192.168.1.2", False), ("localhost.evil.test", False), ("", False)],
)  # fmt: skip
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected


def test_binding_beyond_loopback(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path), host="0.0.0.0")
    with pytest.raises(BadInput, match="needs a token"):
        check_binding(settings)
    add_token(settings, "desk", ["read"])
    check_binding(settings)
    with pytest.raises(BadInput, match="there is a token 'desk' already"):
        add_token(settings, "desk", ["read"])
    remove_token(settings, "desk")
    assert read_tokens(settings) == ()
    with pytest.raises(BadInput, match="loopback only"):
        check_binding(Settings(host="0.0.0.0", test_mode=True, token="t"))  # type: ignore[arg-type]


def test_log_is_one_object_a_line(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    serving.log_to_stderr("INFO")
    try:
        client.get("/api/v1/status", headers={"X-Request-ID": "abc-1"})
    finally:
        serving.log.handlers = []
        serving.log.setLevel(logging.NOTSET)
        serving.log.propagate = True
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["request_id"], told["status"], told["route"]) == ("abc-1", 200, "/api/v1/status")


def test_request_id_of_a_stranger_is_not_repeated_blindly(client: FlaskClient) -> None:
    answer = client.get("/api/v1/status", headers={"X-Request-ID": "a b\tc"})
    assert answer.headers["X-Request-ID"] != "a b\tc"


def test_metrics_count_by_route(client: FlaskClient) -> None:
    client.get("/api/v1/actors/GON")
    told = client.get("/metrics").text
    assert 'eventgraph_requests_total{route="/api/v1/actors/<string:actor_id>",status="200"}' in told
    assert "eventgraph_articles 5.0" in told
