"""A release: one fixed state of a dataset, in a folder that never changes."""

import csv
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from diplomatica.errors import BrokenRelease, NoRelease
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import DUMPED, RDFXML, Format
from diplomatica.model.text.order import natural
from diplomatica.model.text.queryhead import split_comment, without_prefixes

SUMS = "SHA256SUMS"
MANIFEST = "release.json"
VALIDATION = "validation.ttl"
COVERAGE = "coverage"
CONFORMANCE = "conformance.csv"
CONFORMANCE_COLUMNS = ("standard", "clause", "check", "outcome", "note")
TABLES = "tables"
BROUGHT = "brought"
"""The folder of the files that were brought, each as N-Quads with graphs of its own."""
AS_WRITTEN = "as-written.nq"
"""The file of quads that the engine rewrites, as their source writes them.

It is not there where the engine rewrites none.
"""


@dataclass(frozen=True)
class Release(Catalog):
    """A folder with dumps, articles, checksums, and a manifest that says what it is."""

    folder: Path
    checksum: str
    triples: int
    quads: int
    compared: dict[str, int] = field(default_factory=dict, kw_only=True)
    """How many literals of each datatype the engine compares by value, and rewrites."""
    draft: bool = field(default=False, kw_only=True)
    """Whether it promises nothing: it goes when the next one comes."""
    left_out: dict[str, str] = field(default_factory=dict, kw_only=True)
    """The files that were brought and are not in it, each with the reason."""
    hints: list[dict[str, Any]] = field(default_factory=list, kw_only=True)
    """What is doubtful in what was brought: what it is, how often, and one of its values."""
    too_large: int = field(default=0, kw_only=True)
    """How many numbers are too long for the engine to compute with."""

    @property
    def remark(self) -> str:
        """That nobody can rely on a draft; what is made of files alone is never published."""
        return ", a draft" if self.draft and not self.is_drawn else ""

    @cached_property
    def sums(self) -> dict[str, str]:
        """The SHA-256 checksum of each file, by its path in the folder."""
        lines = (self.folder / SUMS).read_text("utf-8").splitlines()
        sums = {SUMS: self.checksum}
        for line in lines:
            checksum, _, name = line.partition("  ")
            sums[name] = checksum
        return sums

    @cached_property
    def stamps(self) -> dict[str, tuple[int, ...]]:
        """Size, time and number of each file as it was when its checksum was verified."""
        return {name: _stamp(self.folder / name) for name in self.sums}

    def altered(self) -> list[str]:
        """The files that are no longer there as they were, by a look that costs little."""
        return [name for name in self.stamps if not self.is_intact(self.folder / name)]

    def is_intact(self, file: Path) -> bool:
        """Whether a file is the one whose checksum was verified."""
        name = file.relative_to(self.folder).as_posix()
        return bool(self.stamps[name]) and _stamp(file) == self.stamps[name]

    def dump(self, form: Format) -> Path:
        """The file that holds the whole dataset in a format."""
        return self.folder / f"{self.name}.{form.suffix}"

    def dumps(self) -> list[tuple[Format, Path]]:
        """All dumps with their formats: those that can hold the data."""
        files = [(form, self.dump(form)) for form in DUMPED]
        return [(form, path) for form, path in files if path.name in self.sums]

    @property
    def can_be_xml(self) -> bool:
        """Whether RDF/XML can hold it: then it has such a dump."""
        return RDFXML in dict(self.dumps())

    @cached_property
    def queries(self) -> list[tuple[str, str]]:
        """The example queries: what each asks, by the comment at its head, and its text."""
        known = self.iris.prefixes
        files = sorted((self.folder / "queries").glob("*.rq"))
        parted_texts = [split_comment(file.read_text("utf-8")) for file in files]
        return [(asks, without_prefixes(query, known)) for asks, query in parted_texts]

    @cached_property
    def conformance(self) -> list[dict[str, str]]:
        """The rows that tell what was checked; none where the release tells nothing.

        Their columns are CONFORMANCE_COLUMNS.
        """
        file = self.folder / CONFORMANCE
        if not file.is_file():
            return []
        with file.open(encoding="utf-8", newline="") as rows:
            return list(csv.DictReader(rows))

    @cached_property
    def has_rules(self) -> bool:
        """Whether any shape looked at the data; the report has a count for each."""
        return b"focusNodes" in (self.folder / VALIDATION).read_bytes()

    @cached_property
    def brought(self) -> list[str]:
        """The files that were brought, without what the build says of the dataset."""
        kept = [name for name in self._kept_names if name.endswith(".nq")]
        return sorted((name.removesuffix(".nq") for name in kept), key=natural)

    @cached_property
    def brought_tables(self) -> list[str]:
        """The tables that were brought, and their descriptions, byte for byte."""
        return sorted(one for one in self._kept_names if not one.endswith(".nq"))

    @property
    def _kept_names(self) -> Iterator[str]:
        """What is kept of what was brought, by its place in the folder of it."""
        start = f"{BROUGHT}/"
        names = (name for name in self.sums if name.startswith(start))
        return (name.removeprefix(start) for name in names)

    @cached_property
    def articles(self) -> dict[str, Path]:
        """The texts of the articles, byte for byte, by their names."""
        files = sorted((self.folder / "articles").glob("*.txt"))
        return {file.stem: file for file in files}


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        state = file.stat()
    except OSError:
        return ()
    return state.st_size, state.st_mtime_ns, state.st_ino


