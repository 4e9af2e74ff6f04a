"""The record of an article: what the build found about its claims, and no facts."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.iris import Iris
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article
from diplomatica.model.vocabulary import DIP, RDF, XSD
from diplomatica.pipeline.claims.claim import Claim
from diplomatica.pipeline.claims.mention import Mention
from diplomatica.pipeline.claims.quotation import Quotation


def record(
    article: Article,
    about: list[Triple],
    quotations: list[Quotation],
    iris: Iris,
    is_closed: bool = False,
) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
    """The graph `graph/record/{article}`, and what remarks say in graphs of their own.

    Where the article may not be shown in full, it `is_closed`: a quote stands for its
    whole sentence.
    """
    triples = list(_article(article, about, iris))
    for quotation in quotations:
        triples += _card(quotation, iris)
        triples += _places(quotation, article, iris, is_closed)
        triples += _mentions(quotation, article)
    yield iris("graph", "record", article.slug), triples
    for quotation in quotations:
        yield from _content(quotation.claim, iris)


def _content(claim: Claim, iris: Iris) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
    """What a remark says, in a graph that nothing takes up."""
    if claim.nodes("contentOf"):
        yield claim.content(iris), claim.facts


def _article(article: Article, about: list[Triple], iris: Iris) -> Iterator[Triple]:
    this = iris("article", article.slug)
    yield Triple(this, RDF("type"), DIP("Article"))
    yield Triple(this, DIP("text"), iris("article", article.slug, "text"))
    yield Triple(this, DIP("sha256"), Literal(article.sha256))
    yield from about


def _card(quotation: Quotation, iris: Iris) -> Iterator[Triple]:
    """What is stated of a claim itself: its article, words, voices and notes."""
    claim = quotation.claim
    yield Triple(claim.iri, RDF("type"), DIP("Claim"))
    yield Triple(claim.iri, DIP("article"), iris("article", claim.article))
    yield Triple(claim.iri, DIP("quote"), Literal(quotation.quote))
    yield from (Triple(claim.iri, DIP("voice"), voice) for voice in quotation.voices)
    for passage in quotation.setting:
        yield Triple(claim.iri, DIP("contextQuote"), Literal(passage.words))
    copied = OF_CLAIMS.copied
    yield from (fact for fact in claim.about if fact.predicate in copied)


def _places(
    quotation: Quotation, article: Article, iris: Iris, is_closed: bool
) -> Iterator[Triple]:
    """Where the words of a claim stand, with the sentence around unless that is closed."""
    for passage in quotation.passages:
        sentence = passage.words if is_closed else article.sentence_of(passage)
        place = iris.passage(article.slug, passage.start, passage.end)
        yield Triple(quotation.claim.iri, DIP("passage"), place)
        yield Triple(place, RDF("type"), DIP("Passage"))
        yield Triple(place, DIP("start"), _number(passage.start))
        yield Triple(place, DIP("end"), _number(passage.end))
        yield Triple(place, DIP("paragraph"), _number(passage.paragraph))
        yield Triple(place, DIP("words"), Literal(passage.words))
        yield Triple(place, DIP("sentence"), Literal(sentence))


def _mentions(quotation: Quotation, article: Article) -> Iterator[Triple]:
    """Where and by which words a claim names its things."""
    claim = quotation.claim.iri
    for mention in quotation.mentions:
        name = mention.thing.value.rpartition("/")[2]
        this = NamedNode(f"{claim.value}#{name}")
        yield Triple(claim, DIP("mention"), this)
        yield Triple(this, RDF("type"), DIP("Mention"))
        yield Triple(this, DIP("mentions"), mention.thing)
        yield Triple(this, DIP("declared"), Literal(mention.declared))
        for words in mention.words:
            yield Triple(this, DIP("words"), Literal(words))
        yield from _position(this, mention, quotation, article)


def _position(
    this: NamedNode, mention: Mention, quotation: Quotation, article: Article
) -> Iterator[Triple]:
    """Where the first words of a mention stand: in the quote, else beside it."""
    quoted = (*quotation.passages, *quotation.setting)
    for place in (*quoted, *map(article.sentence_around, quoted)):
        matches = [quote.first(words, place.words) for words in mention.words]
        spans = sorted(span for span in matches if span)
        if spans:
            start, end = spans[0]
            yield Triple(this, DIP("start"), _number(place.start + start))
            yield Triple(this, DIP("end"), _number(place.start + end))
            return


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD("integer"))
