"""Who gets what somebody finds wrong, as far as the catalog tells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Row
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_MOST = 50  # rows: a catalog of many makers is not listed whole
_WHO = """
SELECT ?role ?who ?name ?page {
  VALUES (?by ?role) {
    (dcterms:publisher "1") (dcterms:creator "2") (dcat:contactPoint "3") }
  ?dataset ?by ?who
  OPTIONAL { ?who foaf:name|vcard:fn|rdfs:label ?name }
  OPTIONAL { ?who foaf:homepage|foaf:page|vcard:hasURL ?page }
} ORDER BY ?role ?name ?page LIMIT %d"""
_PLACE = "SELECT ?page { ?dataset dcat:landingPage ?page } ORDER BY ?page LIMIT 3"
_ROLES = {
    "1": Phrase("publisher"),
    "2": Phrase("creator"),
    "3": Phrase("contact"),
}
_WEB = ("http://", "https://")


@dataclass
class Recipient:
    """Somebody whom the catalog names, what for, and where they are found."""

    name: str
    roles: list[Phrase] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Recipients:
    """All whom the catalog names, and where the dataset itself is at home."""

    people: list[Recipient]
    pages: list[str]

    @property
    def are_found(self) -> bool:
        """Whether anything tells where to reach any of them."""
        return bool(self.pages or any(one.pages for one in self.people))


def recipients(site: Site) -> Recipients:
    """Whom the catalog names as publisher, creators and contact, each once."""
    dataset = NamedNode(site.release.dataset)
    found: dict[str, Recipient] = {}
    rows = site.engine.rows(_WHO % _MOST, dataset=dataset)
    labels = site.describing.labels([row["who"] for row in rows])
    for row in rows:
        name = _name(row, labels)
        if not name:
            continue
        one = found.setdefault(name, Recipient(name))
        role = _ROLES[text_of(row["role"])]
        if role not in one.roles:
            one.roles.append(role)
        one.pages += [page for page in _pages(site, row) if page not in one.pages]
    places = site.engine.rows(_PLACE, dataset=dataset)
    homes = (text_of(row["page"]) for row in places)
    leading_on = [page for page in homes if _leads_on(site, page)]
    return Recipients(list(found.values()), leading_on)


def _name(row: Row, labels: Mapping[str, str]) -> str:
    """What somebody is called; who has no name is called by an address."""
    who, name = row["who"], row.get("name")
    if name is not None:
        return text_of(name)
    if isinstance(who, NamedNode):
        return labels.get(who.value, who.value)
    return who.value if isinstance(who, Literal) else ""


def _pages(site: Site, row: Row) -> Iterator[str]:
    """Where one is found: at a page, or at the address that stands for one."""
    told = [row.get("page"), row["who"]]
    for page in (text_of(one) for one in told if isinstance(one, Literal | NamedNode)):
        if _leads_on(site, page):
            yield page


def _leads_on(site: Site, page: str) -> bool:
    """Whether it is an address of the web, and not of this site: who is here is here."""
    return page.startswith(_WEB) and not page.startswith(site.release.base)
