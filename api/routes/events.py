"""Events, newest first or one by one."""

from typing import Any

from flask import Response
from flask_openapi.blueprint import APIBlueprint

from api.params import EventPath, EventsQuery, HappeningsQuery, graph
from api.responses import answer, happening_record, listing
from api.shapes.base import problems
from api.shapes.events import EventList, EventShape, HappeningList
from kg.records import event_record

api = APIBlueprint("events", __name__, url_prefix="/api/v1", abp_tags=[{"name": "events"}])


@api.get("/events", responses={200: EventList, **problems(404, 422)})
def find_events(query: EventsQuery) -> Response:
    """Events by who, whom, when, what, and words of the sentence; newest first."""
    page = graph().events(
        scope=query.scope(),
        actor=query.actor,
        source=query.source,
        target=query.target,
        article=query.article,
        words=query.q,
        limit=query.limit,
        offset=query.offset,
    )
    items = [event_record(event) for event in page.items]
    return answer(listing(items, total=page.total, limit=query.limit, offset=query.offset))


@api.get("/happenings", responses={200: HappeningList, **problems(404, 422)})
def find_happenings(query: HappeningsQuery) -> Response:
    """What happened, each once however many articles report it; among the 2000 latest events asked for."""
    given: dict[str, Any] = {
        "scope": query.scope(),
        "actor": query.actor,
        "source": query.source,
        "target": query.target,
    }
    found = graph().happenings(**given)
    shown = found[query.offset : query.offset + query.limit]
    record = listing(
        [happening_record(one) for one in shown], total=len(found), limit=query.limit, offset=query.offset
    )
    read = sum(len(one.events) for one in found)
    return answer({**record, "events_read": read, "events_total": graph().events(**given, limit=1).total})


@api.get("/events/<string:event_id>", responses={200: EventShape, **problems(404, 422)})
def read_event(path: EventPath) -> Response:
    """One event with its sentence and the reasons for its coding."""
    return answer(event_record(graph().event(path.event_id)))
