"""What a connection refuses of what its client says, and in which words."""

from diplomatica.web.http.problem import Problem

MALFORMED = Problem(
    400,
    "This is not HTTP",
    "It could not be read as a request of HTTP/1.1. Methods are in capitals.",
)
NO_ADDRESS = Problem(
    400,
    "This is no address of HTTP",
    "Letters beyond those of ASCII, spaces and controls are written with percent signs in "
    "it: “/search?q=%D0%9C%D0%B8%D1%80”. With curl: -G --data-urlencode q=Мир.",
)
PIPELINED = Problem(
    429,
    "Too many requests on one connection",
    "Read the answers that you have asked for before you ask on.",
)
SLOW = Problem(
    408,
    "This request did not come in time",
    "Send it whole at once, and its body without standing still.",
)


class Refused(Exception):
    """What the client said is refused: the reader is to stop."""


def too_large(name: bytes, most: int) -> Problem:
    """That a field of a header, or all of them where none is named, have too many bytes."""
    what = f"field {name.decode('latin-1')[:40]}" if name else "fields of this request"
    is_one = "has" if name else "have"
    detail = f"The header {what} {is_one} more than the {most:,} bytes that are taken."
    return Problem(431, "The header of this request is too large", detail)
