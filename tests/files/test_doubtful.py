"""What looks wrong in files that are brought is told once, and published as it is."""

from pathlib import Path

import pytest

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
RIGHT = "".join(
    f'<x:{at}> geo:lat "{48 + at / 5}" ; geo:long "{at / 3}" .' for at in range(12)
)


def hints(folder: Path, said: str) -> list[str]:
    file = folder / "places.ttl"
    file.write_text(f"@prefix geo: <{GEO}> .\n{said}", "utf-8")
    return [str(one) for one in check(bundle((file,))).reading.hints]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (
            '[] geo:lat "95.3" ; geo:long 12 . <x:b> geo:lat 12 ; geo:long 190 .',
            "2 of 14 places have coordinates that are not on the earth: "
            "something is at latitude 95.3, longitude 12",
        ),
        (
            "<x:a> geo:lat 1.5 ; geo:long 49.1 .",
            "1 of 13 places have coordinates that lie among the others with both "
            "exchanged: x:a is at latitude 1.5, longitude 49.1",
        ),
        (
            "@prefix foaf: <https://xmlns.com/foaf/0.1/> . <x:a> a foaf:Person ; "
            'foaf:nick "A" .',
            "writes foaf: as https://xmlns.com/foaf/0.1/ in 2 statements: "
            "https://xmlns.com/foaf/0.1/Person → most write http://xmlns.com/foaf/0.1/",
        ),
        (
            "@prefix p: <http://www.w3.org/ns/prov-o/> . <x:a> a p:Entity .",
            "writes p: as http://www.w3.org/ns/prov-o/ in 1 statements: "
            "http://www.w3.org/ns/prov-o/Entity → most write http://www.w3.org/ns/prov#",
        ),
        (
            "@prefix vs: <http://www.w3.og/2003/06/sw-vocab-status/ns#> . <x:a> vs:moreinfo 'A' .",
            "http://www.w3.og/2003/06/sw-vocab-status/ns#moreinfo → most write "
            "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        ),
        (
            "<x:a> <http://purl.org/dc/term/title> 'A' .",
            "writes http://purl.org/dc/term/ in 1 statements: "
            "http://purl.org/dc/term/title → most write http://purl.org/dc/terms/",
        ),
        (
            "@prefix d: <http://purl.org/dc/term/> . <x:a> d:title 'A' .",
            "writes d: as http://purl.org/dc/term/ in 1 statements: "
            "http://purl.org/dc/term/title → most write http://purl.org/dc/terms/",
        ),
    ],
)
def test_what_cannot_be_meant_is_hinted_at(
    said: str, hint: str, tmp_path: Path
) -> None:
    (told,) = hints(tmp_path, f"{RIGHT}\n{said}")
    assert hint in told
    assert told.startswith("places.ttl:")


@pytest.mark.parametrize(
    "said",
    [
        "<x:a> geo:lat -33.5 ; geo:long 151.2 .",
        "<x:a> geo:lat 1.5 ; geo:long 49.1 . <x:b> geo:lat -33.5 ; geo:long 151.2 .",
        "@prefix schema: <http://schema.org/> .",
        "@prefix s: <https://schema.org/> .",
        "@prefix ldp: <http://www.w3.org/ns/ldp#> . <x:a> a ldp:Container .",
        "@prefix x: <http://www.w3.org/2008/05/skos-xl#> . <x:a> a x:Label .",
        '<x:a> geo:lat "north" ; geo:long 2 .',
        "@prefix foaf: <https://xmlns.com/foaf/0.1/> .",
    ],
)
def test_what_may_well_be_meant_is_not(said: str, tmp_path: Path) -> None:
    assert hints(tmp_path, f"{RIGHT}\n{said}") == []


CRM = "http://www.cidoc-crm.org/cidoc-crm/"


@pytest.mark.parametrize(
    ("rare", "more", "is_told"),
    [
        ("53_Place", "", True),
        ("e53_Place", "", True),
        ("E54_Place", "", False),
        ("E53_Places", "", False),
        ("53_Place", f"<{CRM}53_Place> <x:is> <x:declared> .", False),
    ],
)
def test_a_rare_kind_that_is_nearly_a_frequent_one_is_hinted_at(
    rare: str, more: str, is_told: bool, tmp_path: Path
) -> None:
    said = " ".join(f"<x:p{at}> a <{CRM}E53_Place> ." for at in range(40))
    told = hints(tmp_path, f"{said}\n<x:q> a <{CRM}{rare}> . {more}")
    assert bool(told) is is_told
    if is_told:
        assert (
            f"1 statement names the kind {CRM}{rare} → write {CRM}E53_Place" in told[0]
        )
        assert told[0].startswith("places.ttl:3")


EPSG = "<http://www.opengis.net/def/crs/EPSG/0/4326> "
TOWNS = [(48 + at / 5, at / 3) for at in range(12)]


def shaped(points: list[tuple[float, float]], system: str = EPSG) -> str:
    said = (
        f'<x:{at}> <http://www.opengis.net/ont/geosparql#asWKT> "{system}POINT ({x} {y})" .'
        for at, (x, y) in enumerate(points)
    )
    return " ".join(said)


def test_shapes_with_latitude_and_longitude_exchanged_are_hinted_at(
    tmp_path: Path,
) -> None:
    (told,) = hints(tmp_path, shaped([*TOWNS, (1.5, 49.1)]))
    assert "1 of 13 places have coordinates that lie among the others with both" in told
    assert "x:12 is at latitude 1.5, longitude 49.1" in told
    (told,) = hints(tmp_path, shaped([(151.2, -33.5), (149.1, -35.3)]))
    assert "2 of 2 places have coordinates that are not on the earth" in told


@pytest.mark.parametrize(
    "system", ["", "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> "]
)
def test_without_that_system_longitude_is_first(system: str, tmp_path: Path) -> None:
    turned = [(east, north) for north, east in TOWNS]
    assert hints(tmp_path, shaped([*turned, (151.2, -33.5)], system)) == []
    metres = "<http://www.opengis.net/def/crs/EPSG/0/31468> "
    assert hints(tmp_path, shaped([(4468503.3, 5333317.8)], metres)) == []
