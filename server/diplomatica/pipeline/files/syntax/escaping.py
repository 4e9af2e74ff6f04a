"""IRIs with signs that none may have, and how they are written with these escaped."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.lines import line_of

_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
NEVER_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
"""The signs that stand nowhere in an IRI."""
_BRACKETS = re.compile(r"[\[\]]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


_NO_IRI = "Invalid IRI "
"""How a parser begins to tell of an IRI that is none."""
_NO_SCHEME = "code point ':'"
WRITE_THEM = "write them so where they stand"


class Escaping:
    """Escapes the IRIs of quads that a parser let pass (RFC 3987, section 2.2)."""

    def __init__(self) -> None:
        """No IRI was met yet."""
        self.escaped: dict[str, str] = {}
        """How each that was none is written, by how it stood there."""
        self.hopeless: set[str] = set()
        """Those that are none, however their signs are escaped."""

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Quads whose IRIs are all such, without those that have hopeless ones."""
        for quad in quads:
            try:
                yield self._quad(quad)
            except ValueError as error:
                self.hopeless.add(str(error))

    def told(self, name: str, text: str) -> Fault:
        """What was escaped of a file with this text, with the first as it stands there."""
        iri, better = next(iter(self.escaped.items()))
        found = re.search(_as_it_may_stand(iri), text)
        count = len(self.escaped)
        has = "1 IRI has" if count == 1 else f"{count:,} IRIs have"
        is_written = (
            "is written with these escaped: " if count == 1 else "are written so, as "
        )
        stood = found[0] if found else iri
        message = (
            f"{has} signs that none may have, and {is_written}<{better}> for <{stood}>"
        )
        return Fault(name, line_of(found), message, WRITE_THEM)

    def _quad(self, quad: Quad) -> Quad:
        subject, graph = quad.subject, quad.graph_name
        assert isinstance(subject, NamedNode | BlankNode)
        if not isinstance(graph, DefaultGraph):
            graph = self._node(graph)
        predicate = NamedNode(self._iri(quad.predicate.value))
        value = self._object(quad.object)
        return Quad(self._node(subject), predicate, value, graph)

    def _object(
        self, term: NamedNode | BlankNode | Literal | Triple
    ) -> NamedNode | BlankNode | Literal | Triple:
        if isinstance(term, NamedNode | BlankNode):
            return self._node(term)
        if isinstance(term, Triple):
            return term  # of RDF 1.2, which is told elsewhere
        if term.language:
            return Literal(term.value, language=term.language, direction=term.direction)
        return Literal(term.value, datatype=NamedNode(self._iri(term.datatype.value)))

    def _node(self, node: NamedNode | BlankNode) -> NamedNode | BlankNode:
        return node if isinstance(node, BlankNode) else NamedNode(self._iri(node.value))

    def _iri(self, iri: str) -> str:
        """An IRI as it is, or escaped. Raises ValueError with it where that is none, too."""
        known = self.escaped.get(iri)
        if known:
            return known
        if is_iri(iri):
            return iri
        better = escape_iri(iri)
        if not is_iri(better):
            raise ValueError(iri)
        self.escaped[iri] = better
        return better


def is_mended(fault: Fault) -> bool:
    """Whether this is a fault of an IRI, of those that escaping mends."""
    return _NO_IRI in fault.message and _NO_SCHEME not in fault.message


def escape_iri(iri: str) -> str:
    """What is meant for an IRI, its signs that none may have written as `%20` and so on."""
    better = NEVER_IN_IRI.sub(_as_percent, _PERCENT.sub("%25", iri))
    before, mark, fragment = better.partition("#")
    better = before + mark + fragment.replace("#", "%23")
    host = _SCHEME.match(better)
    end = host.end() if host else 0
    return better[:end] + _BRACKETS.sub(_as_percent, better[end:])


def _as_percent(sign: re.Match[str]) -> str:
    return quote(sign[0], safe="")


def _as_it_may_stand(iri: str) -> str:
    r"""What matches an IRI in a file, which may write odd signs of it as `\u0020`."""
    return "".join(
        rf"(?:{re.escape(sign)}|(?i:\\u{ord(sign):04x}|\\U{ord(sign):08x}))"
        if NEVER_IN_IRI.match(sign) or sign in "[]#%"
        else re.escape(sign)
        for sign in iri
    )


def is_iri(text: str) -> bool:
    """Whether this is an IRI as it stands (RFC 3987), with its scheme."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
