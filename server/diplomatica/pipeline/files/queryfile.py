"""A file with a SPARQL query: a rule, or an example for those who want to ask."""

from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from diplomatica.engine.sparql.query import refuse
from diplomatica.errors import Fault, RefusedQuery
from diplomatica.model.release import split_comment
from diplomatica.model.vocabulary import prefixes
from diplomatica.pipeline.files.source import decoded


@dataclass(frozen=True)
class Query:
    """What a file asks, and what is wrong with it."""

    name: str
    file: str
    text: str = ""
    faults: list[Fault] = field(default_factory=list)


def read_query(path: Path, name: str, base: str) -> Query:
    """Read a query; the prefixes of the dataset need not be declared. Faults are gathered, never raised."""
    text = decoded(path, name)
    if isinstance(text, Fault):
        return Query(path.name, name, faults=[text])
    try:
        refuse(text)
        Store().query(text, prefixes=prefixes(base))
    except RefusedQuery as error:
        return Query(path.name, name, faults=[Fault(name, 0, str(error))])
    except SyntaxError as error:
        fault = Fault(
            name, 0, f"is not SPARQL: {error.msg}", "see the SPARQL 1.1 Query Language"
        )
        return Query(path.name, name, faults=[fault])
    query = Query(path.name, name, text)
    if not split_comment(text)[0]:
        query.faults.append(
            Fault(
                name,
                0,
                "does not say in words what it does",
                "begin the file with a comment",
            )
        )
    return query
