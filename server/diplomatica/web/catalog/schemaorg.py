"""What a page says of its subject in the terms of schema.org.

It is for those who look for datasets and articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.byline import bylines
from diplomatica.lookup.indexing.joining import ORGANISATIONS
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCAT, DCTERMS, DIP, PROV, PUBLIC, SCHEMAS
from diplomatica.web.site import Site

_CONTEXT = "https://schema.org/"
# Characters of a description that Google Dataset Search takes.
_SHORTEST, _LONGEST = 50, 5000

_FOAF = "http://xmlns.com/foaf/0.1/"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
_PERSONS = {
    DIP("Person"),
    NamedNode(f"{_FOAF}Person"),
    NamedNode(f"{_VCARD}Individual"),
    PROV("Person"),
    *(schema("Person") for schema in SCHEMAS),
}
_ORGANISATIONS = {
    *map(NamedNode, ORGANISATIONS),
    NamedNode(f"{_FOAF}Group"),
    *(NamedNode(f"{_VCARD}{name}") for name in ("Organization", "Group")),
    PROV("Organization"),
}
_OF_PERSONS = ("https://orcid.org/", "http://orcid.org/")
"""How identifiers begin that persons alone have."""

JsonNode = dict[str, Any]
"""A node of JSON-LD."""


@dataclass(frozen=True)
class _NamedValue:
    """A value of a property, and what it is called."""

    text: str
    name: str
    is_iri: bool
    types: frozenset[NamedNode] = frozenset()

    def node(self, kind: str) -> JsonNode:
        """The value as a thing of some kind, such as Place."""
        identity = {"@id": self.text} if self.is_iri else {}
        return {"@type": kind, **identity, "name": self.name}

    @property
    def party(self) -> JsonNode | str:
        """The value as somebody; what nothing says of a name is not guessed."""
        if self.text.startswith(_OF_PERSONS) or self.types & _PERSONS:
            return self.node("Person")
        if self.types & _ORGANISATIONS:
            return self.node("Organization")
        return self.node("Thing") if self.is_iri else self.name


class SchemaOrg:
    """Describes the subjects of pages; what is not known is left out."""

    def __init__(self, site: Site) -> None:
        """Take the site whose addresses the descriptions give."""
        self.site = site

    def dataset(self, root: str) -> JsonNode:
        """The dataset (https://schema.org/Dataset), as Google Dataset Search and F-UJI read it.

        `root` is where the site begins.
        """
        release = self.site.release
        # What was drawn from data that names itself nowhere is no address of anybody.
        this = root if release.is_unaddressed else release.dataset
        stated = self.site.stated
        said = {by: self._values(values) for by, values in stated.said.items()}
        sources = [value for value in said[DCTERMS("source")] if value.is_iri]
        known = {
            **self._about(this, "Dataset", self.site.title, root),
            "description": self._description([self.site.description]),
            "identifier": this,
            "version": release.version,
            "datePublished": release.issued,
            "dateModified": _first(said[DCTERMS("modified")]),
            "license": release.license,
            "creator": [value.party for value in said[DCTERMS("creator")]],
            "publisher": [value.party for value in said[DCTERMS("publisher")]],
            "keywords": _texts(said[DCAT("keyword")]),
            "isAccessibleForFree": _is_public(said[DCTERMS("accessRights")]) or None,
            "conditionsOfAccess": _first(said[DCTERMS("accessRights")]),
            "temporalCoverage": stated.period,
            "spatialCoverage": _nodes("Place", said[DCTERMS("spatial")]),
            "isBasedOn": _nodes("Article", sources),
            "creditText": release.citation,
            "includedInDataCatalog": self._catalog(root),
            "distribution": self._distributions(root),
        }
        return _without_empty(known)

    def _catalog(self, root: str) -> JsonNode:
        return {
            "@type": "DataCatalog",
            "@id": self.site.iris("graph", "catalog").value,
            "url": root,
            "name": f"The catalog of {self.site.release.title}",
        }

    def article(self, this: NamedNode, root: str) -> JsonNode:
        """An article (https://schema.org/Article).

        It is somebody else's, so that no licence is said of it.
        """
        (byline,) = bylines(self.site.describing.cards, [this])
        (named,) = self._values([this])
        slug = self.site.iris.slug(this.value)
        address = f"{root}article/{slug}"
        text = {
            "@type": "MediaObject",
            "contentUrl": f"{address}/text",
            "encodingFormat": "text/plain",
        }
        label = slug if named.name == named.text else named.name
        known = {
            **self._about(this.value, "Article", label, address),
            "author": [value.party for value in self._values(byline.authors)],
            "publisher": [value.party for value in self._values(byline.publishers)],
            "datePublished": _first(self._values(byline.dates)),
            "sameAs": list(byline.originals),
            "encoding": None if slug in self.site.closed else text,
            "subjectOf": self._part_of,
        }
        return _without_empty(known)

    def claim(self, this: NamedNode, root: str) -> JsonNode:
        """A claim (https://schema.org/Claim).

        It has the words, whose they are, and the article in which they appear.
        """
        slug = self.site.iris.slug(this.value)
        reason = self.site.describing.reasons([this])[this]
        known = {
            **self._about(this.value, "Claim", slug, f"{root}claim/{slug}"),
            "text": reason.quote,
            "author": [value.party for value in self._values(reason.voices)],
            "appearance": _nodes("Article", self._values(reason.articles)),
            "isPartOf": self._part_of,
        }
        return _without_empty(known)

    def _values(self, terms: Sequence[Term]) -> list[_NamedValue]:
        """Some terms as their cards tell of them, in the dataset's own language."""
        describing = self.site.describing
        labels, cards = describing.labels(terms, ()), describing.cards.of(terms)
        found: list[_NamedValue] = []
        for one in terms:
            text = text_of(one)
            types = cards[one].types if isinstance(one, NamedNode) else ()
            is_iri = isinstance(one, NamedNode)
            name = labels.get(text, text)
            found.append(_NamedValue(text, name, is_iri, frozenset(types)))
        return found

    def _about(self, iri: str, kind: str, name: str, address: str) -> JsonNode:
        return {
            "@context": _CONTEXT,
            "@type": kind,
            "@id": iri,
            "name": name,
            "url": address,
        }

    @property
    def _part_of(self) -> JsonNode:
        return {
            "@type": "Dataset",
            "@id": self.site.release.dataset,
            "name": self.site.release.title,
        }

    def _description(self, stated: list[str]) -> str:
        """A description as long as search engines want it."""
        release = self.site.release
        text = " ".join(filter(None, stated))
        if len(text) < _SHORTEST:
            name = f"{release.title} {release.version}"
            text = f"{text} {name} holds {release.triples} triples of RDF.".strip()
        return text[:_LONGEST]

    @property
    def _license(self) -> JsonNode:
        """The licence, if one is stated."""
        stated = self.site.release.license
        return {"license": stated} if stated else {}

    def _distributions(self, root: str) -> list[JsonNode]:
        """The dumps; sizes are plain numbers of bytes."""
        return [
            {
                "@type": "DataDownload",
                "name": f"{self.site.release.title}: {one.label}",
                "encodingFormat": one.media_type.partition(";")[0],
                "contentUrl": f"{root}dumps/{one.name}",
                "contentSize": str(one.size),
                "sha256": one.sha256,
                **self._license,
            }
            for one in self.site.distributions
        ]


def _texts(values: list[_NamedValue]) -> list[str]:
    return [value.text for value in values]


def _nodes(kind: str, values: list[_NamedValue]) -> list[JsonNode]:
    return [value.node(kind) for value in values]


def _is_public(rights: list[_NamedValue]) -> bool:
    return PUBLIC in _texts(rights)


def _first(values: list[_NamedValue]) -> str | None:
    return values[0].text if values else None


def _without_empty(node: JsonNode) -> JsonNode:
    empty: tuple[object, ...] = (None, [], "")
    return {name: value for name, value in node.items() if value not in empty}
