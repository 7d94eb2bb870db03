"""The models of parameters beyond what their routes show."""

import pytest
from flask.testing import FlaskClient

from api.params import Params, ScopeParams


def models(base: type[Params]) -> list[type[Params]]:
    return [model for child in base.__subclasses__() for model in (child, *models(child))]


@pytest.mark.parametrize("model", models(Params), ids=lambda model: model.__name__)
def test_the_schema_that_each_request_asks_for_is_made_once_and_true(model: type[Params]) -> None:
    made = model.model_json_schema()
    assert made is model.model_json_schema()
    assert made == super(Params, model).model_json_schema()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/actors?limit=1&limit=2", "limit"),
        ("/api/v1/actors/ARN/neighbours?hops=1&hops=1", "hops"),
        ("/api/v1/events?since=2024-01-01&since=2023-01-01", "since"),
        ("/api/v1/relations/ARN/GON?count=reports&count=happenings", "count"),
        ("/api/v1/paths?from=ARN&from=GON&to=MOR", "from"),
        ("/api/v1/measures/pagerank?limit=1&limit=2", "limit"),
        ("/api/v1/changes?limit=1&limit=2", "limit"),
    ],
)
def test_a_parameter_of_one_value_is_given_once(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(address)
    told = "given 2 times, once is right"
    assert (answer.status_code, answer.json["detail"]) == (422, f"{field}: {told}")
    assert answer.json["errors"] == [{"field": field, "message": told}]
    assert client.get(f"{address}&nothing=1&nothing=2").status_code == 422


@pytest.mark.parametrize("until", ["2024-01-01", "2023-12-31"])
@pytest.mark.parametrize(
    "address",
    [
        "events?",
        "happenings?",
        "actors/ARN?",
        "actors/ARN/neighbours?",
        "relations/ARN/GON?",
        "paths?from=ARN&to=GON&",
        "measures/events?",
        "communities?",
    ],
)
def test_a_window_without_a_day_is_refused(client: FlaskClient, address: str, until: str) -> None:
    answer = client.get(f"/api/v1/{address}since=2024-01-01&until={until}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "until")
    assert answer.json["detail"] == f"until: {until} is not after since (2024-01-01)"


def test_a_parameter_of_many_values_may_be_given_often(client: FlaskClient) -> None:
    one = client.get("/api/v1/events?type=ASSAULT,AID").json
    assert client.get("/api/v1/events?type=ASSAULT&type=AID").json == one
    assert client.get("/api/v1/events?quad=material-conflict&quad=verbal-conflict").status_code == 200


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/graph?limit=5&limit=6", "limit"),
        ("/graph.csv?focus=ARN&focus=GON", "focus"),
        ("/explore?since=2024-01-01&since=2023-01-01", "since"),
        ("/graph/path?from=ARN&from=GON&to=MOR", "from"),
        ("/graph/evidence?actor=ARN&actor=GON", "actor"),
        ("/articles?offset=0&offset=1", "offset"),
        ("/search?q=arnor&q=gondor", "q"),
    ],
)
def test_pages_say_so_too(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert f"{field}: given 2 times" in answer.text.replace(field.capitalize(), field)


def test_a_box_of_a_form_may_stand_twice(client: FlaskClient) -> None:
    assert client.get("/explore?rollup=0&rollup=1").status_code == 200
    assert client.get("/relation/ARN/GON?rollup=0&rollup=1").status_code == 200


def test_a_schema_for_documents_is_made_as_it_is_wanted() -> None:
    wanted = ScopeParams.model_json_schema(ref_template="#/components/schemas/{model}")
    assert wanted == super(Params, ScopeParams).model_json_schema(ref_template="#/components/schemas/{model}")
