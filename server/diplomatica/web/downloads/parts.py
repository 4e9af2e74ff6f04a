"""The parts of a dataset that can be had by themselves, as the page of downloads lists them.

There may be a reason's record for each claim of a thousand articles: a page lists the first
of what is sought, and counts the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import OWL
from diplomatica.web.site import Site

MOST_PARTS = 100
"""How many parts of a sort a page lists."""
_ALL = 50_000  # kinds that are looked at
_HOLD = """
SELECT ?this (MIN(STR(?said)) AS ?label) {
  VALUES ?this { %s } ?this dip:reason | dcterms:description ?said
} GROUP BY ?this"""
_OWL = OWL("").value


@dataclass(frozen=True)
class DatasetPart:
    """A part: its name, what it is called, its address without a suffix, and its things."""

    slug: str
    label: str
    address: str
    count: int = 0


@dataclass(frozen=True)
class ListedParts:
    """Those parts of one sort that a page lists, and how many there are."""

    listed: list[DatasetPart]
    found: int
    total: int

    @property
    def more(self) -> int:
        """How many of those that are sought are not listed."""
        return self.found - len(self.listed)


class PartsOfDataset:
    """Finds parts by words of their names."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self._site, self._iris = site, site.iris

    def articles(self, sought: str) -> ListedParts:
        """The articles."""
        known = list(self._site.release.articles)
        found = [slug for slug in known if _has(slug, sought)]
        iris = {slug: self._iris("article", slug) for slug in found[:MOST_PARTS]}
        labels = self._site.describing.labels(iris.values())
        listed = [
            DatasetPart(slug, labels.get(iri.value, slug), f"dumps/article/{slug}")
            for slug, iri in iris.items()
        ]
        return ListedParts(listed, len(found), len(known))

    def graphs(self, sought: str) -> ListedParts:
        """The graphs that are files or records, each with what it holds."""
        start = self._iris("graph", "").value
        known = list(self._site.subjects.starting(start))
        found = [iri for iri in known if _has(iri.removeprefix(start), sought)]
        contents = self._contents(found[:MOST_PARTS])
        listed = [
            DatasetPart(
                slug := iri.removeprefix(start),
                contents.get(iri, slug),
                f"graph/{slug}",
            )
            for iri in found[:MOST_PARTS]
        ]
        return ListedParts(listed, len(found), len(known))

    def classes(self, sought: str) -> ListedParts:
        """The classes that things are of; of too many, those that have the most things."""
        known = [
            one
            for one in self._site.index.facets.values("kind", _ALL)
            if class_name(one.iri) and not one.iri.startswith(_OWL)
        ]
        found = [one for one in known if _has(class_name(one.iri), sought)]
        labels = self._site.describing.labels(
            NamedNode(one.iri) for one in found[:MOST_PARTS]
        )
        listed = [
            DatasetPart(
                name, labels.get(one.iri, name), f"dumps/class/{name}", one.count
            )
            for one, name in ((one, class_name(one.iri)) for one in found[:MOST_PARTS])
        ]
        listed.sort(key=lambda one: (one.label.casefold(), one.slug))
        return ListedParts(listed, len(found), len(known))

    def _contents(self, graphs: Iterable[str]) -> dict[str, str]:
        """What some graphs hold, in words, asked at once."""
        rows = self._site.engine.rows(_HOLD % values(map(NamedNode, graphs)))
        return {text_of(row["this"]): text_of(row["label"]) for row in rows}


def class_name(iri: str) -> str:
    """The name of a class in addresses: what follows its namespace."""
    return iri.replace("#", "/").rpartition("/")[2]


def _has(name: str, sought: str) -> bool:
    return all(word in name.casefold() for word in sought.casefold().split())
