"""The proof of a dump: what was written is read back, and says the same."""

from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import parse, serialize

from diplomatica.errors import DiplomaticaError
from diplomatica.model.formats import NQUADS, RDFXML, Format


def prove(document: bytes, lines: bytes, form: Format) -> None:
    """Read a document back, which was written of these lines.

    Raises DiplomaticaError where its format cannot hold what was written, as XML may
    not.
    """
    try:
        if form is RDFXML:
            # The engine writes what XML forbids, too (XML 1.0, section 2.2).
            ParserCreate(namespace_separator=" ").Parse(document, True)
        lost = _lost(document, lines, form)
    except (SyntaxError, ExpatError) as error:
        what = f"{form.label} cannot hold this dataset: {error}"
        raise DiplomaticaError(what) from error
    if lost:
        raise DiplomaticaError(f"{form.label} cannot hold {lost}")


def _lost(document: bytes, lines: bytes, form: Format) -> str:
    """The first statement that a document does not hold; "" where it holds all.

    Read in the order in which it was written, it gives these very lines.
    """
    read = serialize(parse(document, format=form.rdf), format=NQUADS.rdf) or b""
    if read == lines:
        return ""
    # A literal may hold U+2028: only the line feed ends a line.
    held = set(read.split(b"\n"))
    lost = (line for line in lines.split(b"\n") if line not in held)
    return next(lost, b"").decode().removesuffix(" .")
