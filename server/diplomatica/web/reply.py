"""Finished answers to queries: what leaves for a client, whole and ready for whoever asks the same again."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote

from werkzeug.http import dump_options_header

from diplomatica.engine import Answer
from diplomatica.engine.query import is_volatile
from diplomatica.model.formats import CSV, TSV, XLSX, Format
from diplomatica.model.notice import Notice
from diplomatica.web.compression import SMALLEST, gzipped
from diplomatica.web.problem import PROBLEM, Problem
from diplomatica.web.protocol import ACCEPTED, Question

Headers = dict[str, str]
"""Header fields by name; of one that is sent several times the values stand in lines."""

EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every answer, errors too: it may be read from any site, and is what it says it is."""
FRESH = "public, max-age=60"  # the address gives the newest release: it is asked again soon, at the cost of a 304
TABLES = (CSV, TSV, XLSX)
"""The formats of tables, which people save as files."""
_LONGEST_TITLE = 500
_VARY = "Accept, Accept-Encoding"


@lru_cache(256)  # but for the ETag, most replies have the same
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

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The header fields, each as often as it is sent."""
        headers = self.headers.items()
        return [(name, one) for name, value in headers for one in value.split("\n")]

    @cached_property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The header fields as ASGI sends them, with the length of the body."""
        length = (b"content-length", str(len(self.body)).encode())
        return [*(_field(name, one) for name, one in self.pairs), length]

    @cached_property
    def compressed(self) -> "Reply":
        """The same in gzip, if that makes it smaller; bytes of their own have an ETag of their own."""
        if len(self.body) < SMALLEST:
            return self
        etag = self.etag and f"{self.etag[:-1]}-gzip{self.etag[-1]}"
        headers = {**self.headers, "Content-Encoding": "gzip", **({"ETag": etag} if etag else {})}
        return Reply(self.status, headers, gzipped(self.body), self.rows, etag)


def etag_of(release: str, question: Question) -> str:
    """The entity tag of an answer: of the release, the query, its dataset and the format; "" if it may change.

    The release never changes, so the same question has the same answer, and need not be asked to be known.
    """
    if is_volatile(question.query):
        return ""
    asked = question.asked
    graphs, form = (asked.default_graphs, asked.named_graphs), _names(question)
    parts = (release, question.query, *graphs, form, question.is_marked)
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{digest[:24]}"'


def _names(question: Question) -> tuple[str, str]:
    return tuple(form.name if form else "" for form in (question.results, question.graphs))  # type: ignore[return-value]


def answered(answer: Answer, etag: str, name: str, is_marked: bool = False) -> Reply:
    """The reply that holds an answer of the dataset with this name."""
    form = answer.format
    headers = {**EVERYWHERE, **ACCEPTED, "Content-Type": form.content_type, "Vary": _VARY}
    headers |= {"ETag": etag, "Cache-Control": FRESH} if etag else {"Cache-Control": "no-store"}
    headers |= saved_as(f"{name}-query", form) | _help(answer.notices)
    body = BOM_UTF8 + answer.body if is_marked and form is CSV else answer.body
    return Reply(200, headers, body, answer.rows, etag)


def saved_as(name: str, form: Format) -> Headers:
    """The header that names the file to save a table as (RFC 6266); none for what is no table."""
    if form not in TABLES:
        return {}
    value = {"filename": f"{name}.{form.suffix}"}
    return {"Content-Disposition": dump_options_header("attachment", value)}


def _help(notices: Iterable[Notice]) -> Headers:
    """The headers that lead from an answer to what its reader should know (RFC 8288)."""
    links = [_link(notice) for notice in dict.fromkeys(notices)]
    return {"Link": "\n".join(links)} if links else {}


def _link(notice: Notice) -> str:
    """One link. A title that is not ASCII is given twice, as older clients read it as well."""
    title = " ".join(notice.text.split())[:_LONGEST_TITLE]
    quoted = title.encode("ascii", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    link = f'<sparql/help#{notice.name}>; rel="help"; title="{quoted}"'
    return link if title.isascii() else f"{link}; title*=UTF-8''{quote(title, safe='')}"


def refused(problem: Problem, also: Headers | None = None) -> Reply:
    """The reply that tells a program of a problem, with headers of the address that it asked."""
    headers = {**EVERYWHERE, **(also or {}), "Content-Type": PROBLEM.media_type}
    headers |= {"Vary": "Accept", "Cache-Control": "no-store", **problem.headers}
    return Reply(problem.status, headers, problem.body)
