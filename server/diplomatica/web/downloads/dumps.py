"""The dumps: the whole dataset in files, and its parts, which are made when they are asked for."""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import Flask, Response, render_template, request
from pyoxigraph import NamedNode, Quad

from diplomatica.engine import Row
from diplomatica.model.dataset.distribution import METADATA
from diplomatica.model.dataset.release import COVERAGE, SUMS, Release
from diplomatica.model.formats import CSV, GRAPHS, HTML, NQUADS, RDFXML, TURTLE, Format
from diplomatica.model.statement import text_of
from diplomatica.web.document.document import Document
from diplomatica.web.downloads.beside import Beside, beside_the_data
from diplomatica.web.downloads.parts import PartsOfDataset, class_name
from diplomatica.web.downloads.tables import PublishedTable, tables_of
from diplomatica.web.http.files import file_response
from diplomatica.web.http.problem import not_found
from diplomatica.web.http.reply import FIXED, FRESH
from diplomatica.web.requestedformat import requested_format, split_suffix
from diplomatica.web.site import TEXT, Site

# The other files of a release, whose checksums are told, too: whoever checks them all
# must be able to fetch them.
_TYPES = {
    ".html": HTML.content_type,
    ".json": "application/json",
    ".rq": "application/sparql-query; charset=utf-8",
    ".csv": CSV.content_type,
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".ttl": TURTLE.content_type,
    ".txt": TEXT,
    ".nq": NQUADS.content_type,
}
_UNKNOWN = "application/octet-stream"
_MOST_FILES = 100  # that are listed of those that were brought
_CSVM = "application/csvm+json"
_CLAIMS = "SELECT ?this ?claim { ?claim a dip:Claim ; dip:article ?this }"
_ALL_CLASSES = "SELECT DISTINCT ?class { ?thing a ?class }"
_IN_CATALOG = "SELECT DISTINCT ?class { GRAPH %s { ?thing a ?class } }"
_OF_CLASS = "SELECT ?class ?thing { ?thing a ?class }"


def register(app: Flask, site: Site) -> None:
    """The views of /dumps/ and of the dumps of a release."""
    parts, listed = _Parts(site), PartsOfDataset(site)

    @app.get("/dumps/")
    def listing() -> str:
        """All dumps, tables and parts; of many parts, the first of those that are sought."""
        sought = request.args.get("q", "").strip()
        return render_template(
            "downloads/dumps.html",
            distributions=site.distributions,
            articles=listed.articles(sought),
            graphs=listed.graphs(sought),
            classes=listed.classes(sought),
            sought=sought,
            most_files=_MOST_FILES,
            tables=parts.tables,
            formats=_formats(site.release),
            beside=_beside(site),
            graph_labels=_graph_labels(site),
        )

    @app.get("/dumps/<path:name>")
    def newest(name: str) -> Response:
        """A file of the newest release."""
        return _file(site, name, FRESH)

    @app.get("/release/<version>/dumps/<path:name>")
    def fixed(version: str, name: str) -> Response:
        """The same file at the address of its release, where it stays as it is."""
        if version != site.release.version:
            raise not_found(f"release/{version}/dumps/{name}")
        lasting = FRESH if site.release.draft else FIXED
        return _file(site, name, lasting)

    app.add_url_rule("/dumps/article/<slug>", "article_part", parts.article)
    app.add_url_rule("/dumps/class/<slug>", "class", parts.of_class)


def _graph_labels(site: Site) -> dict[str, str]:
    """What the named graphs that were brought are called, those that have a name."""
    return site.describing.labels(site.graphs.first) if site.has_brought else {}


def _formats(release: Release) -> list[Format]:
    """The formats of parts: those that can hold what the whole holds."""
    return [form for form in GRAPHS if form is not RDFXML or release.can_be_xml]


def _beside(site: Site) -> list[Beside]:
    """The other files that may be fetched."""
    listed = {one.name for one in site.distributions}
    if not site.release.articles:
        # the report on articles has nothing to tell
        listed.update(f"{COVERAGE}.{suffix}" for suffix in ("html", "json"))
    found = beside_the_data(site.release, listed)
    return [one for one in found if site.closed.isdisjoint(_quoted_in(site, one.name))]


