"""The proof of a dump: what was written is read back, and says the same."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import Quad, parse, serialize

from diplomatica.errors import DiplomaticaError
from diplomatica.model.formats import NQUADS, RDFXML, Format


def prove(document: bytes, quads: Sequence[Quad], lines: bytes, form: Format) -> None:
    """Read a document back, which was written of these quads, and they of these lines.

    Raises DiplomaticaError where its format cannot hold what was written, as XML may
    not.
    """
    with _as_unfit_format(form):
        if form is RDFXML:
            # The engine writes what XML forbids, too (XML 1.0, section 2.2).
            ParserCreate(namespace_separator=" ").Parse(document, True)
        read = list(parse(document, format=form.rdf))
    if read != quads:
        _compare(read, lines, form)


def proven_quads(lines: bytes, form: Format) -> list[Quad]:
    """What lines say. Raises DiplomaticaError where they are no lines of their format."""
    with _as_unfit_format(form):
        quads = list(parse(lines, format=NQUADS.rdf))
    _compare(quads, lines, form)
    return quads


@contextmanager
def _as_unfit_format(form: Format) -> Iterator[None]:
    """Raise DiplomaticaError for what no parser of this format reads back."""
    try:
        yield
    except (SyntaxError, ExpatError) as error:
        what = f"{form.label} cannot hold this dataset: {error}"
        raise DiplomaticaError(what) from error


def _compare(quads: Sequence[Quad], lines: bytes, form: Format) -> None:
    """Raise DiplomaticaError with the first line that is not held.

    In the order in which they were written, the quads give these very lines.
    """
    read = serialize(quads, format=NQUADS.rdf) or b""
    if read == lines:
        return
    # A literal may hold U+2028: only the line feed ends a line.
    held = set(read.split(b"\n"))
    lost = next((line for line in lines.split(b"\n") if line not in held), b"")
    if lost:
        raise DiplomaticaError(
            f"{form.label} cannot hold {lost.decode().removesuffix(' .')}"
        )
