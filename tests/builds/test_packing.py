"""A packed dump is plain gzip, and takes from the last one what it has as well."""

import gzip
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, NTRIPLES
from diplomatica.pipeline.writing import dumps, packing
from diplomatica.pipeline.writing.packing import PackedDump, pack


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_LEAST", 1 << 12)
    monkeypatch.setattr(packing, "_MOST", 1 << 14)
    monkeypatch.setattr(packing, "_ENDS_APART", 16)
    monkeypatch.setattr(packing, "_LOOKED_AT", 16)


@pytest.fixture
def deflated(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pieces that are packed, and not taken."""
    usual, pieces = packing._deflated, []

    def noting(piece: memoryview) -> bytes:
        pieces.append(bytes(piece))
        return usual(piece)

    monkeypatch.setattr(packing, "_deflated", noting)
    return pieces


def lines(count: int = 3000) -> list[bytes]:
    random = Random(1)
    return [b"<s%d> <p> %d .\n" % (n, random.randrange(9**9)) for n in range(count)]


def packed(place: Path, data: bytes, last: PackedDump | None = None) -> PackedDump:
    place.mkdir()
    (place / "plain").write_bytes(data)
    dump = PackedDump(place / "plain.gz", place / "told" / "nq")
    pack(place / "plain", dump, [last] if last else [])
    assert gzip.decompress(dump.file.read_bytes()) == data
    return dump


def begin_otherwise(some: list[bytes]) -> None:
    some.insert(0, b"<first> <p> 1 .\n")


def lose_some(some: list[bytes]) -> None:
    del some[1000:1010]


def end_otherwise(some: list[bytes]) -> None:
    some.append(b"<last> <p> 1 .")


def say_otherwise(some: list[bytes]) -> None:
    some[2000] = b"<s2000> <p> 'other' .\n"


@pytest.mark.parametrize(
    "change", [begin_otherwise, lose_some, end_otherwise, say_otherwise]
)
@pytest.mark.parametrize("end", [b" .\n", b"},"], ids=["lines", "objects"])
def test_what_did_not_change_is_taken_from_the_last_one(
    end: bytes,
    change: Callable[[list[bytes]], None],
    tmp_path: Path,
    deflated: list[bytes],
) -> None:
    some = [line.replace(b" .\n", end) for line in lines()]
    last = packed(tmp_path / "last", b"".join(some))
    before = len(deflated)
    change(some)
    this = packed(tmp_path / "this", b"".join(some), last)
    assert before > 10
    assert len(deflated) - before <= 4
    anew = packed(tmp_path / "anew", b"".join(some))
    assert this.file.read_bytes() == anew.file.read_bytes()
    assert this.told.read_bytes() == anew.told.read_bytes()


def test_a_dump_of_quads_takes_what_that_of_triples_has(
    release: Release, tmp_path: Path, deflated: list[bytes]
) -> None:
    place, triples = tmp_path / "release", b"".join(lines())
    place.mkdir()
    (place / f"{release.name}.nt").write_bytes(triples)
    (place / f"{release.name}.nq").write_bytes(triples + b"<s> <p> 1 <g> .\n")
    for task in dumps.packing(place, release, (NQUADS, NTRIPLES)):
        task()
    assert len(triples) <= sum(map(len, deflated)) < 1.2 * len(triples)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"x", b"x" * 100_000, b"y\n" * 100_000],
    ids=["nothing", "end", "sign", "line", "lines"],
)
def test_anything_can_be_packed(data: bytes, tmp_path: Path) -> None:
    assert packed(tmp_path / "this", data).file.read_bytes()[:4] == b"\x1f\x8b\x08\0"


def spoil_file(last: PackedDump) -> None:
    data = bytearray(last.file.read_bytes())
    data[len(data) // 2] ^= 1
    last.file.write_bytes(data)


def cut_file(last: PackedDump) -> None:
    last.file.write_bytes(last.file.read_bytes()[:100])


def spoil_told(last: PackedDump) -> None:
    last.told.write_text("?\n", "utf-8")


def lose_told(last: PackedDump) -> None:
    last.told.unlink()


def lose_file(last: PackedDump) -> None:
    last.file.unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_file,
        cut_file,
        spoil_told,
        lose_told,
        lose_file,
    ],
)
def test_what_is_spoiled_is_packed_again(
    spoil: Callable[[PackedDump], None], tmp_path: Path, deflated: list[bytes]
) -> None:
    data = b"".join(lines())
    last = packed(tmp_path / "last", data)
    whole, before = last.file.read_bytes(), len(deflated)
    spoil(last)
    this = packed(tmp_path / "this", data, last)
    assert len(deflated) > before
    assert this.file.read_bytes() == whole


def test_pieces_of_another_packer_are_not_taken(
    tmp_path: Path, deflated: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"".join(lines())
    with monkeypatch.context() as former:
        former.setattr(packing, "_PACKER", "zlib 1.0.0, level 6")
        last = packed(tmp_path / "last", data)
    before = len(deflated)
    packed(tmp_path / "this", data, last)
    assert len(deflated) == 2 * before
