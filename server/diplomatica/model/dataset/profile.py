"""The profile of a dataset: what its data is made of, counted once, by the build.

Pages tell from it what there is, and choose by it what can be narrowed, drawn in time or
on a map; none of them looks through the data for that.
"""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from diplomatica.model.terms.places import LISTS, leads_to_place, pairs_among
from diplomatica.model.text.order import is_numeric
from diplomatica.model.vocabulary import SCHEMAS

PROFILE = "profile.json"
_TEXT = "http://www.w3.org/2001/XMLSchema#string"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_GSP = "http://www.opengis.net/ont/geosparql#"
AS_WKT = f"{_GSP}asWKT"
_GEOJSON, _AS_GEOJSON = f"{_GSP}geoJSONLiteral", f"{_GSP}asGeoJSON"
LATITUDE_FIRST = "EPSG/0/4326"
"""How the names of systems end that write the latitude before the longitude."""
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_SIMPLE = ("Point", "Curve", "LineString", "Surface", "Polygon", "GeometryCollection")
_MULTIPLE = ("MultiPoint", "MultiLineString", "MultiPolygon", "Envelope", "Geometry")
GEOMETRIES = (
    f"{_GSP}Geometry",
    *(f"http://www.opengis.net/ont/sf#{name}" for name in (*_SIMPLE, *_MULTIPLE)),
    "http://www.w3.org/ns/locn#Geometry",
    f"{_GEO}Point",
    *(f"https://purl.org/geojson/vocab#{name}" for name in (*_SIMPLE, *_MULTIPLE)),
    *(
        schema(name).value
        for schema in SCHEMAS
        for name in ("GeoCoordinates", "GeoShape")
    ),
)
"""The kinds of what is but the place of something else, even if it has a name."""
FEW_VALUES = 200
"""A property with no more values than these has all of them in its profile."""

_FEW_DAYS = 5
"""Of fewer days it may be chance that all are the first of a year."""
_MANY = 10  # things of one day
_LEAST_OF_DAY = len("2026-11-30")
_LONG = 60
"""Characters of a text that nobody chooses by."""
_ALIKE = 5
"""Things on an average that have the same text, where it tells of what sort they are."""
_ONE_SIDED = 0.95  # of all values one
_NEARLY_ALL = 0.95  # of its values, where a property has shapes
_MANY_ALIKE = 5  # properties of one first word
# All behind the first word of a local name, but what begins with “has” or “is”.
_FIRST_WORD = re.compile(r"(?<=[a-z])(?<![#/:]has)(?<![#/:]is)(_|-|(?=[A-Z]))[^#/]*$")
# What ends stands behind what begins.
_ENDS = re.compile(r"(?:.*[/#:_])?(?:has)?(?:end|End|finish|until|to[A-Z_]|death)\w*")


def is_shape(by: str, datatype: str) -> bool:
    """Whether a literal is a shape: by its datatype, or by its property if that is missing."""
    is_untyped = by in (AS_WKT, _AS_GEOJSON) and datatype == _TEXT
    return datatype in (WKT, _GEOJSON) or is_untyped


