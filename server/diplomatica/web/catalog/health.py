"""Whether the site is well: for load balancers and for people on call."""

from flask import Flask, Response, jsonify

from diplomatica.errors import DiplomaticaError
from diplomatica.web.site import Site

WORKS = "SELECT (COUNT(*) AS ?known) { ?dataset a dcat:Dataset }"
"""A query that any release answers at once."""


def register(app: Flask, site: Site) -> None:
    """The view of /health."""

    @app.get("/health")
    def health() -> Response:
        """Which release is served, and whether a query works: 200 if so, else 503.

        It tells how many triples the release has, too.
        """
        release = site.release
        told = {
            "release": release.version,
            "checksum": release.checksum,
            "triples": release.triples,
            "quads": release.quads,
        }
        try:
            site.engine.rows(WORKS)
            answer = jsonify(status="ok", **told)
        except DiplomaticaError as error:
            answer = jsonify(status="failing", error=str(error), **told)
            answer.status_code = 503
        answer.headers["Cache-Control"] = "no-store"
        return answer
