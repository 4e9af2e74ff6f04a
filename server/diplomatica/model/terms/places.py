"""By which properties a thing has its place, whatever the vocabulary."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from diplomatica.model.vocabulary import SCHEMAS

COORDINATES = tuple(
    (f"{space}{latitude}", f"{space}{longitude}")
    for space, latitude, longitude in (
        ("http://www.w3.org/2003/01/geo/wgs84_pos#", "lat", "long"),
        ("https://schema.org/", "latitude", "longitude"),
        ("http://schema.org/", "latitude", "longitude"),
    )
)
"""By which things have a place on the earth in degrees, as many vocabularies use them."""
LISTS = (
    "https://purl.org/geojson/vocab#coordinates",
    "http://purl.org/geojson/vocab#coordinates",
)
"""By which GeoJSON-LD has the coordinates of a geometry: a list of numbers, or of lists."""
_GSP = "http://www.opengis.net/ont/geosparql#"
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
HAS_PLACE = frozenset(
    (
        *(
            f"{_GSP}{name}"
            for name in ("hasGeometry", "defaultGeometry", "hasCentroid")
        ),
        *(f"{_GEO}{name}" for name in ("location", "geometry")),
        *(f"http://www.w3.org/ns/locn#{name}" for name in ("location", "geometry")),
        *(schema(name).value for schema in SCHEMAS for name in ("geo", "location")),
        "http://purl.org/dc/terms/spatial",
        "http://www.w3.org/ns/prov#atLocation",
    )
)
"""By which a thing leads to what has its coordinates."""
_LONGITUDES = {
    "lat": ("long", "lon", "lng"),
    "latitude": ("longitude",),
    "latitud": ("longitud",),
    "latitudine": ("longitudine",),
    "breitengrad": ("laengengrad", "längengrad"),
    "breedtegraad": ("lengtegraad",),
}
# Any vocabulary names them so: hasLatitude, geo_lat, latitud.
_LATITUDE = re.compile(
    rf"(.*[/#:](?:has|is|geo)?_?)({'|'.join((*_LONGITUDES, *map(str.title, _LONGITUDES)))})"
)
_LEADS = re.compile(
    r"(?:.*[/#:])?(?:has|is|at)?_?(?:[Pp]ostal|[Tt]imed|[Mm]ain|[Ss]treet|[Cc]urrent)?_?"
    r"(?:[Aa]ddress|[Ll]ocation|[Ll]ocated_?(?:[Aa]t|[Ii]n)|[Pp]lace|[Gg]eometry|[Cc]oordinates)"
)


_NUMBER_BEGINS = frozenset("-0123456789")
_WKT_BEGINS = frozenset("PLMplm<")
_WKT = re.compile(
    r"\s*(?:<[^>]*>\s*)?(?:multi)?(?:point|linestring|polygon)\s*(?:z|m|zm)?\s*"
    r"\([\d\s.,()e+-]+\)\s*",
    re.IGNORECASE,
)


def is_wkt(text: str) -> bool:
    """Whether a text is wholly a shape, in the well-known text of GeoSPARQL."""
    return text[:1] in _WKT_BEGINS and bool(_WKT.fullmatch(text))


# As GeoRSS and many tables write a point: latitude first, both with decimals, of which
# sizes and prices have fewer.
_POINT = re.compile(
    r"\s*(?=.*\.\d{3})"
    r"(-?\d{1,2}\.\d{2,})\s*[\s,;]\s*(-?\d{1,3}\.\d{2,})\s*",
    re.ASCII,
)


def point_of(text: str) -> tuple[float, float] | None:
    """The longitude and latitude of a text that is but a latitude and a longitude."""
    match = _POINT.fullmatch(text)
    return (float(match[2]), float(match[1])) if match else None


def is_place(text: str) -> bool:
    """Whether a text is wholly a shape or a point."""
    return is_wkt(text) or (text[:1] in _NUMBER_BEGINS and bool(_POINT.fullmatch(text)))


@lru_cache(1 << 12)
def longitudes_of(latitude: str) -> tuple[str, ...]:
    """What the property of longitudes may be called beside one of latitudes; () for none."""
    match = _LATITUDE.fullmatch(latitude)
    if not match:
        return ()
    before, name = match.groups()
    others = _LONGITUDES[name.lower()]
    is_upper = name[0].isupper()
    return tuple(before + (one.capitalize() if is_upper else one) for one in others)


def pairs_among(
    known: Container[str], latitudes: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The properties of latitudes that have one of longitudes beside them, with that."""
    for latitude in latitudes:
        for longitude in longitudes_of(latitude):
            if longitude in known:
                yield latitude, longitude
                break


@lru_cache(1 << 12)
def leads_to_place(by: str) -> bool:
    """Whether a thing leads by this property to its place, or to its address."""
    return by in HAS_PLACE or bool(_LEADS.fullmatch(by))
