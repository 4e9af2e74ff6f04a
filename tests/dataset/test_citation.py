"""How to cite the dataset: the same on the page, in BibTeX, in the catalog and in CITATION.cff."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.engine import Embedded
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.citation import bibtex, citation
from diplomatica.model.dataset.folder import PACKAGED, bundle
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import text_of
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.web.app import create_app

CITED = (
    "The Diplomatica developers (2026): Diplomatica. Version 0.1.0. Dataset. "
    "https://w3id.org/diplomatica/dataset"
)


def fields(entry: str) -> dict[str, str]:
    """The fields of an entry, as BibTeX reads them: values are in braces, which are balanced."""
    kind, body = re.fullmatch(
        r"@(\w+)\{[^\s{},]+,\n(.*)\n\}\n", entry, re.DOTALL
    ).groups()  # type: ignore[union-attr]
    assert kind == "misc"
    found = {}
    for line in body.split("\n"):
        name, value = re.fullmatch(r"  (\w+) = \{(.*)\},?", line).groups()  # type: ignore[union-attr]
        depth = [0]
        for brace in re.findall(r"(?<!\\)[{}]", value.replace("\\\\", "")):
            depth.append(depth[-1] + (1 if brace == "{" else -1))
        assert min(depth) == depth[-1] == 0
        found[name] = value
    return found


def cff() -> dict[str, list[str]]:
    """The values of CITATION.cff by key; it is written in a part of YAML that has lines only."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in (PACKAGED / "CITATION.cff").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            key, _, value = line.partition(":")
        else:
            value = re.sub(r"^\s+(- )?((name|type|value):)?", "", line)
        found.setdefault(key, []).extend(
            [value.strip().strip('"')] if value.strip() else []
        )
    return found


def test_the_page_and_the_catalog_cite_it_in_the_same_words(
    published_client: FlaskClient, published_engine: Embedded
) -> None:
    page = published_client.get("/", headers={"Accept": "text/html"}).text
    assert CITED in page.partition('id="cite"')[2]
    rows = published_engine.rows(
        "SELECT ?words { <dataset> dcterms:bibliographicCitation ?words }".replace(
            "<dataset>", "<https://w3id.org/diplomatica/dataset>"
        )
    )
    assert [text_of(row["words"]) for row in rows] == [CITED]


def test_bibtex_is_at_an_address_of_its_own(published_client: FlaskClient) -> None:
    answer = published_client.get("/cite.bib")
    assert (answer.status_code, answer.mimetype) == (200, "application/x-bibtex")
    assert fields(answer.text) == {
        "author": "{The Diplomatica developers}",
        "title": "{Diplomatica}",
        "version": "0.1.0",
        "year": "2026",
        "date": "2026-11-24",
        "howpublished": "Dataset",
        "url": "https://w3id.org/diplomatica/dataset",
    }


def test_a_draft_is_called_one_wherever_it_is_cited(published: Release) -> None:
    client = create_app(replace(published, draft=True)).test_client()
    assert fields(client.get("/cite.bib").text)["version"] == "0.1.0, a draft"
    page = client.get("/", headers={"Accept": "text/html"}).text
    cited = page.partition('id="cite"')[2].partition("</section>")[0]
    assert "Version 0.1.0, a draft. Dataset." in cited
    dumps = client.get("/dumps/", headers={"Accept": "text/html"}).text
    assert "This is a draft: nothing of it stays at an address." in dumps
    assert "stand those of this one for good" not in dumps


def test_the_file_for_github_agrees_with_the_catalog(
    published: Release, published_engine: Embedded
) -> None:
    told = cff()
    stated = published_engine.rows(
        """SELECT ?description { ?d dcterms:identifier "diplomatica" ;
            dcterms:description ?description }"""
    )
    keywords = published_engine.rows(
        """SELECT ?word { ?d dcterms:identifier "diplomatica" ; dcat:keyword ?word }"""
    )
    assert told["title"] == [published.title]
    assert told["authors"] == list(published.creators)
    assert told["version"] == [published.version]
    assert told["date-released"] == [published.issued]
    assert told["url"] == [published.dataset]
    assert told["abstract"] == [text_of(row["description"]) for row in stated]
    assert sorted(told["keywords"]) == sorted(text_of(row["word"]) for row in keywords)
    assert (
        f"creativecommons.org/licenses/{told['license'][0][3:].lower().replace('-4', '/4')}/"
        in published.license
    )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/dumps/",
        "/sparql",
        "/ontology",
        "/doc/kazakhstan",
        "/graph/names",
        "/nowhere",
    ],
)
def test_every_page_tells_the_licence_and_how_to_cite(
    path: str, client: FlaskClient
) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    footer = page.partition("<footer>")[2]
    assert 'href="https://creativecommons.org/licenses/by/4.0/" rel="license"' in footer
    assert 'href="/#cite"' in footer


@pytest.mark.parametrize(
    "path",
    [
        "/doc/kazakhstan.ttl",
        "/graph/names.nq",
        "/article/kazakhstan-peace-initiatives.rdf",
    ],
)
def test_every_document_in_rdf_tells_its_licence_and_its_dataset(
    path: str, client: FlaskClient
) -> None:
    body = client.get(path).text
    assert "https://creativecommons.org/licenses/by/4.0/" in body
    assert "https://w3id.org/diplomatica/dataset" in body


