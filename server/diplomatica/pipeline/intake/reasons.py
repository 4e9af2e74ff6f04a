"""The notes and links of a folder, and its tables of mappings."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.files.catalogfile import reason_faults, split
from diplomatica.pipeline.files.mapping.mappingfile import read_mappings
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.intake.onefile import read_noted
from diplomatica.pipeline.reading import Reading


def has_reasons(reading: Reading, path: Path) -> bool:
    """Whether a file names notes or links of this dataset; else it is brought as it is."""
    if reading.has_claims:
        return True
    text, base = path.read_bytes(), reading.catalog.base.encode()
    return any(base + kind in text for kind in (b"note/", b"link/"))


def read_reasons(reading: Reading, folder: Folder) -> None:
    """Read notes and links, and tables of mappings."""
    for path in folder.reasons:
        if has_reasons(reading, path):
            _read_reason(reading, folder, path)
    for path in folder.mappings:
        source, left_out = read_mappings(path, folder.name(path), reading.iris)
        reading.faults += source.faults
        reading.faults += _named_twice(source, reading.beside_claims)
        reading.hints += left_out
        reading.has_gaps |= not source.was_parsed
        _take_reasons(reading, source)


def _named_twice(source: Source, others: list[Source]) -> Iterator[Fault]:
    """Faults for links of a table that another file names alike."""
    taken = {block.iri: one.name for one in others for block in one.blocks[1:]}
    for block in source.blocks[1:]:
        if block.iri in taken:
            message = f"the link {block.iri} stands in {taken[block.iri]}, too"
            advice = "give the row a record_id of its own, or take one of the two away"
            yield Fault(source.name, block.line, message, advice)


def _read_reason(reading: Reading, folder: Folder, path: Path) -> None:
    source = read_noted(reading, folder, path)
    reading.faults += reason_faults(source, reading.iris)
    _take_reasons(reading, source)


def _take_reasons(reading: Reading, source: Source) -> None:
    facts, about = split(source)
    named = [quad for quad in facts if isinstance(quad.graph_name, NamedNode)]
    reading.shared += named
    reading.about += about
    reading.beside_claims.append(source)
