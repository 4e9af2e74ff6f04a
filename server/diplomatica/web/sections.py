"""The sections of this site: one table of what is answered at which address, and by what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from diplomatica.lookup.history.past import History
from diplomatica.model.dataset.profile import Profile
from diplomatica.web.speech.speech import Phrase


class Held(Protocol):
    """What a release holds, as far as it decides which sections have something to tell."""

    @property
    def has_claims(self) -> bool:
        """Whether words of articles say why triples are there, or all is in their terms."""

    @property
    def has_brought(self) -> bool:
        """Whether data of any vocabulary was brought: alone, or beside claims."""

    @property
    def has_times(self) -> bool:
        """Whether anything has a time by which what happened stands in order."""

    @property
    def has_ties(self) -> bool:
        """Whether any things are linked with one another."""

    @property
    def has_vocabulary(self) -> bool:
        """Whether it brings a vocabulary."""

    @property
    def profile(self) -> Profile:
        """What its data is made of."""

    @property
    def has_dates(self) -> bool:
        """Whether its things have dates of their own, and not all the same."""

    @property
    def history(self) -> History:
        """The releases before it."""


def _always(_: Held) -> bool:
    return True


def _has_claims(held: Held) -> bool:
    return held.has_claims


def _has_none(held: Held) -> bool:
    return not held.has_claims


def _has_times(held: Held) -> bool:
    return held.has_claims and held.has_times


def _has_ties(held: Held) -> bool:
    return held.has_claims and held.has_ties


def _has_dates(held: Held) -> bool:
    return held.has_brought and held.has_dates


def _has_places(held: Held) -> bool:
    return held.has_brought and held.profile.has_places


def _has_terms(held: Held) -> bool:
    return held.has_vocabulary


def _has_history(held: Held) -> bool:
    return bool(held.history.past)


@dataclass(frozen=True)
class Section:
    """What is answered at one path, and below it."""

    path: str
    called: str = ""
    """What it is called in the menu; empty where the menu does not lead to it."""
    reads: tuple[str, ...] = ()
    """The parameters that its pages read, beside those that all pages do."""
    is_kept: bool = False
    """Whether a release has one such page, so that its answer is kept."""
    is_described: bool = False
    """Whether the path is an IRI of the data as well, which links to the data may mean."""
    is_for_crawlers: bool = False
    """Whether crawlers are led to it, even where the menu does not lead to it."""
    is_there: Callable[[Held], bool] = _always
    """Whether the data of a site has anything to tell there."""
    views: tuple[str, ...] = ()
    """The modules of this package that answer there, each by its `register(app, site)`."""


# The menu has those that it calls by a name, in this order.
SECTIONS = (
    Section(
        "search",
        Phrase("Browse"),
        reads=("q", "kind", "organisation", "speaker", "since", "until", "voice"),
        is_kept=True,
        is_for_crawlers=True,
        is_there=_has_claims,
        views=("search.search",),
    ),
    Section(
        "browse",
        Phrase("Browse"),
        reads=("kind", "q"),
        is_there=_has_none,
        views=("browse.browse",),
    ),
    Section(
        "timeline",
        Phrase("Timeline"),
        reads=("kind", "of"),
        is_kept=True,
        is_there=_has_times,
        views=("timeline.timeline",),
    ),
    Section(
        "network",
        Phrase("Network"),
        reads=("thing", "from", "to", "show"),
        is_kept=True,
        is_there=_has_ties,
        views=("network.network",),
    ),
    Section(
        "browse/dates",
        Phrase("Dates"),
        reads=("by",),
        is_there=_has_dates,
        views=("browse.dates",),
    ),
    Section(
        "browse/places",
        Phrase("Map"),
        reads=("box",),
        is_there=_has_places,
        views=("browse.places",),
    ),
    Section("match", Phrase("Match"), views=("match.match",)),
    Section(
        "sparql",
        Phrase("Queries"),
        reads=("query", "update", "graph", "default", "example"),
        is_described=True,
        views=("sparql.sparql",),
    ),
    Section(
        "dumps/",
        Phrase("Downloads"),
        reads=("iri", "q"),
        views=("downloads.dumps", "downloads.broughtfiles", "downloads.brought"),
    ),
    Section(
        "ontology",
        Phrase("Vocabulary"),
        reads=("q",),
        is_kept=True,
        is_described=True,
        is_there=_has_terms,
        views=("vocabulary.ontology",),
    ),
    Section(
        "releases",
        Phrase("Releases"),
        reads=("since",),
        is_there=_has_history,
        views=("history.releases", "history.later"),
    ),
    Section(
        "about",
        Phrase("About"),
        reads=("iri", "by"),
        is_for_crawlers=True,
        views=("things.about",),
    ),
    Section(
        "", is_kept=True, is_for_crawlers=True, views=("catalog.front", "catalog.void")
    ),
    Section("admin"),
    Section(
        "article",
        reads=("claim", "at", "show", "uncovered"),
        is_described=True,
        views=("articles.article",),
    ),
    Section(
        "cite",
        reads=("query", "rows", "checksum", "since", "kind", "dated"),
        views=("cite.cite", "cite.bib"),
    ),
    Section("conformance", views=("catalog.conformance",)),
    Section("dataset", is_kept=True, is_described=True, is_for_crawlers=True),
    Section("doc", views=("things.doc", "things.reason")),
    Section("feed", reads=("since",), views=("history.feed", "history.atom")),
    Section("health", views=("catalog.health",)),
    Section("linkset", views=("catalog.linkset",)),
    Section("live"),
    Section("metrics"),
    Section("propose", reads=("claim",), views=("propose.propose",)),
    Section("quality", is_for_crawlers=True, views=("catalog.quality",)),
    Section("ready"),
    Section(
        "reconcile",
        reads=("id", "type", "prefix", "cursor", "limit"),
        views=("reconcile.reconcile",),
    ),
    Section(
        "release",
        reads=("of", "group", "claim"),
        views=("catalog.release", "history.changes"),
    ),
    Section("report", reads=("of",), views=("things.report",)),
    Section("shapes", reads=("q",), is_kept=True, is_described=True),
    Section("sitemap", views=("catalog.sitemap",)),
    Section("statement", views=("things.statement",)),
    Section("static"),
    Section("timemap", views=("history.timemap",)),
)
ANYWHERE = ("format", "bom", "safe", "page", "release", "lang")
"""What all pages read, and none as its own."""

PARAMETERS = frozenset(ANYWHERE).union(*(section.reads for section in SECTIONS))
"""All parameters that any page reads."""
KEPT = tuple(section.path for section in SECTIONS if section.is_kept)
"""The paths of pages that a release has once."""
TAKEN = frozenset(
    section.path.partition("/")[0]
    for section in SECTIONS
    if section.path and not section.is_described
)
"""How paths begin that are of this site alone, and no IRI of the data."""


def menu(held: Held) -> Iterator[Section]:
    """The sections that the menu leads to, of the site of what is held."""
    return (one for one in SECTIONS if one.called and one.is_there(held))


def for_crawlers(held: Held) -> Iterator[Section]:
    """The sections that crawlers are told of."""
    led_to = set(menu(held))
    return (one for one in SECTIONS if one in led_to or one.is_for_crawlers)
