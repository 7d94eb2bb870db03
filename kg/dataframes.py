"""Events as a pandas DataFrame; pandas comes with the extra `analysis`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import BadInput
from kg.exports import COLUMNS, event_row
from kg.model import Scope

if TYPE_CHECKING:
    import pandas as pd

    from kg.questions import Questions

_DAYS = ("date", "date_end")


def events_frame(graph: Questions, *, scope: Scope) -> pd.DataFrame:
    """One row an event of the scope, newest first, with the columns of the CSV export.

    Days are timestamps, so that rows can be grouped by month. Raises BadInput without pandas.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise BadInput("to_pandas needs pandas: pip install 'eventgraph[analysis]'") from error
    events = graph.events(scope=scope, limit=max(graph.counts().events, 1)).items
    keys = {event.evidence.doc for event in events}
    publishers = {key: graph.article(key).publisher for key in keys}
    rows = [event_row(event, publishers[event.evidence.doc]) for event in events]
    frame = pd.DataFrame.from_records(rows, columns=list(COLUMNS))
    for name in _DAYS:
        frame[name] = pd.to_datetime(frame[name])
    return frame
