"""The parameters of an address, read as urllib reads them, and more quickly."""

from urllib.parse import parse_qs, quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diplomatica.web.http.problem import Problem
from diplomatica.web.sparql.parameters import parameters_of

_SIGNS = st.text("a=+%&?2Dé3f \n\r\t_", max_size=30)


@given(st.dictionaries(st.text(max_size=9), st.lists(st.text(), min_size=1)))
def test_what_was_encoded_is_read_again(told: dict[str, list[str]]) -> None:
    parts = [f"{quote_plus(name)}={quote(one)}" for name in told for one in told[name]]
    assert parameters_of("&".join(parts).encode()) == told


@given(_SIGNS)
@example("query=%\n")
@example("query=%%41=%4")
@example("a==%3D&=&b&&c=")
def test_whatever_is_sent_is_read_as_urllib_reads_it(sent: str) -> None:
    try:
        expected = parse_qs(sent, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(Problem, match="The query is not UTF-8"):
            parameters_of(sent.encode())
    else:
        assert parameters_of(sent.encode()) == expected


@pytest.mark.parametrize("sent", [b"query=%FF", b"query=\xff", b"query=\xc3%A9"])
def test_what_is_not_utf_8_is_told(sent: bytes) -> None:
    with pytest.raises(Problem, match="The query is not UTF-8"):
        parameters_of(sent)


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert parameters_of(b"\xef\xbb\xbfquery=ASK") == {"query": ["ASK"]}


def test_too_many_parameters_are_refused() -> None:
    with pytest.raises(Problem, match="Too many parameters"):
        parameters_of(b"a&" * 10_000)
