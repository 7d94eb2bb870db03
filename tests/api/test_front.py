"""What every answer has, whether the application made it or what stands in front of it."""

import gzip
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.security import HEADERS, PAGE_HEADERS
from kg.eventgraph import EventGraph
from kg.settings import Settings

ASK = {"query": "ASK {}"}
ROWS = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"}


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/sparql", {"query_string": ASK}),
        ("/sparql", {"method": "POST", "data": ASK}),
        ("/sparql", {"query_string": {"query": "no query"}}),
        ("/sparql", {}),
        ("/data", {}),
        ("/api/v1/status", {}),
        ("/api/v1/nothing", {}),
    ],
)
def test_every_answer_has_the_headers(client: FlaskClient, path: str, given: dict[str, Any]) -> None:
    answer = client.open(path, **given)
    assert HEADERS.keys() <= set(answer.headers.keys())
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    if path == "/sparql":
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/sparql/", "/sparql"])
def test_a_slash_at_the_end_changes_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path, query_string=ASK).get_json(force=True) == {"head": {}, "boolean": True}
    assert client.post(path, data=ASK).get_json(force=True) == {"head": {}, "boolean": True}


def test_pages_have_those_of_pages_too(client: FlaskClient) -> None:
    asked = {"Accept": "text/html"}
    pages = [
        client.get(path, headers=asked) for path in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/nowhere")
    ]
    assert {page.mimetype for page in pages} == {"text/html"}
    assert all(PAGE_HEADERS.items() <= set(page.headers.items()) for page in pages)


def test_answers_in_front_are_counted_and_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def counted(status: int) -> float:
        line = f'eventgraph_requests_total{{route="/sparql",status="{status}"}} '
        found = re.search(re.escape(line) + r"([\d.]+)", client.get("/metrics").text)
        return float(found[1]) if found else 0.0

    before = counted(200), counted(400)
    with caplog.at_level("INFO", logger="eventgraph"):
        client.get("/sparql", query_string=ASK, headers={"X-Request-ID": "one"})
        client.get("/sparql", query_string={"query": "x"}, headers={"X-Request-ID": "two"})
    assert (counted(200), counted(400)) == (before[0] + 1, before[1] + 1)
    told = {
        record.request_id: (record.status, record.route) for record in caplog.records if hasattr(record, "ms")
    }
    assert told["one"] == (200, "/sparql")
    assert told["two"] == (400, "/sparql")


def test_long_answers_in_front_are_compressed(client: FlaskClient) -> None:
    plain = client.get("/sparql", query_string=ROWS)
    packed = client.get("/sparql", query_string=ROWS, headers={"Accept-Encoding": "gzip"})
    refused = client.get("/sparql", query_string=ROWS, headers={"Accept-Encoding": "gzip;q=0"})
    assert all("Content-Encoding" not in answer.headers for answer in (plain, refused))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert {answer.headers["Vary"] for answer in (plain, packed)} == {"Accept, Accept-Encoding"}


def test_what_is_turned_away_in_front_is_a_page_for_a_browser(served: EventGraph, settings: Settings) -> None:
    slow = create_app(served, settings.model_copy(update={"rate": 1})).test_client()
    asked = {"Accept": "text/html"}
    assert slow.get("/articles", headers=asked).status_code == 200
    late, foreign = slow.get("/articles", headers=asked), slow.get("/", headers={**asked, "Host": "a.test"})
    assert (late.status_code, foreign.status_code) == (429, 421)
    assert {late.mimetype, foreign.mimetype} == {"text/html"}
    assert int(late.headers["Retry-After"]) >= 1
    machine = slow.get("/sparql", query_string=ASK)
    assert (machine.status_code, machine.mimetype) == (429, "application/problem+json")
    assert machine.headers["Access-Control-Allow-Origin"] == "*"


def test_guesses_at_a_token_are_counted(served: EventGraph, settings: Settings) -> None:
    slow = create_app(served, settings.model_copy(update={"rate": 3})).test_client()
    guess = {"Authorization": "Bearer guess"}
    statuses = [slow.post("/sparql", data=ASK, headers=guess).status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


def test_a_fault_in_front_is_told_as_all_are(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.queries.service_of", fail)
    answer = client.post("/sparql", data=ASK, headers={"X-Request-ID": "fault-1"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "fault-1" in answer.json["detail"]
