"""Who comes too often waits for the others, and nobody waits for nobody."""

from diplomatica.web.serving.pace import Pace

FLOOD, GOOD = "192.0.2.1", "192.0.2.2"


def waits(pace: Pace, client: str, times: list[float]) -> list[float]:
    return [pace.wait(client, now) for now in times]


def test_who_is_alone_is_heard_at_once() -> None:
    pace = Pace()
    assert sum(waits(pace, FLOOD, [2 + place / 1000 for place in range(5000)])) == 0


def test_who_floods_waits_and_who_comes_now_and_then_does_not() -> None:
    pace, flood, good = Pace(), [], []
    for place in range(5000):
        now = 2 + place / 1000
        flood.append(pace.wait(FLOOD, now))
        if place % 50 == 0:
            good.append(pace.wait(GOOD, now))
    assert max(good) == 0
    assert sum(wait == 0 for wait in flood) < 200
    assert 1.9 < max(flood) < 2.01


def test_the_wait_is_over_after_a_pause() -> None:
    pace = Pace()
    for place in range(1000):
        pace.wait(FLOOD, 2 + place / 1000)
        pace.wait(GOOD, 2)
    assert pace.wait(FLOOD, 3) > 1
    pace.wait(GOOD, 6.5)
    assert pace.wait(FLOOD, 6.6) == 0


def test_only_so_many_clients_are_remembered() -> None:
    pace = Pace()
    for place in range(30_000):
        pace.wait(f"192.0.2.{place}", place / 1000)
    assert len(pace._due) <= 10_001
