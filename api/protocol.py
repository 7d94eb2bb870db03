"""What a request of the SPARQL 1.1 Protocol carries: its text and parameters, by any of three ways."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_input_stream

from api.arrivals import Environ
from api.limits import Turns
from kg.errors import BadInput, TextTooLong

FORM = "application/x-www-form-urlencoded"
# Queries wait for a worker in the server's own threads: two of its eight stay free for everybody else.
TURNS = Turns(6)
# The same text percent-encoded is up to three times as long.
_FORM_FACTOR = 3

Parameters = dict[str, list[str]]


def read_parameters(environ: Environ, text_name: str, direct: str, limit: int) -> Parameters:
    """The operation's text, of at most `limit` bytes, and parameters.

    `direct` is the media type of a body that is the text itself. Raises BadInput, TextTooLong or
    UnsupportedMediaType.
    """
    address = read_address(environ)
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return address
    media, charset = _media_type(environ.get("CONTENT_TYPE", ""))
    if media == FORM:
        if text_name in address:
            raise BadInput(f"the parameter {text_name!r} stands in the address of a form")
        for name, values in _parse(read_body(environ, limit * _FORM_FACTOR), "body").items():
            address.setdefault(name, []).extend(values)
        return address
    if media == direct:
        if text_name in address:
            raise BadInput(f"the parameter {text_name!r} stands beside a body")
        address[text_name] = [_text(read_body(environ, limit), charset)]
        return address
    raise UnsupportedMediaType(f"POST takes {FORM} or {direct}")


def read_address(environ: Environ) -> Parameters:
    """The parameters in the address. Raises BadInput."""
    return _parse(environ.get("QUERY_STRING", "").encode("latin-1"), "address")


def read_body(environ: Environ, limit: int) -> bytes:
    """The body of a request. Raises TextTooLong for one of more bytes than the limit."""
    try:
        return get_input_stream(environ, max_content_length=limit).read()
    except RequestEntityTooLarge as error:
        raise TextTooLong(f"the body has more than {limit} bytes") from error


def only(parameters: Parameters, name: str) -> str:
    """The one value of a parameter. Raises BadInput for none and for several."""
    values = parameters.get(name, [])
    if len(values) != 1:
        raise BadInput(f"the parameter {name!r} is given {len(values)} times, once is right")
    return values[0]


def refuse_others(parameters: Parameters, *names: str) -> None:
    """Raise BadInput for a parameter of another operation."""
    for name in names:
        if name in parameters:
            raise BadInput(f"the parameter {name!r} has no meaning here")


@lru_cache(maxsize=64)
def _media_type(header: str) -> tuple[str, str]:
    media, options = parse_options_header(header)
    return media.lower(), options.get("charset", "utf-8").lower()


def _text(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"the text must be in UTF-8, not in {charset}")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"byte {error.start} of the body is not UTF-8") from error


def _parse(encoded: bytes, place: str) -> Parameters:
    found: Parameters = {}
    if not encoded:
        return found
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError as error:
        raise BadInput(f"the parameters in the {place} are not percent-encoded UTF-8") from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
