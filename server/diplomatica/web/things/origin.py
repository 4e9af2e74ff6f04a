"""What a reader must know to trust a dataset: who made it, from what, and how.

All of it is drawn from the catalog and from the reports of the release.
"""

from collections import Counter
from typing import cast

from flask import render_template
from pyoxigraph import NamedNode

from diplomatica.lookup.byline import Byline, bylines
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site
from diplomatica.web.things.report import contacts

_SHOWN = 12  # articles of which the page tells
_ARTICLES = """
SELECT ?article { ?article a dip:Article ; dip:text ?text } ORDER BY ?article LIMIT %d"""
_REASONS = """
SELECT ?kind (COUNT(?why) AS ?count) {
  ?why a ?kind VALUES ?kind { dip:Claim dip:Note dip:Link dip:Inference }
} GROUP BY ?kind"""
_UNLINKED = """
SELECT (COUNT(DISTINCT ?why) AS ?count) {
  ?why a dip:Link . GRAPH ?why { ?thing dip:unlinked ?words }
}"""
_UNDATED = """
SELECT (COUNT(?event) AS ?all) (COUNT(?day) AS ?dated) {
  { SELECT ?event (SAMPLE(?one) AS ?day) {
    ?event a dip:Event OPTIONAL { ?event dip:earliest|dip:latest ?one }
  } GROUP BY ?event }
}"""


def origin_page(site: Site) -> str:
    """The page about the dataset as a whole."""
    articles = _bylines(site)
    parties = [who for one in articles for who in (one.article, *one.parties)]
    return render_template(
        "catalog/about.html",
        articles=articles,
        labels=site.describing.labels(parties),
        reasons=_reasons(site),
        events=_events(site),
        contacts=contacts(site),
    )


def _bylines(site: Site) -> list[Byline]:
    rows = site.engine.rows(_ARTICLES % _SHOWN)
    return bylines(site.engine, (cast("NamedNode", row["article"]) for row in rows))


def _reasons(site: Site) -> Counter[str]:
    """How many reasons of each kind there are, by its local name.

    What was sought elsewhere and not found is no link: it is counted apart.
    """
    counts = Counter[str]()
    for row in site.engine.rows(_REASONS):
        kind = text_of(row["kind"]).rpartition("#")[2]
        counts[kind] = int(text_of(row["count"]))
    (sought,) = site.engine.rows(_UNLINKED)
    counts["Unlinked"] = int(text_of(sought["count"]))
    counts["Link"] -= counts["Unlinked"]
    return counts


def _events(site: Site) -> tuple[int, int]:
    """How many events there are, and how many of them have no date."""
    (row,) = site.engine.rows(_UNDATED)
    total, dated = int(text_of(row["all"])), int(text_of(row["dated"]))
    return total, total - dated