@dataclass
class PropertyProfile:
    """How the data uses one property."""

    count: int = 0
    subjects: int = 0
    """How many things have it."""
    iris: int = 0
    """How many of its values are IRIs."""
    datatypes: dict[str, int] = field(default_factory=dict)
    shapes: int = 0
    """How many of its plain texts are wholly shapes, in well-known text, or points."""
    values: dict[str, int] = field(default_factory=dict)
    """Its values as terms of N-Triples, with their counts, where there are few."""
    has_many_values: bool = False
    first: str = ""
    last: str = ""
    """The bounds of its dates."""
    years: dict[str, int] = field(default_factory=dict)
    """How many of its dates are in each year."""
    first_days: int = 0
    last_days: int = 0
    """How many of its dates are the first day of a year, and how many the last."""
    unread: str = ""
    """The first of its values that is none, as a term, where it has dates or says so."""

    @property
    def is_date(self) -> bool:
        """Whether its values are dates of whatever datatype."""
        return bool(self.first)

    @property
    def is_one_day(self) -> bool:
        """Whether many things all have the same day."""
        is_day = len(self.first) >= _LEAST_OF_DAY
        return is_day and self.first == self.last and self.subjects >= _MANY

    @property
    def has_years(self) -> bool:
        """Whether its days stand for their years: all are the first of one, or all the last."""
        dates = sum(self.years.values())
        are_told = dates >= _FEW_DAYS and len(self.years) > 1
        return are_told and dates in (self.first_days, self.last_days)

    @property
    def nodes(self) -> int:
        """How many of its values are blank."""
        return self.count - self.iris - sum(self.datatypes.values())

    @property
    def has_numbers(self) -> bool:
        """Whether all values are numbers, which are sorted by their size."""
        count = sum(self.datatypes.values())
        return self.count == count and all(map(is_numeric, self.datatypes))

    def divides(self, things: int) -> bool:
        """Whether it divides so many things well: few values, of which most have one.

        What all have alike divides nothing.
        """
        is_few = not self.has_many_values and 1 < len(self.values) <= FEW_VALUES
        return (
            is_few
            and min(self.values.values()) < self.subjects
            and self.count >= 2 * len(self.values)
            and self.subjects * 5 >= things
            and not self._are_for_reading
        )

    @property
    def _are_for_reading(self) -> bool:
        """Whether most values are long texts that hardly anything has alike."""
        texts = (one for one in self.values if one[0] == '"' and '"^^<' not in one)
        long = [one for one in texts if len(one) > _LONG]
        is_seldom = self.count < _ALIKE * len(self.values)
        return 2 * len(long) > len(self.values) and is_seldom

    @property
    def worth(self) -> tuple[bool, bool]:
        """What comes last of what parts things: what hardly does, and before it numbers."""
        numbers = sum(n for of, n in self.datatypes.items() if is_numeric(of))
        most = max(self.values.values(), default=0)
        return most > _ONE_SIDED * self.count, 2 * numbers > self.count


@dataclass(frozen=True)
class Group:
    """Things of no kind that share properties."""

    count: int
    having: list[str]
    """The few properties that they are told by: each has all of these."""
    shared: list[str]
    """All properties that most of them have."""


def _family(iri: str) -> str:
    """What properties have in common that are named alike: `against_` of against_bug."""
    return _FIRST_WORD.sub("", iri)


