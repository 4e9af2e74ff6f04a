"""Telling of a dataset without faults: warnings, hints, and what is not as it seems."""

import click

from diplomatica.engine.forms import remarks
from diplomatica.model.statement import text_of
from diplomatica.pipeline.building import Built


def tell(built: Built) -> None:
    """Tell what an editor should know on standard error, clear of all output."""
    for warning in built.warnings:
        focus = built.iris.short(text_of(warning.focus))
        click.echo(f"Warning: {focus} {warning.message}", err=True)
    for hint in sorted(built.reading.hints):
        click.echo(f"Hint: {hint}", err=True)
    for line in (*compared(built), *remarks(built.compared, built.too_large)):
        click.echo(line, err=True)


def compared(built: Built) -> list[str]:
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


def _example(built: Built) -> str:
    """One of those literals in both forms."""
    literal, form = next(iter(built.forms.items()))
    return f"the engine does: {form} for {literal}"
