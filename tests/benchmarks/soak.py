"""What one client does to a real server, and what a good one sees meanwhile: part of
`make soak`. Each attack has a row, with the median and the 99th percentile of a small
query and of a page in milliseconds, failures, and the memory of the whole."""

import argparse
import gzip
import json
import multiprocessing
import random
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from attacks import SMALL, Seen, asking, connected, said
from conftest import serving
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from processes import family, memory

Step = Callable[[str, int], None]
"""One request of an attack: to an address, with a number that no other has."""
MOST = 250
"""Milliseconds within which a good client has 99 of 100 answers during each attack."""
PAGE = "/doc/kazakhstan.html?n="
_THREADS = 12
_HELD: list[socket.socket] = []
_FORM = "application/x-www-form-urlencoded"
_PRODUCT = "SELECT(COUNT(*)AS?n){?a?b?c.?d?e?f.?g?h?i.?j?k?l}"
_ALL = "SELECT*{?s?p?o}ORDER BY ?o"
_NAMES = "\n".join(f"Kazakstan {number} Summit of Astanna" for number in range(4000))
_UPLOAD = (
    '--x\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\n\r\n'
    f"name\r\n{_NAMES}\r\n--x--\r\n"
).encode()


class Row(NamedTuple):
    """What a good client saw during an attack, and the MiB that the server took."""

    attack: str
    query: Seen
    page: Seen
    memory: int

    @property
    def failures(self) -> list[str]:
        return [*self.query.failures, *self.page.failures]

    @property
    def is_good(self) -> bool:
        """Whether the good client had all its answers, and soon."""
        return not self.failures and max(self.query.p99, self.page.p99) < MOST

    def __str__(self) -> str:
        """A row of the table."""
        times = (
            f"{seen.median:.0f} | {seen.p99:.0f}" if seen.seconds else "- | -"
            for seen in (self.query, self.page)
        )
        count = len(self.failures)
        return f"| {self.attack} | {' | '.join(times)} | {count} | {self.memory} |"


HEAD = (
    "| attack of one client | query: median | p99 | page: median | p99 | failures | MiB |"
    "\n| --- | --- | --- | --- | --- | --- | --- |"
)


def _head(target: str, *fields: str, method: str = "GET") -> bytes:
    lines = (f"{method} {target} HTTP/1.1", "Host: x", *fields, "", "")
    return "\r\n".join(lines).encode()


def _got(address: str, target: str, *fields: str) -> None:
    said(address, _head(target, "Connection: close", *fields))


def _posted(address: str, target: str, kind: str, body: bytes, *fields: str) -> None:
    told = f"Content-Type: {kind}", f"Content-Length: {len(body)}", *fields
    said(address, _head(target, "Connection: close", *told, method="POST"), body)


def _held(address: str, *parts: bytes) -> None:
    """Say something on a connection, and keep it."""
    if len(_HELD) > 1030:
        _HELD.pop(0).close()
    connection = connected(address)
    _HELD.append(connection)
    for part in parts:
        connection.sendall(part)


def _query(query: str, number: int, more: str = "") -> str:
    return f"/sparql?query={quote(f'{query}#{number}')}{more}"


def _unread(address: str, number: int) -> None:
    _held(address, _head(_query(_ALL, number)))
    time.sleep(0.1)


def _left(address: str, number: int) -> None:
    with connected(address) as connection:
        connection.sendall(_head(_query(_PRODUCT, number)))
        time.sleep(0.01)


def _half_body(address: str, number: int) -> None:
    told = "Content-Type: application/sparql-query", f"Content-Length: {3 << 20}"
    _held(address, _head("/sparql", *told, method="POST"), b" " * (1 << 16))


def _dripped(address: str, number: int) -> None:
    with connected(address) as connection:
        for letter in f"GET / HTTP/1.1\r\nHost: x\r\nX: {number}".encode():
            connection.sendall(bytes([letter]))
            time.sleep(0.05)


def _large_head(address: str, number: int) -> None:
    fields = [f"X-{place}: {'x' * 8000}" for place in range(4)]
    _got(address, f"/?{number}", *fields)


@cache
def _packed() -> bytes:
    """100 MiB of blanks; who only collects tests need not wait for them."""
    return gzip.compress(b" " * (100 << 20), 1, mtime=0)


def _bomb(address: str, number: int) -> None:
    kind, packed = "application/sparql-query", "Content-Encoding: gzip"
    _posted(address, "/sparql", kind, _packed(), packed)


def _garbled(address: str, number: int) -> None:
    choose = random.Random(number)
    body = choose.randbytes(300)
    chunked = _head("/sparql", "Transfer-Encoding: chunked", method="POST")
    said(address, choose.choice((body, chunked + body, chunked + b"FFFFFFFF\r\n")))


def _small(address: str, number: int) -> None:
    thing = "<https://w3id.org/diplomatica/id/kazakhstan>"
    _got(address, _query(f"SELECT ?o {{ {thing} ?p ?o }}", number))


def _search(address: str, number: int) -> None:
    words = " ".join(f"astna{number}{place} osc kazak" for place in range(20))
    _got(address, f"/search?q={quote(words)}")


def _missing(address: str, number: int) -> None:
    _got(address, f"/id/kazakstan-{number}-{'summit-' * 20}", "Accept: text/html")


def _connections(address: str, number: int) -> None:
    path = ("/network?from=kazakhstan&to=osce&kind=", "/timeline?of=osce&since=2")
    _got(address, f"{path[number % 2]}{number}")


def _reconciled(address: str, number: int) -> None:
    names = (f"Kazakstan {number} {place}" for place in range(5000))
    asked = {f"q{place}": {"query": name} for place, name in enumerate(names)}
    body = urlencode({"queries": json.dumps(asked)}).encode()
    _posted(address, "/reconcile", _FORM, body)


