import gzip

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from api.serving import package_version


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/actors",
        "/api/v1/actors?q=gon",
        "/api/v1/actors/GON",
        "/api/v1/actors/GON.MIL",
        "/api/v1/actors/GON/neighbours?hops=2&min=1&limit=10&rollup=true",
        "/api/v1/actors/GON/neighbours?count=happenings",
        "/api/v1/actors/GON?count=happenings",
        "/api/v1/relations/GON/MOR?count=happenings",
        "/api/v1/events?since=2024-01-01&type=AID&quad=material-cooperation",
        "/api/v1/articles",
        "/api/v1/articles/a1",
        "/api/v1/relations/ARN/GON",
        "/api/v1/paths?from=ARN&to=MOR&k=2",
        "/api/v1/status",
        "/health",
        "/ready",
        "/metrics",
        "/openapi.json",
        "/api/docs",
    ],
)
def test_route_answers(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/api/v1/actors/SHIRE", 404, "no actor 'SHIRE' in the graph"),
        ("/api/v1/nothing", 404, ""),
        ("/api/v1/events?limit=0", 422, "limit"),
        ("/api/v1/events?since=yesterday", 422, "since"),
        ("/api/v1/events?sinse=2024-01-01", 422, "sinse"),
        ("/api/v1/events/evt_0", 404, "no event 'evt_0' in the graph"),
        ("/api/v1/paths?from=ARN", 422, "to"),
    ],
)
def test_error_is_a_problem(client: FlaskClient, address: str, status: int, detail: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= answer.json.keys()
    assert detail in answer.json["detail"]


@pytest.mark.parametrize(
    ("address", "field", "message"),
    [
        ("events?since=2024-13-01", "since", "Input should be a valid date"),
        ("events?since=20240101", "since", "a day reads YYYY-MM-DD"),
        ("events?until=1719792000", "until", "a day reads YYYY-MM-DD"),
        ("events?actor=", "actor", "at least 1 character"),
        ("changes?before_since=May", "before_since", "a day reads YYYY-MM-DD"),
        ("events?type=aid,ATTACK", "type", "no event type 'ATTACK'; there are AGREE, "),
        ("changes?type=ATTACK", "type", "no event type 'ATTACK'"),
        ("actors/GON/neighbours?kind=persons", "kind.0", "'person'"),
    ],
)
def test_the_field_that_is_wrong_is_named(
    client: FlaskClient, address: str, field: str, message: str
) -> None:
    problem = client.get(f"/api/v1/{address}")
    assert problem.status_code == 422
    (error,) = problem.json["errors"]
    assert error["field"] == field
    assert message in error["message"]


def test_unchanged_graph_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/actors")
    again = client.get("/api/v1/actors", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address", ["/api/v1/actors/SHIRE", "/api/v1/events?limit=0", "/actor/SHIRE", "/sparql?query=x"]
)
def test_a_failure_is_never_unchanged(client: FlaskClient, address: str) -> None:
    known = client.get("/api/v1/actors").headers["ETag"]
    for offered in (known, "*"):
        answer = client.get(address, headers={"If-None-Match": offered})
        assert answer.status_code == client.get(address).status_code >= 400


def test_any_answer_is_known_to_a_client_that_names_all(client: FlaskClient) -> None:
    answer = client.get("/api/v1/actors", headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("headers", [{"Host": "evil.test"}, {"Authorization": "Bearer wrong"}])
def test_unchanged_answers_are_guarded_like_others(client: FlaskClient, headers: dict[str, str]) -> None:
    known = client.get("/api/v1/actors").headers["ETag"]
    for offered in (known, "*"):
        answer = client.get("/api/v1/actors", headers={**headers, "If-None-Match": offered})
        assert answer.status_code in (401, 421)
        assert "ETag" not in answer.headers


def test_long_answers_are_compressed(client: FlaskClient) -> None:
    plain = client.get("/api/v1/events")
    packed = client.get("/api/v1/events", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_lists_link_to_what_follows(client: FlaskClient) -> None:
    found: list[str] = []
    address = "/api/v1/events?limit=3&actor=GON"
    while address:
        answer = client.get(address).json
        assert answer["truncated"] == (answer["next"] is not None)
        found += [event["id"] for event in answer["items"]]
        address = answer["next"]
    assert len(found) == len(set(found)) == answer["total"] == 5


@pytest.mark.parametrize("host", ["evil.test", "169.254.169.254"])
def test_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/api/v1/actors", headers={"Host": host}).status_code == 421


def test_document_is_openapi_3_1(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == package_version()
    assert "/api/v1/actors/{actor_id}/neighbours" in document["paths"]


def test_examples_of_the_document_fit_their_schemas(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    shapes = document["components"]["schemas"]
    told = [(name, shape, one) for name, shape in shapes.items() for one in shape.get("examples", [])]
    for path in document["paths"].values():
        for operation in path.values():
            for given in operation.get("parameters", []):
                told += [(given["name"], given["schema"], one) for one in given["schema"].get("examples", [])]
    assert {"ActorShape", "FullActor", "Hit", "MentionShape", "actor_id", "since"} <= {
        name for name, _, _ in told
    }
    for name, schema, one in told:
        found = Draft202012Validator({**schema, "components": document["components"]}).iter_errors(one)
        assert [error.message for error in found] == [], name


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic abc"}, 401),
        ({"Authorization": "Bearer one-ring-to-rule-them-all"}, 404),
    ],
)
def test_writing_needs_a_token(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    answer = client.delete("/api/v1/articles/unknown", headers=headers)
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_a_part_is_read_as_its_country_where_asked(client: FlaskClient) -> None:
    for address in ("/api/v1/actors/{}", "/api/v1/actors/{}/neighbours", "/api/v1/relations/{}/MOR"):
        part, whole = (client.get(address.format(name) + "?rollup=true").json for name in ("GON.MIL", "GON"))
        assert part == whole