def store_of(folder: Path) -> Path:
    """Where the engine's store of a release lies if it is on disk.

    It stands beside the release, and is no part of it.
    """
    return folder.with_name(f"{folder.name}.store")


def index_of(folder: Path) -> Path:
    """Where the index of a release lies, by which its things are found.

    It stands beside the release as well.
    """
    return folder.with_name(f"{folder.name}.index")


def names_of(folder: Path, language: str) -> Path:
    """Where the names of a release lie, by which names of others are matched.

    They stand beside the release as well; a language comes first when things are called.
    """
    return folder.with_name(f"{folder.name}.names-{language}")


def changes_of(folder: Path) -> Path:
    """Where it is recorded what changed in a release, beside it as well."""
    return folder.with_name(f"{folder.name}.changes")


def packed_of(folder: Path) -> Path:
    """Where it is told of which pieces the packed dumps of a release are made, beside it."""
    return folder.with_name(f"{folder.name}.packed")


def open_release(folder: Path) -> Release:
    """The release in a folder, or that a link points to.

    It is opened in its own folder, which no later build changes, whatever the link
    does. Raises NoRelease where there is none, BrokenRelease where a file is missing or
    is not what was released.
    """
    folder = folder.resolve()
    if not (folder / SUMS).is_file():
        raise NoRelease(str(folder))
    _check(folder)
    return release_in(folder)


def release_in(folder: Path) -> Release:
    """The release in a folder whose files were not altered since they were sealed.

    Raises BrokenRelease where it does not say what it is.
    """
    return _told_in(folder.resolve(), is_sealed=True)


def unsealed(folder: Path) -> Release:
    """The release in a folder to which files are added: it has no checksums as yet.

    Raises BrokenRelease where it does not say what it is.
    """
    return _told_in(folder.resolve(), is_sealed=False)


def _told_in(folder: Path, *, is_sealed: bool) -> Release:
    """The release of which the manifest in a folder tells."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        checksum = checksum_of(folder / SUMS) if is_sealed else ""
        return Release(folder=folder, checksum=checksum, **manifest)
    except (OSError, ValueError, TypeError) as error:
        what = f"cannot be read ({error})"
        raise BrokenRelease(str(folder), MANIFEST, what) from error


def _check(folder: Path) -> None:
    """Raise BrokenRelease where a file is missing, altered or outside of the folder."""
    lines = (folder / SUMS).read_text("utf-8", errors="replace").splitlines()
    if not any(line.endswith(f"  {MANIFEST}") for line in lines):
        raise BrokenRelease(str(folder), SUMS, "does not list the files of a release")
    for line in lines:
        checksum, _, name = line.partition("  ")
        file = folder / name
        if not file.resolve().is_relative_to(folder):
            raise BrokenRelease(str(folder), name, "leads outside of the release")
        if not file.is_file():
            raise BrokenRelease(str(folder), name, "is missing")
        if checksum_of(file) != checksum:
            raise BrokenRelease(str(folder), name, "is not what was released")


def checksum_of(file: Path) -> str:
    """The SHA-256 checksum of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def alone(folder: Path) -> AbstractContextManager[None]:
    """Be alone in a folder until the end of this block; wait for whoever is."""
    return _locked(folder, fcntl.LOCK_EX)


def hold_folder(folder: Path) -> AbstractContextManager[None]:
    """Keep a folder from being dropped by a build, until the end of this block.

    The end of the process is the end of it, too.
    """
    return _locked(folder, fcntl.LOCK_SH)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def is_held(folder: Path) -> bool:
    """Whether a process holds this folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
