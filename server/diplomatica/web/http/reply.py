"""Finished replies: what leaves for a client, whole and ready for whoever asks the same again."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from werkzeug.http import dump_options_header

from diplomatica.model.formats import CSV, TSV, XLSX, Format
from diplomatica.web.http.compression import SMALLEST, gzipped
from diplomatica.web.http.problem import PROBLEM, Problem

Headers = dict[str, str]
"""Header fields by name; of one that is sent several times the values stand in lines."""

EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every answer, errors too.

It may be read from any site, and is what it says it is.
"""
# The address gives the newest release: it is asked again soon, at the cost of a 304.
FRESH = "public, max-age=60"
# A published release never changes.
FIXED = "public, max-age=31536000, immutable"
GZIP = "-gzip"
"""What the tag of an answer in gzip ends with."""
TABLES = (CSV, TSV, XLSX)
"""The formats of tables, which people save as files."""


# But for the ETag, most replies have the same fields.
@lru_cache(256)
def _field(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode("latin-1"), value.encode("latin-1")


@dataclass(frozen=True)
class Reply:
    """One answer: its status, its headers, its bytes, and how many rows or triples they hold."""

    status: int
    headers: Headers
    body: bytes
    rows: int | None = None
    etag: str = ""
    query: str = ""
    """The query that it answers, if it answers one."""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The header fields, each as often as it is sent."""
        headers = self.headers.items()
        return [(name, one) for name, value in headers for one in value.split("\n")]

    @cached_property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The header fields as ASGI sends them, with the length of the body."""
        fields = [_field(name, one) for name, one in self.pairs]
        if self.status != 304:
            fields.append((b"content-length", str(len(self.body)).encode()))
        return fields

    @cached_property
    def compressed(self) -> "Reply":
        """This answer in gzip, if that makes it smaller.

        Bytes of their own have an ETag of their own.
        """
        if len(self.body) < SMALLEST:
            return self
        etag = self.etag and f"{self.etag[:-1]}{GZIP}{self.etag[-1]}"
        headers = {**self.headers, "Content-Encoding": "gzip"}
        if etag:
            for name in _names_of_field(headers, "etag"):
                del headers[name]
            headers["ETag"] = etag
        return Reply(self.status, headers, gzipped(self.body), self.rows, etag)


def reply_of(status: int, pairs: Iterable[tuple[str, str]], body: bytes) -> Reply:
    """The reply that an application made, by its header fields as they are sent."""
    headers: Headers = {}
    for name, value in pairs:
        known = headers.get(name)
        headers[name] = value if known is None else f"{known}\n{value}"
    for name in _names_of_field(headers, "content-length"):
        del headers[name]
    tags = [headers[name] for name in _names_of_field(headers, "etag")]
    etag = tags[0] if tags and status == 200 else ""
    return Reply(status, headers, body, etag=etag)


def _names_of_field(headers: Headers, field: str) -> list[str]:
    """A field's name as it is written in these headers, if it is there."""
    return [name for name in headers if name.lower() == field]


def saved_as(name: str, form: Format) -> Headers:
    """The header that names the file to save a table as (RFC 6266); none for what is no table."""
    if form not in TABLES:
        return {}
    value = {"filename": f"{name}.{form.suffix}"}
    return {"Content-Disposition": dump_options_header("attachment", value)}


def problem_reply(problem: Problem, also: Headers | None = None) -> Reply:
    """The reply that tells a program of a problem, with headers of the address that it asked."""
    headers = {**EVERYWHERE, **(also or {}), "Content-Type": PROBLEM.media_type}
    headers |= {
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": "no-store",
        **problem.headers,
    }
    return Reply(problem.status, headers, problem.body)
