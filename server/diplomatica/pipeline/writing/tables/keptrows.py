"""The rows of a table in lists, each kept under the hash of all that it follows from.

A list holds the rows of what an article is the first to speak of. What tells the rows and
puts them in order is asked whole; all else, only of the lists that something changed for.
"""

import hashlib
import weakref
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import cast
from zlib import crc32

from pyoxigraph import Quad, Store

from diplomatica.engine.forms import Written
from diplomatica.errors import DiplomaticaError
from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.storing.lineways import LinesOnWays
from diplomatica.pipeline.workshop.keep import Keep, Missing
from diplomatica.pipeline.workshop.workshop import key_of
from diplomatica.pipeline.writing.tables.tablecells import row_line
from diplomatica.pipeline.writing.tables.tableneeds import PartNeeds
from diplomatica.pipeline.writing.tables.tablerows import Cells
from diplomatica.pipeline.writing.tables.tablesolutions import Asked, Filling
from diplomatica.pipeline.writing.tables.tablestore import store_of

# Of what no article speaks there are so many lists.
_OTHERS = 16
# Where more of them are made again, all that the table looks at is loaded.
_MOST_SOUGHT = 1 / 3
_Row = tuple[str, str, str]
"""The key of a row, its line of CSV, and why there is none, where no cell can hold it."""


@dataclass(frozen=True)
class LookedAt:
    """Files of N-Quads with what a table looks at."""

    whole: Path
    merged: int
    """So many bytes of it are of the default graph, and come first."""
    rows: Path
    """What tells its rows."""


@dataclass(frozen=True)
class Asking:
    """What rows follow from, beside what is looked at."""

    prefixes: Mapping[str, str]
    written: Written
    digest: str
    """The SHA-256 of those."""
    articles: Mapping[str, str]
    """The article that is the first to speak of a thing."""

    @classmethod
    def of(
        cls,
        prefixes: Mapping[str, str],
        otherwise: Iterable[Quad],
        articles: Mapping[str, str],
    ) -> "Asking":
        """With the quads that the engine rewrites."""
        quads = list(otherwise)
        whole = "\n".join([repr(sorted(prefixes.items())), *sorted(map(str, quads))])
        digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(prefixes, Written().add(quads), digest, articles)


@dataclass(frozen=True)
class _Begun:
    """What is told of a row before it is asked for the rest."""

    values: tuple[tuple[int, str], ...]
    """Each with the place of its column."""
    is_given: bool
    """Whether that is enough for the row to be there."""


_Rows = Mapping[str, _Begun]


