"""For those who run the server: health, readiness, metrics, the OpenAPI document and its reader."""

from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory
from flask_openapi.blueprint import APIBlueprint
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from api.params import graph
from api.responses import answer, counts_record
from api.shapes import CountsShape

api = APIBlueprint("status", __name__, abp_tags=[{"name": "operation"}])
blueprint = Blueprint("ops", __name__)
SWAGGER = Path(str(files("flask_openapi_swagger"))) / "templates" / "swagger"
DOCS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Eventgraph API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/css/swagger-ui.css"></head>
<body><noscript>The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<div id="swagger"></div>
<script src="/api/docs/js/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script></body></html>
"""
START = """SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger", deepLinking: true, validatorUrl: null});
"""


@blueprint.get("/health")
def read_health() -> Response:
    """The process is up."""
    return answer({"status": "up"})


@blueprint.get("/ready")
def read_ready() -> Response:
    """The graph can be read."""
    return answer({"status": "ready", "version": graph().version})


@api.get("/api/v1/status", responses={200: CountsShape})
def read_status() -> Response:
    """The size of the graph."""
    return answer(counts_record(graph().counts()))


@blueprint.get("/metrics")
def read_metrics() -> Response:
    """Figures for Prometheus."""
    registry = current_app.extensions["metrics"].registry
    gauges = current_app.extensions.setdefault("gauges", {})
    for name, value in counts_record(graph().counts()).items():
        if isinstance(value, int):
            if name not in gauges:
                gauges[name] = Gauge(
                    f"eventgraph_{name}", f"Number of {name} in the graph.", registry=registry
                )
            gauges[name].set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/openapi.json")
def read_document() -> Response:
    """The API, described."""
    return answer(current_app.api_doc)  # type: ignore[attr-defined]


@blueprint.get("/api/docs")
def read_docs() -> Response:
    """The API, to read and try."""
    return Response(DOCS, mimetype="text/html")


@blueprint.get("/api/docs/start.js")
def read_docs_script() -> Response:
    """What starts the reader; the policy forbids scripts inside the page."""
    return Response(START, mimetype="text/javascript")


@blueprint.get("/api/docs/<path:name>")
def read_docs_file(name: str) -> Response:
    """Files of Swagger UI as its package ships them."""
    return send_from_directory(SWAGGER, name, max_age=86400)