def _matched(address: str, number: int) -> None:
    _posted(address, "/match", "multipart/form-data; boundary=x", _UPLOAD)


def _proposed(address: str, number: int) -> None:
    claim = (
        "https://w3id.org/diplomatica/claim/kazakhstan-peace-initiatives/osce-finale"
    )
    _got(address, f"/propose?of={quote(claim)}&n={number}", "Accept: text/html")


def _other_releases(address: str, number: int) -> None:
    days = f"Accept-Datetime: Tue, 24 Nov {2000 + number % 999} 10:00:00 GMT"
    _got(address, f"/doc/kazakhstan?release=9.{number}.0")
    _got(address, f"/doc/kazakhstan?n={number}", days)


def _parts(address: str, number: int) -> None:
    places = ",".join(f"{place}-{place + 1}" for place in range(0, 5000, 7))
    _got(address, "/dumps/diplomatica.nq", f"Range: bytes={places}")
    _got(address, _query(_ALL, 1, "&format=csv"), f"Range: bytes={number}-{number + 9}")


def _dumped(address: str, number: int) -> None:
    suffix = ("rdf", "jsonld", "trig", "html")[number % 4]
    _got(address, f"/dumps/class/State.{suffix}?by={number}")
    _got(address, f"/cite?query={quote(f'{_ALL}#{number}')}&format=bib")


ATTACKS: dict[str, Step] = {
    "nothing": lambda address, number: time.sleep(0.1),
    "1,030 silent connections": lambda address, number: _held(address),
    "1,030 half-said heads": lambda address, number: _held(address, b"GET / HT"),
    "heads, byte by byte": _dripped,
    "heads of 32 kB": _large_head,
    "half-sent bodies of 3 MiB": _half_body,
    "bytes that are no HTTP": _garbled,
    "bombs of gzip": _bomb,
    "small queries, none twice": _small,
    "long queries": lambda address, number: _got(address, _query(_PRODUCT, number)),
    "long queries as pages": lambda address, number: _got(
        address, _query(_PRODUCT, number), "Accept: text/html"
    ),
    "long queries, left": _left,
    "large answers": lambda address, number: _got(address, _query(_ALL, number)),
    "large answers, unread": _unread,
    "searches of 60 words": _search,
    "names that are not there": _missing,
    "networks and timelines": _connections,
    "proposals": _proposed,
    "tables of 4,000 names": _matched,
    "batches of 5,000 names": _reconciled,
    "releases that are not there": _other_releases,
    "ranges": _parts,
    "dumps and citations": _dumped,
}


def attack(name: str, address: str, seconds: float, told: Pipe) -> None:
    """Do one of the attacks, many times at once, for a while; tell when it has begun."""
    end = time.monotonic() + seconds

    def go_on(number: int) -> None:
        while time.monotonic() < end:
            number += _THREADS
            with suppress(OSError):
                ATTACKS[name](address, number)

    for place in range(_THREADS):
        threading.Thread(target=go_on, args=(place,), daemon=True).start()
    told.send(name)
    time.sleep(seconds)


def attack_as_told(orders: Pipe, address: str) -> None:
    """Attack as often as is told, each time in a fork, which has imported all and ends
    with all its connections."""
    context = multiprocessing.get_context("fork")
    _packed()
    with suppress(EOFError):
        while True:
            name, seconds = orders.recv()
            given = name, address, seconds, orders
            process = context.Process(target=attack, args=given, daemon=True)
            process.start()
            orders.recv()
            process.kill()
            process.join()
            orders.send(None)


class Attacker:
    """A process of its own that attacks a server."""

    def __init__(self, orders: Pipe) -> None:
        self._orders = orders

    @contextmanager
    def attacking(self, name: str, seconds: float) -> Iterator[None]:
        """While this lasts, it attacks."""
        self._orders.send((name, seconds))
        self._heard(name)
        try:
            yield
        finally:
            self._orders.send(None)
            self._heard(None)

    def _heard(self, expected: str | None) -> None:
        assert self._orders.poll(60), "the attacker says nothing"
        assert self._orders.recv() == expected


@contextmanager
def attacker(address: str) -> Iterator[Attacker]:
    """One that has as long to live as this lasts."""
    context = multiprocessing.get_context("spawn")
    orders, theirs = context.Pipe()
    process = context.Process(target=attack_as_told, args=(theirs, address))
    process.start()
    theirs.close()
    try:
        yield Attacker(orders)
    finally:
        orders.close()
        process.join()


def seen_during(
    name: str, server: int, address: str, seconds: float, attacker: Attacker
) -> Row:
    """What a good client sees during an attack."""
    with (
        asking(address, SMALL) as query,
        asking(address, PAGE) as page,
        attacker.attacking(name, seconds + 60),
    ):
        time.sleep(seconds)
        taken = memory(family(server))
    return Row(name, query, page, taken)


def run(release: Release, seconds: float) -> Iterator[Row]:
    """All attacks, one after the other, on one server."""
    with serving(release) as (process, address), attacker(address) as ours:
        for name in ATTACKS:
            yield seen_during(name, process.pid, address, seconds, ours)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="for each attack")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        release = build(Folder(), Path(folder), is_draft=True)
        print(HEAD)
        rows = []
        for row in run(release, arguments.seconds):
            print(row, flush=True)
            rows.append(row)
    late = [row.attack for row in rows if not row.is_good]
    raise SystemExit(f"Not within {MOST} ms: {', '.join(late)}" if late else 0)


if __name__ == "__main__":
    main()
