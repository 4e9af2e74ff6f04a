"""What is said of a thing, property by property, and as much of it as a page has room for."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from pyoxigraph import NamedNode, Quad

from diplomatica.model.serialization import FIRST
from diplomatica.model.statement import text_of
from diplomatica.model.terms.bookkeeping import tells_of_record
from diplomatica.model.terms.wording import local_name
from diplomatica.model.text.beginnings import beginnings_first
from diplomatica.model.text.order import number_of, of_value
from diplomatica.model.vocabulary import OWL, RDF, RDFS, SKOS

_FEW = 5  # values of a property, behind which others are not lost
OF_ONE = 50
"""How many values of one property a page shows."""
_LISTED = 12  # values, behind which even those who made something would hide the rest
_LEADING = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        "abstract|summary",
        "creators?|authors?|artist|composer|editor|illustrator|translator|contributors?",
        "publisher",
        "(date_?)?(issued|published|created|copyrighted)|date|publication_?(date|year)",
        "licen[cs]e|usageInfo",
        "(access_?)?rights(_?holder)?|conditionsOfAccess",
    )
)
# What has an order, a picture, or a sum, for programs that show it.
_OF_ORDER = re.compile(".*(priority|order|position|sequence|sort|rank|index)", re.I)
_OF_PICTURES = re.compile(
    ".*(logo|thumbnail|icon|image|picture|depiction|photo)s?(_?(url|uri|link))?", re.I
)
_OF_FILES = re.compile(
    "identifier|id|uuid|guid|etag|.*checksum|.*_?hash|md5|sha_?\\d*|.*(byte|file)_?size",
    re.I,
)
_OF_TERMS = {
    *(OWL(f"{one}Property") for one in ("Object", "Datatype", "Annotation")),
    *(OWL("Class"), RDFS("Class"), RDFS("Datatype"), RDF("Property"), SKOS("Concept")),
}
_MEMBER = re.compile(re.escape(str(RDF("_").value)) + "([1-9][0-9]*)")
# IRIs that are alike but for the number at their end.
_BY_NUMBER = 'REPLACE(STR(?value), "[0-9]+$", "") STRLEN(STR(?value)) ?value'
Group = tuple[NamedNode, list[Quad]]
"""A property, with the quads that have it."""


def by_property(
    quads: Iterable[Quad],
) -> list[Group]:
    """Quads by their property, each triple once, in the order in which properties come.

    Those of several graphs come graph by graph, and belong together all the same. The
    members of a container are in the order of their numbers: rdf:_2 before rdf:_10.
    """
    groups: dict[NamedNode, list[Quad]] = {}
    for quad in {quad.triple: quad for quad in quads}.values():
        groups.setdefault(quad.predicate, []).append(quad)
    found = list(groups.items())
    members = {by: group for by, group in found if number_of_member(by)}
    following = iter(sorted(members, key=number_of_member))
    in_order = [next(following) if by in members else by for by, _ in found]
    return [
        (by, members.get(by, group))
        for by, (_, group) in zip(in_order, found, strict=True)
    ]


def groups_in_order(quads: Iterable[Quad]) -> list[Group]:
    """Quads by their property; more values of one than a page shows with 2 before 10.

    Who made something, when, and how it may be used come first, and behind properties with
    a few values those with many. What serves machines comes late, and last what is said of
    the description alone: of a term of a vocabulary that is who wrote it, too.
    """

    def place(quad: Quad) -> tuple[bool, float, str]:
        return of_value(quad.object, text_of(quad.object))

    groups = [
        (by, sorted(some, key=place) if len(some) > OF_ONE else some)
        for by, some in by_property(quads)
    ]
    kinds = {one.object for by, some in groups if by == RDF("type") for one in some}
    is_term = not kinds.isdisjoint(_OF_TERMS)
    in_order = sorted(groups, key=lambda group: _place_to_read(group, is_term))
    by_name = dict(in_order)
    return [(by, by_name[by]) for by in beginnings_first(by_name)]


def _place_to_read(group: Group, is_term: bool) -> tuple[int, int]:
    """The part of the page in which a property stands, and its place there."""
    by, some = group
    name = local_name(by.value)
    leads = (place for place, one in enumerate(_LEADING) if one.fullmatch(name))
    lead = None if is_term or len(some) > _LISTED else next(leads, None)
    if lead is not None and by not in FIRST:
        return 1, lead
    if tells_of_record(by.value):
        return 5, 0
    if _serves_machines(name, some):
        return 4, 0
    is_long = len(some) > _FEW and by not in FIRST
    return (0, 0) if by in FIRST else (3 if is_long else 2, 0)


def _serves_machines(name: str, some: Iterable[Quad]) -> bool:
    """Whether a property has a number of order, a picture, or what tells files apart."""
    if _OF_FILES.fullmatch(name):
        return True
    values = [one.object for one in some]
    if _OF_ORDER.fullmatch(name):
        return all(number_of(one) is not None for one in values)
    addresses = (isinstance(v, NamedNode) or "://" in text_of(v) for v in values)
    return bool(_OF_PICTURES.fullmatch(name)) and all(addresses)


def query_of_values(this: NamedNode, by: NamedNode, some: Iterable[Quad]) -> str:
    """The query for all values of a property, in the order of numbers as `some` of them."""
    are_iris = any(isinstance(one.object, NamedNode) for one in some)
    order = _BY_NUMBER if are_iris else "?value"
    return f"SELECT ?value {{ {this} {by} ?value }} ORDER BY {order}"


def number_of_member(by: NamedNode) -> int:
    """The number of a property that leads to members of a container; of others 0."""
    found = _MEMBER.fullmatch(by.value)
    return int(found[1]) if found else 0


def first_of_each(quads: Sequence[Quad], most: int) -> list[Quad]:
    """As many quads as a page has room for: the first of each property before the next.

    They are in order, as they come. All, where there is room for all.
    """
    if len(quads) <= most:
        return list(quads)
    return first_of_groups(by_property(quads), most)


def first_of_groups(groups: Sequence[Group], most: int) -> list[Quad]:
    """Of quads by their properties as many as there is room for, of each about as many."""

    def has_room(share: int) -> bool:
        return sum(min(share, len(group)) for _, group in groups) <= most

    share = next(filter(has_room, range(most, 0, -1)), 1)
    firsts = (group[:share] for _, group in groups)
    return list(chain.from_iterable(firsts))[:most]
