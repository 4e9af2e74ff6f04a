"""The releases that were published, with what changed in each."""

from flask import Flask, Response, render_template

from diplomatica.lookup.history.past import Past
from diplomatica.model.statement import text_of
from diplomatica.web.document.missing import no_release
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site

_NOTES = "SELECT ?notes { ?release adms:versionNotes ?notes } ORDER BY ?notes"


def register(app: Flask, site: Site) -> None:
    """The view of /releases."""

    @app.get("/releases")
    def releases() -> str:
        """All releases, the newest first."""
        past, draft = site.history.past, site.history.draft
        first = {"notes": notes_of_first(site, past)}
        return render_template(
            "history/releases.html", past=past, draft=draft, first=first
        )

    @app.get("/release/<version>/<path:path>")
    def of_release(version: str, path: str) -> Response:
        """What a release has, if it is to be had, is answered before it comes here."""
        raise no_release(site.release, version) or not_found(
            f"release/{version}/{path}"
        )


def notes_of_first(site: Site, past: list[Past]) -> list[dict[str, str]]:
    """The notes of the first release, which the releases after it keep."""
    if not past:
        return []
    first = site.iris("release", past[-1].entry.version)
    rows = site.engine.rows(_NOTES, release=first)
    values = [row["notes"] for row in rows]
    return [
        {"text": text_of(value), "language": getattr(value, "language", None) or ""}
        for value in values
    ]
