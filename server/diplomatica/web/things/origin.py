"""What a reader must know to trust a dataset: who made it, from what, and how.

All of it is drawn from the catalog and from the reports of the release.
"""

from collections import Counter
from itertools import islice

from flask import render_template

from diplomatica.lookup.browsing.imported import absent_imports
from diplomatica.lookup.byline import bylines, held_original
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site
from diplomatica.web.things.report import contacts

_SHOWN = 12  # articles of which the page tells
_COUNTS = """
SELECT ?kind ?count ?dated {
  { SELECT ?kind (COUNT(?why) AS ?count) {
    ?why a ?kind VALUES ?kind { dip:Claim dip:Note dip:Link dip:Inference }
  } GROUP BY ?kind }
  UNION {
    { SELECT (COUNT(DISTINCT ?why) AS ?count) {
      ?why a dip:Link . GRAPH ?why { ?thing dip:unlinked ?words }
    } }
    BIND ("Unlinked" AS ?kind)
  }
  UNION {
    { SELECT (COUNT(?event) AS ?count) (COUNT(?day) AS ?dated) {
      { SELECT ?event (SAMPLE(?one) AS ?day) {
        ?event a dip:Event OPTIONAL { ?event dip:earliest|dip:latest ?one }
      } GROUP BY ?event }
    } }
    BIND (dip:Event AS ?kind)
  }
}"""
_REASONED = """
SELECT (COUNT(*) AS ?count) {
  ?why a dip:Link . GRAPH ?why { ?thing ?by ?other }
  FILTER (ISIRI(?other) && ?by != dip:unlinked)
}"""


def origin_page(site: Site) -> str:
    """The page about the dataset as a whole."""
    shown = islice(site.release.articles, _SHOWN)
    asked = [site.iris("article", slug) for slug in shown]
    articles = bylines(site.describing.cards, asked)
    parties = [who for one in articles for who in (one.article, *one.parties)]
    return render_template(
        "catalog/about.html",
        articles=articles,
        held={one: held_original(site.engine, one) for one in asked},
        labels=site.describing.labels(parties),
        counts=_counts(site),
        contacts=contacts(site),
        imported=absent_imports(site.engine, site.profile),
    )


def _counts(site: Site) -> Counter[str]:
    """How many reasons of each kind and events there are, by the local name of the kind.

    What was sought elsewhere and not found is no link: it is counted apart, as events
    without a date are.
    """
    counts = Counter[str]()
    for row in site.engine.rows(_COUNTS):
        kind = text_of(row["kind"]).rpartition("#")[2]
        counts[kind] = int(text_of(row["count"]))
        if "dated" in row:
            counts["Undated"] = counts[kind] - int(text_of(row["dated"]))
    counts["Link"] -= counts["Unlinked"]
    if site.has_brought and counts["Link"]:
        counts["InFiles"] = _in_files(site)
    return counts


def _in_files(site: Site) -> int:
    """How many of the links that front pages count no link with a reason states."""
    (row,) = site.engine.rows(_REASONED)
    return max(0, int(site.stated.links) - int(text_of(row["count"])))
