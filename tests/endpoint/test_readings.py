"""What is told of a query's text is told once of those that come again."""

import pytest

from diplomatica.engine.sparql.readings import keep_last


@pytest.mark.parametrize(("length", "times"), [(4096, 1), (4097, 2)])
def test_only_queries_of_a_usual_length_are_kept(length: int, times: int) -> None:
    read: list[str] = []

    def told(query: str) -> int:
        read.append(query)
        return len(query)

    reading = keep_last(told)
    assert [reading("x" * length), reading("x" * length)] == [length, length]
    assert len(read) == times


def test_what_was_refused_is_refused_again() -> None:
    def refusing(query: str) -> str:
        raise ValueError(query)

    reading = keep_last(refusing)
    for _ in range(2):
        with pytest.raises(ValueError, match="ASK"):
            reading("ASK {}")
