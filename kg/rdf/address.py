"""KG_STORE as the address of a SPARQL server.

    sparql+http://[USER:PASSWORD@]HOST[:PORT]/QUERY[?OPTIONS]

Options, none needed: `update` and `data` name the addresses of SPARQL Update and of the Graph Store Protocol,
relative to that of queries (update is the same address by default; without data, graphs are written by
updates); `auth=digest` instead of basic; `token=...` a bearer token; `timeout=60` seconds for one call;
`folder=./kg-data` for the index and the lock, which stay on this machine. Other options go to the server with
every query.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from kg.errors import BadInput

DEFAULT_FOLDER = "./kg-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a SPARQL server is, and as whom to ask it."""

    query: str
    update: str
    data: str | None
    user: str | None
    password: str
    token: str | None
    is_digest: bool
    timeout: float
    folder: Path

    @property
    def shown(self) -> str:
        """The address of queries; it holds no secret."""
        return self.query


def parse_address(store: str) -> Address:
    """Read KG_STORE. Raises BadInput that never repeats a password."""
    parts = urlsplit(store.removeprefix("sparql+"))
    if not store.startswith(("sparql+http://", "sparql+https://")) or not parts.hostname:
        raise BadInput("KG_STORE: the address of a server reads sparql+http://HOST/QUERY?update=...&data=...")
    host = parts.netloc.rsplit("@", 1)[-1]
    ours, theirs = {}, []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name in ("update", "data", "auth", "token", "timeout", "folder"):
            ours[name] = value
        else:
            theirs.append((name, value))
    if ours.get("auth", "basic") not in ("basic", "digest"):
        raise BadInput(f"KG_STORE: auth is {ours['auth']!r}; basic and digest are known")
    try:
        timeout = float(ours.get("timeout", "60"))
    except ValueError as error:
        raise BadInput(f"KG_STORE: timeout is {ours['timeout']!r}, no number of seconds") from error
    plain = urlunsplit((parts.scheme, host, parts.path, "", ""))
    return Address(
        query=plain + (f"?{urlencode(theirs)}" if theirs else ""),
        update=urljoin(plain, ours.get("update", "")) or plain,
        data=urljoin(plain, ours["data"]) if ours.get("data") else None,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        token=ours.get("token") or None,
        is_digest=ours.get("auth") == "digest",
        timeout=timeout,
        folder=Path(ours.get("folder") or DEFAULT_FOLDER),
    )
