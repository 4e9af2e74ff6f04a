"""Elements of RDF/XML without a namespace, which name no class or property by an IRI."""

from collections import Counter
from xml.parsers.expat import ExpatError, ParserCreate

from diplomatica.errors import Fault
from diplomatica.model.vocabulary import RDF

REQUIRED = "XML namespaces are required"
"""What the parser says of such an element, but neither which it is nor where."""
_SEPARATOR = " "
_PARSE_TYPE = f"{RDF('').value}{_SEPARATOR}parseType"


class _Elements:
    """The elements of a document without a namespace, but for those within its texts."""

    def __init__(self) -> None:
        """None was met yet."""
        self.lines: dict[str, int] = {}
        self.counts = Counter[str]()
        self._depth, self._literal = 0, 0
        self.parser = ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _begin(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._literal:
            return
        if _SEPARATOR not in element:
            self.lines.setdefault(element, self.parser.CurrentLineNumber)
            self.counts[element] += 1
        if attributes.get(_PARSE_TYPE) == "Literal":
            self._literal = self._depth

    def _end(self, _: str) -> None:
        if self._literal == self._depth:
            self._literal = 0
        self._depth -= 1


def without_namespace(data: bytes, name: str) -> list[Fault]:
    """A fault for each name of such elements, at the first of them; none where XML ends."""
    found = _Elements()
    try:
        found.parser.Parse(data, True)
    except ExpatError:
        return []
    return [
        _fault_of(one, line, found.counts[one], name)
        for one, line in found.lines.items()
    ]


def _fault_of(element: str, line: int, count: int, name: str) -> Fault:
    often = f" ({count:,} times)" if count > 1 else ""
    message = f"has an element without a namespace: <{element}>{often}"
    advice = f"write its prefix, as in <ex:{element}>, which xmlns:ex declares"
    return Fault(name, line, message, advice)
