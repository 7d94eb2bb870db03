"""Measures of the relations, communities, and what changed."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.background import background
from api.params import ChangesQuery, MeasurePath, MeasureQuery, ScopeParams, event_types, graph
from api.responses import answer, change_record, community_record, job_record, measure_record
from api.shapes.base import problems
from api.shapes.jobs import JobShape
from api.shapes.measures import CommunityList, MeasureList, MeasureShape
from api.shapes.relations import ChangeList
from kg.answers import Job
from kg.model import Scope
from kg.reading import Window
from kg.relations.measures import MEASURES

api = APIBlueprint("measures", __name__, url_prefix="/api/v1", abp_tags=[{"name": "measures"}])


@api.get("/measures", responses={200: MeasureList})
def list_measures() -> Response:
    """The measures there are, and what each tells."""
    return answer({"items": [{"name": name, "tells": measure.tells} for name, measure in MEASURES.items()]})


@api.get(
    "/measures/<string:name>",
    responses={200: MeasureShape, 202: JobShape, **problems(404, 422)},
)
def read_measure(path: MeasurePath, query: MeasureQuery) -> Response:
    """The highest values of a measure; 202 with a job when it takes over a second, then ask again."""
    scope = query.scope()
    if path.name in MEASURES and (job := background().measure(path.name, scope)):
        return later(job)
    result = graph().measure(path.name, scope=scope)
    labels = graph().labels([actor_id for actor_id, _ in result.values[: query.limit]])
    return answer(measure_record(result, limit=query.limit, label=labels))


def later(job: Job) -> Response:
    """The job that goes on with it."""
    headers = {"Location": f"/api/v1/jobs/{job.id}", "Retry-After": "2", "Cache-Control": "no-store"}
    return answer(job_record(job), status=202, headers=headers)


def _window(window: Window) -> dict[str, str]:
    return {"since": window[0].isoformat(), "until": window[1].isoformat()}


@api.get("/communities", responses={200: CommunityList, 202: JobShape, **problems(422)})
def list_communities(query: ScopeParams) -> Response:
    """Actors that deal with one another more than with others, the largest community first."""
    scope = query.scope()
    if job := background().measure("communities", scope):
        return later(job)
    result = graph().measure("communities", scope=scope)
    return answer(
        {
            "items": [community_record(community) for community in result.communities],
            "modularity": result.facts["modularity"],
            "sampled": result.sampled,
        }
    )


@api.get("/changes", responses={200: ChangeList, **problems(400, 422)})
def list_changes(query: ChangesQuery) -> Response:
    """Dyads that grew, shrank or turned between two windows, most changed first."""
    windows = query.windows() or graph().usual_windows()
    if windows is None:
        return answer({"before": None, "after": None, "items": [], "total": 0, "truncated": False})
    before, after = windows
    scope = Scope(types=event_types(query.type), rollup=query.rollup)
    found = graph().changes(before=before, after=after, scope=scope)
    return answer(
        {
            "before": _window(before),
            "after": _window(after),
            "items": [change_record(change) for change in found[: query.limit]],
            "total": len(found),
            "truncated": len(found) > query.limit,
        }
    )
