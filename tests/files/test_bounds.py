"""Bounds of a build: what has no end, leads outside or grows without measure is told."""

import bz2
import gzip
import json
import lzma
import os
import signal
import socket
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import zstandard

from conftest import run
from diplomatica.cli.bringing.bounds import BuildBounds, made_bounded
from diplomatica.errors import BrokenRelease, DiplomaticaError, Fault, InvalidInput
from diplomatica.model.dataset.folder import Bundle, Folder, bundle
from diplomatica.model.dataset.release import SUMS, Release, open_release
from diplomatica.pipeline.building import check

MILL = '<https://example.org/mill> <https://example.org/name> "Mill" .\n'
MEBIBYTE = 1 << 20
ZEROS = b"#" + bytes(3 * MEBIBYTE)
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}
DEEP = 20_000
NESTED = {
    "a.ttl": f"<urn:a> <urn:p> {'[ <urn:p> ' * DEEP}1{']' * DEEP} .",
    "b.ttl": f"<urn:a> <urn:p> {'( ' * DEEP}1{')' * DEEP} .",
    "c.ttl": f"<urn:a> <urn:p> {'<<( <urn:a> <urn:p> ' * DEEP}1{')>>' * DEEP} .",
    "d.nt": f'<urn:a> <urn:p> {"<<( <urn:a> <urn:p> " * DEEP}"1"{")>>" * DEEP} .',
    "e.trig": f"<urn:g> {{ <urn:a> <urn:p> {'[ <urn:p> ' * DEEP}1{']' * DEEP} }}",
    "f.jsonld": f'{{"@id": "urn:a", "urn:p": {"[" * DEEP}1{"]" * DEEP}}}',
    "g.jsonld": f'{{"@context": {"[" * DEEP}{{}}{"]" * DEEP}, "@id": "urn:a"}}',
    "h.json": f'{{"@context": "http://www.w3.org/ns/csvw", "notes": {"[" * DEEP}',
}
ROOT = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
)
SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetNode <urn:a> ;
    sh:property [ sh:path <urn:p> ; sh:pattern "^(a+)+$" ] .