@dataclass(frozen=True)
class KeptRows:
    """The rows of a table, of which those are asked for that are not kept."""

    table: Table
    needs: PartNeeds
    files: LookedAt
    asking: Asking
    keep: Keep

    def lines(self) -> Iterator[str] | None:
        """The rows as lines of CSV, one by one; None where none can be had by itself."""
        begun = self._begin()
        if begun is None:
            return None
        lists = _Lists(begun, self.asking.articles)
        on_ways = self._on_ways(lists)
        keys, found = list(self._keys(begun, lists, on_ways)), _Lines()
        missing = {at for at, key in enumerate(keys) if not self._take(key, found)}
        if missing:
            path = self._seek(missing, on_ways)
            del on_ways
            self._make(path, lists.among(missing), begun, found)
        for at in missing:
            self.keep.put(keys[at], found.rows(lists.members[at]))
        return found.lines(begun)

    def _begin(self) -> _Rows | None:
        """The rows in their order; None where what these follow from cannot be told."""
        with store_of(self.files.rows) as store:
            filling = self._filling(store)
            filling.begin(self.needs.query.rows)
            count = len(filling.rows)
            filling.take_more()
            del store
        # Of a row that begins only there the parts do not tell.
        if not filling.are_named or len(filling.rows) > count:
            return None
        return {
            key: _Begun(tuple(_values(cells)), number in filling.given)
            for number, (key, cells) in enumerate(filling.rows)
        }

    def _filling(self, store: Store) -> Filling:
        asked = Asked(store, self.asking.prefixes, self.asking.written)
        return Filling(self.table, asked)

    def _on_ways(self, lists: "_Lists") -> LinesOnWays:
        things = {f"<{key}>".encode(): at for key, at in lists.of.items()}
        files, count = self.files, len(lists.members)
        return LinesOnWays(files.whole, files.merged, self.needs.ways, things, count)

    def _keys(
        self, begun: _Rows, lists: "_Lists", on_ways: LinesOnWays
    ) -> Iterator[str]:
        """For each list a hash of all that it follows from."""
        name = f"rows {self.asking.digest} {self.table}"
        for members, on_way in zip(lists.members, on_ways.digests, strict=True):
            whole = hashlib.sha256(on_way.encode())
            for key in members:
                told = f"{key} {begun[key]}\n"
                whole.update(told.encode("utf-8", "surrogatepass"))
            yield key_of(name, whole.hexdigest())

    def _take(self, key: str, found: "_Lines") -> bool:
        """Take up the rows of a list, if they are kept."""
        try:
            rows = cast("list[_Row]", self.keep.get(key))
        except Missing:
            return False
        for row in rows:
            found.add(*row)
        return True

    def _seek(self, missing: Set[int], on_ways: LinesOnWays) -> Path:
        """A file with all that some of the lists follow from."""
        if len(missing) > _MOST_SOUGHT * on_ways.count:
            return self.files.whole
        path = self.files.whole.with_suffix(".sought.nq")
        with path.open("wb") as file:
            file.writelines(on_ways.lines(missing))
        return path

    def _make(self, path: Path, keys: Set[str], begun: _Rows, found: "_Lines") -> None:
        """Ask for some of the rows."""
        with store_of(path) as store:
            filling = self._filling(store)
            for key in filter(keys.__contains__, begun):
                filling.go_on(key, begun[key].values, is_given=begun[key].is_given)
            are_told = filling.take_values(self.needs.query.values)
            assert are_told, "each alternative binds its row"
            del store
        for number, (key, cells) in enumerate(filling.rows):
            if number not in filling.given:
                found.add(key, "", "")
                continue
            try:
                found.add(key, row_line(self.table, key, cells), "")
            except DiplomaticaError as error:
                found.add(key, "", str(error))


def _values(cells: Cells) -> Iterator[tuple[int, str]]:
    """What is bound in cells, each with its place."""
    for place, held in enumerate(cells):
        values = sorted(held) if isinstance(held, set) else [held]
        yield from ((place, value) for value in values if value is not None)


class _Lists:
    """The keys of rows in lists: of each article, and of what none speaks of."""

    def __init__(self, keys: Iterable[str], articles: Mapping[str, str]) -> None:
        """The lists come in the order of their first keys."""
        self.members: list[list[str]] = []
        self.of: dict[str, int] = {}
        numbers: dict[object, int] = {}
        for key in keys:
            name = articles.get(key) or crc32(key.encode()) % _OTHERS
            number = numbers.setdefault(name, len(numbers))
            if number == len(self.members):
                self.members.append([])
            self.members[number].append(key)
            self.of[key] = number

    def among(self, lists: Iterable[int]) -> Set[str]:
        """The keys in some of the lists."""
        return set(chain.from_iterable(self.members[at] for at in lists))


class _Lines:
    """Rows as lines of CSV in a file, by their keys."""

    def __init__(self) -> None:
        """There are none yet."""
        self._file = TemporaryFile()  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}
        self._faults: dict[str, str] = {}
        self._end = 0
        weakref.finalize(self, self._file.close)

    def add(self, key: str, line: str, fault: str) -> None:
        """Add a row; without a line it is none."""
        text = line.encode("utf-8", "surrogatepass")
        self._places[key] = self._end, len(text)
        self._end += self._file.write(text)
        if fault:
            self._faults[key] = fault

    def rows(self, keys: Iterable[str]) -> list[_Row]:
        """Some rows as they were added."""
        return [(key, self._line(key), self._faults.get(key, "")) for key in keys]

    def lines(self, keys: Iterable[str]) -> Iterator[str]:
        """The lines of some rows. Raises DiplomaticaError for the first that has a fault."""
        for key in keys:
            if key in self._faults:
                raise DiplomaticaError(self._faults[key])
            line = self._line(key)
            if line:
                yield line

    def _line(self, key: str) -> str:
        at, size = self._places[key]
        self._file.seek(at)
        return self._file.read(size).decode("utf-8", "surrogatepass")
