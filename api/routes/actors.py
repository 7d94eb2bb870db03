"""Actors: found by name, one by one, and with those around them."""

from typing import Any

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.params import ActorPath, ActorsQuery, CountedParams, NeighboursQuery, graph
from api.responses import (
    answer,
    dyad_record,
    hit_record,
    listing,
    month_record,
    neighbourhood_record,
)
from api.shapes.actors import HitList
from api.shapes.base import problems
from api.shapes.relations import ActorPage, NeighbourhoodShape
from kg.records import full_actor_record

api = APIBlueprint("actors", __name__, url_prefix="/api/v1", abp_tags=[{"name": "actors"}])


@api.get("/actors", responses={200: HitList, **problems(422)})
def find_actors(query: ActorsQuery) -> Response:
    """Actors whose names begin like `q`, the best match first; without `q` the busiest first."""
    piece: dict[str, Any] = {"limit": query.limit, "offset": query.offset}
    if query.q:
        hits = graph().find_actors(query.q, rollup=query.rollup, **piece)
        total = graph().count_found(query.q, rollup=query.rollup)
    else:
        hits = graph().busiest(rollup=query.rollup, **piece)
        total = graph().count_actors(rollup=query.rollup)
    return answer(listing([hit_record(hit) for hit in hits], total=total, **piece))


@api.get("/actors/<string:actor_id>", responses={200: ActorPage, **problems(400, 404, 422)})
def read_actor(path: ActorPath, query: CountedParams) -> Response:
    """An actor with its names, months and busiest relations."""
    scope = query.scope()
    actor = graph().actor(path.actor_id, scope=scope)
    return answer(
        {
            "actor": full_actor_record(actor),
            "events": graph().events(actor=actor.id, scope=scope, limit=1).total,
            "months": [month_record(month) for month in graph().months(actor=actor.id, scope=scope)],
            "dyads": [
                dyad_record(dyad)
                for dyad in graph().dyads(actor=actor.id, scope=scope, limit=20, count=query.count)
            ],
        }
    )


@api.get(
    "/actors/<string:actor_id>/neighbours", responses={200: NeighbourhoodShape, **problems(400, 404, 422)}
)
def read_neighbours(path: ActorPath, query: NeighboursQuery) -> Response:
    """The actors around one actor, busiest first, with the dyads that lead to them.

    More than one hop away also with those among them, a thousand in all; `truncated` says what was left out.
    """
    near = graph().neighbours(
        path.actor_id,
        hops=query.hops,
        scope=query.scope(),
        direction=query.direction,
        least=query.min,
        limit=query.limit,
        count=query.count,
    )
    return answer(neighbourhood_record(near))
