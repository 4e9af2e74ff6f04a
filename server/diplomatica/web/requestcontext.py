"""What a request asks beside what its address names.

It is read once of each request, for all that stands around views and in pages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request, g, has_request_context
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header


@dataclass(frozen=True)
class RequestContext:
    """What is asked by a request; by none, nothing."""

    root: str = ""
    """Where this site begins on its host."""
    base: str = ""
    """Where this site begins, as a whole address."""
    path: str = ""
    """The path as it was sent, as far as the server tells it."""
    format: str | None = None
    """The format that an address names."""
    accept: str | None = None
    """The formats that suit a client (RFC 9110, section 12.5.1)."""
    language: str = ""
    """The language that an address names."""
    languages: str = ""
    """The languages that suit a reader (RFC 9110, section 12.5.4)."""


def note_request(request: Request) -> None:
    """Keep what a request asks, until it is answered."""
    g.request_context = RequestContext(
        request.script_root,
        request.url_root,
        sent_path(request.environ),
        request.args.get("format"),
        request.headers.get("Accept"),
        request.args.get("lang", ""),
        request.headers.get("Accept-Language", ""),
    )


def request_context() -> RequestContext:
    """What the request asks that is being answered."""
    if not has_request_context():
        return RequestContext()
    context: RequestContext | None = g.get("request_context")
    return context or RequestContext()


def accepted_languages(accepted: str) -> Iterator[str]:
    """The languages of an Accept-Language, the best first (RFC 9110, section 12.5.4)."""
    for tag, quality in parse_accept_header(accepted, LanguageAccept):
        if quality > 0:
            yield tag


def sent_path(environ: Mapping[str, Any]) -> str:
    """The path of a request as it was sent, as far as the server tells it."""
    scope = environ.get("asgi.scope", {})
    sent: str = environ.get("REQUEST_URI", "")
    raw: bytes = scope.get("raw_path", sent.encode())
    return raw.decode("latin-1").partition("?")[0]