def _file(site: Site, name: str, cache: str) -> Response:
    """A file of the release, unless it quotes an article that is closed."""
    tables = {one.name for one in site.distributions if one.form is CSV}
    files = _files(site, tables)
    if name not in files:
        raise not_found(f"dumps/{name}")
    site.refuse_closed(*_quoted_in(site, name))
    file = site.release.folder / name
    response = file_response(request, site.release, file, files[name], cache)
    if name in tables:
        description = name.rpartition("/")[2] + METADATA  # relative to the table
        response.headers["Link"] = f'<{description}>; rel="describedby"; type="{_CSVM}"'
    return response


def _files(site: Site, tables: Collection[str]) -> dict[str, str]:
    """The media types of all files of the release, and of what describes its tables."""
    sums = site.release.sums
    files = {name: _TYPES.get(Path(name).suffix, _UNKNOWN) for name in sums}
    files |= {one.name: one.media_type for one in site.distributions}
    files[SUMS] = TEXT
    return files | {table + METADATA: _CSVM for table in tables}


def _quoted_in(site: Site, name: str) -> Collection[str]:
    """The articles whose text a file gives in full.

    It is the article's own file, or the report on what is covered of all of them.
    """
    file = Path(name)
    if file.stem == COVERAGE:
        return site.release.articles
    return [file.stem] if file.parent == Path("articles") else []


class _Parts:
    """The parts of the dataset that can be had by themselves."""

    def __init__(self, site: Site) -> None:
        self.site, self.iris = site, site.iris

    @cached_property
    def tables(self) -> list[PublishedTable]:
        """The tables, each with its beginning: a release never changes."""
        return list(tables_of(self.site.distributions))

    def article(self, slug: str) -> Response:
        """One article: what its claims state, each in its graph, and the record of their words."""
        slug, form = split_suffix(slug, GRAPHS)
        this = self.site.iri("article", slug)
        if slug not in self.site.release.articles:
            raise not_found(f"dumps/article/{slug}")
        rows = self.site.engine.rows(_CLAIMS, this=this)
        claims = [cast("NamedNode", row["claim"]) for row in rows]
        quads = self.site.engine.quads([*claims, self.iris("graph", "record", slug)])
        return self._answer(form, "article", slug, quads)

    def of_class(self, slug: str) -> Response:
        """One class: all things of it, and what is said of them."""
        slug, form = split_suffix(slug, GRAPHS)
        classes = [one for one in self._data_classes() if class_name(one) == slug]
        classes = classes or [
            one for one in self._catalog_classes() if class_name(one) == slug
        ]
        if not classes:
            raise not_found(f"dumps/class/{slug}")
        found: list[Row] = []
        for this in classes:
            found += self.site.engine.rows(_OF_CLASS, **{"class": NamedNode(this)})
        things = dict.fromkeys(cast("NamedNode", row["thing"]) for row in found)
        return self._answer(form, "class", slug, self.site.engine.about(things))

    def _data_classes(self) -> list[str]:
        """The classes of the data, as its profile counts them; an older release has none."""
        if known := self.site.profile.classes:
            return list(known)
        return self._class_iris(_ALL_CLASSES)

    def _catalog_classes(self) -> list[str]:
        """The classes of what the catalog describes, which no profile counts."""
        return self._class_iris(_IN_CATALOG % self.iris("graph", "catalog"))

    def _class_iris(self, query: str) -> list[str]:
        return [text_of(row["class"]) for row in self.site.engine.rows(query)]

    def _answer(
        self, form: Format | None, kind: str, slug: str, quads: list[Quad]
    ) -> Response:
        chosen = form or requested_format(GRAPHS)
        body = Document(self.iris("dumps", kind, slug), quads).rdf(self.site, chosen)
        return Response(body, content_type=chosen.content_type)
