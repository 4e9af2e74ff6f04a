"""The releases that were published, with what changed in each."""

from flask import Flask, Response, render_template

from diplomatica.web.document.missing import no_release
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site


def register(app: Flask, site: Site) -> None:
    """The view of /releases."""

    @app.get("/releases")
    def releases() -> str:
        """All releases, the newest first."""
        history = site.history
        return render_template(
            "history/releases.html", past=history.past, draft=history.draft
        )

    @app.get("/release/<version>/<path:path>")
    def of_release(version: str, path: str) -> Response:
        """What a release has, if it is to be had, is answered before it comes here."""
        raise no_release(site.release, version) or not_found(
            f"release/{version}/{path}"
        )
