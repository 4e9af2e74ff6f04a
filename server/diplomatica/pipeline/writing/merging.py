"""The default graph with its own description, which another process can make."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import Triple

from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.merge import merged_rows
from diplomatica.pipeline.storing.stored import Quads, Storage, Triples
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dcat import ReleaseContents, description


@dataclass(frozen=True)
class Merged:
    """The default graph, and those of its triples that describe the dataset."""

    triples: Triples
    described: list[Triple]


def merged_beside(
    quads: Quads,
    contents: ReleaseContents | None,
    storage: Storage,
    workshop: Workshop,
) -> Callable[[], Merged]:
    """What gives the default graph of quads, which another process begins to merge.

    It is described where the `contents` of the release are given.
    """
    path = storage.free_path()
    task = partial(_merge, quads.path, path, storage.iris, contents)
    merging = workshop.begun(task)

    def merged() -> Merged:
        count, described = merging()
        return Merged(Triples(path, count, storage), described)

    return merged


def _merge(
    quads: Path, path: Path, iris: Iris, contents: ReleaseContents | None
) -> tuple[int, list[Triple]]:
    """Write the default graph to a file: how many triples it has, and what describes it."""
    storage = Storage(iris)
    triples = storage.triples_of(merged_rows(Quads(quads).lines(), iris))
    described = description(contents, triples) if contents else []
    whole = storage.triples(described, triples)
    whole.path.replace(path)
    return len(whole), described