<urn:a> <urn:p> "%s!" .
"""


def put(place: Path, name: str, said: str | bytes) -> Path:
    file = place / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(said if isinstance(said, bytes) else said.encode())
    return file


def small(place: Path) -> Bundle:
    """What lies in a folder, of which no file may have more than a MiB."""
    return bundle((place.resolve(),), MEBIBYTE)


def fault(folder: Folder) -> Fault:
    with pytest.raises(InvalidInput) as told:
        check(folder)
    assert len(told.value.faults) == 1
    return told.value.faults[0]


@pytest.mark.parametrize("suffix", PACKINGS)
def test_a_packed_bomb_is_told_before_it_goes_off(suffix: str, tmp_path: Path) -> None:
    put(tmp_path, f"bomb.ttl{suffix}", PACKINGS[suffix](ZEROS))
    told = fault(small(tmp_path))
    assert (told.file, told.message) == (
        f"bomb.ttl{suffix}",
        "is larger than a file may be: it has, unpacked, more than 1 MiB",
    )
    assert "--largest-file" in told.advice


def test_a_packed_file_that_is_read_piece_by_piece_is_bounded(tmp_path: Path) -> None:
    put(
        tmp_path,
        "bomb.nt.gz",
        gzip.compress(b"# " + os.urandom(MEBIBYTE).hex().encode()),
    )
    told = fault(bundle((tmp_path.resolve(),), MEBIBYTE * 3 // 2))
    assert told.message.startswith("is larger than a file may be: it has, unpacked,")


def test_a_plain_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with put(tmp_path, "large.ttl", MILL).open("ab") as file:
        file.truncate(1 << 40)
    assert fault(small(tmp_path)).message.endswith("it has more than 1 MiB")


def zipped(place: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return place / "all.zip"


def test_files_of_an_archive_count_together(tmp_path: Path) -> None:
    half = ZEROS[: MEBIBYTE * 2 // 3]
    zipped(tmp_path, {"a.ttl": half, "b.ttl": half})
    assert "its files have together" in fault(small(tmp_path)).message


def test_an_archive_that_lies_of_its_sizes_is_broken(tmp_path: Path) -> None:
    archive = zipped(tmp_path, {"a.ttl": ZEROS})
    size = len(ZEROS).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(size, (10).to_bytes(4, "little")))
    told = fault(small(tmp_path))
    assert (told.file, told.message) == (
        "all.zip/a.ttl",
        "cannot be unpacked: Bad CRC-32 for file 'a.ttl'",
    )


def test_what_is_packed_in_what_is_packed_is_bounded_or_left_out(
    tmp_path: Path,
) -> None:
    inner = zipped(tmp_path, {"a.ttl": ZEROS}).read_bytes()
    bomb = gzip.compress(ZEROS)
    zipped(tmp_path, {"inner.zip": inner, "twice.ttl.gz.gz": gzip.compress(bomb)})
    put(tmp_path, "mill.ttl", MILL)
    left_out = check(small(tmp_path)).reading.left_out
    assert [one.message.partition(": ")[2] for one in left_out] == [
        ".zip is no format of RDF",
        ".gz is no format of RDF",
    ]
    zipped(tmp_path, {"bomb.ttl.gz": bomb})
    assert fault(small(tmp_path)).file == "all.zip/bomb.ttl.gz"


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    names = ("../out.ttl", "/etc/out.ttl", "a/../../../out.ttl", "C:\\out.ttl")
    zipped(place, {name: MILL.encode() for name in names})
    built = check(small(place))
    assert all(name.startswith("all.zip/") for name in built.reading.files.values())
    assert not any(".." in name or "//" in name for name in built.reading.originals)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_an_archive_of_many_files_is_read_in_one_go(tmp_path: Path) -> None:
    zipped(tmp_path, {f"{number}.txt": b"" for number in range(20_000)})
    put(tmp_path, "mill.ttl", MILL)
    built = check(bundle((tmp_path.resolve(),)))
    assert len(built.reading.left_out) == 20_000


def test_a_file_that_was_packed_in_parts_is_read_whole(tmp_path: Path) -> None:
    whole = "".join(f"<urn:{number}> a <urn:Mill> .\n" for number in range(2))
    for suffix, pack in PACKINGS.items():
        put(tmp_path, f"of{suffix}/mills.ttl{suffix}", b"")
        parts = (pack(line.encode()) for line in whole.splitlines(keepends=True))
        file = put(tmp_path, f"of{suffix}/mills.ttl{suffix}", b"".join(parts))
        read = check(bundle((file,))).reading.originals
        assert [len(quads) for quads in read.values()] == [2]


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_zeros_between_parts_only_fill_the_file(suffix: str, tmp_path: Path) -> None:
    packed = PACKINGS[suffix](b"<urn:1> a <urn:Mill> .\n") + b"\0" * 4096
    file = put(tmp_path, f"mills.ttl{suffix}", packed)
    read = check(bundle((file,))).reading.originals
    assert [len(quads) for quads in read.values()] == [1]


def test_a_large_file_that_was_packed_in_parts_is_read_whole(tmp_path: Path) -> None:
    long = f"# {os.urandom(MEBIBYTE).hex()}\n"
    parts = (f"{long}<urn:{number}> a <urn:Mill> .\n" for number in range(2))
    packed = (zstandard.compress(part.encode()) for part in parts)
    file = put(tmp_path, "mills.ttl.zst", b"".join(packed))
    assert len(check(bundle((file,))).reading.originals["mills"]) == 2


def test_a_large_file_that_nests_without_measure_is_told(tmp_path: Path) -> None:
    deep = b"<<( <urn:a> <urn:p> " * 80_000
    put(tmp_path, "deep.nt", MILL.encode() + b"<urn:a> <urn:p> " + deep)
    told = fault(bundle((tmp_path.resolve(),)))
    assert (told.line, told.message) == (
        2,
        "nests deeper than 500 levels of brackets",
    )


@pytest.mark.parametrize("name", NESTED)
def test_what_nests_without_measure_is_told(name: str, tmp_path: Path) -> None:
    put(tmp_path, name, NESTED[name])
    told = fault(bundle((tmp_path.resolve(),)))
    assert told.message == "nests deeper than 500 levels of brackets"
    assert told.line == 1


def test_brackets_in_texts_nest_nothing(tmp_path: Path) -> None:
    sad = json.dumps(":( <[{ " * 1000)
    put(tmp_path, "sad.ttl", f"# {'(' * 1000}\n<urn:a> <urn:p> {sad} .")
    put(tmp_path, "sad.jsonld", f'{{"@id": "urn:b", "urn:p": {sad}}}')
    assert len(check(bundle((tmp_path.resolve(),))).reading.originals) == 2


def entities(count: int, times: int) -> str:
    """Entities that stand for one another, so many times each."""
    chain = (
        f'<!ENTITY a{number} "{f"&a{number - 1};" * times}">'
        for number in range(1, count)
    )
    head = f'<!DOCTYPE r [<!ENTITY a0 "{"a" * times}">{"".join(chain)}]>'
    said = f"<rdf:Description><e:p>&a{count - 1};</e:p></rdf:Description>"
    return f"{head}{ROOT}{said}</rdf:RDF>"


@pytest.mark.parametrize(("count", "times"), [(10, 10), (2, 20_000)])
def test_entities_without_measure_are_told(
    count: int, times: int, tmp_path: Path
) -> None:
    put(tmp_path, "a.rdf", entities(count, times))
    told = fault(bundle((tmp_path.resolve(),)))
    assert told.message == "has entities that would make it many times as large"


def test_entities_that_name_a_file_give_nothing_of_it(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt", "a secret")
    said = "<rdf:Description><e:p>&a;</e:p></rdf:Description>"
    head = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    file = put(tmp_path, "a.rdf", f"{head}{ROOT}{said}</rdf:RDF>")
    assert "a secret" not in fault(bundle((file,))).message


def test_entities_that_shorten_iris_are_read(tmp_path: Path) -> None:
    put(tmp_path, "a.rdf", entities(2, 2))
    quads = check(bundle((tmp_path.resolve(),))).reading.originals["a"]
    assert [quad.object.value for quad in quads] == ["aaaa"]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["seeds/secret.txt", "dataset/secret.ttl", "dataset"])
def test_a_link_that_leads_outside_is_a_fault_and_is_not_read(
    name: str, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    if name == "dataset":
        (folder / name).rename(outside)
        (folder / name).symlink_to(outside)
    else:
        put(outside, "secret", MILL)
        (folder / name).symlink_to(outside / "secret")
    with pytest.raises(InvalidInput) as told:
        check(Folder(folder))
    message = "is a link that leads outside of the folder"
    assert {one.message for one in told.value.faults} == {message}
    assert name in {one.file for one in told.value.faults} or name == "dataset"


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a/mill.ttl", MILL)
    (tmp_path / "b.ttl").symlink_to("a/mill.ttl")
    assert len(check(bundle((tmp_path.resolve(),))).reading.originals) == 2


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    assert fault(bundle((tmp_path.resolve(),))).message == "is a pipe, and no file"
    (tmp_path / "pipe.ttl").unlink()
    (tmp_path / "zero.ttl").symlink_to("/dev/zero")
    assert fault(bundle((tmp_path.resolve(),))).message == "is a device, and no file"
    (tmp_path / "zero.ttl").unlink()
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s.ttl"))
        assert fault(small(tmp_path)).message == "is a socket, and no file"


def test_a_description_of_a_table_reads_no_other_file(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.csv", "a\na secret\n")
    for url in ("../secret.csv", "/secret.csv", secret.as_uri()):
        told = {"@context": "http://www.w3.org/ns/csvw", "url": url}
        put(tmp_path, "in/t.csv-metadata.json", json.dumps(told))
        message = fault(bundle(((tmp_path / "in").resolve(),))).message
        assert message.startswith(f"describes {url}, which was not brought")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "link"])
def test_checksums_of_a_release_name_its_own_files_alone(
    name: str, release: Release, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("")
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "release.json").write_text("{}")
    (copy / "link").symlink_to(tmp_path / "secret")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    of_object = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    sums = f"{of_object}  release.json\n{empty}  {name}\n"
    (copy / SUMS).write_text(sums)
    with pytest.raises(BrokenRelease, match="leads outside of the release"):
        open_release(copy)


def test_a_regular_expression_without_end_is_ended(tmp_path: Path) -> None:
    file = put(tmp_path, "shape.ttl", SHAPE % ("a" * 60))
    done = run("check", str(file), "--jobs", "2", "--build-time", "8")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "Error: Validating: it takes more than 8 seconds → look for what has no end"
    )
    assert "Traceback" not in done.stderr


def test_a_build_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    numbers = "\n".join(f"<urn:{number}> a <urn:N> ." for number in range(200_000))
    file = put(tmp_path, "many.nt", numbers.replace("a <urn:N>", "<urn:p> <urn:N>"))
    done = run("build", str(file), "--build-memory", "100", "--output", str(tmp_path))
    assert done.returncode == 1
    assert "it takes more than 100 MiB of memory → " in done.stderr
    assert "or allow more with --build-memory" in done.stderr


def test_what_breaks_down_is_told_with_what_it_did() -> None:
    crash = partial(signal.raise_signal, signal.SIGSEGV)
    with pytest.raises(DiplomaticaError, match=r"it broke down \(Segmentation"):
        made_bounded(crash, BuildBounds())


def test_a_mistake_in_another_process_is_told_as_one_and_prints_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RuntimeError, match="ValueError: invalid literal") as told:
        made_bounded(partial(int, "x"), BuildBounds())
    assert any("Traceback" in note for note in told.value.__notes__)
    assert capfd.readouterr().err == ""
