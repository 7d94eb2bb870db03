"""A copy of the store, made beside readers and writers, into a folder of the server's machine."""

from pathlib import Path

from flask import Response
from flask_openapi.blueprint import APIBlueprint
from pydantic import BaseModel, ConfigDict, Field

from api.params import graph
from api.responses import answer
from api.security import needs
from api.shapes.base import problems
from kg import upkeep
from kg.errors import BadInput

api = APIBlueprint("backups", __name__, url_prefix="/api/v1", abp_tags=[{"name": "operation"}])
TOKEN: list[dict[str, list[str]]] = [{"token": []}]


class BackupBody(BaseModel):
    """Where to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(
        min_length=1, max_length=4000, description="A new folder, by its whole path", examples=["/srv/copy"]
    )


class BackupShape(BaseModel):
    """A backup that was made."""

    folder: str


@api.post("/backups", security=TOKEN, responses={201: BackupShape, **problems(400, 401, 403, 415, 422, 500)})
@needs("admin")
def make_backup(body: BackupBody) -> Response:
    """Copy the store into a new folder on the server's machine, for `kg restore`."""
    folder = Path(body.folder)
    if "\0" in body.folder or not folder.is_absolute():
        raise BadInput("the folder of a backup is named by its whole path")
    upkeep.backup(graph().store, graph().index, folder)
    return answer({"folder": str(folder)}, status=201)
