"""The pages of articles, and their texts."""

from functools import lru_cache
from urllib.parse import quote

from flask import Flask, Response, render_template, request
from pyoxigraph import NamedNode, Quad

from diplomatica.lookup.byline import bylines
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.text.article import Article
from diplomatica.model.vocabulary import DIP
from diplomatica.web.articles.excerpts import ArticleClaims
from diplomatica.web.articles.room import KEPT, Room
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.missing import missing, withdrawal_of
from diplomatica.web.http.files import file_response
from diplomatica.web.http.problem import not_found
from diplomatica.web.requestedformat import split_suffix
from diplomatica.web.site import TEXT, Site


def register(app: Flask, site: Site) -> None:
    """The views of articles and of their texts."""

    @lru_cache(KEPT)
    def claims_in(slug: str, asked: tuple[str, ...]) -> ArticleClaims:
        article = Article(slug, site.release.articles[slug].read_bytes())
        return ArticleClaims(site, article, asked)

    def claims(slug: str) -> ArticleClaims:
        return claims_in(slug, site.asked_languages())

    @app.get("/article/<slug>")
    def article(slug: str) -> Response:
        """The document about an article: what it is, and its text with what its words state."""
        slug, form = split_suffix(slug, OFFERED)
        this = site.iri("article", slug)
        if slug not in site.release.articles:
            raise missing(site, "article", slug)
        read = claims(slug)
        document = Document(this, [*read.record, *read.noted], path=f"/article/{slug}")
        return document.response(
            site, form, lambda: _page(site, this, read, read.noted)
        )

    @app.get("/article/<slug>/text")
    def text(slug: str) -> Response:
        """The text of an article, byte for byte."""
        path = site.release.articles.get(slug)
        if path is None:
            raise not_found(f"article/{slug}/text")
        site.refuse_closed(slug)
        return file_response(request, site.release, path, TEXT)


def _page(site: Site, this: NamedNode, claims: ArticleClaims, noted: list[Quad]) -> str:
    """The page of an article, with what its address marks in it."""
    _refuse_withdrawn(site, claims)
    room = Room(claims, request.args.to_dict(), claims.article.slug in site.closed)
    recorded = [quad.triple for quad in claims.record if quad.subject == this]
    statements = [Statement(triple, []) for triple in recorded]
    statements += site.describing.statements(noted)
    if room.is_closed:
        statements = [one for one in statements if one.triple.predicate != DIP("text")]
    origin = bylines(site.describing.cards, [this])[0]
    terms = {this, *origin.parties, *terms_of(statements)}
    labels = claims.labels | site.describing.labels(terms)
    unsaid = [one for one in statements if one.triple.predicate == DIP("notStated")]
    page = {
        "this": this,
        "slug": claims.article.slug,
        "origin": origin,
        "said": [one for one in statements if one not in unsaid],
        "unsaid": unsaid,
        "labels": labels,
        "room": room,
        "claims": claims,
    }
    page["path"] = f"{request.script_root}/article/{quote(claims.article.slug)}"
    page["voices"] = [
        (room.name(one), f"{claims.label(one)} ({count})")
        for one, count in claims.voices.items()
    ]
    page["kinds"] = [
        (room.name(one), f"{claims.label(one)} ({count})")
        for one, count in claims.kinds_named.items()
    ]
    return render_template("articles/article.html", **page, offered=OFFERED)


def _refuse_withdrawn(site: Site, claims: ArticleClaims) -> None:
    """Raise Problem 410 where the words of a claim are chosen that was withdrawn."""
    name = request.args.get("claim", "")
    if name and name not in {claim.name for claim in claims.claims}:
        this = site.iri("claim", f"{claims.article.slug}/{name}")
        if problem := withdrawal_of(site, this):
            raise problem
