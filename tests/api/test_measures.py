import threading

import pytest
from flask.testing import FlaskClient

from kg.relations import measures
from kg.relations.measures import MEASURES, Measure
from tests.api.conftest import ended, settled


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_measure(client: FlaskClient, name: str) -> None:
    answer = settled(client, f"/api/v1/measures/{name}?rollup=true&limit=2")
    assert answer.status_code == 200
    assert answer.json["name"] == name
    assert len(answer.json["values"]) <= 2
    assert answer.json["truncated"] == (answer.json["total"] > 2)


def test_unknown_measure_names_the_known(client: FlaskClient) -> None:
    answer = client.get("/api/v1/measures/charm")
    assert answer.status_code == 404
    assert "pagerank" in answer.json["detail"]


def test_measures_are_listed(client: FlaskClient) -> None:
    assert [item["name"] for item in client.get("/api/v1/measures").json["items"]] == list(MEASURES)


def test_communities(client: FlaskClient) -> None:
    found = settled(client, "/api/v1/communities").json
    assert sorted(actor for community in found["items"] for actor in community["actors"]) == [
        "ARN", "GON", "GON.MIL", "MOR", "ROH", "denethor", "eomer",
    ]  # fmt: skip


def test_changes_by_default_compare_the_last_month_with_six(client: FlaskClient) -> None:
    found = client.get("/api/v1/changes").json
    assert found["before"] == {"since": "2023-10-01", "until": "2024-04-01"}
    assert found["after"] == {"since": "2024-04-01", "until": "2024-05-01"}


def test_changes_of_named_windows(client: FlaskClient) -> None:
    days = "before_since=2024-01-01&before_until=2024-02-01&after_since=2024-02-01&after_until=2024-03-01"
    assert client.get(f"/api/v1/changes?{days}").status_code == 200
    assert client.get("/api/v1/changes?before_since=2024-01-01").status_code == 400
    assert client.get(f"/api/v1/changes?{days.replace('2024-03-01', '2024-02-01')}").status_code == 400


def test_long_measure_goes_on_in_the_background(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def slow(ground: measures.Ground) -> measures.MeasureResult:
        may_end.wait()
        return measures.events(ground)

    monkeypatch.setitem(MEASURES, "slow", Measure("Takes its time.", slow))
    monkeypatch.setattr("api.background.SECONDS", 0.05)
    told = client.get("/api/v1/measures/slow")
    try:
        assert (told.status_code, told.json["kind"], told.json["state"]) == (202, "measure slow", "running")
        again = client.get("/api/v1/measures/slow")
        assert again.headers["Location"] == told.headers["Location"]
    finally:
        may_end.set()
    assert settled(client, "/api/v1/measures/slow").status_code == 200
    assert ended(client, told.headers["Location"])["state"] == "done"