def test_a_dataset_without_a_maker_is_cited_by_its_title() -> None:
    assert (
        citation((), "News", "1", "2026-11-24", "https://x.example/")
        == "News (2026). Version 1. Dataset. https://x.example/"
    )
    assert "author" not in fields(
        bibtex("x-1", (), "News", "1", "2026-11-24", "https://x.example/")
    )


@given(st.lists(st.text(min_size=1), max_size=3), st.text(min_size=1))
def test_any_names_and_titles_make_an_entry_that_can_be_read(
    creators: list[str], title: str
) -> None:
    found = fields(
        bibtex("x-1", creators, title, "1", "2026-11-24", "https://x.example/")
    )
    assert not re.search(r"(?<!\\)[%&#_$]", found["title"])
    assert found["year"] == "2026"


def test_a_title_that_is_a_sentence_keeps_its_one_full_stop() -> None:
    told = citation(("Anna",), "Wasps of New Caledonia.", "2", "2020", "https://x.e/")
    assert told == (
        "Anna (2020): Wasps of New Caledonia. Version 2. Dataset. https://x.e/"
    )


ONTOLOGY = "http://onto.example/boats"
NAMED_SO = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<http://onto.example/boats> a owl:Ontology ; dcterms:title "Boats" ; {} .
<http://onto.example/boats#Boat> a owl:Class .
"""
OF_MAY = f"{ONTOLOGY}/2023-05-01/boats"
DOI = "https://doi.org/10.5281/zenodo.12"


@pytest.mark.parametrize(
    ("said", "address", "version"),
    [
        (f"owl:versionIRI <{OF_MAY}>", OF_MAY, "2023-05-01"),
        ('dcterms:identifier "doi:10.5281/zenodo.12"', DOI, None),
        ('dcterms:identifier "b-12" ; owl:versionInfo "2.0"', ONTOLOGY, "2.0"),
        (f'owl:versionInfo "3" ; owl:versionIRI <{OF_MAY}>', OF_MAY, "3"),
    ],
)
def test_data_is_cited_as_it_names_itself(
    said: str, address: str, version: str | None, tmp_path: Path
) -> None:
    catalog = drawn_from(tmp_path, NAMED_SO.format(said))
    assert catalog.citation.endswith(f"Dataset. {address}")
    assert catalog.cited_at("http://localhost:8000/") == catalog.citation
    assert f"url = {{{address}}}" in catalog.bibtex()
    assert catalog.version == version or (version is None and catalog.of_files)


NAMELESS = "<> a <http://www.w3.org/2002/07/owl#Ontology> ."


def test_data_that_names_itself_nowhere_is_cited_by_no_made_up_address(
    tmp_path: Path,
) -> None:
    catalog = drawn_from(tmp_path, NAMELESS)
    assert catalog.citation.endswith("). Dataset.")
    assert "url =" not in catalog.bibtex()


def test_it_is_cited_by_the_address_at_which_it_is_served(tmp_path: Path) -> None:
    (tmp_path / "boats.ttl").write_text(NAMELESS, "utf-8")
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    client = create_app(release).test_client()
    told = {"base_url": "https://boats.example/", "headers": {"Accept": "text/html"}}
    page = client.get("/", **told).text
    cited = page.partition('id="cite"')[2].partition("</section>")[0]
    assert "Dataset. https://boats.example/</p>" in cited
    assert "localhost" not in cited
    entry = client.get("/cite.bib", **told).text
    assert "url = {https://boats.example/}" in entry


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:80", "nas"])
def test_an_address_that_nobody_else_reaches_is_never_cited(
    host: str, tmp_path: Path
) -> None:
    (tmp_path / "boats.ttl").write_text(NAMELESS, "utf-8")
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    client = create_app(release).test_client()
    told = {"base_url": f"http://{host}/", "headers": {"Accept": "text/html"}}
    cited = client.get("/", **told).text.partition('id="cite"')[2]
    assert "Dataset.</p>" in cited.partition("</section>")[0]
    assert "url =" not in client.get("/cite.bib", **told).text


@pytest.mark.parametrize(
    ("maker", "name"),
    [
        ("https://orcid.org/0000-0002-1825-0097", "orcid.org/0000-0002-1825-0097"),
        ("https://boats.example/", "boats.example"),
        ("mailto:anna@boats.example", "anna@boats.example"),
        ("urn:nbn:5", "urn:nbn:5"),
    ],
)
def test_a_maker_without_a_name_is_cited_as_people_write_addresses(
    maker: str, name: str, tmp_path: Path
) -> None:
    catalog = drawn_from(tmp_path, NAMED_SO.format(f"dcterms:creator <{maker}>"))
    assert catalog.creators == (name,)
    assert catalog.citation.startswith(f"{name}: Boats. ")


def test_data_is_cited_by_the_base_that_whoever_brings_it_gives(tmp_path: Path) -> None:
    (tmp_path / "boats.ttl").write_text("<urn:a> <urn:b> 1 .", "utf-8")
    given = Given(base="https://boats.example/")
    catalog = check(bundle((tmp_path / "boats.ttl",)), given=given).reading.catalog
    assert catalog.citation.endswith("Dataset. https://boats.example/dataset")


def drawn_from(folder: Path, text: str) -> Catalog:
    (folder / "boats.ttl").write_text(text, "utf-8")
    return check(bundle((folder / "boats.ttl",))).reading.catalog
