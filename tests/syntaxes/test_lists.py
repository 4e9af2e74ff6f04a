"""What is wrong with a place of a list."""

import pytest

from diplomatica.model.terms.lists import Flaw, flaw_of


@pytest.mark.parametrize(
    ("values", "following", "flaw"),
    [
        ("a", "n", None),
        ("a", "", Flaw.OPEN),
        ("", "", Flaw.OPEN),
        ("", "n", Flaw.EMPTY),
        ("ab", "n", Flaw.FORKED),
        ("a", "nm", Flaw.FORKED),
    ],
)
def test_a_place_has_one_value_and_one_place_after_it(
    values: str, following: str, flaw: Flaw | None
) -> None:
    assert flaw_of(values, following) is flaw


@pytest.mark.parametrize(("values", "flaw"), [("a", None), ("ab", Flaw.FORKED)])
def test_where_not_all_is_known_the_end_may_be_among_the_rest(
    values: str, flaw: Flaw | None
) -> None:
    assert flaw_of(values, "", is_cut=True) is flaw
