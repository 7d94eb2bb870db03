"""A thin client of the SPARQL protocols: form-encoded POST, credentials, time limits, retries."""

import base64
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kg.errors import BadInput, QueryRefused, QueryTimeout, QueryTooLarge, StoreBroken
from kg.rdf.address import Address

FORM = "application/x-www-form-urlencoded"
_TRIES = 3
_PAUSE = 0.2
# What a server says when it is about to be well again.
_PASSING = (502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered, its status below 300 or 404."""

    status: int
    media: str
    body: bytes


class Client:
    """Speaks to one server; safe to use from any thread."""

    def __init__(self, address: Address) -> None:
        self.address = address
        handlers: list[urllib.request.BaseHandler] = []
        if address.user is not None and address.is_digest:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            for url in filter(None, (address.query, address.update, address.data)):
                passwords.add_password(None, url, address.user, address.password)
            handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
        self._opener = urllib.request.build_opener(*handlers)

    def query(
        self, text: str, *, accept: str, more: list[tuple[str, str]], seconds: float, most: int | None = None
    ) -> Reply:
        """The answer to a query, of at most so many bytes."""
        form = urlencode([("query", text), *more]).encode()
        headers = {"Content-Type": FORM, "Accept": accept}
        return self._send("POST", self.address.query, form, headers, seconds=seconds, most=most)

    def update(self, text: str, *, is_repeatable: bool) -> None:
        """Run an update; one that may be run twice is tried again after a failure of the network."""
        form = urlencode([("update", text)]).encode()
        headers = {"Content-Type": FORM, "Accept": "*/*"}
        self._send("POST", self.address.update, form, headers, tries=_TRIES if is_repeatable else 1)

    def graph(self, method: str, graph: str | None, *, body: bytes | None = None, media: str = "") -> Reply:
        """GET, PUT or DELETE a whole graph; None is the default graph."""
        assert self.address.data is not None
        name = "default" if graph is None else f"graph={quote(graph, safe='')}"
        url = f"{self.address.data}{'&' if '?' in self.address.data else '?'}{name}"
        headers = {"Content-Type": media} if media else {}
        return self._send(method, url, body, {**headers, "Accept": "application/n-triples, */*;q=0.1"})

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        *,
        seconds: float | None = None,
        most: int | None = None,
        tries: int = _TRIES,
    ) -> Reply:
        limit = seconds or self.address.timeout
        request = urllib.request.Request(url, body, {**headers, **self._credentials()}, method=method)
        for attempt in range(1, tries + 1):
            try:
                return self._once(request, limit, most)
            except urllib.error.HTTPError as error:
                told = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
                if error.code in _PASSING and attempt < tries:
                    time.sleep(_PAUSE * attempt)
                    continue
                if error.code == 404 and method in ("GET", "DELETE"):
                    return Reply(status=404, media="", body=b"")
                raise self._refused(error.code, told) from error
            except TimeoutError as error:
                raise QueryTimeout(f"{self.address.shown} gave no answer within {limit:g} seconds") from error
            except (OSError, http.client.HTTPException) as error:
                if isinstance(getattr(error, "reason", None), TimeoutError):
                    raise QueryTimeout(
                        f"{self.address.shown} gave no answer within {limit:g} seconds"
                    ) from error
                if attempt == tries:
                    raise StoreBroken(f"{self.address.shown} cannot be reached: {error}") from error
                time.sleep(_PAUSE * attempt)
        raise AssertionError

    def _once(self, request: urllib.request.Request, limit: float, most: int | None) -> Reply:
        with self._opener.open(request, timeout=limit) as answer:
            body = answer.read() if most is None else answer.read(most + 1)
            media = answer.headers.get_content_type()
        if most is not None and len(body) > most:
            raise QueryTooLarge(f"the answer has more than {most} bytes; ask for less, or add a LIMIT")
        return Reply(status=answer.status, media=media, body=body)

    def _credentials(self) -> dict[str, str]:
        address = self.address
        if address.token is not None:
            return {"Authorization": f"Bearer {address.token}"}
        if address.user is not None and not address.is_digest:
            pair = f"{address.user}:{address.password}".encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        return {}

    def _refused(self, status: int, told: str) -> Exception:
        if status in (401, 403):
            return StoreBroken(f"{self.address.shown} refuses the credentials (status {status})")
        if status == 400:
            return QueryRefused(f"{self.address.shown} refuses: {told}")
        if status == 406:
            return BadInput(f"{self.address.shown} has no fitting form of answer")
        return StoreBroken(f"{self.address.shown} answered {status}: {told}")
