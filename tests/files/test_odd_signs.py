"""Signs that nobody sees or means, and tags that no registry has, are told once a kind."""

from pathlib import Path

import pytest

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

HEAD = """@prefix : <https://e.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def hints(folder: Path, said: str) -> list[str]:
    file = folder / "boats.ttl"
    file.write_text(HEAD + said, "utf-8")
    return [str(one) for one in check(bundle((file,))).reading.hints]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (
            ':a :n "\ufeffArk" , "Brig\u200b"@en , "Cog" .',
            "2 texts begin or end with a sign that nobody sees: “",
        ),
        (':a :n "\ufeffArk" .', "sign that nobody sees: “[U+FEFF]Ark”"),
        (
            ':a :n "a\\u0007b" , "tab\\tand\\nline" .',
            "1 text has a control character in it: “a[U+0007]b”",
        ),
        (
            ':a :n "" , "  "@de , "\ufeff" , " x " .',
            "3 statements have an empty text for their value, as that of: "
            "“<https://e.org/a> <https://e.org/n>”",
        ),
        (
            ":a :n <https://e.org/Boot%20Haus> .",
            "1 statement has an IRI with a space that is written as %20: "
            "“https://e.org/Boot%20Haus”",
        ),
        (
            ":a :n <http://e.org/b> , <https://e.org/c> . :b :n :a .",
            "1 IRI stands with http: as well as with https: “http://e.org/b”",
        ),
        (':a :n "Ark"@en-UK .', "“Ark”@en-uk: uk is no region of the registry"),
        (':a :n "Ark"@en-UK .', "→ write en-GB if that is meant; "),
        (':a :n "Ark"@english .', "→ write en if that is meant; "),
        (':a :n "Ark"@deu .', "deu is no language of the registry (BCP 47) → write de"),
        (':a :n "Ark"@xy .', "xy is no language of the registry (BCP 47) → it is"),
    ],
)
def test_what_is_odd_is_told(said: str, hint: str, tmp_path: Path) -> None:
    assert any(hint in one for one in hints(tmp_path, said)), hints(tmp_path, said)


@pytest.mark.parametrize(
    "said",
    [
        ':a :n "Ark"@en-GB , "Ark"@zh-Hant-TW , "Ark"@es-419 , "Ark"@x-mine , "Ark"@qaa .',
        ':a :n "Ark"@de-CH-1996 , "Ark"@sr-Latn-XK , "Ark"@grc , "Ark"@en-x-UK , "Ark"@i-klingon .',
        ':a :n "100%20 of all" ; :of <http://f.org/b> , <https://g.org/b> , :c .',
        ':a :n "one \ufeff two" , "line\\nline" , "\\\\u0007" , 7 , "x"^^xsd:string .',
    ],
)
def test_what_is_as_it_may_be_is_not_told(said: str, tmp_path: Path) -> None:
    assert hints(tmp_path, said) == []


def test_a_tag_is_told_once_though_its_language_is_a_country(tmp_path: Path) -> None:
    told = hints(tmp_path, ':a :n "Ark"@jp-UK .')
    assert len(told) == 1
    assert "jp-uk is a country" in told[0]


def test_each_kind_is_told_once_with_its_count_among_the_reports(
    tmp_path: Path,
) -> None:
    text = (
        HEAD + ':a :n "" ; :m "" ; :d "2021-6-12"^^xsd:date , "2021-02-30"^^xsd:date .'
    )
    told = words(site_of(text, tmp_path), "/quality")
    assert told.count("an empty text") == 1
    assert "such as “<https://e.org/a> <https://e.org/" in told
    assert told.count("is no xsd:date") == 1
    assert "(times: 2, such as “2021-02-30”)" in told


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (':a :n "Ark" .\n:b :n "\\u001B[31mred\\u0007" .', "boats.ttl:3: 1 text has a"),
        (':a :n "Ark" .\n:b :n "Brig\u200b" .', "boats.ttl:3: 1 text begins or ends"),
        (':a :n "Ark" .\n:b :n "" .', "boats.ttl:3: 1 statement has an empty text"),
        (':a :n "Ark" .\n:b :n <http://e.org/a> .', "boats.ttl:3: 1 IRI stands with"),
        (
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
            ":a :n [ rdf:first 1 ; rdf:first 2 ; rdf:rest () ] .",
            "boats.ttl:3: 1 of its lists has several values",
        ),
    ],
)
def test_what_is_odd_is_told_with_its_line(
    said: str, place: str, tmp_path: Path
) -> None:
    told = hints(tmp_path, said)
    assert any(one.startswith(place) for one in told), told


def test_what_is_odd_in_json_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "boats.jsonld"
    file.write_text('{"@id": "https://e.org/a",\n"https://e.org/n": "Ark\\u0007"}')
    (told,) = check(bundle((file,))).reading.hints
    assert str(told).startswith("boats.jsonld:2: 1 text has a control character")
