"""What all answers have: no member but those named, and problem details."""

from __future__ import annotations

from http import HTTPStatus

from flask_openapi.types import ResponseDict
from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Nothing but the named members."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Problem details of RFC 9457."""

    type: str
    title: str
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no actor 'SHIRE' in the graph"])
    instance: str
    errors: list[dict[str, str]] | None = None
    line: int | None = None
    column: int | None = None


def problems(*statuses: int) -> ResponseDict:
    """Descriptions of failures for the document."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in statuses
    }
