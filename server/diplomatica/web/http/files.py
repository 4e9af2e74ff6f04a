"""Files of a release as answers, whole or in part, and what a client may ask of them."""

import re
from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Request, Response, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from diplomatica.model.characters import no_formula
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV
from diplomatica.web.http.conditions import RANGE
from diplomatica.web.http.problem import Problem, precondition_failed
from diplomatica.web.http.reply import FRESH

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_YES = ("yes", "true", "1")
# What may be harmful in CSV (RFC 4180): any cell in quotation marks, for what stands in
# it is no cell, and others by what they begin with.
_CELL = re.compile(r'"[^"]*(?:""[^"]*)*"|(?<![^,\n])[=+@\t-][^,\r\n]*')


def wants_mark(parameters: Mapping[str, Sequence[str]]) -> bool:
    """Whether `?bom=yes` asks for a byte order mark."""
    return parameters.get("bom", [""])[0] in _YES


def wants_safe(parameters: Mapping[str, Sequence[str]]) -> bool:
    """Whether `?safe=yes` asks for CSV in which no cell is a formula."""
    return parameters.get("safe", [""])[0] in _YES


def harmless(body: bytes) -> bytes:
    """CSV in which no spreadsheet finds a formula; what is harmless stays as it is."""
    return _CELL.sub(_harmless, body.decode()).encode()


def _harmless(match: re.Match[str]) -> str:
    cell = match[0]
    if cell.startswith('"'):
        return f'"{no_formula(cell[1:-1])}"'
    return no_formula(cell)


def for_spreadsheet(body: bytes, parameters: Mapping[str, Sequence[str]]) -> bytes:
    """CSV as it is asked for: with a byte order mark, and with no cell a formula."""
    if wants_safe(parameters):
        body = harmless(body)
    is_due = wants_mark(parameters) and not body.startswith(BOM_UTF8)
    return BOM_UTF8 + body if is_due else body


def file_response(
    request: Request,
    release: Release,
    path: Path,
    content_type: str,
    cache: str = FRESH,
) -> Response:
    """A file of a release with ranges and conditional requests (RFC 9110, sections 13 and 14).

    It is told by its checksum, wherever and whenever it is served, and has no date: a build knows
    none. With a byte order mark on request, or with no cell that is a formula, it is another
    file, which is sent whole. Raises Problem 412 or 503.
    """
    if not release.is_intact(path):
        raise _altered_file(path)
    parameters = request.args.to_dict(flat=False)
    if content_type == CSV.content_type and (
        wants_mark(parameters) or wants_safe(parameters)
    ):
        body = for_spreadsheet(path.read_bytes(), parameters)
        made = Response(body, content_type=content_type)
        made.headers["Cache-Control"] = cache
        made.headers["Repr-Digest"] = _digest(sha256(body).hexdigest())
        return made
    checksum = release.sums[path.relative_to(release.folder).as_posix()]
    tag = checksum[:32]
    kind = content_type.partition(";")[0]
    response = send_file(path, mimetype=kind, conditional=False, etag=tag)
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = cache
    response.headers["Repr-Digest"] = _digest(checksum)
    del response.headers["Last-Modified"]
    return _under_conditions(response, request, tag, path.stat().st_size)


def _digest(checksum: str) -> str:
    """A checksum as RFC 9530 writes it."""
    encoded = b64encode(bytes.fromhex(checksum)).decode()
    return f"sha-256=:{encoded}:"


def _under_conditions(
    response: Response, request: Request, tag: str, size: int
) -> Response:
    """What is sent of a file to who asks for a part of it, or has it already."""
    environ = _environ_for_range(request, tag, size)
    try:
        response.make_conditional(environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    # whoever sends it says when
    response.headers.pop("Date", None)
    if response.status_code == 412:
        response.close()
        raise precondition_failed()
    if response.status_code == 304:
        # nothing is to be sent
        response.headers.pop("X-Sendfile", None)
    return response


def _altered_file(path: Path) -> Problem:
    """503 for what is not what was released: its checksum would be a lie."""
    detail = (
        f"{path.name} was changed or removed on the server since it was verified, so it "
        "is not sent. Who runs this server can build the release again."
    )
    return Problem(503, "This file is not what was released", detail)


def _environ_for_range(request: Request, tag: str, size: int) -> "WSGIEnvironment":
    """The request, without a range that is to be passed over.

    RFC 9110, sections 13.1.5, 13.2.2 and 14.1.2, says which. That is one of HEAD, in
    another unit or in several parts, one of what the client has whole or that a weak
    tag names, and one that reaches back beyond the beginning.
    """
    environ = dict(request.environ)
    match = RANGE.fullmatch(environ.get("HTTP_RANGE", ""))
    if not match or not _counts(request, match[1], tag, size):
        environ.pop("HTTP_RANGE", None)
    return environ


def _counts(request: Request, places: str, tag: str, size: int) -> bool:
    """Whether a range of a request is to be answered by a part."""
    if request.method != "GET":
        return False
    if places.startswith("-") and int(places[1:]) >= size:
        return False
    is_weak = request.headers.get("If-Range", "").startswith("W/")
    return not is_weak and not request.if_none_match.contains_weak(tag)
