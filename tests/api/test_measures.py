import time

import pytest
from flask.testing import FlaskClient

from api.background import Background
from kg.eventgraph import EventGraph
from kg.model import Scope
from kg.relations import measures
from kg.relations.measures import MEASURES, Measure


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_measure(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/measures/{name}?rollup=true&limit=2")
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
    found = client.get("/api/v1/communities").json
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


def test_long_measure_goes_on_in_the_background(served: EventGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(ground: measures.Ground) -> measures.MeasureResult:
        time.sleep(1.4)
        return measures.events(ground)

    monkeypatch.setitem(MEASURES, "slow", Measure("Takes its time.", slow))
    work = Background(served)
    job = work.measure("slow", Scope())
    assert job is not None
    assert (job.kind, served.job(job.id).state) == ("measure slow", "running")
    work.close()
    assert served.job(job.id).state == "done"
    assert Background(served).measure("slow", Scope()) is None
