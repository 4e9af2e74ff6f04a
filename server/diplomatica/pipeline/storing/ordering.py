"""Lines of N-Quads or N-Triples, brought into the order in which they are published.

What is said of a subject mostly comes together, and is moved as a whole: of its lines
nothing is made but where they stand among each other.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby
from tempfile import TemporaryFile
from typing import IO

from diplomatica.model.serialization import FIRST
from diplomatica.pipeline.storing.lines import StoredLines, lines_by_subject

_RUN = 32 << 20  # bytes that are sorted at a time
# Neither is a sign of a line, in which both are escaped; places hold no empty text.
_BETWEEN, _BEHIND = b"\0", b"\0\0"
_FIRST = tuple(b"%b " % str(by).encode() for by in FIRST)


def ordered(
    lines: Iterable[bytes], places: StoredLines, stack: ExitStack, *, has_graphs: bool
) -> Iterator[tuple[bytes, bytes, int]]:
    """Lines in order, each once: all of a place in one text, and how many these are.

    Where they are many, files hold them until the stack is closed.
    """
    subjects = lines_by_subject(lines, has_graphs=has_graphs)
    packed = (_packed(*one, places) for one in subjects)
    for place, some in groupby(_sorted(packed, stack), _place):
        text, *more = map(_text, some)
        if more:
            lines_of_all = b"".join((text, *more)).splitlines(keepends=True)
            text = b"".join(_ranked(lines_of_all))
        yield place, text, text.count(b"\n")


def _place(packed: bytes) -> bytes:
    return packed.partition(_BEHIND)[0]


def _text(packed: bytes) -> bytes:
    return packed.partition(_BEHIND)[2][:-1].replace(_BETWEEN, b"\n")


def _packed(
    graph: bytes, subject: bytes, lines: list[bytes], places: StoredLines
) -> bytes:
    """What comes together of a subject in a graph, in one line that sorts by both."""
    place = places.node_place(subject.decode())
    if graph:
        place = f"{places.graph_place(graph.decode())}\0{place}"
    said = b"".join(_ranked(lines)).replace(b"\n", _BETWEEN)
    return b"%b%b%b\n" % (place.encode(), _BEHIND, said)


def _ranked(lines: list[bytes]) -> list[bytes]:
    """What is said of a subject in a graph, each once: what comes first, then the rest.

    A space comes before all that could go on a term, so lines sort as their terms do.
    """
    if len(lines) == 1:
        return lines
    known = sorted(set(lines))
    start = known[0].index(b" ") + 1
    heads = [one for one in known if one.startswith(_FIRST, start)]
    if not heads:
        return known
    rest = [one for one in known if not one.startswith(_FIRST, start)]
    return [
        one for first in _FIRST for one in heads if one.startswith(first, start)
    ] + rest


def _sorted(lines: Iterable[bytes], stack: ExitStack) -> Iterable[bytes]:
    """The lines in order, some of them twice; runs of them lie in files."""
    rest, files = iter(lines), list[IO[bytes]]()
    run = sorted(_run(rest))
    more = next(rest, None)
    if more is None:
        return run
    rest, last, are_in_order = chain([more], rest), b"", True
    while run:
        are_in_order, last = are_in_order and last <= run[0], run[-1]
        files.append(_stored(run, stack))
        run = sorted(_run(rest))
    # What comes in order need not be compared again.
    return chain.from_iterable(files) if are_in_order else merge(*files)


def _run(lines: Iterator[bytes]) -> list[bytes]:
    """So many lines as are sorted at a time."""
    run, room = list[bytes](), _RUN
    for line in lines:
        run.append(line)
        room -= len(line)
        if room < 0:
            break
    return run


def _stored(lines: list[bytes], stack: ExitStack) -> IO[bytes]:
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115
    file.writelines(lines)
    file.seek(0)
    return file
