from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.model.iris import Iris
from seeds import seed

SHA256 = "56a204c2b5758146b846a25c64784f928e7c000f39933d1188fb15c5f4e6b274"


def test_the_article_is_kept_byte_for_byte() -> None:
    assert seed().sha256 == SHA256


def test_the_record_tells_the_checksum_of_the_text(engine: Embedded) -> None:
    rows = engine.rows("SELECT ?article ?sum { ?article dip:sha256 ?sum }")
    assert {str(row["article"]): str(row["sum"]) for row in rows}[
        str(Iris(BASE)("article", ARTICLE))
    ] == f'"{SHA256}"'


def test_the_metadata_says_what_the_text_does_not_state_and_invents_nothing(
    engine: Embedded,
) -> None:
    rows = engine.rows(
        "SELECT ?property { ?article a dip:Article ; dip:notStated ?property }"
    )
    unstated = {str(row["property"]).strip("<>").rpartition("/")[2] for row in rows}
    assert unstated == {"title", "issued", "publisher", "url"}
    for name in ("dcterms:title", "dcterms:issued", "dcterms:date", "schema:url"):
        assert not engine.rows(f"SELECT ?x {{ ?article a dip:Article ; {name} ?x }}")


def test_a_release_carries_the_text_unchanged(release: Release) -> None:
    assert release.articles[ARTICLE].read_bytes() == seed().data
