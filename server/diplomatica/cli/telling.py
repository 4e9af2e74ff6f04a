"""Telling of a dataset without faults: warnings, hints, and what is not as it seems."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from diplomatica.engine.forms import remarks
from diplomatica.errors import Fault
from diplomatica.model.statement import text_of

if TYPE_CHECKING:
    from diplomatica.pipeline.built import Built

# Of one kind so many are told by themselves: who mends them finds the rest.
_MOST = 20


def tell(built: "Built") -> None:
    """Tell what an editor should know on standard error, clear of all output."""
    for line in told(built):
        click.echo(line, err=True)


def told(built: "Built") -> list[str]:
    """What an editor should know, line by line."""
    reading = built.reading
    lines = list(reading.choices)
    lines += _left_out(reading.left_out)
    if reading.unfit_for_xml:
        why = reading.unfit_for_xml
        lines.append(f"Without RDF/XML, which cannot hold all of it: {why}")
    lines += _first(_warnings(built), "warnings")
    lines += _first([f"Hint: {hint}" for hint in sorted(reading.hints)], "hints")
    lines += compared(built)
    lines += remarks(built.compared, built.too_large)
    return lines


def _warnings(built: "Built") -> list[str]:
    shorter = built.iris.short
    return [
        f"Warning: {shorter(text_of(one.focus))} {one.message}"
        for one in built.warnings
    ]


def _first(lines: list[str], what: str) -> Iterator[str]:
    """The first of these, each once, with how often it would be told."""
    counts = Counter(lines)
    for line in islice(counts, _MOST):
        yield f"{line} ({counts[line]:,} times)" if counts[line] > 1 else line
    if len(counts) > _MOST:
        yield f"There are {len(counts) - _MOST:,} more {what} of this kind."


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


def compared(built: "Built") -> list[str]:
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
