"""The user's cache of releases that were built only to be served.

diplomatica/
├─ served-3f2a9c1be07d…/   what was built of some files or folders, `latest` in it
│  └─ made-of.json         of which bytes and by which code, and what was told of it
├─ input-…/                what came by standard input
└─ sheets/                 parts of builds and checks
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import platformdirs

from diplomatica.cli.bringing.bounds import BuildBounds, made_bounded
from diplomatica.cli.terminal.steps import steps
from diplomatica.cli.terminal.telling import remarks_on
from diplomatica.errors import DiplomaticaError, NoRelease
from diplomatica.model.code import code
from diplomatica.model.dataset.folder import Bundle, Folder, files_below
from diplomatica.model.dataset.release import Release, is_held, open_release
from diplomatica.pipeline.files.bringing.given import Given

# So many things that were served stay at hand; older ones are built again when asked for.
_KEPT = 8
_MADE_OF = "made-of.json"
_TOLD = 3  # files that changed of which the names are told
_OF_PROGRAMS = (".log", ".pid", ".out", ".err", ".swp", ".tmp", ".bak")
"""What programs write beside data, perhaps the one that serves it."""
_DESCRIBING = (".json", ".jsonld")
_CODE = "code"  # of this package, and what is given beside the files
Made = dict[str, str]
"""The checksum of each file, and of the code."""


def cache() -> Path:
    """The folder of the cache, which the user may empty at any time."""
    return platformdirs.user_cache_path("diplomatica")


@dataclass(frozen=True)
class CachedRelease:
    """What is served of a folder: a release in the cache that is built when it has to be."""

    folder: Folder
    given: Given
    bounds: BuildBounds = field(default_factory=BuildBounds)

    @property
    def place(self) -> Path:
        """Where its releases lie: the same in every start."""
        named = self.folder.places if isinstance(self.folder, Bundle) else ()
        places = list(map(str, named))
        which = repr([str(self.folder.root), places, self.given])
        digest = hashlib.sha256(which.encode()).hexdigest()
        return cache() / f"served-{digest[:24]}"

    @property
    def latest(self) -> Path:
        """The link to the newest release, which a server follows."""
        return self.place / "latest"

    def ready(
        self,
        tell: Callable[[str], object] = lambda _: None,
        now: Made | None = None,
    ) -> tuple[Release, list[str]]:
        """The release of the files as they are `now`, and what there is to tell of it.

        It is built where these bytes were not built by this code before; why it is built
        again is told at once. Raises InvalidInput and Unbounded, and leaves the last
        release as it is.
        """
        made_of = now or self.made_of()
        if not (entry := self._built_of(made_of)):
            if before := self._made_before():
                tell(f"Building again: {_what_changed(before, made_of)}.")
            made_bounded(partial(self._build, made_of), self.bounds)
            entry = self._built_of(made_of)
        if not entry:
            raise NoRelease(str(self.place))
        return entry

    def _made_before(self) -> Made:
        """What the last release was made of; nothing where there is none."""
        with suppress(OSError, ValueError, KeyError):
            known = json.loads((self.place / _MADE_OF).read_text("utf-8"))["of"]
            return known if isinstance(known, dict) else {}
        return {}

    def _built_of(self, made_of: Made) -> tuple[Release, list[str]] | None:
        """What was built of these bytes, if it was."""
        file = self.place / _MADE_OF
        with suppress(OSError, ValueError, KeyError, DiplomaticaError):
            made = json.loads(file.read_text("utf-8"))
            if made["of"] == made_of:
                file.touch()
                return open_release(self.latest), made["told"]
        return None

    def _build(self, made_of: Made) -> None:
        """Build the folder into the cache, and keep what there is to tell of it."""
        # who serves what was built before need not wait for it
        from diplomatica.cli.bringing.making import workshop
        from diplomatica.pipeline import building

        with workshop() as made, steps() as step:
            built = building.check(self.folder, step, self.given, made)
            building.publish_built(
                built, self.place, step, is_draft=True, workshop=made
            )
        lines = remarks_on(built)
        known = json.dumps({"of": made_of, "told": lines})
        (self.place / _MADE_OF).write_text(known, "utf-8")
        _drop_old()

    def made_of(self) -> Made:
        """The checksums of all that the release is a function of.

        Of what is left out by its name, as the log of this server may be, that is the name.
        """
        whole = code().encode() + repr(self.given).encode()
        made_of = {_CODE: hashlib.sha256(whole).hexdigest()}
        files = list(files_of(self.folder))
        # A description can make a table of any file.
        has_descriptions = any(file.suffix.lower() in _DESCRIBING for file in files)
        for path in files:
            is_read = has_descriptions or path.suffix.lower() not in _OF_PROGRAMS
            made_of[str(path)] = _checksum(path) if is_read else ""
        return made_of


def _what_changed(before: Made, now: Made) -> str:
    """Which files are others than before, in words."""
    parts = {
        "changed": [file for file in now if now[file] != before.get(file, now[file])],
        "came": [file for file in now if file not in before],
        "went": [file for file in before if file not in now],
    }
    if _CODE in parts["changed"]:
        return "this is another version of Diplomatica"
    told = [f"{_names(files)} {what}" for what, files in parts.items() if files]
    return ", ".join(told) or "the order of files changed"


def _names(files: list[str]) -> str:
    """The first of some files by their names, and how many more there are."""
    named = ", ".join(Path(file).name for file in files[:_TOLD])
    more = len(files) - _TOLD
    return f"{named} and {more:,} more" if more > 0 else named


def files_of(folder: Folder) -> Iterable[Path]:
    """All files that a build of a folder may read."""
    if isinstance(folder, Bundle):
        return folder.brought
    places = [folder.root / "seeds", folder.root / "dataset", folder.ontology]
    files: list[Path] = []
    for place in places:
        files += files_below(place)
    return files


def _checksum(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _drop_old() -> None:
    """Drop what was not served for longest, but nothing that is being served."""
    folders = [*cache().glob("served-*/"), *cache().glob("input-*/")]
    oldest_last = sorted(folders, key=_last_use, reverse=True)
    for place in oldest_last[_KEPT:]:
        if not any(is_held(release) for release in place.iterdir()):
            shutil.rmtree(place, ignore_errors=True)


def _last_use(place: Path) -> float:
    file = place / _MADE_OF
    return (file if file.is_file() else place).stat().st_mtime
