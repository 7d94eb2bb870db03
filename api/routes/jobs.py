"""Articles into the graph, in the background, and how that stands."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.background import background
from api.params import ArticlesBody, JobPath, graph
from api.responses import answer, job_record
from api.security import require
from api.shapes import JobList, JobShape, Problem

api = APIBlueprint("jobs", __name__, url_prefix="/api/v1", abp_tags=[{"name": "jobs"}])
TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@api.post(
    "/articles",
    security=TOKEN,
    responses={202: JobShape, 400: Problem, 401: Problem, 403: Problem, 422: Problem, 503: Problem},
)
def take_articles(body: ArticlesBody) -> Response:
    """Code and store articles, in the background; the answer names the job."""
    require("write")
    job = background().ingest([item.article() for item in body.articles])
    return answer(job_record(job), status=202, headers={"Location": f"/api/v1/jobs/{job.id}"})


@api.get("/jobs", responses={200: JobList})
def list_jobs() -> Response:
    """Jobs, newest first."""
    return answer({"items": [job_record(job) for job in graph().jobs()]})


@api.get("/jobs/<int:job_id>", responses={200: JobShape, 404: Problem, 422: Problem})
def read_job(path: JobPath) -> Response:
    """How a job stands."""
    return answer(job_record(graph().job(path.job_id)))
