"""What crawlers read first: robots.txt (RFC 9309) and the map of all documents (Sitemaps 0.9)."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Flask, Response, request

from diplomatica.model.kinds import PAGES
from diplomatica.model.statement import text_of
from diplomatica.web.http.problem import not_found
from diplomatica.web.sections import for_crawlers
from diplomatica.web.site import TEXT, Site

_MOST = 50_000  # addresses in one map
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "application/xml"
_SAFE = "/:"
_ROBOTS = """\
User-agent: *
Allow: /
Disallow: /sparql?
Disallow: /search?

Sitemap: {root}sitemap.xml
"""
_WITHDRAWN = "SELECT ?this { ?this owl:deprecated true }"


def register(app: Flask, site: Site) -> None:
    """The views of /robots.txt and of the maps."""
    paths = cache(lambda: list(_paths(site)))  # a release never changes

    @app.get("/robots.txt")
    def robots() -> Response:
        """All may be read by anybody.

        Answers to queries are not for crawlers, who would ask without end.
        """
        text = _ROBOTS.format(root=request.url_root)
        return Response(text, content_type=TEXT)

    @app.get("/sitemap.xml")
    def sitemap() -> Response:
        """The map, or where there is too much for one, the list of the maps."""
        count = -(-len(paths()) // _MOST)
        if count == 1:
            return _map("urlset", "url", paths(), site.release.issued)
        parts = [f"sitemap/{number}.xml" for number in range(count)]
        return _map("sitemapindex", "sitemap", parts, site.release.issued)

    @app.get("/sitemap/<int:number>.xml")
    def part(number: int) -> Response:
        """One of several maps."""
        some = paths()[number * _MOST : (number + 1) * _MOST]
        if not some:
            raise not_found(f"sitemap/{number}.xml")
        return _map("urlset", "url", some, site.release.issued)


def _paths(site: Site) -> Iterator[str]:
    """The addresses of all documents on this site, pages of the whole dataset first."""
    release = f"release/{site.release.version}"
    fixed = [section.path for section in for_crawlers(site)]
    fixed += [release, f"{release}/validation"]
    if site.release.articles:
        fixed.append(f"{release}/coverage")
    if "ontology" in fixed:
        fixed.append("shapes")
    yield from fixed
    withdrawn = {text_of(row["this"]) for row in site.engine.rows(_WITHDRAWN)}
    before = ""
    for iri in site.subjects.starting(""):
        document = iri.partition("#")[0]
        path = "" if iri in withdrawn else _path(site, document)
        # the parts of a document follow it in the order of IRIs
        if path and document != before and path not in fixed:
            yield path
            before = document


def _path(site: Site, iri: str) -> str:
    """Where the document of an IRI is read here; "" where it is not."""
    kind, slug = site.iris.kind(iri), site.iris.slug(iri)
    is_other = kind == "article" and slug not in site.release.articles
    if kind in PAGES and not is_other:
        has_name = slug and not slug.startswith("/")
        return f"{PAGES[kind]}/{quote(slug, _SAFE)}" if has_name else ""
    if site.addresses.own(iri) or site.is_read_here(iri):
        return site.addresses.of(iri)
    return ""


def _map(root: str, item: str, paths: list[str], day: str) -> Response:
    addresses = (escape(request.url_root + path) for path in paths)
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    lines = "".join(
        f"<{item}><loc>{one}</loc>{changed}</{item}>\n" for one in addresses
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{lines}</{root}>\n'
    return Response(body, content_type=_XML)
