"""Query workers: what one query does harms no other, and every end is a clear error."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import parse

from diplomatica.engine import Embedded, Limits, SyncEngine, Workers, serving
from diplomatica.engine.pool import frames, loader
from diplomatica.errors import (
    InvalidQuery,
    LimitReached,
    LostQuery,
    QueryError,
    RefusedQuery,
    TooManyQueries,
)
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV, JSON, NTRIPLES, TURTLE
from processes import until

ASK = "ASK { ?x a dip:State }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LIMITS = Limits(seconds=1, memory=100 << 20, answer=1 << 20, at_once=3)


@pytest.fixture(scope="module")
def workers(release: Release) -> Workers:
    return Workers(release, LIMITS)


@pytest.fixture(scope="module")
def served(workers: Workers) -> Iterator[SyncEngine]:
    with serving(workers) as engine:
        yield engine


def ask(engine: SyncEngine, query: str, client: str = "somebody") -> str:
    answer = engine.answer(query, CSV, NTRIPLES, client=client)
    assert answer is not None
    return answer.body.decode()


def processes_of(workers: Workers) -> list[int]:
    """The processes of all workers, once those that were ended have been replaced."""
    deadline = time.monotonic() + 10
    while len(workers._crew.idle) <= workers._count and time.monotonic() < deadline:
        time.sleep(0.01)
    return sorted(worker.pid for worker in workers._crew.all)


def busy(workers: Workers) -> int:
    """How many have a query."""
    return sum(bool(worker.task) for worker in workers._crew.all)


def test_answers_are_those_of_an_engine_in_this_process(
    served: SyncEngine, engine: Embedded
) -> None:
    for query in (
        ASK,
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "DESCRIBE :kazakhstan",
        "SELECT * {}",
    ):
        assert served.answer(query, CSV, NTRIPLES) == engine.answer(
            query, CSV, NTRIPLES
        )
    assert served.rows("SELECT ?x { ?x a dip:State } ORDER BY ?x") == engine.rows(
        "SELECT ?x { ?x a dip:State } ORDER BY ?x"
    )


HOSTILE = {
    "a product": (PRODUCT, LimitReached),
    "all of a product": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", LimitReached),
    "a sorted product": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c", LimitReached),
    "deep groups": ("SELECT * " + "{" * 20_000 + "}" * 20_000, RefusedQuery),
    "deep brackets": (
        "SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}",
        RefusedQuery,
    ),
    "deep negation": ("SELECT * { FILTER (" + "!" * 100_000 + "true) }", RefusedQuery),
    "deep optionals": (
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 10_000 + "}" * 10_000 + " }",
        RefusedQuery,
    ),
    "a long path": (
        "SELECT * { ?s (" + "/".join(["(!dip:x)*"] * 40) + ") ?o }",
        LimitReached,
    ),
    "a text that grows": (
        f"SELECT (REPLACE('{'a' * 50_000}', 'a', '{'b' * 5_000}') AS ?x) {{}}",
        LimitReached,
    ),
    "many expressions": (
        "SELECT (CONCAT("
        + "'x'," * 1000
        + "STR(RAND())) AS ?x) { ?s ?p ?o . ?a ?b ?c }",
        LimitReached,
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_query_ends_soon_after_the_limit_and_the_next_is_answered(
    what: str, served: SyncEngine
) -> None:
    query, error = HOSTILE[what]
    start = time.monotonic()
    with pytest.raises(error):
        ask(served, query)
    assert time.monotonic() - start < LIMITS.seconds + 1
    assert ask(served, ASK) == "true"


BOMBS = {
    "a regular expression": "SELECT (REGEX('" + "a" * 40 + "', '^(a+)+$b') AS ?x) {}",
    "a counted expression": (
        "SELECT (REGEX('aaaa', '((((a{1,100}){1,100}){1,100}){1,100})b') AS ?x) {}"
    ),
    "ten thousand values": "SELECT * { VALUES ?x { "
    + " ".join(map(str, range(10_000)))
    + " } }",
    "a megabyte": f"SELECT * {{ FILTER (?x = '{'a' * (1 << 20)}') }}",
}


@pytest.mark.parametrize("what", BOMBS)
def test_what_looks_hostile_is_answered_or_refused(
    what: str, served: SyncEngine
) -> None:
    with contextlib.suppress(RefusedQuery, LimitReached):
        assert ask(served, BOMBS[what])
    assert ask(served, ASK) == "true"


def test_a_limit_says_which_it_is_and_what_it_allows(served: SyncEngine) -> None:
    with pytest.raises(LimitReached) as told:
        ask(served, PRODUCT)
    assert (told.value.limit, told.value.allowed, told.value.unit) == (
        "time",
        1,
        "seconds",
    )
    with pytest.raises(LimitReached, match="OFFSET") as told:
        ask(served, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (told.value.limit, told.value.allowed) == ("length", 1 << 20)
    with pytest.raises(LimitReached) as told:
        ask(served, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c")
    assert told.value.limit in ("memory", "time")


def test_a_worker_killed_in_the_middle_costs_that_query_alone(
    served: SyncEngine, workers: Workers
) -> None:
    before = processes_of(workers)
    errors: list[QueryError] = []

    def slow() -> None:
        try:
            ask(served, PRODUCT, "slow")
        except QueryError as error:
            errors.append(error)

    thread = threading.Thread(target=slow)
    thread.start()
    until(lambda: busy(workers) == 1)
    (taken,) = (worker.pid for worker in workers._crew.all if worker.task)
    os.kill(taken, signal.SIGKILL)
    thread.join(5)
    assert [type(error) for error in errors] == [LostQuery]
    assert ask(served, ASK) == "true"
    after = processes_of(workers)
    assert len(set(after) - set(before)) == len(set(before) - set(after)) == 1


def test_workers_killed_while_idle_cost_nothing(
    served: SyncEngine, workers: Workers
) -> None:
    for pid in processes_of(workers):
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert [ask(served, ASK) for _ in range(8)] == ["true"] * 8


def test_a_killed_loader_is_replaced_when_it_is_needed(release: Release) -> None:
    # whoever waits must have longer to wait than a loader takes to begin
    workers = Workers(release, Limits(seconds=4))
    with serving(workers) as served:
        workers._forking.loader._process.kill()
        workers._forking.loader._process.wait(5)
        assert ask(served, ASK) == "true"
        with pytest.raises(LimitReached):
            ask(served, PRODUCT)
        assert ask(served, ASK) == "true"


def test_one_client_may_not_ask_too_much_at_once_and_another_is_not_hindered(
    served: SyncEngine,
) -> None:
    outcomes: list[str] = []

    def slow() -> None:
        try:
            ask(served, PRODUCT, "greedy")
        except QueryError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=slow) for _ in range(5)]
    for thread in threads:
        thread.start()
    until(lambda: outcomes.count("TooManyQueries") == 2)
    assert ask(served, ASK, "modest") == "true"
    assert "LimitReached" not in outcomes
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["LimitReached"] * 3 + ["TooManyQueries"] * 2


def test_the_site_itself_never_waits_for_clients(
    served: SyncEngine, workers: Workers
) -> None:
    outcomes: list[str] = []

    def slow(client: str) -> None:
        try:
            ask(served, PRODUCT, client)
        except QueryError as error:
            outcomes.append(type(error).__name__)

    threads = [
        threading.Thread(target=slow, args=(f"client {number % 3}",))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    until(lambda: busy(workers) == 4)  # all that clients have
    assert len(served.rows("SELECT * { ?state a dip:State }")) == 3
    assert "LimitReached" not in outcomes
    for thread in threads:
        thread.join(10)


def test_queries_that_wait_behind_a_slow_one_are_handed_to_others(
    release: Release,
) -> None:
    """More wait than there are workers, so they are handed out several at a time."""
    with serving(Workers(release, Limits(seconds=3, at_once=100))) as engine:
        answers: list[str] = []
        queries = [PRODUCT, PRODUCT, *[ASK] * 40]

        def one(number: int, query: str) -> None:
            try:
                answers.append(ask(engine, query, f"client {number}"))
            except (LimitReached, TooManyQueries):
                answers.append("ended")

        threads = [
            threading.Thread(target=one, args=pair) for pair in enumerate(queries)
        ]
        for thread in threads:
            thread.start()
        for thread in threads[2:]:
            thread.join(2.5)
        assert answers.count("true") == 40
        for thread in threads[:2]:
            thread.join(5)
        assert answers.count("ended") == 2


def test_a_worker_can_open_no_file_and_no_socket(served: SyncEngine) -> None:
    with pytest.raises(RefusedQuery, match="SERVICE"):
        ask(served, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_worker_has_no_descriptor_left(workers: Workers, served: SyncEngine) -> None:
    for pid in processes_of(workers):
        limit = next(
            line
            for line in Path(f"/proc/{pid}/limits").read_text().splitlines()
            if "open files" in line
        )
        most = int(limit.split()[3])
        assert {int(path.name) for path in Path(f"/proc/{pid}/fd").iterdir()} >= set(
            range(most)
        )


@pytest.mark.parametrize("graph", ["file:///etc/hostname", "http://127.0.0.1:9/"])
def test_from_loads_nothing(graph: str, served: SyncEngine) -> None:
    assert ask(served, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}").strip() == "s,p,o"


def test_faults_of_a_query_are_told_as_they_are_elsewhere(served: SyncEngine) -> None:
    with pytest.raises(InvalidQuery):
        ask(served, "SELECT")
    assert served.answer(ASK, None, TURTLE) is None


def test_a_store_on_disk_answers_the_same(release: Release, engine: Embedded) -> None:
    with serving(Workers(release, Limits(seconds=4), place="disk")) as on_disk:
        query = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
        assert on_disk.answer(query, JSON, None) == engine.answer(query, JSON, None)
        with pytest.raises(LimitReached):
            ask(on_disk, PRODUCT)
        assert ask(on_disk, ASK) == "true"
    assert (release.folder.with_name(f"{release.folder.name}.store")).is_dir()


def test_nothing_is_left_running_after_the_end(release: Release) -> None:
    workers = Workers(release)
    with serving(workers) as engine:
        assert ask(engine, ASK) == "true"
        processes = [workers._forking.loader._process.pid, *processes_of(workers)]
    for _ in range(50):
        alive = subprocess.run(
            ["ps", "-o", "pid=", "-p", ",".join(map(str, processes))],
            capture_output=True,
            text=True,
        )
        if not alive.stdout.strip():
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {alive.stdout}")


def test_an_answer_of_megabytes_arrives_whole(release: Release) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    with serving(Workers(release)) as engine:
        answer = engine.answer(query, CSV, NTRIPLES)
        assert answer is not None
        assert len(list(parse(answer.body, format=NTRIPLES.rdf))) == answer.rows
        many = engine.answer(rows, CSV, None)
        assert many is not None
        assert many.rows == 30_000
        assert len(many.body) > 1 << 20


def test_who_waits_as_long_as_a_query_may_run_is_told_so_and_the_server_goes_on(
    release: Release,
) -> None:
    """All workers are taken at once, by clients of whom each may; whoever comes then
    has nobody to be handed to."""
    with serving(Workers(release, Limits(seconds=0.7), count=2)) as engine:
        outcomes: list[str] = []

        def one(client: str, query: str) -> None:
            try:
                outcomes.append(ask(engine, query, client))
            except QueryError as error:
                outcomes.append(type(error).__name__)

        slow = [
            threading.Thread(target=one, args=(f"slow {number}", PRODUCT))
            for number in range(6)
        ]
        quick = [
            threading.Thread(target=one, args=(f"quick {number}", ASK))
            for number in range(5)
        ]
        for thread in (*slow, *quick):
            thread.start()
        for thread in (*slow, *quick):
            thread.join(10)
            assert not thread.is_alive()
        assert len(outcomes) == 11
        assert set(outcomes) <= {"LimitReached", "TooManyQueries", "true"}
        assert ask(engine, ASK) == "true"
        assert engine.rows("SELECT ?x { ?x a dip:State }")


def test_queries_that_crash_their_worker_at_once_harm_nobody_who_waits(
    release: Release,
) -> None:
    with serving(Workers(release, Limits(seconds=1, at_once=50))) as engine:
        for _ in range(3):
            outcomes: list[str] = []

            def one(client: str, query: str, outcomes: list[str] = outcomes) -> None:
                try:
                    outcomes.append(ask(engine, query, client))
                except QueryError as error:
                    outcomes.append(type(error).__name__)

            queries = (
                [PRODUCT] * 3 + ["ASK " + "{" * 20_000 + "}" * 20_000] * 3 + [ASK] * 12
            )
            threads = [
                threading.Thread(target=one, args=(f"c{number}", q))
                for number, q in enumerate(queries)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(10)
                assert not thread.is_alive()
            assert outcomes.count("true") == 12
            assert outcomes.count("RefusedQuery") == 3
        assert ask(engine, ASK) == "true"


def test_the_worker_that_is_kept_for_others_serves_them_while_one_client_has_queries_waiting(
    release: Release,
) -> None:
    workers = Workers(release, Limits(seconds=2, at_once=8))
    with serving(workers) as engine:
        outcomes: list[str] = []

        def slow() -> None:
            try:
                ask(engine, PRODUCT, "greedy")
            except QueryError as error:
                outcomes.append(type(error).__name__)

        threads = [threading.Thread(target=slow) for _ in range(6)]
        for thread in threads:
            thread.start()
        until(lambda: busy(workers) == 3)  # all that one client has
        assert ask(engine, ASK, "modest") == "true"
        assert engine.rows("SELECT ?x { ?x a dip:State }")
        assert "LimitReached" not in outcomes
        for thread in threads:
            thread.join(20)


def test_what_the_site_itself_asks_is_asked_again_when_its_worker_is_killed(
    release: Release,
) -> None:
    workers = Workers(release, Limits(seconds=5), count=1)
    with serving(workers) as engine:
        found: list[object] = []
        product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a ?f }"
        thread = threading.Thread(
            target=lambda: found.append(len(engine.rows(product)))
        )
        thread.start()
        deadline = time.monotonic() + 5
        while (
            not (busy := [worker.pid for worker in workers._crew.all if worker.task])
            and time.monotonic() < deadline
        ):
            time.sleep(0.001)
        os.kill(busy[0], signal.SIGKILL)
        thread.join(20)
        assert found == [1]


def test_a_loader_whose_server_is_gone_ends_without_a_word(release: Release) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", loader._START, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stderr=subprocess.PIPE,
        )
    with ours:
        frames.send(ours, (release, LIMITS, "memory"))
    told = process.communicate(timeout=60)[1]
    assert (process.returncode, told) == (0, b"")
