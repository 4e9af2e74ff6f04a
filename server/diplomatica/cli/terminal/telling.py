"""Telling of a dataset without faults: warnings, hints, and what is not as it seems."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from diplomatica.engine.forms import remarks
from diplomatica.errors import Fault
from diplomatica.model.characters import for_terminal
from diplomatica.model.statement import text_of
from diplomatica.pipeline.checking.hints import alike

if TYPE_CHECKING:
    from diplomatica.pipeline.built import Built

# Of one kind so many are told by themselves: who mends them finds the rest.
_MOST = 20
# Of more that are alike one line tells, with the places of so many.
_FEW = 3


def tell(built: "Built", in_full: bool = False) -> None:
    """Tell what an editor should know on standard error, clear of all output."""
    for line in remarks_on(built, in_full):
        click.echo(line, err=True)


def remarks_on(built: "Built", in_full: bool = False) -> list[str]:
    """What an editor should know, line by line; what is alike together, or `in_full`."""
    reading = built.reading
    lines = list(reading.choices)
    lines += _left_out(reading.left_out)
    if reading.unfit_for_xml:
        why = reading.unfit_for_xml
        lines.append(f"Without RDF/XML, which cannot hold all of it: {why}")
    warnings = list(_warnings(built))
    if in_full:
        lines += [f"Warning: {whole}" for _, _, whole in warnings]
        lines += [f"Hint: {whole}" for whole in sorted(reading.hints)]
    else:
        lines += _first(_together("Warning", warnings), "warnings")
        lines += _first(_hints(reading.hints), "hints")
    lines += _line_on_doubles(built)
    lines += line_on_literals(built)
    lines += remarks(built.compared, built.too_large)
    return list(map(for_terminal, lines))


def _warnings(built: "Built") -> Iterator[tuple[str, str, str]]:
    """Each warning: what is alike of it, its place, and the whole."""
    for one in built.warnings:
        place = built.iris.short(text_of(one.focus))
        yield one.message, place, f"{place} {one.message}"


def _where(hint: Fault) -> str:
    return f"line {hint.line}" if hint.line else hint.claim


def _together(what: str, told: list[tuple[str, str, str]]) -> list[str]:
    """Each of a few that are alike by itself, of more a line with the first places."""
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, place, whole in told:
        alike[kind].append((place, whole))
    lines: list[str] = []
    for kind, some in alike.items():
        places = (place for place, _ in some)
        lines += _few_or(f"{kind} ({_places(len(some), places)})", [w for _, w in some])
    return [f"{what}: {line}" for line in lines]


def _hints(hints: Iterable[Fault]) -> Iterator[str]:
    """The lines that tell of hints: of many alike one, with one of the values that they quote."""
    for kind in alike(hints):
        places = _places(len(kind.hints), map(_where, kind.hints), kind.example)
        for line in _few_or(f"{kind.kind} ({places})", list(map(str, kind.hints))):
            yield f"Hint: {line}"


def _few_or(line: str, wholes: list[str]) -> list[str]:
    return wholes if len(set(wholes)) <= _FEW else [line]


def _places(count: int, places: Iterable[str], example: str = "") -> str:
    """How many there are of a kind, such as what, the first places, and how to have all."""
    known = list(dict.fromkeys(filter(None, places)))
    such = f", such as “{example}”" if example else ""
    first = f", first {', '.join(known[:_FEW])}" if known else ""
    return f"{count:,} times{such}{first}; check --all tells each"


def _first(lines: Iterable[str], what: str) -> Iterator[str]:
    """The first of these, each once, with how often it would be told."""
    counts = Counter(lines)
    for line in islice(counts, _MOST):
        yield f"{line} ({counts[line]:,} times)" if counts[line] > 1 else line
    if len(counts) > _MOST:
        more = f"There are {len(counts) - _MOST:,} more {what} of other kinds"
        yield f"{more}; check --all tells each."


def _left_out(files: Iterable[Fault]) -> Iterator[str]:
    """The files that were left out, those together that have one reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in files:
        by_reason[one.message].append(one.file)
    for reason, names in by_reason.items():
        shown = ", ".join(names[:_MOST])
        more = f" and {len(names) - _MOST:,} more" if len(names) > _MOST else ""
        why = reason.removeprefix("is left out: ")
        yield f"Left out: {shown}{more}: {why}"


def _line_on_doubles(built: "Built") -> list[str]:
    """A line on statements that were brought more than once: their number is no longer that."""
    if built.reading.has_claims:
        return []
    described = built.quads.of_graph(built.iris("graph", "catalog"))
    own = len(built.triples) - sum(1 for _ in described)
    brought = sum(len(source.quads) for source in built.reading.brought)
    doubles = brought - own
    if doubles <= 0:
        return []
    are = (
        "1 statement repeats another" if doubles == 1 else f"{doubles:,} repeat others"
    )
    return [f"Triples: {own:,}, as {are}"]


def line_on_literals(built: "Built") -> list[str]:
    """A line on literals that queries meet in another form than the published one."""
    if not built.compared:
        return []
    counts = built.compared.items()
    kinds = [f"{count} {built.iris.short(name)}" for name, count in counts]
    return [
        f"Compared by value: {', '.join(kinds)}. "
        "Files, pages and statements have these literals as they are written; "
        f"answers to queries have them as {_example(built)}"
    ]


def _example(built: "Built") -> str:
    """One of those literals in both forms."""
    literal, form = next(iter(built.forms.items()))
    return f"the engine does: {form} for {literal}"
