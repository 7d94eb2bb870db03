"""Queries to the server that holds a store, for processes that cannot open it themselves."""

import json
import time
import urllib.error
import urllib.request
from typing import Unpack
from urllib.parse import urlencode

from kg.errors import BadInput, Busy, KGError, NotAcceptable, QueryRefused, QueryTimeout, QueryTooLarge
from kg.rdf.answers import Answer, Options
from kg.rdf.refusal import query_form, refuse_unsafe
from kg.settings import Settings

_SPARE = 30.0  # seconds that a busy server may need beyond the time of the query
_KINDS = {"CONSTRUCT": "graph", "DESCRIBE": "graph", "ASK": "boolean"}


def ask_holder(address: str, text: str, settings: Settings, **given: Unpack[Options]) -> Answer:
    """The answer of the server at this address, which keeps its own limits. Raises what a query raises."""
    refuse_unsafe(text)
    form = [("query", text)]
    form += [("default-graph-uri", name) for name in given.get("default_graphs") or ()]
    form += [("named-graph-uri", name) for name in given.get("named_graphs") or ()]
    headers = {"Accept": given.get("accept") or "*/*"}
    if settings.token is not None:
        headers["Authorization"] = f"Bearer {settings.token.get_secret_value()}"
    request = urllib.request.Request(f"{address}/sparql", urlencode(form).encode(), headers, method="POST")
    # A token goes to the holder of the store and to nobody else: no proxy, no redirection.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
    begun = time.monotonic()
    try:
        with opener.open(request, timeout=settings.query_seconds + _SPARE) as answer:
            body, told = answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        raise _refused(address, error) from error
    except TimeoutError as error:
        raise QueryTimeout(f"{address} gave no answer in time") from error
    except OSError as error:
        raise KGError(f"{address} does not answer: {getattr(error, 'reason', error)}") from error
    cut = told.get("Eventgraph-Truncated", "")
    return Answer(
        kind=_KINDS.get(query_form(text) or "", "rows"),
        media_type=told.get_content_type(),
        body=body,
        version=told.get("ETag", ""),
        truncated=bool(cut),
        rows=int(cut.removeprefix("rows=")) if cut else None,
        seconds=time.monotonic() - begun,
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: object) -> None:
        """Follow no redirection: it ends as an error with its status."""


def _refused(address: str, error: urllib.error.HTTPError) -> KGError:
    try:
        told = json.loads(error.read())
        reason = str(told["detail"])
    except (ValueError, KeyError, TypeError):
        return KGError(f"{address} answered with status {error.code}")
    if error.code == 400:
        return QueryRefused(reason, line=told.get("line"), column=told.get("column"))
    if error.code in (401, 403):
        return BadInput(f"{address} answers only with KG_TOKEN, a token with the right to read: {reason}")
    kinds: dict[int, type[KGError]] = {406: NotAcceptable, 422: QueryTooLarge, 503: Busy, 504: QueryTimeout}
    return kinds.get(error.code, KGError)(reason)
