"""Articles: listed, read, taken in and taken out."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.params import ArticlePath, ArticlesQuery, graph
from api.responses import answer, articles_listing, coded_record
from api.security import require
from api.shapes import ArticleList, ArticleShape, Problem

api = APIBlueprint("articles", __name__, url_prefix="/api/v1", abp_tags=[{"name": "articles"}])
TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@api.get("/articles", responses={200: ArticleList, 422: Problem})
def list_articles(query: ArticlesQuery) -> Response:
    """Articles, newest first."""
    page = graph().articles(limit=query.limit, offset=query.offset, publisher=query.publisher)
    return answer(articles_listing(page, limit=query.limit, offset=query.offset))


@api.get("/articles/<path:article_id>", responses={200: ArticleShape, 404: Problem, 422: Problem})
def read_article(path: ArticlePath) -> Response:
    """An article with its text and events."""
    return answer(coded_record(graph().coded(path.article_id)))


@api.delete(
    "/articles/<path:article_id>",
    security=TOKEN,
    responses={204: None, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
)
def delete_article(path: ArticlePath) -> Response:
    """Take an article and its events out of the graph."""
    require("write")
    graph().delete_article(path.article_id)
    return Response(status=204)
