"""`diplomatica check`."""

import time
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import click

from diplomatica.cli.bringing.bounds import BuildBounds, go_on_bounded, of_build
from diplomatica.cli.bringing.making import JOBS, workshop
from diplomatica.cli.bringing.places import PLACES, folder_of, of_data
from diplomatica.cli.bringing.saves import Changes, watch
from diplomatica.cli.terminal.steps import steps
from diplomatica.cli.terminal.telling import tell
from diplomatica.errors import DiplomaticaError
from diplomatica.model.characters import for_terminal
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.pipeline import building
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.checking.covering.coveragereport import (
    Coverage,
    CoveredArticle,
)
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.glance import Glance
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.workshop.workshop import Workshop

# Of so many mentions one at the most should need an editor's word for what it means.
MOST_DECLARED = 5
# Where a check takes more seconds, each save is looked at by itself first.
_PATIENCE = 2.0


@click.command()
@PLACES
@of_data(escapes_iris=False)
@click.option(
    "--coverage",
    is_flag=True,
    help="Tell what of the articles no claim covers.",
)
@click.option(
    "--all",
    "in_full",
    is_flag=True,
    help="Tell each warning, hint and open link by itself, however many are alike.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Check again whenever a file is saved, until Ctrl+C.",
)
@JOBS
@of_build
def check(
    places: tuple[Path, ...],
    form: str | None,
    given: Given,
    coverage: bool,
    in_full: bool,
    watch: bool,
    jobs: int,
    bounds: BuildBounds,
) -> None:
    """Do all that `build` does, but write nothing.

    With --watch, what the first check has read stays at hand: then --build-time and
    --build-memory do not hold.
    """
    folder = folder_of(places, form, bounds.largest)
    if not watch:
        go_on_bounded(bounds)
    with workshop(jobs) as made:
        checking = CheckRun(folder, given, coverage, in_full, made)
        if watch:
            _watch(checking)
        else:
            checking.check()


def _watch(checking: "CheckRun") -> None:
    """Check now, and whenever a file is saved, until somebody interrupts that."""
    saves = Queue[Changes]()
    for _ in range(watch(checking.folder, saves.put)):
        saves.get()
    # From here on no save is missed, not even one during the first check.
    checking.check_and_go_on()
    while (changes := _all_in(saves)) is not None:
        checking.glance_at({Path(file) for _, file in changes})
        checking.check_and_go_on()


def _all_in(saves: "Queue[Changes]") -> Changes | None:
    """The files that were saved since the last check, once there are some."""
    try:
        changes = set(saves.get())
        while not saves.empty():
            changes |= saves.get()
    except KeyboardInterrupt:
        return None
    return changes


@dataclass
class CheckRun:
    """What is checked, once or again and again."""

    folder: Folder
    given: Given
    with_coverage: bool
    in_full: bool
    workshop: Workshop
    glance: Glance | None = None
    """What the last check knew of all articles, if somebody saves one again."""
    took: float = 0.0
    """How many seconds that took."""

    def check(self, watching: bool = False) -> None:
        """Check, and tell what an editor should know. Raises InvalidInput."""
        note = self._note if watching else building.forgotten
        with steps() as step:
            built = building.check(self.folder, step, self.given, self.workshop, note)
        tell(built, self.in_full)
        _warn_of_declared(built)
        if self.with_coverage:
            report = built.coverage
            _tell_coverage(report)
            if not watching:
                _tell_links(report, self.in_full)
            _tell_totals(report)
        click.echo(f"{self._place_name}: no faults in {_size(built)}")

    @property
    def _place_name(self) -> str:
        """A folder by its path, files by that of the first."""
        if isinstance(self.folder, Bundle):
            return str(self.folder.places[0])
        return str(self.folder.root)

    def check_and_go_on(self) -> None:
        """Check, and tell of faults without ending; tell how long this check took."""
        began = time.perf_counter()
        try:
            self.check(watching=True)
        except DiplomaticaError as error:
            click.echo(for_terminal(str(error)))
        self.took = time.perf_counter() - began
        what_next = "waiting for the next change, Ctrl+C ends."
        click.echo(f"Checked in {self.took:.1f} s; {what_next}", err=True)

    def _note(self, reading: Reading) -> None:
        if reading.has_claims:
            self.glance = Glance.of(reading)

    def glance_at(self, saved: set[Path]) -> None:
        """Tell at once what is wrong with a saved article by itself, where all take long."""
        if self.glance is None or self.took <= _PATIENCE:
            return
        articles = {*self.folder.seeds, *self.folder.claims}
        named = {path.resolve(): path.stem for path in articles}
        places = {path.resolve() for path in saved}
        slugs = {named[place] for place in places & named.keys()}
        for slug in sorted(slugs):
            faults = self.glance.faults(self.folder, slug)
            many = len(faults) or "no"
            what = f"{many} {'fault' if many == 1 else 'faults'}"
            click.echo(f"{slug}: {what} by itself; all are being checked.", err=True)
            for fault in faults:
                click.echo(for_terminal(str(fault)))


def _size(built: Built) -> str:
    """How much it is; of what was brought, without what the catalog says of it."""
    if not built.reading.has_claims:
        described = built.quads.of_graph(built.iris("graph", "catalog"))
        catalog = sum(1 for _ in described)
        own = max(len(built.triples) - catalog, 0)
        return f"{own} triples, beside {catalog} of its catalog"
    size = f"{len(built.triples)} triples, {len(built.quads)} quads"
    claims = sum(1 for _ in built.reading.claims.named)
    return f"{claims} claims, {size}"


def _warn_of_declared(built: Built) -> None:
    """Warn where claims declare more names than they should."""
    mentions, declared = built.mentions
    if declared * MOST_DECLARED > mentions:
        many = f"{declared} of {mentions} mentions are declared, more than one in five"
        advice = (
            "dip:calledHere is for pronouns and descriptions only: "
            "give things the names that articles use"
        )
        click.echo(f"Warning: {many} → {advice}", err=True)


def _tell_coverage(report: Coverage) -> None:
    for article in report.articles:
        _tell_article(article)
    for one in report.disagreements:
        given = one.values.items()
        values = [f"{value} ({', '.join(reasons)})" for value, reasons in given]
        told = "; ".join(values)
        disagreed = f"Sources disagree on {one.property} of {one.thing}: {told}"
        click.echo(for_terminal(disagreed))


def _tell_article(article: CoveredArticle) -> None:
    count = f"{article.cited} of {len(article.sentences)}"
    click.echo(f"{article.article}: {count} sentences and headings are cited")
    for sentence in article.sentences:
        for words in sentence.uncited:
            click.echo(f"  ¶ {sentence.paragraph}: no claim cites “{words}”")
    for thing in article.unspoken:
        click.echo(f"  {thing} is named, and no claim speaks of it")


def _tell_links(report: Coverage, in_full: bool) -> None:
    """Tell what could be linked; what was looked for in vain by its number, or `in_full`."""
    for link in report.open_links:
        if in_full or not link.reason:
            reason = link.reason or "nobody has looked for it yet"
            click.echo(f"Open link: {link.thing}: {reason}")
    sought = sum(bool(link.reason) for link in report.open_links)
    if sought and not in_full:
        many = "1 link is" if sought == 1 else f"{sought} links are"
        click.echo(f"{many} open that somebody looked for in vain; --all tells each")


def _tell_totals(report: Coverage) -> None:
    totals = [f"{count} {name}" for name, count in report.totals.items()]
    click.echo(", ".join(totals))
