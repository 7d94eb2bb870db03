"""A text in, its events out; nothing is stored."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.limits import CODING
from api.params import ArticleBody, graph
from api.responses import answer, coded_record
from api.shapes.articles import ArticleShape
from api.shapes.base import problems

api = APIBlueprint("code", __name__, url_prefix="/api/v1", abp_tags=[{"name": "coding"}])


@api.post("/code", responses={200: ArticleShape, **problems(400, 422, 503)})
def code_text(body: ArticleBody) -> Response:
    """The events of a text, each with its sentence and the reasons for its coding; nothing is stored."""
    with CODING.take("The coder"):
        coded = graph().code(body.article())
    return answer(coded_record(coded))
