"""Taking up files that change while what was built of them is served."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

import click

from diplomatica.cli.bringing.cache import CachedRelease, Made
from diplomatica.cli.bringing.saves import watch
from diplomatica.errors import DiplomaticaError
from diplomatica.model.characters import for_terminal
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.model.dataset.release import Release, open_release


@dataclass
class _Followed:
    """What is served, what was told of it, and which files were last found faulty."""

    served: CachedRelease
    checksum: str
    told: list[str]
    faulty: Made | None = None
    turn: Lock = field(default_factory=Lock)

    def take(self) -> None:
        """Build what changed, and tell of it; the same faults are told once."""
        with self.turn:
            now = self.served.made_of()
            if now == self.faulty:
                return
            if gone := _gone_places(self.served.folder):
                self._keep(now, f"{', '.join(map(str, gone))}: is gone")
                return
            try:
                release, lines = self.served.ready(partial(click.echo, err=True), now)
            except DiplomaticaError as error:
                self._keep(now, str(error))
                return
            self._tell(release, lines)

    def _keep(self, now: Made, why: str) -> None:
        """Tell why what was served before stays."""
        self.faulty = now
        click.echo(for_terminal(why), err=True)
        click.echo("Still serving what was good before.", err=True)

    def _tell(self, release: Release, lines: list[str]) -> None:
        """Tell what was built anew, or that it is good again as it was.

        That it is served, the server tells once it has taken it up.
        """
        if release.checksum != self.checksum:
            for line in lines:
                if line not in self.told:
                    click.echo(line, err=True)
        elif self.faulty:
            click.echo(f"Good again: serving {release.called} as before.", err=True)
        self.checksum, self.told, self.faulty = release.checksum, lines, None


def follow(served: CachedRelease, told: list[str]) -> None:
    """Build again whenever a file is saved, until the process ends.

    A faulty file is told on the terminal, and what was good before stays. What was
    `told` is not told again.
    """
    followed = _Followed(served, open_release(served.latest).checksum, told)
    watch(served.folder, lambda _: followed.take())


def _gone_places(folder: Folder) -> list[Path]:
    """What was named on the command line and is there no more."""
    named = folder.places if isinstance(folder, Bundle) else (folder.root,)
    return [place for place in named if not place.exists()]
