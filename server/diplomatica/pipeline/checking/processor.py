"""Queries in shapes, each read once for all the nodes that it is asked of.

pySHACL hands the same text over for each node, and rdflib takes far longer to read it
than to answer.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Identifier

# So many are kept read: a vocabulary has hardly more.
_MOST = 500


class CachingProcessor(SPARQLProcessor):
    """Answers queries as rdflib does, but reads each text once."""

    def query(  # type: ignore[override]
        self,
        strOrQuery: str | Query,  # noqa: N803
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        initNs: Mapping[str, Any] | None = None,  # noqa: N803
        base: str | None = None,
        DEBUG: bool = False,  # noqa: N803
    ) -> Mapping[str, Any]:
        """The answer to a query with these bindings, its prefixes and its base."""
        if isinstance(strOrQuery, str):
            prefixes = tuple((initNs or {}).items())
            strOrQuery = _prepared(strOrQuery, prefixes, base)  # noqa: N806
        return super().query(strOrQuery, initBindings, initNs, base, DEBUG)


@lru_cache(maxsize=_MOST)
def _prepared(
    text: str, prefixes: tuple[tuple[str, Any], ...], base: str | None
) -> Query:
    return prepareQuery(text, dict(prefixes), base)
