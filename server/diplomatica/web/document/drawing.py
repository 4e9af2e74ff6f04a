"""How a page draws a term, who says something, and the link of a statement.

A page has hundreds of them, so they are drawn here and by no macro.
"""

import re
from collections.abc import Iterable, Mapping
from typing import cast
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from diplomatica.engine import Term
from diplomatica.lookup.byline import bylines
from diplomatica.lookup.reason import Detail, Reason, Statement
from diplomatica.model.characters import without_markup
from diplomatica.model.dataset.naming import cut
from diplomatica.model.literals.date import year_of
from diplomatica.model.literals.exponents import without_exponent
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF, XSD
from diplomatica.web.document.terms import term_label, term_name
from diplomatica.web.site import Site
from diplomatica.web.speech.definite import indefinite
from diplomatica.web.speech.knownterms import readable_name
from diplomatica.web.speech.moment import as_moment
from diplomatica.web.speech.speech import (
    Phrase,
    date_in_words,
    in_page_language,
    language,
    translated,
)

_LONG_WORD = re.compile(r"[^\s._:]+[._:]\S{9,}")
_OF_THE_WEB = ("http://", "https://")
# A text that is an address, as a whole or behind what cross-references begin with.
_ADDRESS = re.compile(r"((?:url|uri):\s*)?(https?://[^\s<>\"\\^`{|}]+)", re.IGNORECASE)
_LONG_TEXT, _BEGINNING = 3_000, 1_000  # characters
_PARAGRAPH = 160  # characters
_MARK = re.compile(r"(?<=[._:])(?=[^\W_])")
Labels = Mapping[str, str]
"""What the terms of a page are called, by their IRIs."""
NAMES_OF_OTHERS = {
    "rdf:type": Phrase("is a"),
    "rdfs:label": Phrase("label"),
    "skos:altLabel": Phrase("also called"),
    "skos:exactMatch": Phrase("exact match"),
    "schema:url": Phrase("web address"),
}
"""What a property is called that the vocabulary of a dataset seldom names."""
_ACCORDING, _PERHAPS = Phrase("according to"), Phrase("perhaps")
_SOURCE, _STATEMENT = Phrase("source"), Phrase("Source of this statement")
_ORIGINAL, _KNOWN = (
    Phrase("likely original"),
    Phrase("How this is known"),
)
_FROM = Phrase("From:")
_ALONE = Phrase("This statement by itself")
_ALL_OF_IT = Phrase("This statement, with all that it rests on")


