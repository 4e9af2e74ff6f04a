"""Stores that tables are asked of, each filled with a file of N-Quads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from diplomatica.pipeline.storing.loading import fill

# A store of more lies on disk: in memory it would have more than 500 MiB.
_MOST_IN_MEMORY = 192 * 1024 * 1024
_AT_ONCE = 20_000  # lines
# Of what is loaded on disk the loader keeps all at hand that it is given at once.
_AT_ONCE_ON_DISK = 100_000


@contextmanager
def store_of(path: Path) -> Iterator[Store]:
    """A store of a file of N-Quads: in memory or, if that is much, on disk."""
    with path.open("rb") as lines:
        if path.stat().st_size < _MOST_IN_MEMORY:
            store = Store()
            fill(store.load, store.extend, lines, _AT_ONCE)
            yield store
            return
        # After a fault whoever tells of it still has the store, and what it writes stays.
        with TemporaryDirectory(
            prefix="diplomatica-", ignore_cleanup_errors=True
        ) as place:
            store = Store(place)
            fill(store.bulk_load, store.bulk_extend, lines, _AT_ONCE_ON_DISK)
            # What came in pieces is found a fifth sooner once it is put together.
            store.optimize()
            yield store
            # Its files are in use for as long as it is there.
            del store
