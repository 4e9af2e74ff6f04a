"""Words are found in any script, however their letters are put together."""

from unicodedata import normalize

import pytest

from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build

NAMES = (
    "Київ",
    "Йошкар-Ола",
    "Королёв",
    "Ка́рлов",
    "Αθήνα",
    "ΠΑΤΡΑΣ",
    "서울",
    "東京ガス",
    "हिन्दी",
    "שָׁלוֹם",
    "أحمد",
    "Skłodowska",
    "Straße",
    "Źródło",
    normalize("NFD", "Зайсан"),
    "Pikachuピカチュウ",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("names")
    lines = [
        f"<https://example.org/{number}> "
        f'<http://www.w3.org/2000/01/rdf-schema#label> "{name}" .\n'
        for number, name in enumerate(NAMES)
    ]
    (folder / "names.nt").write_text("".join(lines), "utf-8")
    return Index(build(bundle((folder / "names.nt",)), folder / "releases"))


def found(index: Index, words: str) -> tuple[list[str], str]:
    """The names that words find, and what was sought instead of them."""
    told = index.find(words, "http://localhost/")
    return [told.why[thing] for thing in told.things], told.instead


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ピカチュウ", "Pikachuピカチュウ"),
        (normalize("NFD", "ピカチュウ"), "Pikachuピカチュウ"),
        ("Pikachu", "Pikachuピカチュウ"),
        ("チュウ", "Pikachuピカチュウ"),
        ("ガス", "東京ガス"),
        ("東京", "東京ガス"),
    ],
)
def test_a_word_is_found_in_a_name_without_spaces(
    words: str, name: str, index: Index
) -> None:
    assert found(index, words) == ([name], "")


def test_letters_that_do_not_follow_each_other_are_no_word(index: Index) -> None:
    assert found(index, "京東") == ([], "")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_as_it_is_written(name: str, index: Index) -> None:
    assert found(index, name) == ([name], "")
    assert index.called(name.upper()) == index.called(name) != []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("королев", "Королёв"),
        ("карлов", "Ка́рлов"),
        ("αθηνα", "Αθήνα"),
        ("πάτρας", "ΠΑΤΡΑΣ"),
        ("שלום", "שָׁלוֹם"),
        ("احمد", "أحمد"),
        ("sklodowska", "Skłodowska"),
        ("strasse", "Straße"),
        ("zrodlo", "Źródło"),
        ("зайсан", normalize("NFD", "Зайсан")),
    ],
)
def test_a_name_is_found_without_its_marks(words: str, name: str, index: Index) -> None:
    assert found(index, words) == ([name], "")
    assert len(index.called(words)) == 1


def test_a_letter_is_not_the_one_it_is_built_from(index: Index) -> None:
    assert index.called("Киів") == []
    assert index.called("Иошкар-Ола") == []
