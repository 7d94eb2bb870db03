"""Articles: listed, read, taken in and taken out."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.background import background
from api.params import ArticlePath, ArticlesBody, ArticlesQuery, graph
from api.responses import answer, articles_listing, coded_record, job_record
from api.security import needs
from api.shapes.articles import ArticleList, ArticleShape
from api.shapes.base import problems
from api.shapes.jobs import JobShape

api = APIBlueprint("articles", __name__, url_prefix="/api/v1", abp_tags=[{"name": "articles"}])
TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@api.get("/articles", responses={200: ArticleList, **problems(422)})
def list_articles(query: ArticlesQuery) -> Response:
    """Articles, newest first."""
    page = graph().articles(limit=query.limit, offset=query.offset, publisher=query.publisher)
    return answer(articles_listing(page, limit=query.limit, offset=query.offset))


@api.post(
    "/articles",
    security=TOKEN,
    responses={202: JobShape, **problems(400, 401, 403, 422, 503)},
)
@needs("write")
def take_articles(body: ArticlesBody) -> Response:
    """Code and store articles, in the background; the answer names the job."""
    job = background().ingest([item.article() for item in body.articles])
    return answer(job_record(job), status=202, headers={"Location": f"/api/v1/jobs/{job.id}"})


@api.get("/articles/<path:article_id>", responses={200: ArticleShape, **problems(404, 422)})
def read_article(path: ArticlePath) -> Response:
    """An article with its text and events."""
    return answer(coded_record(graph().coded(path.article_id)))


@api.delete(
    "/articles/<path:article_id>",
    security=TOKEN,
    responses={204: None, **problems(401, 403, 404, 422)},
)
@needs("write")
def delete_article(path: ArticlePath) -> Response:
    """Take an article and its events out of the graph."""
    graph().delete_article(path.article_id)
    return Response(status=204)
