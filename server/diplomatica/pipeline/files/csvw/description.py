"""What a description says of a table (Metadata Vocabulary for Tabular Data).

What it says and is not followed here is a fault or is named, never ignored.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse
from typing import Any
from urllib.parse import quote, urljoin

from diplomatica.errors import Fault, InvalidInput

CONTEXT = "http://www.w3.org/ns/csvw"
_TITLE, _LICENCE = "dc:title", "dc:license"
# What a template of an IRI can name (RFC 6570, section 2.3).
_NAME = re.compile(r"(\w|%[0-9A-Fa-f]{2})(\.?(\w|%[0-9A-Fa-f]{2}))*", re.ASCII)
_TEXT, _TRUTH, _NUMBER = (str,), (bool,), (int,)
_HERE = "write it into this description: nothing is fetched here"
# What a property may be, by the object that it stands on (sections 5.3 to 5.7).
_INHERITED = {
    "aboutUrl": _TEXT,
    "datatype": (str, dict),
    "default": _TEXT,
    "lang": _TEXT,
    "null": (str, list),
    "ordered": _TRUTH,
    "propertyUrl": _TEXT,
    "required": _TRUTH,
    "separator": (str, type(None)),
    "valueUrl": _TEXT,
}
_ANY = {"@id": _TEXT, "@type": _TEXT}
_TABLES = {
    **_ANY,
    **_INHERITED,
    "@context": (str, list),
    "dialect": (dict,),
    "tableSchema": (dict,),
}
_GROUP = {**_TABLES, "tables": (list,)}
_TABLE = {**_TABLES, "url": _TEXT, "suppressOutput": _TRUTH}
_SCHEMA = {**_ANY, **_INHERITED, "columns": (list,)}
_COLUMN = {
    **_ANY,
    **_INHERITED,
    "name": _TEXT,
    "suppressOutput": _TRUTH,
    "titles": (str, list, dict),
    "virtual": _TRUTH,
}
_BOUND = (str, int, float)
_DATATYPE = {
    "@id": _TEXT,
    "base": _TEXT,
    "format": (str, dict),
    "length": _NUMBER,
    "maxExclusive": _BOUND,
    "maxInclusive": _BOUND,
    "maxLength": _NUMBER,
    "maximum": _BOUND,
    "minExclusive": _BOUND,
    "minInclusive": _BOUND,
    "minLength": _NUMBER,
    "minimum": _BOUND,
    "name": _TEXT,
}
_DIALECT = {
    **_ANY,
    "commentPrefix": (str, type(None)),
    "delimiter": _TEXT,
    "doubleQuote": _TRUTH,
    "encoding": _TEXT,
    "header": _TRUTH,
    "headerRowCount": _NUMBER,
    "lineTerminators": (str, list),
    "quoteChar": (str, type(None)),
    "skipBlankRows": _TRUTH,
    "skipColumns": _NUMBER,
    "skipInitialSpace": _TRUTH,
    "skipRows": _NUMBER,
    "trim": (str, bool),
}
# These say nothing that the minimal mode of csv2rdf makes triples of; no key is checked.
_PASSED_OVER = {
    "foreignKeys",
    "notes",
    "primaryKey",
    "rowTitles",
    "tableDirection",
    "textDirection",
    "transformations",
}


@dataclass(frozen=True)
class DescribedColumn:
    """A column: its name, its titles, and what holds of its cells."""

    name: str
    titles: tuple[str, ...]
    said: Mapping[str, Any]
    """Its properties, and those that it inherits."""

    @property
    def is_virtual(self) -> bool:
        """Whether it stands in no file, and all of it is in its description."""
        return bool(self.said.get("virtual"))


@dataclass(frozen=True)
class Description:
    """One table as it is described."""

    file: str
    url: str
    iri: str
    columns: tuple[DescribedColumn, ...]
    dialect: Mapping[str, Any]
    inherited: Mapping[str, Any]
    is_silent: bool


@dataclass
class DescribedTables:
    """The tables that a file describes, and what of the file is passed over."""

    tables: list[Description] = field(default_factory=list)
    title: str = ""
    licence: str = ""
    """The IRI of the licence; like the title it is that of all the tables."""
    passed_over: set[str] = field(default_factory=set)


def is_description(data: bytes) -> bool:
    """Whether a document of JSON describes tables."""
    if f'"{CONTEXT}"'.encode() not in data:
        return False
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return False
    context = whole.get("@context") if isinstance(whole, dict) else None
    return CONTEXT in (context if isinstance(context, list) else [context])


def read_description(data: bytes, file: str, base: str) -> DescribedTables:
    """The tables that a document describes; addresses are relative to `base`.

    Raises InvalidInput with what cannot be followed here.
    """
    return _DescriptionReader(file, base).read(json.loads(data))


class _DescriptionReader:
    def __init__(self, file: str, base: str) -> None:
        self._file, self._base = file, base
        self._faults: list[Fault] = []
        self._described = DescribedTables()

    def read(self, whole: dict[str, Any]) -> DescribedTables:
        context = self._context(whole.get("@context"))
        self._base = urljoin(self._base, context.get("@base", ""))
        group = self._checked(whole, _GROUP if "tables" in whole else _TABLE)
        inherited = _inherited(group)
        for table in group.get("tables", [group]):
            known = self._checked(table, _TABLE) if "tables" in group else group
            self._described.tables += self._tables(known, group, inherited)
        if self._faults:
            raise InvalidInput(self._faults)
        if len(self._described.tables) == 1:
            only = group.get("tables", [{}])[0]
            whole = {**only, **whole}
        self._described.title = _text_of(whole.get(_TITLE))
        self._described.passed_over.discard(_TITLE)
        licence = _text_of(whole.get(_LICENCE))
        if licence.startswith(("http://", "https://")):
            self._described.licence = licence
            self._described.passed_over.discard(_LICENCE)
        return self._described

    def _context(self, stated: object) -> dict[str, str]:
        parts = stated if isinstance(stated, list) else []
        told = next((one for one in parts if isinstance(one, dict)), {})
        for name in {*told} - {"@base", "@language"}:
            self._refuse(f"has “{name}” in its @context", "leave it out")
        return told

    def _tables(
        self, table: dict[str, Any], group: dict[str, Any], inherited: dict[str, Any]
    ) -> Iterator[Description]:
        """The description of one table, with what it inherits from its group."""
        url = table.get("url", "")
        if not url:
            self._refuse(
                "describes a table without “url”", "name the file of the table"
            )
            return
        around = {**inherited, **_inherited(table)}
        stated = table.get("tableSchema", group.get("tableSchema", {}))
        schema = self._checked(stated, _SCHEMA)
        around |= _inherited(schema)
        dialect = table.get("dialect", group.get("dialect", {}))
        yield Description(
            self._file,
            url,
            urljoin(self._base, url),
            self._columns(schema, around),
            self._dialect(dialect),
            around,
            bool(table.get("suppressOutput")),
        )

    def _columns(
        self, schema: dict[str, Any], around: dict[str, Any]
    ) -> tuple[DescribedColumn, ...]:
        """The columns of a schema. What they may not be called is refused."""
        columns: list[DescribedColumn] = []
        for number, one in enumerate(schema.get("columns", []), 1):
            said = self._checked(one, _COLUMN)
            titles = _titles(said.get("titles"))
            name = said.get("name") or (column_name(titles[0]) if titles else "")
            whole = {**around, **said}
            columns.append(DescribedColumn(name or f"_col.{number}", titles, whole))
        names = [column.name for column in columns]
        for name in filterfalse(_NAME.fullmatch, names):
            self._refuse(f"names a column “{name}”", "take letters, digits and _ alone")
        for name in {name for name in names if names.count(name) > 1}:
            self._refuse(f"names two columns “{name}”", "give one another name")
        return tuple(columns)

    def _dialect(self, stated: dict[str, Any]) -> dict[str, Any]:
        """How the file of a table is written, as far as that can be read."""
        dialect = self._checked(stated, _DIALECT)
        ends = dialect.get("lineTerminators", [])
        told = ends if isinstance(ends, list) else [ends]
        if set(told) - {"\r\n", "\n", "\r"}:
            what = "says that lines end with something else than a line feed"
            self._refuse(what, "let them end with one")
        if told:
            dialect["lineTerminators"] = told
        return {name: one for name, one in dialect.items() if name[0] != "@"}

    def _checked(
        self, stated: object, known: Mapping[str, tuple[type, ...]]
    ) -> dict[str, Any]:
        """What an object says that is followed here; the rest is a fault or is noted."""
        if not isinstance(stated, dict):
            self._refuse(f"has {json.dumps(stated)} where an object belongs", _HERE)
            return {}
        followed = {}
        for name, value in stated.items():
            if name in known and isinstance(value, known[name]):
                is_datatype = name == "datatype" and isinstance(value, dict)
                followed[name] = (
                    self._checked(value, _DATATYPE) if is_datatype else value
                )
            elif name in known:
                self._refuse(f"says “{name}”: {json.dumps(value)}", _advice(name))
            elif name in _PASSED_OVER or ":" in name:
                self._described.passed_over.add(name)
            else:
                advice = "leave it out, if it is not misspelt"
                self._refuse(f"says “{name}”, which is not known there", advice)
        return followed

    def _refuse(self, what: str, advice: str) -> None:
        self._faults.append(Fault(self._file, 0, what, advice))


def column_name(title: str) -> str:
    """The name of a column that has only a title (section 5.6), for templates."""
    return quote(title, safe="").replace("-", "%2D").replace("~", "%7E")


def _text_of(stated: object) -> str:
    """The first value of a common property (section 5.8), "" for none."""
    first = next(iter(stated), None) if isinstance(stated, list) else stated
    if isinstance(first, dict):
        first = first.get("@value", first.get("@id"))
    return first if isinstance(first, str) else ""


def _inherited(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in said.items() if name in _INHERITED}


def _titles(stated: object) -> tuple[str, ...]:
    """The titles of a column, in whatever language."""
    if isinstance(stated, dict):
        return tuple(title for one in stated.values() for title in _titles(one))
    several = stated if isinstance(stated, list) else [stated]
    return tuple(one for one in several if isinstance(one, str))


def _advice(name: str) -> str:
    if name in ("tableSchema", "dialect"):
        return _HERE
    return "see the W3C Recommendation “Metadata Vocabulary for Tabular Data”"
