"""For those who run the server: health, readiness, metrics, the OpenAPI document and its reader."""

from flask import Blueprint, Response, current_app, request
from flask_openapi.blueprint import APIBlueprint
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from api.params import graph
from api.responses import answer, counts_record
from api.shapes.jobs import CountsShape
from viz.apidocs import render_api

api = APIBlueprint("status", __name__, abp_tags=[{"name": "operation"}])
blueprint = Blueprint("ops", __name__)


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
    document = current_app.api_doc  # type: ignore[attr-defined]
    return Response(
        render_api(document, request.host_url.rstrip("/")), content_type="text/html; charset=utf-8"
    )
