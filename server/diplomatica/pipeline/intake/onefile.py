"""One file of a folder, as it is taken in: its faults and hints are noted, and its shapes."""

from pathlib import Path

from pyoxigraph import Quad

from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.shapes import has_shapes
from diplomatica.pipeline.files.source import Source, read
from diplomatica.pipeline.files.xmlforms import beyond_xml
from diplomatica.pipeline.reading import Reading


def read_noted(reading: Reading, folder: Folder, path: Path, label: str = "") -> Source:
    """Read a file, and note its faults and hints."""
    source = read(path, folder.name(path), label)
    reading.faults += source.faults
    reading.hints += ill_typed(source)
    if reading.has_claims:
        reading.faults += beyond_xml(source)
    reading.has_gaps |= not source.was_parsed
    return source


def label_of(path: Path) -> str:
    """How the labels of a file's blank nodes begin."""
    return f"{path.parent.name}-{path.stem}-"


def note_shapes(reading: Reading, source: Source, among: list[Quad]) -> None:
    """Shapes run wherever they stand, with all that stands beside them."""
    if has_shapes(source.quads):
        reading.shape_prefixes |= source.prefixes
        among += source.quads
