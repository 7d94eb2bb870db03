"""What can go wrong, in one family. The API maps these to statuses, the command line to exit codes."""


class KGError(Exception):
    """Any error that Eventgraph raises on purpose; its text is one clear sentence for the user."""

    exit_code = 1


class BadInput(KGError):
    """The user's text, file, query or parameter cannot be used; the text names the file, line or field."""


class BadKnowledge(BadInput):
    """A curated file breaks its rules: `ukr.yml:12: 'aliases' given twice`."""


class NotFound(KGError):
    """What was asked for is not in the graph."""

    exit_code = 4


class StoreLocked(KGError):
    """Another process holds the store; the text says which, and `address` where it serves, if it does."""

    exit_code = 3

    def __init__(self, message: str, *, address: str | None = None) -> None:
        super().__init__(message)
        self.address = address


class StoreBroken(KGError):
    """Files of the store are damaged or cannot be read or written; the text names them."""

    exit_code = 74


class QueryRefused(BadInput):
    """A query that is never run: syntax error, SERVICE, LOAD, too long or too deep.

    `line` and `column` count from 1 where the place of the error is known.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class TextTooLong(QueryRefused):
    """A query or document longer than is taken."""


class NotAcceptable(BadInput):
    """There is an answer, but in none of the media types or formats that were asked for."""


class QueryTimeout(KGError):
    """A query ran into its time limit and was stopped."""


class QueryTooLarge(KGError):
    """A query ran into its memory limit or its worker died of it."""


class Busy(KGError):
    """All workers are taken and the queue is full; try again in `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after
