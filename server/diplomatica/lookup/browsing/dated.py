"""The things that have a date by one property, within some years."""

from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term

ON_A_PAGE = 100
# What has the date may be a blank node, as an instant of OWL-Time: then it is told of
# what refers to that.
_DATED = """
SELECT ?thing ?date {{
  ?node {by} ?date FILTER (STR(?date) >= "{since:04}" && STR(?date) < "{after:04}")
  FILTER NOT EXISTS {{ GRAPH {catalog} {{ ?node {by} ?date }} }}
  OPTIONAL {{ ?owner ?via ?node FILTER (ISBLANK(?node)) }}
  BIND (COALESCE(?owner, ?node) AS ?thing)
}} ORDER BY STR(?date) ?thing LIMIT {most} OFFSET {start}"""


class Dated:
    """The things of one page, in the order of their dates."""

    def __init__(
        self,
        engine: Engine,
        catalog: NamedNode,
        by: NamedNode,
        years: tuple[int, int],
        page: int,
    ) -> None:
        """Take the property, the first and the last year, and the number of the page.

        What describes the dataset itself, in the graph `catalog`, is none of its things.
        """
        self._engine, self._catalog, self._by = engine, catalog, by
        (self.since, self.until), self.page = years, page

    @cached_property
    def things(self) -> list[tuple[Term, Term]]:
        """Each thing with its date."""
        query = _DATED.format(
            by=self._by,
            catalog=self._catalog,
            since=self.since,
            after=self.until + 1,
            most=ON_A_PAGE,
            start=(self.page - 1) * ON_A_PAGE,
        )
        return [(row["thing"], row["date"]) for row in self._engine.rows(query)]
