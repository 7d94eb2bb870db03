"""The application: a graph and settings in, a Flask application out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask import Blueprint
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.info import Info
from flask_openapi.models.security_scheme import SecurityScheme
from flask_openapi.openapi import OpenAPI

import api.routes
from api import errors, etags, front, params, serving, slashes
from api.background import Background
from api.measuring import MeasuresApart
from api.queries import Queries
from api.shapes.base import Problem
from kg.eventgraph import EventGraph
from kg.settings import Settings

DESCRIPTION = """\
Who did what to whom, when, and which sentence says so. Reading is open to whoever can reach the server
unless KG_PRIVATE is set; writing needs a bearer token. Lists have `next` links, cut answers say `truncated`
and of how many, errors are problem details (RFC 9457), and every GET has an ETag that changes when the graph
does."""


class _App(OpenAPI):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none here is asynchronous, and each request would ask eight of them."""
        return func


def create_app(graph: EventGraph, settings: Settings) -> OpenAPI:
    """Register every blueprint of `api/routes`, on this graph."""
    app = _App(
        "api",
        info=Info(title="Eventgraph", version=serving.package_version(), description=DESCRIPTION),
        security_schemes={"token": SecurityScheme(type="http", scheme="bearer")},
        validation_error_model=Problem,
        validation_error_callback=errors.validation_problem,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = "3.1.0"
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_mb * 1024 * 1024
    app.url_map.strict_slashes = False
    app.extensions["eventgraph"] = graph
    graph.code_apart()
    app.extensions["settings"] = settings
    app.extensions["background"] = Background(graph)
    measures = MeasuresApart(settings)
    graph.take_apart = measures.take
    graph.before_close(measures.close)
    slashes.register(app)
    front.register(app, graph, settings, {"/sparql": Queries(app, graph, settings)})
    params.register(app)
    etags.register(app)
    errors.register(app)
    for name in sorted(module.name for module in iter_modules(api.routes.__path__)):
        _register(app, import_module(f"api.routes.{name}"))
    return app


def _register(app: OpenAPI, module: Any) -> None:
    for found in (getattr(module, "api", None), getattr(module, "blueprint", None)):
        if isinstance(found, APIBlueprint):
            app.register_api(found)
        elif isinstance(found, Blueprint):
            app.register_blueprint(found)
