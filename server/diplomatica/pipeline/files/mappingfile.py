"""Links in a table: a mapping set of SSSOM (SSSOM 1.0, section “TSV”).

Its head is YAML in comments and declares prefixes; each row becomes a link.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    MATCHES,
    OWL,
    PAV,
    RDF,
    RDFS,
    SKOS,
    SSSOM,
    XSD,
)
from diplomatica.pipeline.files.source import Source, text_of_file
from diplomatica.pipeline.files.tokens import Block

NOT_FOUND = SSSOM("NoTermFound")
COMPARED = {"differs on": DIP("differsOn"), "not compared": DIP("uncompared")}
"""How the column `other` begins what it tells of the properties that were compared."""
BY_COLUMN = {
    "mapping_justification": SSSOM("mapping_justification"),
    "confidence": SSSOM("confidence"),
    "author_id": PAV("authoredBy"),
    "creator_id": DCTERMS("creator"),
    "reviewer_id": PAV("curatedBy"),
    "mapping_date": DCTERMS("created"),
    "object_source": SSSOM("object_source"),
    "object_label": SSSOM("object_label"),
    "match_string": SSSOM("match_string"),
    "subject_match_field": DIP("agreesOn"),
}
"""What a column says of a link, but for its reason, which is the comment."""
MANY = (
    *("author_id", "creator_id", "reviewer_id"),
    *("match_string", "subject_match_field", "object_match_field"),
)
"""The columns whose cells hold several values, between upright strokes."""
REFERENCES = (
    *("record_id", "subject_id", "predicate_id", "object_id", "object_source"),
    *("mapping_justification", "author_id", "creator_id", "reviewer_id"),
    *("subject_match_field", "object_match_field"),
)
"""The columns whose values are IRIs, written with a prefix of the head or in full."""
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
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_NUMBERS = {
    r"[+-]?\d+": XSD("integer"),
    r"[+-]?\d*\.\d+": XSD("decimal"),
    r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+": XSD("double"),
}
_BEFORE_STROKE = re.compile(r"(\\*)(\||$)")
_SPOKEN = re.compile(rf"({'|'.join(COMPARED)}) (\S+)")


class _UnreadableCell(Exception):
    """A cell, or a line of the head, that cannot be read: where, why, what to do."""

    def __init__(self, message: str, advice: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.advice, self.line = message, advice, line


@dataclass
class _Row:
    """One row of the table, with the prefixes by which its cells are written."""

    line: int
    cells: Mapping[str, str]
    prefixes: Mapping[str, str]

    def values(self, column: str) -> list[str]:
        """The values of a cell."""
        cell = self.cells.get(column, "").strip()
        if column not in MANY:
            return [cell] if cell else []
        return split_values(cell)

    def node(self, column: str, value: str) -> NamedNode:
        """What a reference stands for. Raises _Unreadable for a prefix of nobody."""
        prefix, colon, name = value.partition(":")
        space = self.prefixes.get(prefix, "")
        if colon and not space and not name.startswith("//") and prefix != "urn":
            message = f"column {column}: the prefix of {value} is not declared"
            declaration = f"{prefix}:" if prefix else '"":'
            advice = f"declare it at the head, in curie_map: {declaration} https://…"
            raise _UnreadableCell(message, f"{advice}; or write the whole IRI")
        try:
            return NamedNode(space + name if space else value)
        except ValueError as error:
            message = f"column {column}: “{value}” is no IRI"
            raise _UnreadableCell(
                message, "write prefix:name, or the whole IRI"
            ) from error

    def one(self, column: str) -> NamedNode:
        """The only value of a cell that may not be empty."""
        values = self.values(column)
        if not values:
            message = f"column {column}: is empty"
            raise _UnreadableCell(message, "say it in each row: SSSOM asks for it")
        return self.node(column, values[0])

    def terms(self, column: str) -> Iterator[NamedNode | Literal]:
        """The values of a cell as terms."""
        for value in self.values(column):
            if column in REFERENCES:
                yield self.node(column, value)
            elif column == "confidence":
                yield _number(value)
            elif column == "mapping_date":
                yield _day(value)
            else:
                yield Literal(value)


@dataclass
class _MappingRows:
    """What is read of a mapping set so far."""

    name: str
    iris: Iris
    quads: list[Quad] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=lambda: [Block("", 1)])
    faults: list[Fault] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    """What is left out, in words, and in how many rows."""

    def take(self, row: _Row) -> None:
        """Take up a row as a link, or note why it is none."""
        try:
            if row.values("predicate_modifier"):
                self.unread[
                    "rows that say what is not linked (predicate_modifier)"
                ] += 1
                return
            self._link(row)
        except _UnreadableCell as error:
            self.faults.append(
                Fault(self.name, error.line or row.line, error.message, error.advice)
            )

    def _link(self, row: _Row) -> None:
        """Add the link that a row of a table of mappings states, with its evidence."""
        subject = row.one("subject_id")
        predicate = row.one("predicate_id")
        matched = row.one("object_id")
        link = self._link_iri(row, subject, matched)
        quads = [*_fact(row, link, subject, predicate, matched)]
        reason = _reason(row, row.one("mapping_justification"))
        quads.append(Quad(link, DIP("reason"), Literal(reason), link))
        for column, by in BY_COLUMN.items():
            quads += [Quad(link, by, term, link) for term in row.terms(column)]
        for by, term in self._compared_properties(row):
            quads.append(Quad(link, by, term, link))
        if matched == NOT_FOUND:
            quads.append(Quad(link, SSSOM("object_id"), NOT_FOUND, link))
        self.quads += dict.fromkeys(quads)
        self.blocks.append(Block(link.value, row.line))

    def _link_iri(self, row: _Row, subject: NamedNode, matched: NamedNode) -> NamedNode:
        """The IRI of a link: its own, else one of what it links."""
        own = [row.node("record_id", one) for one in row.values("record_id")]
        taken = {block.iri: block.line for block in self.blocks}
        if own and self.iris.kind(own[0].value) == "link":
            if own[0].value in taken:
                message = f"column record_id: {row.cells['record_id']} stands already"
                advice = f"it is that of line {taken[own[0].value]}: give it another"
                raise _UnreadableCell(message, advice)
            return own[0]
        ends = [_local_name(subject), _local_name(matched)]
        return _free(self.iris("link", "-".join(ends)), taken)

    def _compared_properties(self, row: _Row) -> Iterator[tuple[NamedNode, NamedNode]]:
        """What the column `other` says of the properties that were compared."""
        parts = map(str.strip, row.cells.get("other", "").split(";"))
        for part in filter(None, parts):
            spoken = _SPOKEN.fullmatch(part)
            if spoken:
                yield COMPARED[spoken[1]], row.node("other", spoken[2])
            else:
                self.unread["cells with words of their own (other)"] += 1


def join_values(values: Iterable[str]) -> str:
    """Some values in one cell, between strokes; a stroke in one has a backslash before."""
    return "|".join(_BEFORE_STROKE.sub(_escaped, one) for one in values)


def split_values(cell: str) -> list[str]:
    """The values that were joined so."""
    values, start = [""], 0
    for stroke in _BEFORE_STROKE.finditer(cell):
        marks = len(stroke[1])
        values[-1] += cell[start : stroke.start()] + "\\" * (marks // 2)
        start = stroke.end()
        if not stroke[2]:
            values[-1] += "\\" * (marks % 2)
        elif marks % 2:
            values[-1] += "|"
        else:
            values.append("")
    return [one.strip() for one in values if one.strip()]


def _escaped(found: re.Match[str]) -> str:
    """Backslashes before a stroke or an end twice, and one more before a stroke."""
    return found[1] * 2 + ("\\|" if found[2] else "")


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
    found = _MappingRows(name, iris)
    try:
        for row in _rows(text, found):
            found.take(row)
    except _UnreadableCell as error:
        fault = Fault(name, error.line, error.message, error.advice)
        return Source(name, faults=[fault]), []
    source = Source(name, found.quads, found.blocks, found.faults)
    return source, list(_left_out(found))


def _left_out(found: _MappingRows) -> Iterator[Fault]:
    for what, count in sorted(found.unread.items()):
        message = f"has {count} {what}: left out"
        yield Fault(found.name, 0, message, "say it in a link of dataset/*.trig")


def _rows(text: str, found: _MappingRows) -> Iterator[_Row]:
    """The rows that follow the head, with what the head says of all of them.

    Raises _Unreadable for a head or columns that are none of SSSOM.
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
            yield _Row(
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
        raise _UnreadableCell(message, advice, line) from error


def _mapping(told: object) -> dict[str, object]:
    if told is None or isinstance(told, dict):
        return told or {}
    message = "has a head in which names and values should stand, and do not"
    raise _UnreadableCell(message, "write “name: value” after the # of each line", 1)


def _text(value: object) -> str:
    return "|".join(value) if isinstance(value, list) else str(value)


def _check(columns: list[str], line: int, found: _MappingRows) -> None:
    """Refuse a table without the columns that it needs, and note those that are not read."""
    missing = [one for one in _NEEDED if one not in columns]
    if missing:
        message = f"has no column {', '.join(missing)}"
        advice = "name the columns below the head, with tabs between: SSSOM needs these"
        raise _UnreadableCell(message, advice, line)
    unread = [one for one in columns if one not in _KNOWN]
    if unread:
        found.unread[f"columns ({', '.join(unread)})"] = len(unread)


def _check_width(cells: list[str], columns: list[str], line: int) -> None:
    if len(cells) > len(columns):
        message = f"has {len(cells)} cells in a row, and {len(columns)} columns"
        advice = "put a cell that has a tab in it between quotation marks"
        raise _UnreadableCell(message, advice, line)


def _fact(
    row: _Row,
    link: NamedNode,
    subject: NamedNode,
    predicate: NamedNode,
    matched: NamedNode,
) -> Iterator[Quad]:
    """What a link states: a match, or that there is none, and why."""
    if predicate not in MATCHES:
        message = f"column predicate_id: {predicate.value} is no match of SKOS"
        advice = (
            "write skos:exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch"
        )
        raise _UnreadableCell(message, advice)
    if matched != NOT_FOUND:
        yield Quad(subject, predicate, matched, link)
    else:
        why = row.values("comment") or ["No term was found."]
        yield Quad(subject, DIP("unlinked"), Literal(why[0]), link)


def _reason(row: _Row, how: NamedNode) -> str:
    """Why a link is there: what a person wrote, else how it was found."""
    said = row.values("reason") or row.values("comment")
    return said[0] if said else f"Found by {_local_name(how)}, as its maker says."


def _number(value: str) -> Literal:
    for form, kind in _NUMBERS.items():
        if re.fullmatch(form, value) and 0 <= float(value) <= 1:
            return Literal(value, datatype=kind)
    message = f"column confidence: “{value}” is no number from 0 to 1"
    raise _UnreadableCell(message, "write one, such as 0.8")


def _day(value: str) -> Literal:
    if not _DAY.fullmatch(value):
        message = f"column mapping_date: “{value}” is no day"
        raise _UnreadableCell(message, "write it as in 2026-11-24")
    return Literal(value, datatype=XSD("date"))


def _local_name(node: NamedNode) -> str:
    return re.split(r"[/#]", node.value.rstrip("/#"))[-1]


def _free(link: NamedNode, taken: Iterable[str]) -> NamedNode:
    """The IRI itself, or if it is taken the first that a number tells apart."""
    name = re.sub(r"[^A-Za-z0-9._/:-]+", "-", link.value)
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return NamedNode(found)
