"""Relations of two actors, ways between them, and what changed."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.params import PairPath, PathsQuery, RelationQuery, graph
from api.responses import answer, path_record, relation_record
from api.shapes.base import problems
from api.shapes.relations import PathList, RelationShape
from kg.model import LONGEST

api = APIBlueprint("relations", __name__, url_prefix="/api/v1", abp_tags=[{"name": "relations"}])


@api.get("/relations/<string:a>/<string:b>", responses={200: RelationShape, **problems(400, 404, 422)})
def read_relation(path: PairPath, query: RelationQuery) -> Response:
    """Both directions of a relation: totals, months, and the sentences behind them."""
    found = graph().relation(path.a, path.b, scope=query.scope(), limit=query.limit, count=query.count)
    return answer(relation_record(found))


@api.get("/paths", responses={200: PathList, **problems(404, 422)})
def find_paths(query: PathsQuery) -> Response:
    """Why are these two connected? The best paths by strength and recency, a sentence per hop."""
    found = graph().paths(query.from_, query.to, scope=query.scope(), k=query.k)
    return answer({"items": [path_record(path) for path in found], "longest": LONGEST})
