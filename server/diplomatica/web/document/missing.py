"""What is not here: withdrawn, with the reason, or unknown, with the names that come nearest."""

from collections.abc import Sequence
from difflib import get_close_matches

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, OWL, RDFS
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.site import Site

_WITHDRAWN = """
SELECT ?this ?reason ?other {
  ?this owl:deprecated true
  OPTIONAL { ?this rdfs:comment ?reason }
  OPTIONAL { ?this dcterms:isReplacedBy ?other }
} LIMIT 1"""
# Names enough for a dataset of one's own hand; of a very large one, those that come first.
_CANDIDATES = """
SELECT DISTINCT ?this ?label {
  { ?this rdfs:label ?label }
  UNION { ?this a dip:Claim BIND ("" AS ?label) }
  UNION { ?this skos:altLabel ?label }
  FILTER (STRSTARTS(STR(?this), "%s"))
} LIMIT 5000"""
# What the catalog says of something that was withdrawn: that it was, why, and what stands for it.
_OF_WITHDRAWN = {OWL("deprecated"), RDFS("comment"), DCTERMS("isReplacedBy")}
_NEAREST = 5
_LIKE = 0.6
_LONGEST = 100  # characters of a name by which others are found that are near


def refuse_missing(
    site: Site,
    this: NamedNode,
    said: Sequence[Quad | Triple],
    kind: str,
    slug: str,
) -> None:
    """Raise Problem 404 where nothing is said.

    It is 410 where that it was withdrawn is all that is said.
    """
    if not said:
        raise missing(site, kind, slug)
    is_withdrawn = all(one.predicate in _OF_WITHDRAWN for one in said)
    problem = withdrawn(site, this) if is_withdrawn else None
    if problem:
        raise problem


def missing(site: Site, kind: str, slug: str) -> Problem:
    """The problem of an IRI of which nothing is said.

    It is 410 if it was withdrawn, else 404 with the nearest names.
    """
    return withdrawn(site, site.iri(kind, slug)) or _unknown(site, kind, slug)


def withdrawn(site: Site, this: NamedNode) -> Problem | None:
    """410, if the catalog says that this was withdrawn (owl:deprecated).

    With it goes what the catalog says of that.
    """
    rows = site.engine.rows(_WITHDRAWN, this=this)
    if not rows:
        return None
    reason = (
        text_of(rows[0]["reason"])
        if "reason" in rows[0]
        else "The editors withdrew it."
    )
    members = {"replaced_by": text_of(rows[0]["other"])} if "other" in rows[0] else {}
    return Problem(410, f"{site.iris.short(this.value)} was withdrawn", reason, members)


def _unknown(site: Site, kind: str, slug: str) -> Problem:
    problem = not_found(f"{kind}/{slug}")
    if found := nearest(site, kind, slug):
        problem.members["nearest"] = [
            {"iri": iri, "label": label} for iri, label in found.items()
        ]
        problem.detail = f"Did you mean {' or '.join(found.values())}? {problem.detail}"
    return problem


def nearest(site: Site, kind: str, slug: str) -> dict[str, str]:
    """The things of a kind whose IRI or name is most like this.

    They stand by IRI, each with what it is called.
    """
    slug = slug[:_LONGEST]
    named: dict[str, tuple[str, str]] = {}
    start = len(site.iris(kind, "").value)
    for row in site.engine.rows(_CANDIDATES % site.iris(kind, "").value):
        iri, label = text_of(row["this"]), text_of(row["label"])
        for name in (iri[start:], iri[start:].rpartition("/")[2], label):
            named.setdefault(_plain(name), (iri, label or site.iris.short(iri)))
    close = get_close_matches(_plain(slug), named, 2 * _NEAREST, _LIKE)
    last = get_close_matches(_plain(slug.rpartition("/")[2]), named, _NEAREST, _LIKE)
    found = dict(list(dict(named[name] for name in (*close, *last)).items())[:_NEAREST])
    return found | site.describing.labels(map(NamedNode, found))


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
