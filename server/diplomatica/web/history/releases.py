"""The releases that were published, with what changed in each."""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask, Response, render_template

from diplomatica.lookup.history.record import Record, recorded
from diplomatica.model.dataset.ledger import Entry, of_dataset, to_be_had
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.web.document.missing import no_release
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site


def register(app: Flask, site: Site) -> None:
    """The view of /releases."""
    history = History(site)

    @app.get("/releases")
    def releases() -> str:
        """All releases, the newest first."""
        return render_template("history/releases.html", past=history.past)

    @app.get("/release/<version>/<path:path>")
    def of_release(version: str, path: str) -> Response:
        """What a release has, if it is to be had, is answered before it comes here."""
        raise no_release(site.release, version) or not_found(
            f"release/{version}/{path}"
        )


@dataclass(frozen=True)
class Past:
    """One release of this dataset, whether it is still to be had or not."""

    entry: Entry
    release: Release | None
    """None where it was dropped, or is missing."""

    @cached_property
    def record(self) -> Record | None:
        """What changed in it; None where there is nothing to compare it with."""
        return recorded(self.release) if self.release else None


class History:
    """The releases that lie beside the one that is served."""

    def __init__(self, site: Site) -> None:
        """Nothing is read yet."""
        self._site = site
        self._opened: dict[str, Release] = {site.release.folder.name: site.release}

    @property
    def newest(self) -> Release:
        """The release that is served."""
        return self._site.release

    @property
    def past(self) -> list[Past]:
        """The releases of this dataset, the newest first."""
        entries = of_dataset(self._site.release)
        return [self._past(entry) for entry in reversed(entries)]

    @property
    def to_be_had(self) -> list[Entry]:
        """The published releases whose files are there, the oldest first."""
        return list(to_be_had(self._site.release).values())

    def of(self, version: str) -> Past | None:
        """The release of a version; None where it was never published."""
        return next((one for one in self.past if one.entry.version == version), None)

    def _past(self, entry: Entry) -> Past:
        """A release with its files, which are checked once."""
        folder = self._site.release.folder.parent / entry.folder
        if entry.dropped or not folder.is_dir():
            return Past(entry, None)
        if folder.name not in self._opened:
            self._opened[folder.name] = open_release(folder)
        return Past(entry, self._opened[folder.name])