class Drawing:
    """Draws for the pages of one site."""

    def __init__(self, site: Site) -> None:
        """Take the site, which knows where an IRI is read."""
        self._site = site

    def register(self, environment: Environment) -> None:
        """Let templates draw."""
        environment.globals.update(
            node=self.node,
            folded=folded,
            verb=self.verb,
            speakers=self.speakers,
            in_short=self.in_short,
            only_author=self.only_author,
            place=self.place,
            permalink=self.permalink,
            permalink_of=self.permalink_of,
            alone=self.alone,
            badge=self.badge,
            printed=self.printed,
            noted=self.noted,
            told_details=self.told_details,
            named=term_label,
            readable=self.readable,
        )

    def node(
        self,
        term: NamedNode | BlankNode | Literal,
        labels: Labels,
        by: NamedNode | None = None,
    ) -> Markup:
        """A term: an IRI as a link by its name, a date in words, a text in its language.

        A day is told as its year where all days stand for years that are stated by the
        same property, and a text as the day that is written in it where it states days.
        """
        if isinstance(term, Literal):
            return _literal(term, self._day(term, by))
        iri = escape(term.value)
        name = term_name(term.value, labels.get(term.value, ""))
        if isinstance(term, BlankNode) and term.value in labels:
            return Markup(f'<span class="node">{escape(name)}</span>')
        address = self._site.href(term.value)
        if not address:
            return Markup(f'<span title="{iri}">{escape(name) or iri}</span>')
        words = _in_a_line(name) or self._name_without_label(term.value)
        if not name and address == term.value:
            words = self._of_others(term.value, words)
        return Markup(
            f'<a href="{escape(address)}" title="{iri}">{_breakable(words)}</a>'
        )

    def _day(self, value: Literal, by: NamedNode | None) -> Literal:
        known = self._site.profile.properties.get(by.value) if by else None
        if not known or not known.is_date:
            return value
        is_text = value.datatype == XSD("string")
        day = as_moment(value) if is_text else value
        return year_of(day) if known.has_years else day

    def verb(self, triple: Triple, labels: Labels) -> Markup:
        """The property of a triple, as a sentence has it before the value."""
        said = self.node(triple.predicate, labels)
        name = labels.get(text_of(triple.object), "")
        is_kind = triple.predicate == RDF("type") and language() == "en"
        if is_kind and said.striptags() == "is a" and indefinite(name) == "an":
            return Markup(str(said).replace(">is a<", ">is an<"))
        return said

    def _name_without_label(self, iri: str) -> str:
        """What an IRI is called here that the data gives no name."""
        iris = self._site.iris
        known = NAMES_OF_OTHERS.get(iris.short(iri))
        if known:
            return in_page_language(known)
        return self.readable(iri) if self._site.has_brought else iris.words(iri)

    def readable(self, iri: str) -> str:
        """What an IRI is called that has no name, in the language of the page."""
        return readable_name(iri, self._site.iris)

    def _of_others(self, iri: str, name: str) -> str:
        """The name of a thing that others describe, with their host."""
        return self._site.iris.with_host(iri, name) if self._site.has_brought else name

    def speakers(
        self,
        voices: Iterable[NamedNode],
        labels: Labels,
        perhaps: Iterable[NamedNode] = (),
        is_whole: bool = False,
    ) -> Markup:
        """Who says it, and who else may; the only author in short, if not by the whole name.

        The words of a reason are the article's, and tell what others said more often
        than they quote it.
        """
        known = [one for one in (*voices, *perhaps) if labels.get(one.value)]
        names = labels if is_whole else self._briefly(known, labels)
        heard = ", ".join(self._according(one, names) for one in voices)
        doubt = escape(in_page_language(_PERHAPS))
        others = (f", {doubt} {self._according(one, names)}" for one in perhaps)
        return Markup(f"— {heard}{''.join(others)}")

    def _according(self, voice: NamedNode, labels: Labels) -> str:
        drawn = self.node(voice, labels)
        if voice.value in self._site.authors:
            return drawn
        return f"{escape(in_page_language(_ACCORDING))} {drawn}"

    def in_short(self, reason: Reason, labels: Labels, is_whole: bool) -> str:
        """Who says it, in names alone; those of authors only if it is to be whole."""
        authors = self._site.authors
        heard = [one for one in reason.heard if is_whole or one.value not in authors]
        according = in_page_language(_ACCORDING)
        named = [
            name if voice in authors else f"{according} {name}"
            for voice, name in self._briefly(heard, labels).items()
        ]
        doubt = f"{in_page_language(_PERHAPS)} {according}"
        perhaps = self._briefly(reason.perhaps, labels).values()
        return ", ".join([*named, *(f"{doubt} {name}" for name in perhaps)])

    def _briefly(self, voices: Iterable[NamedNode], labels: Labels) -> dict[str, str]:
        """What voices are called in a line; the only author without who that is."""
        named = {one.value: labels.get(one.value) or one.value for one in voices}
        return {
            voice: name.partition(" (")[0] if {voice} == self._site.authors else name
            for voice, name in named.items()
        }

    def only_author(self) -> Markup:
        """The author of all articles by the whole name, which lines shorten; none of several."""
        if len(self._site.authors) != 1:
            return Markup()
        (author,) = map(NamedNode, self._site.authors)
        return Markup(self.node(author, self._site.describing.labels([author])))

    def place(self, reason: Reason, article: NamedNode, number: int) -> str:
        """Where the words of a reason stand in the reading room."""
        address = self._site.href(article.value)
        if reason.kind != "Claim":
            return f"{address}#p{number}"
        claim = self._site.iris.slug(reason.graph.value).partition("/")[2]
        return f"{address}?claim={quote(claim)}#p{number}"

    def printed(self, article: NamedNode) -> Markup:
        """Where an article was printed, when, and where it can be read in full.

        That is known from notes, to which it leads; nothing where none tells it. The
        cards of articles are kept, so that no page asks for them twice.
        """
        (origin,) = bylines(self._site.describing.cards, [article])
        labels = self._site.describing.labels(origin.publishers)
        terms: list[NamedNode | Literal] = [*origin.publishers, *origin.dates]
        told_of = [self.node(term, labels) for term in terms]
        if not told_of:
            return Markup()
        links = [_link(one, in_page_language(_ORIGINAL)) for one in origin.originals]
        links.append(
            _link(f"{self._site.href(article.value)}#about", in_page_language(_KNOWN))
        )
        return Markup(", {} ({})").format(
            Markup(", ").join(told_of), Markup(" · ").join(links)
        )

    def noted(self, reason: Reason, labels: Labels) -> Markup:
        """What a note of the editors has it from, by name; nothing for other reasons."""
        if reason.kind != "Note":
            return Markup()
        named = [self._origin(one, labels) for one in reason.sources]
        return Markup(" {} {}.").format(
            in_page_language(_FROM), Markup(", ").join(named)
        )

    def told_details(self, details: Iterable[Detail], labels: Labels) -> Markup:
        """What is told of a claim beside its words and who says them.

        It stands apart from words that state something.
        """
        drawn = Markup()
        for one in details:
            value = self.node(cast("NamedNode", one.value), labels)
            words = Markup(translated(one.words.words)).format(value=value)
            drawn += Markup(' <span class="source">{}</span>').format(words)
        return drawn

    def _origin(self, source: Term, labels: Labels) -> Markup:
        """A source by its name, or that of the site where it stands."""
        if not isinstance(source, NamedNode) or labels.get(source.value):
            return self.node(cast("NamedNode", source), labels)
        site = urlsplit(source.value).hostname or source.value
        return self.node(source, {source.value: site.removeprefix("www.")})

    def permalink(self, statement: Statement, sign: str = "") -> Markup:
        """The link of a statement to all that it rests on, by a word or a sign."""
        return self.permalink_of(statement.digest, sign)

    def permalink_of(self, digest: str, sign: str = "") -> Markup:
        """The link of a statement by its digest to all that it rests on."""
        address = f"{self._site.root}/statement/{digest}"
        all_of_it, label = in_page_language(_ALL_OF_IT), in_page_language(_STATEMENT)
        shown = escape(sign or in_page_language(_SOURCE))
        return Markup(
            f'<a class="permalink" href="{escape(address)}" '
            f'title="{escape(all_of_it)}" aria-label="{escape(label)}">{shown}</a>'
        )

    def badge(self, term: object) -> Markup:
        """The language of a text, where that tells it apart: from others, and for a reader.

        Of data in one language alone it says nothing, nor of a text in that of the page.
        """
        tag = term.language if isinstance(term, Literal) else None
        if not tag or tag == language() or len(self._site.profile.languages) < 2:
            return Markup()
        return Markup(' <span class="tag">{}</span>').format(tag)

    def alone(self, digest: str) -> Markup:
        """The link of a statement that rests on nothing but the file in which it stands."""
        address = f"{self._site.root}/statement/{digest}"
        return Markup(
            '<a class="permalink alone" href="{0}" title="{1}" aria-label="{1}">#</a>'
        ).format(address, in_page_language(_ALONE))


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _breakable(name: str) -> Markup:
    """A name that may be broken at its marks where it is one long word, as terms are."""
    escaped = escape(name)
    if "/" in name or not _LONG_WORD.search(name):
        return escaped
    return Markup(_MARK.sub("<wbr>", str(escaped)))