@dataclass
class Profile:
    """The classes and properties of the data, without what describes the dataset itself."""

    things: int = 0
    """How many IRIs something is said of."""
    triples: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    """How many of the things of a class have an IRI; none of what stands inside others."""
    vague: dict[str, int] = field(default_factory=dict)
    """How many things of a class that says nothing, as owl:Thing, are of no other."""
    of_terms: dict[str, int] = field(default_factory=dict)
    """How many of the things of a class are terms or rules, as another class is."""
    terms: int = 0
    others: int = 0
    """How many of the things are such terms, and how many are none."""
    apart: int = 0
    """How many of these others have IRIs that begin otherwise than all terms."""
    properties: dict[str, PropertyProfile] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    of_none: int = 0
    """How many of the things have no kind."""
    groups: list[Group] = field(default_factory=list)
    """The largest groups of these."""

    def write(self, folder: Path) -> None:
        """Write it to the folder of a release."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)
        (folder / PROFILE).write_text(f"{text}\n", "utf-8")

    @cached_property
    def values_of_several(self) -> frozenset[str]:
        """The values, as terms of N-Triples, that several properties have: “none”, “true”.

        Which of these is meant has to be told with such a value.
        """
        counts = Counter(
            value for one in self.properties.values() for value in one.values
        )
        return frozenset(value for value, count in counts.items() if count > 1)

    @property
    def facets(self) -> list[str]:
        """The properties that divide things well, the best first."""
        known = self.properties
        dividing = [iri for iri in known if known[iri].divides(self.things)]
        dividing.sort(
            key=lambda iri: (-known[iri].subjects, len(known[iri].values), iri)
        )
        return self.by_worth(dividing)

    def by_worth(self, iris: list[str]) -> list[str]:
        """Properties with those first by which readers part things, else in order.

        Of many that are named alike, as columns of a table are, the first stands for the
        others, which come last.
        """
        order = sorted(iris, key=lambda iri: self.properties[iri].worth)
        counts, seen = Counter(map(_family, order)), Counter[str]()
        place: dict[str, int] = {}
        for iri in order:
            place[iri] = seen[_family(iri)]
            seen[_family(iri)] += counts[_family(iri)] >= _MANY_ALIKE
        return sorted(order, key=lambda iri: place[iri] > 0)

    @property
    def dates(self) -> list[str]:
        """The properties whose values are dates, the most used first."""
        return self._by_use(
            [iri for iri, one in self.properties.items() if one.is_date]
        )

    @property
    def of_one_day(self) -> set[str]:
        """Those with one day for many things of which others tell different ones.

        It is that of their description, as of a download: nothing else is on one day.
        """
        dates = {by: self.properties[by] for by in self.dates}
        others = [one for one in dates.values() if one.first != one.last]
        return {
            by
            for by, one in dates.items()
            if one.is_one_day and any(2 * other.count >= one.count for other in others)
        }

    @property
    def undated(self) -> list[str]:
        """The properties that say that they have dates, of which none can be read."""
        known = self.properties.items()
        return self._by_use(
            [iri for iri, one in known if one.unread and not one.is_date]
        )

    @property
    def most_used(self) -> list[str]:
        """All properties, the most used first."""
        return self._by_use(list(self.properties))

    @property
    def shapes(self) -> list[str]:
        """The properties whose values are shapes on the earth (GeoSPARQL 1.1, section 8.5)."""

        def has_shapes(iri: str) -> bool:
            one = self.properties[iri]
            are_all = one.shapes > 0 and _NEARLY_ALL * one.count <= one.shapes
            return are_all or any(is_shape(iri, of) for of in one.datatypes)

        return self._by_use(list(filter(has_shapes, self.properties)))

    @property
    def coordinates(self) -> list[tuple[str, str]]:
        """The properties whose values are latitudes, each with that of longitudes."""
        known = self.properties
        told = {by for by, one in known.items() if one.datatypes}
        return list(pairs_among(told, sorted(told)))

    @property
    def coordinate_lists(self) -> list[str]:
        """The properties whose values are lists of longitudes and latitudes."""
        return [by for by in LISTS if by in self.properties]

    @property
    def leading_to_places(self) -> list[str]:
        """The properties by which things lead to their places, the most used first."""
        known = self.properties
        leading = [by for by in known if leads_to_place(by)]
        return self._by_use([by for by in leading if known[by].iris or known[by].nodes])

    @property
    def has_places(self) -> bool:
        """Whether something can be drawn on a map."""
        return bool(self.shapes or self.coordinates or self.coordinate_lists)

    def _by_use(self, iris: list[str]) -> list[str]:
        known = self.properties

        def place(iri: str) -> tuple[int, bool, str]:
            return -known[iri].count, bool(_ENDS.fullmatch(iri)), iri

        return sorted(iris, key=place)


def read_profile(folder: Path) -> Profile:
    """The profile of a release; an empty one where an older release has none."""
    file = folder / PROFILE
    if not file.is_file():
        return Profile()
    told = json.loads(file.read_text("utf-8"))
    known = told.pop("properties").items()
    properties = {iri: PropertyProfile(**one) for iri, one in known}
    groups = [Group(**one) for one in told.pop("groups", [])]
    return Profile(**told, properties=properties, groups=groups)
