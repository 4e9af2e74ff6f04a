"""What comes from a server of SPARQL 1.1, read whole or not at all."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from diplomatica.engine.engine import Row
from diplomatica.engine.forms import kept_triple
from diplomatica.engine.remote.dialects import is_yes_or_no
from diplomatica.errors import LostQuery, RefusedQuery
from diplomatica.model.statement import NESTED

Found = TypeVar("Found")
_PARTLY = "The engine behind this server gave an answer that is not whole. Ask again in a moment."
# What is met where JSON has other values than results have.
_ODD = (AttributeError, KeyError, RecursionError, TypeError)


def whole(read: Callable[..., Found], *arguments: Any) -> Found:
    """What is read of an answer. Raises LostQuery where it is not whole, and RefusedQuery."""
    try:
        return read(*arguments)
    except (SyntaxError, EOFError, *_ODD) as error:
        raise LostQuery(_PARTLY, str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise RefusedQuery(f"This answer cannot be written: {error}") from error


def results_in(body: bytes) -> QuerySolutions | QueryBoolean:
    """The answer to a SELECT or an ASK; it raises what `whole` tells of."""
    if b'"triple"' in body:
        json.loads(body)  # which tells of what nests without end
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QuerySolutions):
        columns = [variable.value for variable in results.variables]
        if is_yes_or_no(columns):
            return _boolean(any(results))
    return results


def _boolean(value: bool) -> QueryBoolean:
    body = json.dumps({"head": {}, "boolean": value})
    results = parse_query_results(body, QueryResultsFormat.JSON)
    assert isinstance(results, QueryBoolean)
    return results


def triples_in(body: bytes) -> list[Triple]:
    """The answer to a CONSTRUCT or a DESCRIBE; it raises what `whole` tells of."""
    if NESTED.search(body.decode("utf-8", "replace")):
        raise EOFError("it nests triples within triples")
    return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]


def quad_of(row: Row) -> Quad:
    """The quad that a row of our own query is."""
    return Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]


def as_compared(quad: Quad) -> Quad:
    """A quad with its literal as our own engine compares it, in which all forms meet."""
    subject, predicate, value = kept_triple(quad.triple)
    return Quad(subject, predicate, value, quad.graph_name)
