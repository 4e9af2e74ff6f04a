"""What is not here: withdrawn, with the reason, or unknown, with the names that come nearest."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlencode

from pyoxigraph import NamedNode, Quad, Triple
from rapidfuzz import fuzz, process

from diplomatica.lookup.history.gone import Withdrawal
from diplomatica.lookup.index.folding import bare
from diplomatica.model.dataset.ledger import of_dataset, to_be_had
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, OWL, RDFS
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_WITHDRAWN = """
SELECT ?this ?reason ?other {
  ?this owl:deprecated true
  OPTIONAL { ?this rdfs:comment ?reason }
  OPTIONAL { ?this dcterms:isReplacedBy ?other }
} LIMIT 1"""
# What the catalog says of something that was withdrawn: that it was, why, and what stands for it.
_OF_WITHDRAWN = {OWL("deprecated"), RDFS("comment"), DCTERMS("isReplacedBy")}
_NEAREST = 5
_COMPARED = 5_000
"""How many IRIs, and how many names, are compared: of a very large dataset, those that
begin as what is sought does."""
_LIKE = 60  # of 100
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
    problem = withdrawal_of(site, this) if is_withdrawn else None
    if problem:
        raise problem


def missing(site: Site, kind: str, slug: str) -> Problem:
    """The problem of an IRI of which nothing is said.

    It is 410 if it was withdrawn, else 404 with the nearest names.
    """
    return withdrawal_of(site, site.iri(kind, slug)) or _not_found_but_near(
        site, kind, slug
    )


def withdrawal_of(site: Site, this: NamedNode) -> Problem | None:
    """410, if the catalog says that this was withdrawn (owl:deprecated), or a release did.

    With it goes what the catalog says of that, and the last release that had it.
    """
    rows = site.engine.rows(_WITHDRAWN, this=this)
    address = site.addresses.of(this.value)
    document = unquote(this.value).partition("#")[0]
    went = site.gone.subject(this.value) or site.gone.subject(document)
    name = (went.label if went else "") or site.iris.short(this.value)
    if not rows:
        return gone_problem(went, name, address)
    given = rows[0].get("reason")
    reason = text_of(given) if given else Phrase("The editors withdrew it.")
    members = _where_it_was(went, address) if went else {}
    if "other" in rows[0]:
        members["replaced_by"] = text_of(rows[0]["other"])
    return Problem(410, Phrase("{name} was withdrawn", name=name), reason, members)


def gone_problem(went: Withdrawal | None, name: str, address: str) -> Problem | None:
    """410 for what an earlier release had, at this address."""
    if went is None:
        return None
    members = _where_it_was(went, address)
    address = members["last_release"]
    detail = Phrase("The release before still has it: {address}.", address=address)
    version = went.version
    title = Phrase("{name} went with release {version}", name=name, version=version)
    return Problem(410, title, detail, members)


def _where_it_was(went: Withdrawal, address: str) -> dict[str, Any]:
    """Where it is had still, since when it is not, and what changed of it then."""
    told = {"of": went.subject}
    return {
        "last_release": f"/release/{went.last}/{address}",
        "last_version": went.last,
        "last_issued": went.day,
        "of": went.subject,
        "gone_in": went.version,
        "gone_on": went.since,
        "changes": f"/release/{went.version}/changes?{urlencode(told)}",
    }


def _not_found_but_near(site: Site, kind: str, slug: str) -> Problem:
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
    start = site.iris(kind, "").value
    named: dict[str, str] = {}
    for iri in _beginning_alike(site, start, slug):
        path = iri[len(start) :]
        for name in (path, path.rpartition("/")[2]):
            named.setdefault(_plain(name), iri)
    for name, iri in site.index.beginning(_beginnings(bare(slug)), _COMPARED):
        if iri.startswith(start):
            named.setdefault(_plain(name), iri)
    close = _alike(slug, named, 2 * _NEAREST)
    last = _alike(slug.rpartition("/")[2], named, _NEAREST)
    likest = dict.fromkeys(named[name] for name in (*close, *last))
    found = {iri: site.iris.short(iri) for iri in islice(likest, _NEAREST)}
    return found | site.describing.labels(map(NamedNode, found))


def _beginning_alike(site: Site, start: str, slug: str) -> Iterable[str]:
    """The IRIs that begin so and then as what is sought, without a look at all others."""
    room = slug[: slug.rfind("/") + 1]
    begun = dict.fromkeys((room, *_beginnings(slug), *_beginnings(_plain(slug))))
    found: dict[str, None] = {}
    for one in sorted(begun, key=len, reverse=True):
        known = islice(site.subjects.starting(start + one), _COMPARED)
        found |= dict.fromkeys(iri for iri in known if "#" not in iri)
    return islice(found, _COMPARED)


def _beginnings(name: str) -> tuple[str, ...]:
    """How what is like a name may begin, the likest first."""
    return name[:2], name[:1], ""


def _alike(slug: str, names: Iterable[str], most: int) -> list[str]:
    """The names that are most like an end of an address, the likest first."""
    found = process.extract(
        _plain(slug), list(names), scorer=fuzz.ratio, limit=most, score_cutoff=_LIKE
    )
    return [name for name, _, _ in found]


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def no_release(newest: Release, version: str) -> Problem | None:
    """Why a release is not to be had; None where it is, or where it is what is served."""
    entries = [one for one in of_dataset(newest) if one.version == version]
    if not entries:
        return None if version == newest.version else _never_published(version)
    if entries[0].dropped:
        title = Phrase("Release {version} was dropped", version=version)
        return Problem(410, title, entries[0].dropped)
    if version not in to_be_had(newest):
        title = Phrase("Release {version} is missing", version=version)
        detail = Phrase("Its files are not where they were published.")
        return Problem(503, title, detail)
    return None


def _never_published(version: str) -> Problem:
    detail = Phrase("/releases lists those that were published.")
    return Problem(
        404, Phrase("There is no release {version}", version=version), detail
    )
