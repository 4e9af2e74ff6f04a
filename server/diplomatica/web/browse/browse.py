"""All things by kind, narrowed by the values of whatever properties divide them well."""

from functools import partial

from flask import Flask, render_template, request
from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.facets import (
    Facet,
    without_doubles,
)
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.browsing.twins import told_apart, twins_apart
from diplomatica.web.browse.chosen import Chosen, browse_address
from diplomatica.web.browse.shownfacets import (
    FACETS,
    in_one_language,
    is_time,
    shown_and_left,
    tellable,
    value_counts,
)
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import codes_with_hosts, with_readable

_FEW = 30
"""So many things without a kind are named on the page of kinds."""


def register(app: Flask, site: Site) -> None:
    """The view of /browse."""

    @app.get("/browse")
    def browse() -> str:
        """The kinds, or the things of one; each other argument is a property and its value."""
        chosen = Chosen(site, dict(request.args.items()), request.script_root)
        return chosen.html() if chosen.is_any else _kinds(site)


def _kinds(site: Site) -> str:
    """The page of all kinds, and of what divides things of whatever kind."""
    profile, classes = site.profile, site.overview.kinds.all
    facets = {
        NamedNode(by): dict(in_one_language(value_counts(profile.properties[by]), site))
        for by in site.overview.facets[: 2 * FACETS]
    }
    values = [value for known in facets.values() for value in known]
    kinds = [kind for kind, _ in classes]
    labels = site.describing.labels([*kinds[:1000], *facets, *_iris_among(values)])
    facets, others = _told_facets(facets, labels, site)
    others += list(map(NamedNode, site.overview.facets[2 * FACETS :]))
    for known in facets.values():
        labels |= twins_apart(known, labels, site.describing)
    is_code = site.overview.wording.is_code
    labels |= codes_with_hosts(kinds[:1000], labels, site.iris, is_code)
    named = with_readable(kinds[:1000], labels, site.iris)
    labels |= told_apart(kinds[:1000], named, site.iris)
    groups = site.overview.groups.found
    labels |= site.describing.labels([by for one in groups for by in one.named_by])
    fuller = site.overview.fuller
    kindless = site.overview.kindless(_FEW)
    labels = site.describing.labels([*others, *fuller, *kindless]) | labels
    page = {"classes": classes, "facets": facets, "labels": labels, "fuller": fuller}
    page["kindless"] = kindless
    page["others"] = [(by, is_time(by, site)) for by in others]
    return render_template(
        "browse/kinds.html",
        **page,
        overview=site.overview,
        link=partial(browse_address, request.script_root),
    )


def _told_facets(
    facets: dict[NamedNode, dict[Term, int]], labels: dict[str, str], site: Site
) -> tuple[dict[NamedNode, dict[Term, int]], list[NamedNode]]:
    """Those of some facets that a reader can choose by, each once, and those left over."""
    known = [Facet(Way((by,)), list(counts.items())) for by, counts in facets.items()]
    once = without_doubles(known)
    told = tellable(once, labels, site)
    shown, left = shown_and_left(told, site)
    found = {one.by.steps[0]: dict(one.values) for one in shown}
    return found, [one.by.steps[0] for one in left]


def _iris_among(terms: list[Term]) -> list[NamedNode]:
    return [term for term in terms if isinstance(term, NamedNode)]
