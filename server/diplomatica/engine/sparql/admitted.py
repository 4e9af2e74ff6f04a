"""A query of others, as every engine admits it."""

from collections.abc import Mapping

from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.federation import refuse_services
from diplomatica.engine.sparql.query import refuse


def admit_query(query: str, base: str, known: Mapping[str, str]) -> str:
    """The query with its escapes decoded. Raises RefusedQuery for what is never run."""
    query = decode_codepoints(query)
    refuse(query)
    refuse_services(query, base, known)
    return query