def folded(term: Term, drawn: str) -> Markup:
    """What is drawn of a term; of a very long text its beginning, and all where one asks."""
    if not isinstance(term, Literal) or len(term.value) <= _LONG_TEXT:
        return Markup(drawn)
    text = without_markup(term)
    language = Markup(' lang="{}"').format(term.language) if term.language else ""
    start = f"{text[:_BEGINNING].rstrip()}…"
    whole = Phrase("Show all ({count} characters)", count=f"{len(text):,}")
    return Markup(
        '<span class="literal"{}>{}</span> <details><summary>{}</summary>{}</details>'
    ).format(language, start, in_page_language(whole), Markup(drawn))


def _in_a_line(name: str) -> str:
    """A name, of a paragraph its beginning: a link is no text."""
    return cut(name) if len(name) > _PARAGRAPH else name


def _literal(term: Literal, day: Literal) -> Markup:
    """A literal: a date in words, an address as a link, a text with its language.

    Of what is told as another `day`, what is written stands behind the words.
    """
    text = escape(term.value)
    words = date_in_words(day)
    if words:
        said = escape(words)
        return Markup(f'<time datetime="{text}" title="{text}">{said}</time>')
    if number := without_exponent(term):
        return Markup(f'<span class="literal" title="{text}">{number}</span>')
    if term.datatype == XSD("anyURI") and term.value.startswith(_OF_THE_WEB):
        return Markup(f'<a href="{text}" rel="external">{text}</a>')
    address = _ADDRESS.fullmatch(term.value) if term.datatype == XSD("string") else None
    if address:
        before, there = escape(address[1] or ""), escape(address[2])
        return before + Markup('<a href="{0}" rel="external nofollow">{0}</a>').format(
            there
        )
    text = escape(without_markup(term).strip())
    language = f' lang="{escape(term.language)}"' if term.language else ""
    return Markup(f'<span class="literal"{language}>{text}</span>')
