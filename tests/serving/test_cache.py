"""The cache of finished replies keeps what was asked for last, within its size."""

from hypothesis import given
from hypothesis import strategies as st

from diplomatica.web.http.cache import Cache
from diplomatica.web.http.reply import Reply


def reply(body: bytes = b"x") -> Reply:
    return Reply(200, {}, body)


def test_what_was_not_asked_for_longest_makes_room() -> None:
    cache = Cache(40_000)
    for name in "abc":
        cache.put(name, reply())
    assert cache.get("a")
    for number in range(40):
        cache.put(f"more {number}", reply())
        cache.get("a")
    assert cache.get("a")
    assert cache.get("b") is None


def test_a_long_question_takes_as_much_room_as_it_has_bytes() -> None:
    cache = Cache(1 << 20)
    for number in range(100):
        cache.put((True, b"%d" % number + b"x" * 100_000), reply())
    assert len(cache) < 12


@given(st.lists(st.tuples(st.binary(max_size=300), st.binary(max_size=3000))))
def test_it_never_holds_more_than_its_size(pairs: list[tuple[bytes, bytes]]) -> None:
    cache = Cache(20_000)
    for key, body in pairs:
        cache.put((key,), reply(body))
    held = sum(
        2 * len(body) + len(key) + 1024
        for key, body in dict(pairs).items()
        if cache.get((key,))
    )
    assert held <= 20_000
