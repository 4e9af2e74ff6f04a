"""Links in a table: a mapping set of SSSOM (SSSOM 1.0, section “TSV”).

Its head is YAML in comments and declares prefixes; each row becomes a link.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import (
    OWL,
    RDF,
    RDFS,
    SKOS,
    SSSOM,
    XSD,
)
from diplomatica.pipeline.files.mapping.columns import BY_COLUMN, REFERENCES
from diplomatica.pipeline.files.mapping.links import MappingLinks
from diplomatica.pipeline.files.mapping.row import LinkRow, UnreadableCell
from diplomatica.pipeline.files.source import Source, text_of_file

_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_READ = {*REFERENCES, *BY_COLUMN, "comment", "reason", "other", "predicate_modifier"}
# What a thing is called stands with the thing, in the dataset’s files of names.
_KNOWN = {*_READ, "subject_label"}
_OF_ALL = ("object_source", "mapping_date", "subject_match_field", "object_match_field")
_BUILT_IN = {
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": XSD,
}


def read_mappings(path: Path, name: str, iris: Iris) -> tuple[Source, list[Fault]]:
    """The links of a mapping set, and what of it is left out.

    Its faults are gathered in the source, never raised; each names line and column.
    """
    text = text_of_file(path, name)
    if isinstance(text, Fault):
        return Source(name, faults=[text]), []
    return mappings_of(text, name, iris)


def mappings_of(text: str, name: str, iris: Iris) -> tuple[Source, list[Fault]]:
    """The links of a text that would stand in such a file, and what of it is left out."""
    found = MappingLinks(name, iris)
    try:
        for row in _rows(text, found):
            found.take(row)
    except UnreadableCell as error:
        fault = Fault(name, error.line, error.message, error.advice)
        return Source(name, faults=[fault]), []
    source = Source(name, found.quads, found.blocks, found.faults)
    return source, list(_left_out(found))


def _left_out(found: MappingLinks) -> Iterator[Fault]:
    for what, count in sorted(found.unread.items()):
        message = f"has {count} {what}: left out"
        yield Fault(found.name, 0, message, "say it in a link of dataset/*.trig")


def _rows(text: str, found: MappingLinks) -> Iterator[LinkRow]:
    """The rows that follow the head, with what the head says of all of them.

    Raises UnreadableCell for a head or columns that are none of SSSOM.
    """
    lines = list(StringIO(text, newline=""))
    beyond = (at for at, one in enumerate(lines) if not one.startswith("#"))
    count = next(beyond, len(lines))
    head = _head("".join(line[1:] for line in lines[:count]))
    table = csv.reader(lines[count:], delimiter="\t")
    columns = next(table, [])
    _check(columns, count + 1, found)
    declared = _mapping(head.get("curie_map"))
    prefixes = {**_BUILT_IN, **{name: _text(one) for name, one in declared.items()}}
    of_all = {one: _text(head[one]) for one in _OF_ALL if one in head}
    said = {one: text for one, text in of_all.items() if one not in columns}
    last = table.line_num
    for cells in table:
        line = count + last + 1
        last = table.line_num
        if any(cells):
            _check_width(cells, columns, line)
            yield LinkRow(
                line, {**said, **dict(zip(columns, cells, strict=False))}, prefixes
            )


def _head(text: str) -> dict[str, object]:
    """The head: all its values are texts, as nothing here depends on their types."""
    import yaml  # few datasets need it

    try:
        return _mapping(yaml.load(text, Loader=yaml.BaseLoader) or {})
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"has a head that is no YAML: {error.problem}"
        advice = "write “name: value” after the # of each line"
        raise UnreadableCell(message, advice, line) from error


def _mapping(told: object) -> dict[str, object]:
    if told is None or isinstance(told, dict):
        return told or {}
    message = "has a head in which names and values should stand, and do not"
    raise UnreadableCell(message, "write “name: value” after the # of each line", 1)


def _text(value: object) -> str:
    return "|".join(value) if isinstance(value, list) else str(value)


def _check(columns: list[str], line: int, found: MappingLinks) -> None:
    """Refuse a table without the columns that it needs, and note those that are not read."""
    missing = [one for one in _NEEDED if one not in columns]
    if missing:
        message = f"has no column {', '.join(missing)}"
        advice = "name the columns below the head, with tabs between: SSSOM needs these"
        raise UnreadableCell(message, advice, line)
    unread = [one for one in columns if one not in _KNOWN]
    if unread:
        found.unread[f"columns ({', '.join(unread)})"] = len(unread)


def _check_width(cells: list[str], columns: list[str], line: int) -> None:
    if len(cells) > len(columns):
        message = f"has {len(cells)} cells in a row, and {len(columns)} columns"
        advice = "put a cell that has a tab in it between quotation marks"
        raise UnreadableCell(message, advice, line)
