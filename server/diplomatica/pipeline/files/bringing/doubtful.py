"""What looks wrong in a file that was brought. It is told, and published as it is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from statistics import quantiles

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.dataset.profile import AS_WKT, LATITUDE_FIRST
from diplomatica.model.kinds import TAKEN
from diplomatica.model.statement import text_of
from diplomatica.model.terms.lists import Flaw, flaw_of
from diplomatica.model.terms.places import COORDINATES
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.bringing.oddsigns import odd_signs
from diplomatica.pipeline.files.oddities.twicenamed import twice_named
from diplomatica.pipeline.files.oddities.unwrittendates import unwritten_dates
from diplomatica.pipeline.files.slips import slips
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source, graph_of
from diplomatica.pipeline.storing.stored import Quads

Place = tuple[str, float, float]
"""Whose it is, its latitude and its longitude."""
_PAIRS = {NamedNode(one): NamedNode(other) for one, other in COORDINATES}
_LOOKED_AT = 100_000  # places of a file
_NAMED = 3  # relative IRIs of a file
_LISTED = 500_000  # statements of lists of a file
_FIRST, _REST = RDF("first"), RDF("rest")
_FLAWS = {
    Flaw.FORKED: "several values, or next ones, at one place",
    Flaw.CIRCLE: "no end but a circle",
    Flaw.OPEN: "no end: rdf:rest is missing",
    Flaw.EMPTY: "no value at a place: rdf:first is missing",
}
_FEWEST = 10  # places of which most tell where the rest should be
_NUMBER = r"-?\d+(?:\.\d+)?"
_SHAPE = re.compile(
    rf"\s*(?:<(?P<system>[^>]*)>)?[\w\s]*\(+\s*(?P<first>{_NUMBER})\s+(?P<second>{_NUMBER})"
)


def doubtful(source: Source) -> Iterator[Fault]:
    """Hints at coordinates, lists and namespaces that cannot be meant, once a kind."""
    stated = list(islice(_saying(source, *_PAIRS, *_PAIRS.values()), 2 * _LOOKED_AT))
    for latitude, longitude in _PAIRS.items():
        yield from _misplaced(source, list(_places(stated, latitude, longitude)))
    yield from _misplaced(source, list(_places_of_shapes(source)))
    yield from _malformed(source)
    yield from odd_signs(source)
    yield from slips(source)
    yield from twice_named(source)
    yield from unwritten_dates(source)


def relative(source: Source, address: str) -> Iterator[Fault]:
    """Hints at relative IRIs, which were read below an address that nobody wrote."""
    mark = f"<{address}"
    quads: Iterable[Quad] = source.quads
    if isinstance(quads, Quads):
        quads = quads.where(lambda line: mark.encode() in line)
    graphs: dict[str, str] = {}
    for quad in quads:
        named = (term for term in quad.triple if isinstance(term, NamedNode))
        below = (term.value for term in named if term.value.startswith(address))
        graphs |= {iri: graphs.get(iri, graph_of(quad)) for iri in below}
    if source.described_in:
        yield from _described_relative(source, list(graphs))
        return
    advice = "write the whole IRI, or a prefix and a name; or give --base, below which it is read"
    shown = list(graphs)[:_NAMED]
    for iri in shown:
        written = iri.removeprefix(address)
        what = f"<{written}> is relative, and was read as {iri}"
        if iri == shown[-1] and (more := len(graphs) - _NAMED) > 0:
            what += f"; so are {more:,} more of its IRIs"
        yield source.fault(graphs[iri], what, advice, written, iri)


def _described_relative(source: Source, iris: list[str]) -> Iterator[Fault]:
    """The same of a table: its IRIs are made of what its description says."""
    if iris:
        many = "1 IRI" if len(iris) == 1 else f"{len(iris):,} IRIs"
        what = (
            f"makes {many} of {source.name} that nobody has an address for: {iris[0]}"
        )
        advice = (
            "begin its aboutUrl, propertyUrl and valueUrl with an address, such as "
        )
        advice += "https://example.org/boats/{id}; or give --base"
        yield Fault(source.described_in, 0, what, advice)


def _misplaced(source: Source, places: list[Place]) -> Iterator[Fault]:
    """Hints at places whose coordinates are likely wrong, with the first of each kind."""
    beyond = [one for one in places if not _is_on_earth(*one[1:])]
    swapped = list(_swapped([one for one in places if _is_on_earth(*one[1:])]))
    told = (
        (beyond, "have coordinates that are not on the earth"),
        (swapped, "have coordinates that lie among the others with both exchanged"),
    )
    for some, what in told:
        if some:
            this, north, east = some[0]
            example = f"{this} is at latitude {north:g}, longitude {east:g}"
            count = f"{len(some):,} of {len(places):,} places"
            advice = f"see whether latitude and longitude are exchanged; {AS_PUBLISHED}"
            yield source.fault("", f"{count} {what}: {example}", advice, this)


def _places(
    stated: list[Quad], latitude: NamedNode, longitude: NamedNode
) -> Iterator[Place]:
    """The places of a file, each once both of its coordinates are read."""
    known: dict[object, dict[object, float]] = {}
    for quad in stated:
        number = _number(quad.object)
        if number is not None and quad.predicate in (latitude, longitude):
            pair = known.setdefault(quad.subject, {})
            pair[quad.predicate] = number
            if len(pair) > 1:
                del known[quad.subject]
                is_named = isinstance(quad.subject, NamedNode)
                this = text_of(quad.subject) if is_named else "something"
                yield this, pair[latitude], pair[longitude]


def _places_of_shapes(source: Source) -> Iterator[Place]:
    """Where the shapes of a file begin that are in degrees (GeoSPARQL 1.1, section 8.5.1).

    By what names EPSG:4326 the latitude stands first.
    """
    for quad in islice(_saying(source, NamedNode(AS_WKT)), _LOOKED_AT):
        found = _SHAPE.match(text_of(quad.object))
        system = (found["system"] or "") if found else ""
        is_north_first = system.endswith(LATITUDE_FIRST)
        if found and (is_north_first or not system or "CRS84" in system):
            numbers = float(found["first"]), float(found["second"])
            north, east = numbers if is_north_first else numbers[::-1]
            is_named = isinstance(quad.subject, NamedNode)
            yield text_of(quad.subject) if is_named else "something", north, east


def _saying(source: Source, *predicates: NamedNode) -> Iterable[Quad]:
    if isinstance(source.quads, Quads):
        return source.quads.saying(*predicates)
    wanted = frozenset(predicates)
    return (quad for quad in source.quads if quad.predicate in wanted)


def _number(term: object) -> float | None:
    try:
        return float(term.value) if isinstance(term, Literal) else None
    except ValueError:
        return None


def _is_on_earth(north: float, east: float) -> bool:
    return abs(north) <= 90 and abs(east) <= 180


def _swapped(places: list[Place]) -> Iterator[Place]:
    """Those that lie away from most, and among them if their coordinates are exchanged."""
    if len(places) < _FEWEST:
        return
    north = _bulk([one for _, one, _ in places])
    east = _bulk([other for _, _, other in places])
    away = [one for one in places if not (one[1] in north and one[2] in east)]
    exchanged = [one for one in away if one[2] in north and one[1] in east]
    # places all over the world are away from most as well
    if len(exchanged) > len(away) - len(exchanged):
        yield from exchanged


class _UsualRange:
    """From one number to another, and half as far again on both sides."""

    def __init__(self, first: float, last: float) -> None:
        room = max((last - first) / 2, 1.0)
        self._first, self._last = first - room, last + room

    def __contains__(self, number: float) -> bool:
        return self._first <= number <= self._last


def _bulk(numbers: list[float]) -> _UsualRange:
    """Where four of five numbers lie."""
    tenths = quantiles(numbers, n=10)
    return _UsualRange(tenths[0], tenths[-1])


def _malformed(source: Source) -> Iterator[Fault]:
    """Hints at lists that are none as RDF Schema has them (section 5.2), once a kind."""
    stated = list(islice(_saying(source, _FIRST, _REST), _LISTED + 1))
    firsts, rests = (
        _by_subject(one for one in stated if one.predicate == by)
        for by in (_FIRST, _REST)
    )
    found = {Flaw.CIRCLE: _circles(rests)}
    is_cut = len(stated) > _LISTED
    for cell in {**firsts, **rests}:
        flaw = flaw_of(firsts.get(cell, ()), rests.get(cell, ()), is_cut)
        # of what was not looked at the values may be among the rest
        if flaw and not (is_cut and flaw is Flaw.EMPTY):
            found.setdefault(flaw, []).append(cell)
    for flaw, what in _FLAWS.items():
        if some := found.get(flaw):
            values = sorted(text_of(firsts[one][0]) for one in some if one in firsts)
            at = f", as at “{values[0]}”" if values else ""
            verb = "has" if len(some) == 1 else "have"
            message = f"{len(some):,} of its lists {verb} {what}{at}"
            line = _line_of_list(source, some[0], firsts)
            yield Fault(source.name, line, message, AS_PUBLISHED)


def _line_of_list(
    source: Source, cell: object, firsts: Mapping[object, list[object]]
) -> int:
    """The line in which a list stands, as far as words of it tell; 0 where none does."""
    values = [cell, *firsts.get(cell, [])]
    names = [local_name(text_of(one)) for one in values if _is_told(one)]
    return source.line_near("rdf:first", *names)


def _is_told(term: object) -> bool:
    return isinstance(term, NamedNode | Literal)


def _by_subject(quads: Iterable[Quad]) -> dict[object, list[object]]:
    found: dict[object, list[object]] = defaultdict(list)
    for quad in dict.fromkeys(quads):
        found[quad.subject].append(quad.object)
    return found


def _circles(rests: Mapping[object, list[object]]) -> list[object]:
    """A place of each list that comes back to itself; each place is looked at once."""
    seen: set[object] = set()
    found = []
    for start in rests:
        way: set[object] = set()
        node = start
        while node in rests and node not in seen:
            seen.add(node)
            way.add(node)
            node = rests[node][0]
        if node in way:
            found.append(node)
    return found


def named_as_ours(source: Source, ends: set[str], space: str) -> Iterator[Fault]:
    """Hints for graphs below a space that are named as those that the build writes."""
    for end in sorted(ends & TAKEN):
        message = f"its graph {space}{end} is named as what the build writes itself"
        advice = "they are published as one graph; another base keeps them apart (--base IRI)"
        yield Fault(source.name, 0, message, advice)
