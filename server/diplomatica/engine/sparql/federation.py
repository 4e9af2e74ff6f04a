"""Whether a query asks another service (SPARQL 1.1 Federated Query), as the engine reads it.

Only the engine's own parser knows where a keyword begins: `k:.SERVICE <…>` is one, and
`k:x.SERVICE` is a name. So it is given the query with another word of the same length in
the place of SERVICE. That is no keyword, and what is a name, a text or a comment stays one:
the altered query can be read only where SERVICE was no keyword.
"""

import re
from collections.abc import Mapping

from pyoxigraph import Store

from diplomatica.engine.sparql.syntax import explain_syntax
from diplomatica.errors import InvalidQuery, RefusedQuery

_SERVICE = re.compile("(SERVIC)E", re.IGNORECASE)
_OTHER = r"\1Q"
_NOWHERE = Store()
_PLACE = re.compile(r"error at (\d+):(\d+)")
_NEXT = re.compile(r"\S*\s*")
_REFUSED = (
    "SERVICE is not run here: this endpoint asks no other. Ask both from your own side: "
    "have your engine call this endpoint with SERVICE, or join the two results."
)


def refuse_services(
    query: str, base: str | None = None, prefixes: Mapping[str, str] | None = None
) -> None:
    """Raise RefusedQuery where the engine would ask another service.

    The escapes in the query are decoded. Raises InvalidQuery for what has the word in
    it and is no query: so nothing is ever run that this has not read.
    """
    if "SERVICE" not in query.upper():
        return
    known = dict(prefixes or {})
    altered = {_SERVICE.sub(_OTHER, prefix): iri for prefix, iri in known.items()}
    try:
        _NOWHERE.query(
            _SERVICE.sub(_OTHER, query), base_iri=base, prefixes={**known, **altered}
        )
    except SyntaxError as error:
        if _is_at_service(query, str(error)):
            raise RefusedQuery(_REFUSED) from None
        raise explain_syntax(query, str(error), set(known)) from None
    except ValueError as error:
        raise InvalidQuery(f"This is not SPARQL: {error}.") from error
    except (RuntimeError, OSError):
        pass  # it was read, and it is for the evaluation to tell what fails


def _is_at_service(query: str, fault: str) -> bool:
    """Whether the altered query could not be read at one of the words, or right after it."""
    place = _PLACE.match(fault)
    if not place:
        return True
    line, column = int(place[1]), int(place[2])
    before = "\n".join(query.split("\n")[: line - 1])
    offset = len(before) + (line > 1) + column - 1
    starts = (match.start() for match in _SERVICE.finditer(query))
    return any(
        start <= offset and _NEXT.fullmatch(query[start:offset]) for start in starts
    )
