"""Work in the background, and how it stands."""

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.params import JobPath, graph
from api.responses import answer, job_record
from api.shapes.base import problems
from api.shapes.jobs import JobList, JobShape

api = APIBlueprint("jobs", __name__, url_prefix="/api/v1", abp_tags=[{"name": "jobs"}])


@api.get("/jobs", responses={200: JobList})
def list_jobs() -> Response:
    """Jobs, newest first."""
    return answer({"items": [job_record(job) for job in graph().jobs()]})


@api.get("/jobs/<int:job_id>", responses={200: JobShape, **problems(404, 422)})
def read_job(path: JobPath) -> Response:
    """How a job stands."""
    return answer(job_record(graph().job(path.job_id)))
