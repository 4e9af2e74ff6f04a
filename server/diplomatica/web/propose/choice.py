"""What a page states, to choose from what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.statement import text_of
from diplomatica.web.document.meant import iri_of_page
from diplomatica.web.propose.form import is_written
from diplomatica.web.site import Site

_MOST = 200  # claims, notes and links on a page
_PROPOSED = ("claim", "note", "link", "statement", "doc", "article", "inference")
# What is derived in turn nobody wrote.
_PREMISES = """
SELECT DISTINCT ?why {
  ?this dip:premise+ ?why FILTER NOT EXISTS { ?why dip:premise ?other }
} ORDER BY ?why"""
_IN_ARTICLE = """
SELECT ?why (MIN(?start) AS ?first) {
  ?why dip:article ?this ; a dip:Claim
  GRAPH ?record { ?why dip:passage / dip:start ?start }
} GROUP BY ?why ORDER BY ?first ?why"""


@dataclass(frozen=True)
class ChosenPassage:
    """A claim, note or link, its words, and what it states of what a page is about."""

    about: NamedNode
    words: str
    stated: list[Triple]
    page: str
    """Where it is told that all of it is wrong."""


@dataclass(frozen=True)
class Choice:
    """What may be wrong on a page."""

    path: str
    label: str
    passages: list[ChosenPassage]
    left: int
    """How many more there are."""


def choice_of(site: Site, path: str) -> Choice | None:
    """What the page of a thing, an article or a derivation rests on; None for others.

    Of a page that states nothing, there is nothing to choose from either.
    """
    kind, _, slug = path.partition("/")
    if kind not in ("doc", "article", "inference"):
        return None
    this = iri_of_page(site, kind, slug)
    triples_by_graph = (
        _of_thing(site, this) if kind == "doc" else _of_others(site, this, kind)
    )
    label = site.describing.labels([this]).get(this.value, "")
    return _choice(site, path, label, triples_by_graph) if triples_by_graph else None


def _choice(
    site: Site, path: str, label: str, triples_by_graph: dict[NamedNode, list[Triple]]
) -> Choice:
    """The passages that a proposal may be about: the first, and how many more."""
    first = list(triples_by_graph)[:_MOST]
    reasons = site.describing.reasons(first)
    passages: list[ChosenPassage] = []
    for graph in first:
        words = reasons[graph].quote or reasons[graph].reason
        passages.append(
            ChosenPassage(graph, words, triples_by_graph[graph], _page_of(site, graph))
        )
    return Choice(path, label, passages, len(triples_by_graph) - len(first))


def _page_of(site: Site, graph: NamedNode) -> str:
    """Where a whole claim, note or link is proposed, or a fault of any other graph reported."""
    is_proposed = site.iris.kind(graph.value) in ("claim", "note", "link")
    page = "propose" if is_proposed else "report"
    return f"{page}?of={quote(site.addresses.of(graph.value))}"


def premises_of(site: Site, path: str, inferences: Iterable[NamedNode]) -> Choice:
    """What a derived statement follows from, which somebody wrote."""
    triples_by_graph: dict[NamedNode, list[Triple]] = {}
    for inference in inferences:
        triples_by_graph |= _of_others(site, inference, "inference")
    return _choice(site, path, "", triples_by_graph)


def _of_thing(site: Site, this: NamedNode) -> dict[NamedNode, list[Triple]]:
    """What is said of a thing and to it, by the claim, note or link that says so."""
    return _by_graph(site, site.engine.around(this, _MOST))


def _of_others(site: Site, this: NamedNode, kind: str) -> dict[NamedNode, list[Triple]]:
    """The claims of an article, or what something was derived from, as a whole."""
    query = _IN_ARTICLE if kind == "article" else _PREMISES
    rows = site.engine.rows(query, this=this)
    return {NamedNode(text_of(row["why"])): [] for row in rows}


def _by_graph(site: Site, quads: Iterable[Quad]) -> dict[NamedNode, list[Triple]]:
    triples_by_graph: dict[NamedNode, list[Triple]] = {}
    for quad in filter(lambda one: is_written(site, one), quads):
        graph = NamedNode(text_of(quad.graph_name))
        triples_by_graph.setdefault(graph, []).append(quad.triple)
    return triples_by_graph


def terms_of(choice: Choice) -> Iterator[object]:
    """All that the page shows by name."""
    for passage in choice.passages:
        for triple in passage.stated:
            yield from triple


def fault_page(site: Site, path: str, claim: str) -> str:
    """The page, below the root, for whoever finds something wrong at this address.

    `claim` is the one whose words are chosen in an article.
    """
    # a part of a claim, as a mention in it, is named behind a hash
    path = path.partition("#")[0] if site.has_claims else path
    path = path.strip("/").removesuffix(".html")
    if not path and site.has_claims:
        return "propose"  # whoever has no statement yet is asked for its words
    path = "" if path in ("report", "propose") else path
    kind, _, slug = path.partition("/")
    is_stated = kind in _PROPOSED and bool(slug) and site.has_claims
    if is_stated and claim and kind == "article":
        path = f"claim/{slug}/{claim.partition('#')[0]}"
    page = "propose" if is_stated else "report"
    return f"{page}?of={quote(path)}"
