"""Paths that things had below another base, as the data was drawn one from once.

A base is drawn from what was brought: with other files it is another, and what was read at
/geo/1 is at /2023/geo/1, or the other way round.
"""

from collections.abc import Sequence
from urllib.parse import unquote

from flask import Response, redirect

from diplomatica.web.document.document import OFFERED
from diplomatica.web.http.problem import Problem
from diplomatica.web.requestcontext import request_context
from diplomatica.web.requestedformat import split_suffix
from diplomatica.web.site import Site

_MOST = 6  # things that a path may have been of


def moved(site: Site, path: str, problem: Problem) -> Response | None:
    """The way to what a path, as it was sent, was of; with several, the problem names them."""
    if not site.has_brought or "%2f" in path.lower():  # that is no slash
        return None
    path = unquote(path.strip("/"))
    stem, form = split_suffix(path, OFFERED)
    for name, suffix in ((path, ""), (stem, f".{form.suffix}" if form else "")):
        found = site.subjects.ending(f"/{name}", _MOST) if name else []
        own = [iri for iri in found if site.addresses.own(iri)]
        if len(own) == 1:
            address = f"{site.addresses.own(own[0])}{suffix}"
            return _temporarily(address)
        if found:
            _name(problem, site, found)
            return None
    return None


def _temporarily(address: str) -> Response:
    """The way to an address here: with other files it may be another tomorrow."""
    found: Response = redirect(f"{request_context().root}/{address}", 302)  # type: ignore[assignment]
    return found


def _name(problem: Problem, site: Site, iris: Sequence[str]) -> None:
    """Name what a path may have been of."""
    problem.members["nearest"] = [
        {"iri": iri, "label": site.iris.short(iri)} for iri in iris
    ]
