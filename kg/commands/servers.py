"""What a command asks of a running server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

from pydantic import SecretStr

from kg.errors import BadInput, KGError

SECONDS = 3600


def order_backup(server: str, token: SecretStr | None, folder: Path) -> None:
    """Have the server copy its store into a folder on its machine. Raises BadInput with its reason."""
    if not server.startswith(("http://", "https://")):
        raise BadInput(f"--server {server!r} is no address such as http://127.0.0.1:8000")
    if token is None:
        raise BadInput(f"{server} makes backups only with KG_TOKEN, a token with the right to admin")
    headers = {"Authorization": f"Bearer {token.get_secret_value()}", "Content-Type": "application/json"}
    body = json.dumps({"folder": str(folder)}).encode()
    request = urllib.request.Request(f"{server.rstrip('/')}/api/v1/backups", body, headers, method="POST")
    # A token goes to the server that was named and to nobody else: no proxy, no redirection.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        raise BadInput(f"{server} made no backup: {_reason(error)}") from error
    except OSError as error:
        raise KGError(f"{server} does not answer: {getattr(error, 'reason', error)}") from error


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: object) -> None:
        """Follow no redirection: it ends as an error with its status."""


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"status {error.code}"
