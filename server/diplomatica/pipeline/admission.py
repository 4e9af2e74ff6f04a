"""Which files of a folder a build may read: its own, and only files of a stated size.

What leads outside would publish what nobody meant to; what is no file may never end.
"""

import stat
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.pipeline.files.bringing.packed import too_large

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refusals_in(folder: Folder) -> Iterator[Fault]:
    """Faults for what a build of this folder does not read; it is not even opened."""
    roots = _roots(folder)
    for path in dict.fromkeys(_files(folder)):
        try:
            yield from _of_file(path, folder, roots)
        except OSError:
            continue  # whoever reads it tells of that


def _roots(folder: Folder) -> list[Path]:
    """Where files may lie: in the folder, or for a bundle in what was named.

    What was named may be a link, and is followed; a description was found beside a table.
    """
    roots = list(folder.named) if isinstance(folder, Bundle) else [folder.root]
    if not folder.ontology.is_relative_to(folder.root):
        roots.append(folder.ontology)
    return roots


def _files(folder: Folder) -> Iterator[Path]:
    """Whatever a build reads in a folder."""
    return chain(
        folder.catalog,
        folder.seeds,
        folder.vocabulary,
        folder.vocabulary_brought,
        folder.rules,
        folder.tables,
        folder.claims,
        folder.reasons,
        folder.mappings,
        folder.extracts,
        folder.proposals,
        folder.queries,
        folder.brought,
        [folder.conformance],
    )


def _of_file(path: Path, folder: Folder, roots: list[Path]) -> Iterator[Fault]:
    """What keeps a file from being read: it is none, leads outside, or is too large."""
    name, state = folder.name(path), path.stat()
    whole = path.resolve()
    kind = stat.S_IFMT(state.st_mode)
    if kind in _KINDS:
        advice = "put a file there, or take it away"
        yield Fault(name, 0, f"is {_KINDS[kind]}, and no file", advice)
    elif not any(whole.is_relative_to(root.resolve()) for root in roots):
        advice = "put the file itself there, if it is to be published"
        yield Fault(name, 0, "is a link that leads outside of the folder", advice)
    elif kind == stat.S_IFREG and state.st_size > folder.largest:
        yield from too_large(name, folder.largest).faults
