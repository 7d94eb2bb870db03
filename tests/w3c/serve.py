"""A server in test mode for the W3C suite: `python serve.py PORT TOKEN`, one line when it is ready."""

import sys

from waitress.server import create_server

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings

port, token = int(sys.argv[1]), sys.argv[2]
settings = Settings(test_mode=True, token=token, port=port, query_seconds=15)
with EventGraph.open(settings=settings) as graph:
    server = create_server(create_app(graph, settings), host="127.0.0.1", port=port, threads=8)
    print("ready", flush=True)
    server.run()
