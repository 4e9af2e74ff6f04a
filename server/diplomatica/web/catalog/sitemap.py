"""What crawlers read first: robots.txt (RFC 9309) and the map of all documents (Sitemaps 0.9)."""

from functools import cache
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Flask, Response, request

from diplomatica.model.kinds import PAGES
from diplomatica.model.statement import text_of
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import TEXT, Site

_MOST = 50_000  # addresses in one map
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "application/xml"
_SUBJECTS = """
SELECT DISTINCT ?this {
  { ?this ?property ?value } UNION { GRAPH ?this { ?subject ?predicate ?object } }
  FILTER (STRSTARTS(STR(?this), "%s"))
  FILTER NOT EXISTS { ?this owl:deprecated true }
}"""


def register(app: Flask, site: Site) -> None:
    """The views of /robots.txt and of the maps."""
    paths = cache(lambda: _paths(site))  # a release never changes

    @app.get("/robots.txt")
    def robots() -> Response:
        """All may be read by anybody.

        Answers to queries are not for crawlers, who would ask without end.
        """
        lines = (
            "User-agent: *",
            "Allow: /",
            "Disallow: /sparql?",
            "Disallow: /search?",
            "",
            f"Sitemap: {request.url_root}sitemap.xml",
            "",
        )
        return Response("\n".join(lines), content_type=TEXT)

    @app.get("/sitemap.xml")
    def sitemap() -> Response:
        """The map, or where there is too much for one, the list of the maps."""
        count = -(-len(paths()) // _MOST)
        if count == 1:
            return _map("urlset", "url", paths(), site.release.issued)
        return _map(
            "sitemapindex",
            "sitemap",
            [f"sitemap/{number}.xml" for number in range(count)],
            site.release.issued,
        )

    @app.get("/sitemap/<int:number>.xml")
    def part(number: int) -> Response:
        """One of several maps."""
        some = paths()[number * _MOST : (number + 1) * _MOST]
        if not some:
            raise not_found(f"sitemap/{number}.xml")
        return _map("urlset", "url", some, site.release.issued)


def _paths(site: Site) -> list[str]:
    """The addresses of all documents on this site, pages of the whole dataset first."""
    release = f"release/{site.release.version}"
    fixed = ["dataset", release, f"{release}/validation", f"{release}/coverage"]
    fixed += ["search", "timeline", "network", "dumps/", "sparql", "ontology", "shapes"]
    rows = site.engine.rows(_SUBJECTS % site.release.base)
    found = {_path(site, text_of(row["this"]).partition("#")[0]) for row in rows}
    return [*fixed, *sorted(found - {"", *fixed})]


def _path(site: Site, iri: str) -> str:
    kind, slug = site.iris.kind(iri), site.iris.slug(iri)
    is_other = kind == "article" and slug not in site.release.articles
    is_read = kind in PAGES and slug and not slug.startswith("/") and not is_other
    return f"{PAGES[kind]}/{slug}" if is_read else ""


def _map(root: str, item: str, paths: list[str], day: str) -> Response:
    addresses = (escape(request.url_root + quote(path, safe="/:")) for path in paths)
    lines = "".join(
        f"<{item}><loc>{one}</loc><lastmod>{day}</lastmod></{item}>\n"
        for one in addresses
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{lines}</{root}>\n'
    return Response(body, content_type=_XML)
