"""The sentences of an index, and what claims draw from each.

Of an article that is closed they are what is quoted of it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from sqlite3 import Connection

from diplomatica.model.dataset.release import Release
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, PUBLIC

_PASSAGES = """
SELECT starting.at, ending.at, claim, node.iri FROM read.of_article
JOIN read.node ON node.number = article
JOIN read.has_passage USING (graph, claim)
JOIN read.bound AS starting
  ON starting.graph = has_passage.graph AND starting.passage = has_passage.passage
  AND starting.is_start
JOIN read.bound AS ending
  ON ending.graph = has_passage.graph AND ending.passage = has_passage.passage
  AND NOT ending.is_start
JOIN read.node AS said_in ON said_in.number = claim
ORDER BY node.iri, starting.at, ending.at, said_in.iri"""
_CLOSED = """
SELECT node.iri FROM read.rights JOIN read.node ON number = subject
WHERE rights <> ? AND subject IN (
  SELECT subject FROM read.kind JOIN read.node ON number = kind WHERE iri = ?)"""
Quoted = tuple[int, int, int]
"""Where a claim quotes an article: from and to which character, and its number."""


def quote(into: Connection, release: Release) -> None:
    """Add the sentences of all articles, with the claims that quote them."""
    quoted: dict[str, list[Quoted]] = {}
    for start, end, claim, article in into.execute(_PASSAGES):
        of_article = quoted.setdefault(release.iris.slug(article), [])
        of_article.append((start, end, claim))
    rows = into.execute(_CLOSED, (PUBLIC, DIP("Article").value))
    closed = {release.iris.slug(iri) for (iri,) in rows}
    for slug, path in release.articles.items():
        article = Article(slug, path.read_bytes())
        quotes = quoted.get(slug, [])
        is_closed = slug in closed
        sentences = list(_quotes(article, quotes)) if is_closed else article.sentences
        _add(into, slug, sentences, quotes)


def _add(
    into: Connection, article: str, sentences: list[Passage], quoted: list[Quoted]
) -> None:
    """The sentences of an article, in their order."""
    numbers = [_add_sentence(into, article, one) for one in sentences]
    starts = [one.start for one in sentences]
    longest = max((len(one.words) for one in sentences), default=0)
    for start, end, claim in quoted:
        first = bisect_left(starts, start - longest)
        behind = bisect_left(starts, end)
        for place in range(first, behind):
            if sentences[place].end > start:
                row = (numbers[place], start, end, claim)
                into.execute("INSERT INTO drawn VALUES (?, ?, ?, ?)", row)


def _add_sentence(into: Connection, article: str, one: Passage) -> int:
    row = (one.words, article, one.paragraph, one.start)
    added = into.execute("INSERT INTO sentence VALUES (?, ?, ?, ?)", row)
    return added.lastrowid or 0


def _quotes(article: Article, quoted: list[Quoted]) -> Iterator[Passage]:
    """The words that are quoted of an article which may not be shown in full."""
    places = {(start, end) for start, end, _ in quoted}
    for start, end in sorted(places):
        paragraph = sum(one.start <= start for one in article.paragraphs)
        yield Passage(start, end, paragraph, article.text[start:end])
