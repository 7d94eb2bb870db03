"""Every operation of the API, with what a request without, with a reading, writing and full token gives.

A request of the matrix is well-formed but names things that are not there where that avoids a change.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`address` is what the matrix asks for; `right` what it needs; `status` what it gives to who may."""

    method: str
    path: str
    address: str
    status: int = 200
    right: str = "read"
    body: object = None


ARTICLE = {"articles": [{"id": "matrix", "text": "The council met.", "date": "2024-01-01"}]}
V1 = "/api/v1"
OPERATIONS = (
    Operation(method="GET", path=f"{V1}/actors", address=f"{V1}/actors?q=gon"),
    Operation(method="GET", path=f"{V1}/actors/{{actor_id}}", address=f"{V1}/actors/GON"),
    Operation(method="GET", path=f"{V1}/actors/{{actor_id}}/neighbours",
              address=f"{V1}/actors/GON/neighbours"),
    Operation(method="GET", path=f"{V1}/events", address=f"{V1}/events?limit=2"),
    Operation(method="GET", path=f"{V1}/happenings", address=f"{V1}/happenings?actor=GON"),
    Operation(method="GET", path=f"{V1}/events/{{event_id}}", address=f"{V1}/events/evt_0", status=404),
    Operation(method="GET", path=f"{V1}/articles", address=f"{V1}/articles"),
    Operation(method="GET", path=f"{V1}/articles/{{article_id}}", address=f"{V1}/articles/a1"),
    Operation(method="POST", path=f"{V1}/articles", address=f"{V1}/articles", status=202, right="write",
              body=ARTICLE),
    Operation(method="DELETE", path=f"{V1}/articles/{{article_id}}", address=f"{V1}/articles/none",
              status=404, right="write"),
    Operation(method="GET", path=f"{V1}/relations/{{a}}/{{b}}", address=f"{V1}/relations/ARN/GON"),
    Operation(method="GET", path=f"{V1}/paths", address=f"{V1}/paths?from=ARN&to=GON"),
    Operation(method="GET", path=f"{V1}/measures", address=f"{V1}/measures"),
    Operation(method="GET", path=f"{V1}/measures/{{name}}", address=f"{V1}/measures/events"),
    Operation(method="GET", path=f"{V1}/communities", address=f"{V1}/communities"),
    Operation(method="GET", path=f"{V1}/changes", address=f"{V1}/changes"),
    Operation(method="POST", path=f"{V1}/code", address=f"{V1}/code", status=422, body={"text": ""}),
    Operation(method="GET", path=f"{V1}/jobs", address=f"{V1}/jobs"),
    Operation(method="GET", path=f"{V1}/jobs/{{job_id}}", address=f"{V1}/jobs/9999", status=404),
    Operation(method="POST", path=f"{V1}/backups", address=f"{V1}/backups", status=400, right="admin",
              body={"folder": "not/a/whole/path"}),
    Operation(method="GET", path=f"{V1}/status", address=f"{V1}/status"),
)  # fmt: skip
# Not described by the document: pages, RDF and what operators need.
OTHERS = (
    Operation(method="GET", path="/", address="/"),
    Operation(method="GET", path="/explore", address="/explore"),
    Operation(method="GET", path="/articles", address="/articles"),
    Operation(method="GET", path="/actor/<path:actor_id>", address="/actor/GON"),
    Operation(method="GET", path="/relation/<a>/<b>", address="/relation/ARN/GON"),
    Operation(method="GET", path="/relation/<a>/<path:b>.csv", address="/relation/ARN/GON.csv"),
    Operation(method="GET", path="/article/<path:key>", address="/article/a1"),
    Operation(method="GET", path="/search", address="/search?q=gon"),
    Operation(method="GET", path="/graph", address="/graph"),
    Operation(method="GET", path="/graph.<form>", address="/graph.csv"),
    Operation(method="GET", path="/graph/actor/<path:actor_id>", address="/graph/actor/GON"),
    Operation(method="GET", path="/graph/evidence", address="/graph/evidence?actor=GON"),
    Operation(method="GET", path="/graph/path", address="/graph/path?from=ARN&to=GON"),
    Operation(method="GET", path="/graph/search", address="/graph/search?q=gon"),
    Operation(method="GET", path="/graph/sparql", address="/graph/sparql"),
    Operation(method="GET", path="/graph/types", address="/graph/types?source=ARN&target=GON"),
    Operation(method="GET", path="/sparql", address="/sparql?query=ASK%7B%7D"),
    Operation(method="POST", path="/sparql", address="/sparql?query=ASK%7B%7D", status=415),
    Operation(method="POST", path="/update", address="/update", status=415, right="write"),
    Operation(method="GET", path="/data", address="/data?default", right="token"),
    Operation(method="PUT", path="/data", address="/data?graph=http://x.test/g", status=415, right="write"),
    Operation(method="POST", path="/data", address="/data?graph=http://x.test/g", status=415, right="write"),
    Operation(
        method="DELETE", path="/data", address="/data?graph=http://x.test/g", status=404, right="write"
    ),
    Operation(method="GET", path="/static/<version>/<path:name>", address="/static/0/none", status=404),
    Operation(method="GET", path="/favicon.ico", address="/favicon.ico"),
    Operation(method="POST", path="/sample", address="/sample", status=400),
    Operation(method="GET", path="/.well-known/void", address="/.well-known/void"),
    Operation(method="GET", path="/ontology", address="/ontology"),
    Operation(method="GET", path="/ontology.ttl", address="/ontology.ttl"),
    Operation(method="GET", path="/shapes.ttl", address="/shapes.ttl"),
    Operation(method="GET", path="/context.jsonld", address="/context.jsonld"),
    Operation(method="GET", path="/type/<name>", address="/type/AID"),
    Operation(method="GET", path="/action/<name>", address="/action/aid"),
    Operation(method="GET", path="/dyad/<source>/<target>", address="/dyad/ARN/GON"),
    Operation(method="GET", path="/event/<key>", address="/event/0", status=404),
    Operation(method="GET", path="/place/<name>", address="/place/none", status=404),
    Operation(method="GET", path="/publisher/<name>", address="/publisher/none", status=404),
    Operation(method="GET", path="/health", address="/health", right="open"),
    Operation(method="GET", path="/ready", address="/ready", right="open"),
    Operation(method="GET", path="/metrics", address="/metrics"),
    Operation(method="GET", path="/openapi.json", address="/openapi.json"),
    Operation(method="GET", path="/api/docs", address="/api/docs"),
)
