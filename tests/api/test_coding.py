import pytest
from flask.testing import FlaskClient

from tests.api.conftest import TOKEN, ended

TEXT = "Russia attacked Ukraine on Monday. The United States condemned the attack."
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_text_is_coded_and_not_kept(client: FlaskClient) -> None:
    before = client.get("/api/v1/status").json
    answer = client.post("/api/v1/code", json={"text": TEXT, "date": "2024-10-28"})
    assert answer.status_code == 200, answer.text
    for event in answer.json["events"]:
        assert TEXT[event["start"] : event["end"]] == event["text"]
    assert ("RUS", "UKR") in {
        (event["source"]["id"], event["target"]["id"])
        for event in answer.json["events"]
        if event["source"] and event["target"]
    }
    assert client.get("/api/v1/status").json == before


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x", "colour": "red"}, {"text": "x", "date": "soon"}, [1], "text"]
)
def test_bad_body_is_a_problem(client: FlaskClient, body: object) -> None:
    answer = client.post("/api/v1/code", json=body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_article_goes_in_by_a_job_and_out_again(client: FlaskClient) -> None:
    article = {"id": "posted", "text": TEXT, "date": "2024-10-28", "publisher": "Test Post"}
    taken = client.post("/api/v1/articles", json={"articles": [article]}, headers=BEARER)
    assert taken.status_code == 202, taken.text
    job = ended(client, taken.headers["Location"])
    assert (job["state"], job["articles"]) == ("done", 1)
    assert client.get("/api/v1/articles/posted").json["events"]
    assert client.get("/api/v1/jobs").json["items"][0]["id"] == job["id"]
    assert client.delete("/api/v1/articles/posted", headers=BEARER).status_code == 204
    assert client.get("/api/v1/articles/posted").status_code == 404
