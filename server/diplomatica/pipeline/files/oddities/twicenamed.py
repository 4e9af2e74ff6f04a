"""Things with two preferred labels in one language, of which SKOS allows one."""

from collections.abc import Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.vocabulary import SKOS
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source
from diplomatica.pipeline.storing.kept import Together

_PREFERRED = SKOS("prefLabel")
_LOOKED_AT = 500_000  # labels of a file


def twice_named(source: Source) -> Iterator[Fault]:
    """A hint at these, with the first of them (SKOS Reference, S14).

    A blank more or less makes no other name.
    """
    # Of labels no more is kept than tells them apart.
    known, found = dict[int, int](), set[int]()
    first: Quad | None = None
    labels = Together([source.quads]).saying(_PREFERRED)
    for quad in islice(labels, _LOOKED_AT):
        if not isinstance(quad.object, Literal):
            continue
        whose = hash((quad.subject, quad.object.language))
        text = hash(" ".join(quad.object.value.split()))
        if known.setdefault(whose, text) != text:
            first = first or quad
            found.add(whose)
    if first:
        yield _hint(source, first, len(found))


def _hint(source: Source, first: Quad, count: int) -> Fault:
    term = first.object
    assert isinstance(term, Literal)
    both = [
        f"“{quad.object.value}”"
        for quad in Together([source.quads]).about({first.subject})
        if quad.predicate == _PREFERRED
        and isinstance(quad.object, Literal)
        and quad.object.language == term.language
    ]
    whose = first.subject.value if isinstance(first.subject, NamedNode) else "something"
    verb = "thing has" if count == 1 else "things have"
    message = (
        f"{count:,} {verb} more than one skos:prefLabel in one language, as {whose}: "
        f"{', '.join(dict.fromkeys(both))}"
    )
    advice = f"keep one, and make the others skos:altLabel; {AS_PUBLISHED}"
    return source.fault("", message, advice, term.value)
