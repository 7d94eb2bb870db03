"""For any WSGI server of one process: `waitress-serve api.wsgi:app`."""

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings

settings = Settings.from_env()
app = create_app(EventGraph.open(settings=settings), settings)
