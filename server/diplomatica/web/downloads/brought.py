"""What somebody brought, given back: each file and each named graph, whole, at any size.

It is read from the files that the build keeps, never asked of the engine, so that no
limit of a query cuts it off, and it is isomorphic to what was brought.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

from flask import Flask, Response, request, send_file
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)
from werkzeug.http import dump_options_header

from diplomatica.model.dataset.distribution import METADATA
from diplomatica.model.dataset.release import BROUGHT, Release
from diplomatica.model.formats import GRAPHS, JSONLD, RDFXML, Format
from diplomatica.model.serialization import used_in, write_once_read
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.http.files import file_response
from diplomatica.web.http.problem import Problem, not_acceptable, not_found
from diplomatica.web.http.reply import FRESH
from diplomatica.web.requestedformat import of_suffix
from diplomatica.web.site import Site

_WHICH = "Name a graph as in /dumps/graph.ttl?iri=https://example.org/graph."
_UNKNOWN = "application/octet-stream"
_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".txt": "text/plain",
    ".json": "application/csvm+json",
    ".jsonld": "application/csvm+json",
}
"""The types of tables; in which encoding one is, its description says."""
_LINES = 50_000  # that are looked at together


def register(app: Flask, site: Site) -> None:
    """The views of files and named graphs that were brought."""
    originals = Originals(site)

    @app.get("/dumps/brought/<path:name>")
    def brought_file(name: str) -> Response:
        """A file as it was brought, in any format; with its graphs in those of quads."""
        if name in site.release.brought_tables:
            return _table(site.release, name)
        stem, _, suffix = name.rpartition(".")
        return originals.file(stem, of_suffix(f"dumps/brought/{stem}", suffix, GRAPHS))

    @app.get("/dumps/graph.<suffix>")
    def brought_graph(suffix: str) -> Response:
        """The named graph of `?iri=`."""
        form = of_suffix("dumps/graph", suffix, GRAPHS)
        given = request.args.get("iri", "")
        iri = iri_meant(given, site, _WHICH).value if given else ""
        found = originals.graph(iri, form)
        if not found:
            raise not_found(f"dumps/graph.{suffix}?iri={iri}")
        return found


class Originals:
    """The files that were brought into a release, as the build keeps them."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self.site = site

    @cached_property
    def _cache(self) -> Path:
        """A folder for what was written once; it goes with the site."""
        folder = Path(tempfile.mkdtemp(prefix="diplomatica-"))
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    def file(self, slug: str, form: Format) -> Response:
        """A file in a format. Raises Problem 404 and 406."""
        if slug not in self.site.release.brought:
            raise not_found(f"dumps/brought/{slug}")
        return self._file_response(f"file-{slug}", form, self._quads([slug]), [slug])

    def graph(self, iri: str, form: Format) -> Response | None:
        """A named graph in a format; None where nobody brought it.

        What stands outside of all named graphs of a file is a graph named after it.
        """
        slug = iri.removeprefix(self.site.iris("graph", "").value)
        if slug in self.site.release.brought:
            outside = (q for q in self._quads([slug]) if not _is_named(q))
            return self._file_response(f"graph-{slug}", form, outside, [slug])
        held = self._graph_quads(iri)
        first = next(held, None)
        if first is None:
            return None
        slugs, whole = self.site.release.brought, chain([first], held)
        return self._file_response(f"named-{iri}", form, whole, slugs, f"<{iri}> .")

    def some(self, slug: str, many: int) -> list[Quad]:
        """The first statements of what stands outside of the named graphs of a file."""
        outside = (quad for quad in self._quads([slug]) if not _is_named(quad))
        return list(islice(outside, many))

    def total(self, slug: str) -> int:
        """How many statements stand outside of the named graphs of a file."""
        outside = (1 for quad in self._quads([slug]) if not _is_named(quad))
        return sum(outside)

    def _graph_quads(self, iri: str) -> Iterator[Quad]:
        """The triples of a named graph, as those of a document of its own."""
        for quad in self._quads(self.site.release.brought):
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == iri:
                yield Quad(*quad.triple)

    def _quads(self, slugs: Iterable[str]) -> Iterator[Quad]:
        for slug in slugs:
            yield from parse(path=self._kept_file(slug), format=RdfFormat.N_QUADS)

    def _kept_file(self, slug: str) -> Path:
        return self.site.release.folder / BROUGHT / f"{slug}.nq"

    def _prefixes(self, slugs: Iterable[str], end: str) -> dict[str, str]:
        """The prefixes that the lines of files use which end so.

        Those of the files themselves are among them; they are told by the lines as they
        are, which costs far less than to read the statements twice.
        """
        known = self.site.iris.prefixes
        ending = end.encode()
        found = set[str]()
        for slug in slugs:
            with self._kept_file(slug).open("rb") as file:
                while lines := list(islice(file, _LINES)):
                    wanted = (one for one in lines if one.rstrip().endswith(ending))
                    found |= used_in(b"".join(wanted), known.items())
        return {prefix: space for prefix, space in known.items() if prefix in found}

    def _file_response(
        self,
        name: str,
        form: Format,
        quads: Iterator[Quad],
        slugs: Iterable[str],
        end: str = "",
    ) -> Response:
        """A file of these statements, which is written when it is first asked for.

        They stand in those of the files that were brought, in lines with this end. The
        name may be longer than one of a file, which is called by its digest.
        """
        if form is RDFXML and not self.site.release.can_be_xml:
            raise _no_xml()
        digest = hashlib.sha256(name.encode()).hexdigest()[:32]
        path = self._cache / f"{digest}.{form.suffix}"
        if not path.is_file():
            prefixes = self._prefixes(slugs, end) if form.uses_prefixes else {}
            _write(path, form, quads, prefixes)
        answer = send_file(path, mimetype=form.media_type, conditional=True)
        answer.headers["Content-Type"] = form.content_type
        answer.headers["Cache-Control"] = FRESH
        return answer


def _table(release: Release, name: str) -> Response:
    """A table as it was brought, or the description of one, byte for byte.

    It is saved by its own name, as the description calls it so.
    """
    path = release.folder / BROUGHT / name
    answer = file_response(request, release, path, _TYPES.get(path.suffix, _UNKNOWN))
    value = {"filename": path.name}
    answer.headers["Content-Disposition"] = dump_options_header("attachment", value)
    if f"{name}{METADATA}" in release.brought_tables:
        described = f"<{quote(path.name)}{METADATA}>"
        answer.headers["Link"] = (
            f'{described}; rel="describedby"; type="{_TYPES[".json"]}"'
        )
    return answer


def _no_xml() -> Problem:
    others = tuple(form for form in GRAPHS if form is not RDFXML)
    return not_acceptable(others)


def _is_named(quad: Quad) -> bool:
    return not isinstance(quad.graph_name, DefaultGraph)


def _write(
    path: Path, form: Format, quads: Iterator[Quad], prefixes: dict[str, str]
) -> None:
    has_graphs = form.holds == "quads" or form is JSONLD
    write_once_read(path, quads if has_graphs else _triples(quads), form, prefixes)


def _triples(quads: Iterable[Quad]) -> Iterator[Triple | Quad]:
    return (quad.triple for quad in quads)
