"""A file with a SPARQL query: a rule, or an example for those who want to ask."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store

from diplomatica.engine.sparql import codepoints
from diplomatica.engine.sparql.federation import refuse_services
from diplomatica.engine.sparql.query import refuse
from diplomatica.errors import Fault, InvalidQuery, RefusedQuery
from diplomatica.model.text.queryhead import split_comment
from diplomatica.model.vocabulary import prefixes
from diplomatica.pipeline.files.source import text_of_file

_KEPT = 1000  # texts


@dataclass(frozen=True)
class Query:
    """The query of a file, and its faults; where it has any, its text may be empty."""

    name: str
    file: str
    text: str = ""
    faults: list[Fault] = field(default_factory=list)


class _Wrong(NamedTuple):
    """What is wrong with a text that should be a query, and in which of its lines."""

    line: int
    message: str
    advice: str = ""


@lru_cache(_KEPT)
def _wrong(text: str, base: str) -> _Wrong | None:
    """Why a text is no query that is run, if it is none.

    Whoever checks after each save has hundreds that stay as they were.
    """
    try:
        refuse(text)
        refuse_services(codepoints.decode_codepoints(text), prefixes=prefixes(base))
        Store().query(text, prefixes=prefixes(base))
    except RefusedQuery as error:
        return _Wrong(0, str(error))
    except InvalidQuery as error:
        return _Wrong(error.line, str(error))
    except SyntaxError as error:
        advice = "see the SPARQL 1.1 Query Language"
        return _Wrong(0, f"is not SPARQL: {error.msg}", advice)
    return None


def read_query(path: Path, name: str, base: str) -> Query:
    """Read a query; the prefixes of the dataset need not be declared.

    Faults are gathered, never raised.
    """
    text = text_of_file(path, name)
    if isinstance(text, Fault):
        return Query(path.name, name, faults=[text])
    if wrong := _wrong(text, base):
        fault = Fault(name, wrong.line, wrong.message, wrong.advice)
        return Query(path.name, name, faults=[fault])
    query = Query(path.name, name, text)
    comment, _ = split_comment(text)
    if not comment:
        message = "does not say in words what it does"
        fault = Fault(name, 0, message, "begin the file with a comment")
        query.faults.append(fault)
    return query
