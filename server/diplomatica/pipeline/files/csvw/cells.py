"""What stands in a cell: values of its column's datatype.

Cells are parsed as in the Model for Tabular Data, section 6.4. What has no format of
its own stays as it is written.
"""

import json
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from math import isinf, isnan
from typing import Any

from csvw.metadata import Datatype
from pyoxigraph import Literal, NamedNode

from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.vocabulary import RDF, XSD
from diplomatica.pipeline.files.csvw.description import CONTEXT

_AS_IT_STANDS = ("string", "json", "xml", "html", "any", "anyAtomicType")
# Datatypes that are not called as in XML Schema (Metadata Vocabulary, section 5.11.1).
_NAMED = {
    "any": XSD("anyAtomicType"),
    "binary": XSD("base64Binary"),
    "datetime": XSD("dateTime"),
    "html": RDF("HTML"),
    "json": NamedNode(f"{CONTEXT}#JSON"),
    "number": XSD("double"),
    "xml": RDF("XMLLiteral"),
}
_STRING = XSD("string")


class IllTyped(ValueError):
    """A cell is not of its column's datatype."""

    def __init__(self, what: str, advice: str = "") -> None:
        """`advice` is what to do, where that is more than to correct the cell."""
        super().__init__(what)
        self.advice = advice


class EmptyCell(IllTyped):
    """A cell is empty that has to have a value."""


class Cells:
    """The cells of a column, as values."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        """`said` is what holds of the column.

        Raises ValueError for a datatype or a language that is none.
        """
        stated = said.get("datatype", "string")
        self._datatype = {"base": stated} if isinstance(stated, str) else dict(stated)
        self.base: str = self._datatype.setdefault("base", "string")
        nothing = said.get("null", "")
        self._null = nothing if isinstance(nothing, list) else [nothing]
        self._default = said.get("default", "")
        self._separator = said.get("separator")
        self._is_required = bool(said.get("required"))
        self._language: str = said.get("lang", "und")
        Literal("", language=self._language)
        with warnings.catch_warnings():
            # the library warns of what it then takes for something else
            warnings.simplefilter("error")
            self._reader = Datatype.fromvalue(dict(self._datatype))
        has_rules = {*self._datatype} - {"base", "@id", "name"}
        self._is_read = bool(has_rules)
        self._iri = self._datatype_iri(self.base)

    def _datatype_iri(self, base: str) -> NamedNode:
        if "@id" in self._datatype:
            return NamedNode(self._datatype["@id"])
        return _NAMED.get(base) or XSD(base)

    def values(self, text: str) -> list[Literal] | None:
        """The values in a cell, None where it has none.

        Raises IllTyped where one of them is none of the datatype.
        """
        written = self._normal(text) or self._default
        if written in self._null or (self._separator and not written):
            if self._is_required:
                raise EmptyCell("is empty, and has to have a value")
            return None
        if not self._separator:
            return [self._value(written)]
        parts = (self._trimmed(one) for one in written.split(self._separator))
        return [self._value(part) for part in parts if part not in self._null]

    def _normal(self, text: str) -> str:
        """A text with its white space as its datatype has it."""
        if self.base in _AS_IT_STANDS:
            return text
        spaced = re.sub(r"[\r\n\t]", " ", text)
        if self.base == "normalizedString":
            return spaced
        return re.sub(" +", " ", spaced).strip()

    def _trimmed(self, text: str) -> str:
        return text if self.base in _AS_IT_STANDS else text.strip()

    def _value(self, text: str) -> Literal:
        """The literal that a text of a cell is. Raises IllTyped."""
        if self._iri == _STRING and self._language != "und":
            return Literal(self._read(text), language=self._language)
        found = Literal(self._read(text), datatype=self._iri)
        if not is_well_typed(found) or (self.base == "json" and not _is_json(text)):
            advice = self._other_truths(text)
            raise IllTyped(f"“{text}” is no {self.base}", advice)
        return found

    def _other_truths(self, text: str) -> str:
        """What to say of a column whose truths are written in capitals; "" for no advice."""
        if self.base != "boolean" or text.lower() not in ("true", "false"):
            return ""
        pair = "TRUE|FALSE" if text.isupper() else "True|False"
        stated = f'"datatype": {{"base": "boolean", "format": "{pair}"}}'
        return f"say {stated}; it is published as a plain text"

    def _read(self, text: str) -> str:
        """The lexical form: as it is written, or as its format says."""
        if not self._is_read:
            return text
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                value = self._reader.read(text)
        except (ValueError, ArithmeticError, Warning) as error:
            raise IllTyped(f"“{text}” is {self._why_not(error)}") from error
        return text if "format" not in self._datatype else self._form(value, text)

    def _why_not(self, error: Exception) -> str:
        """Why a text is not as its datatype says; of the library's own patterns no word."""
        form = self._datatype.get("format")
        if form and "re.compile" in str(error):
            return f"no {self.base} that is written as {form}"
        return f"not as its datatype says: {error}"

    def _form(self, value: object, text: str) -> str:
        """A value that was read by a format, in the form of XML Schema."""
        match value:
            case bool():
                return str(value).lower()
            case Decimal():
                return f"{value:f}"
            case float() if isnan(value):
                return "NaN"
            case float() if isinf(value):
                return "INF" if value > 0 else "-INF"
            case int() | float():
                return str(value)
            case datetime():
                return self._moment(value)
        return text

    def _moment(self, value: datetime) -> str:
        """A date, a time or both, as XML Schema writes them."""
        written = value.isoformat().replace("+00:00", "Z")
        day, _, time = written.partition("T")
        if self.base == "date":
            zone = re.search(r"(Z|[+-]\d\d:\d\d)$", time)
            return day + (zone[0] if zone else "")
        if "." in time:
            time = re.sub(r"0+(?=[Z+-]|$)", "", time)
        return time if self.base == "time" else f"{day}T{time}"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
