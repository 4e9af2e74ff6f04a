"""What is wrong with the head of a request, found before anything of it is read."""

from diplomatica.web.http import address
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.problem import Problem

_MOST_RANGES = 100
_LISTS = (
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"if-match",
    b"if-none-match",
    b"x-forwarded-for",
)
_OF_BODY = (b"content-length", b"transfer-encoding")


def fault(scope: Message, proxies: int) -> Problem | None:
    """Why a request is refused at sight, if it is; `proxies` are trusted."""
    target = len(scope["path"]) + len(scope["query_string"])
    return (
        address.too_long(target)
        or _of_host(scope)
        or _too_many_ranges(scope)
        or address.fault(scope, proxies)
    )


def _of_host(scope: Message) -> Problem | None:
    """400 without the one header Host that there must be (RFC 9112, section 3.2)."""
    count = sum(name == b"host" for name, _ in scope["headers"])
    if count == 1 or (not count and scope["http_version"] == "1.0"):
        return None
    title = f"This request has {count} headers Host" if count else "No header Host"
    return Problem(400, title, "Send one, with the host that you ask.")


def _too_many_ranges(scope: Message) -> Problem | None:
    counts: dict[bytes, int] = {}
    for name, value in scope["headers"]:
        if name in _LISTS:
            counts[name] = counts.get(name, 0) + value.count(b",") + 1
    for name, count in counts.items():
        if count > _MOST_RANGES:
            told = name.decode().title()
            detail = (
                f"It has {count}, and {_MOST_RANGES} are read. Send what you prefer."
            )
            return Problem(400, f"The header {told} lists too much", detail)
    return None


def has_body(scope: Message) -> bool:
    """Whether a request comes with a body, as far as its header tells."""
    return any(name in _OF_BODY and value != b"0" for name, value in scope["headers"])
