"""The format that a request asks for: by a suffix, by `?format=`, or by its Accept header."""

from collections.abc import Iterable

from flask import Response, after_this_request

from diplomatica.model.formats import Format
from diplomatica.web.http.negotiation import wanted_format
from diplomatica.web.http.problem import Problem, not_acceptable
from diplomatica.web.requestcontext import request_context


def split_suffix(slug: str, offered: Iterable[Format]) -> tuple[str, Format | None]:
    """A slug without the suffix that names a format, and that format.

    Each format has an address of its own.
    """
    stem, dot, suffix = slug.rpartition(".")
    form = _with_suffix(suffix, offered) if dot else None
    return (stem, form) if form and stem else (slug, None)


def _with_suffix(suffix: str, offered: Iterable[Format]) -> Format | None:
    return next((form for form in offered if form.suffix == suffix), None)


def of_suffix(path: str, suffix: str, offered: tuple[Format, ...]) -> Format:
    """The format of an address with a suffix, else the one that is negotiated.

    Raises Problem 404 or 406.
    """
    if not suffix:
        return requested_format(offered)
    form = _with_suffix(suffix, offered)
    if form is None:
        there_is = ", ".join(f"{path}.{form.suffix}" for form in offered)
        raise Problem(404, f"There is no {path}.{suffix}", f"There is: {there_is}.")
    return form


def requested_format(offered: tuple[Format, ...]) -> Format:
    """The format that a request asks for, by `?format=` or else by its Accept header.

    Raises Problem 406.
    """
    form = wanted_format(request_context().format, request_context().accept, offered)
    if form is None:
        raise not_acceptable(offered)
    after_this_request(_vary)
    return form


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response
