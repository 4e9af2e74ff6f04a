"""The addresses of the vocabulary and of the shapes.

What answers there is read in when it is first asked for.
"""

from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from diplomatica.web.site import Site

if TYPE_CHECKING:
    from diplomatica.web.vocabulary.documentation import Ontology


def register(app: Flask, site: Site) -> None:
    """The views of the vocabulary and of the shapes.

    Each format is at an address of its own as well.
    """

    @cache
    def ontology() -> "Ontology":
        # It reads graphs with rdflib, which takes a fifth of a second to be read in.
        from diplomatica.web.vocabulary.documentation import Ontology

        return Ontology(site)

    @app.get("/ontology")
    @app.get("/ontology.<suffix>")
    def current(suffix: str = "") -> Response:
        return ontology().current(suffix, _sought_words())

    @app.get("/ontology/<version>")
    def version(version: str) -> Response:
        return ontology().version(version, _sought_words(), request.url_root)

    @app.get("/shapes")
    @app.get("/shapes.<suffix>")
    def shapes(suffix: str = "") -> Response:
        return ontology().shapes(suffix, _sought_words())

    @app.get("/<path:slug>")
    def elsewhere(slug: str) -> Response:
        return ontology().elsewhere(slug, _sought_words())


def _sought_words() -> str:
    """The words that terms or shapes are sought by."""
    return request.args.get("q", "").strip()
