"""The example queries as data, so that query editors can list and run them.

The editors of the SIB do so.
"""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine.sparql.query import declared_prefixes, tokens
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.text.queryhead import split_comment, split_comment_lines
from diplomatica.model.vocabulary import RDF, RDFS, SH, XSD
from diplomatica.pipeline.files.queryfile import Query

_FORMS = {
    form: (SH(f"SPARQL{form.title()}Executable"), SH(form))
    for form in ("select", "ask", "construct", "describe")
}
_FORM = re.compile(r"\b(select|construct|ask|describe)\b", re.IGNORECASE)


def example_quads(queries: list[Query], iris: Iris) -> list[Quad]:
    """The graph `graph/queries`: each query with what it asks, and the prefixes.

    Without queries there is nothing in it.
    """
    known = iris.prefixes
    triples: list[Triple] = []
    for query in queries:
        triples += _example(query, known, iris)
    if triples:
        for prefix, namespace in known.items():
            triples += _prefix(prefix, namespace, iris)
    return stated_in(iris("graph", "queries"), triples)


def _example(query: Query, known: dict[str, str], iris: Iris) -> Iterator[Triple]:
    """A query as SHACL describes it, which can be run as it stands."""
    this = iris("query", query.name.removesuffix(".rq"))
    asks, body = split_comment(query.text)
    form = _FORM.search(body)
    kind, text_property = _FORMS[form[1].lower() if form else "select"]
    yield Triple(this, RDF("type"), SH("SPARQLExecutable"))
    yield Triple(this, RDF("type"), kind)
    yield Triple(this, RDFS("comment"), Literal(asks, language="en"))
    yield Triple(this, text_property, Literal(with_prefixes(body, known)))
    yield Triple(this, SH("prefixes"), iris("graph", "queries"))


def with_prefixes(query: str, known: Mapping[str, str]) -> str:
    """A query that declares, below its comment, the prefixes that it uses."""
    comment, body = split_comment_lines(query)
    return "".join((*comment, *_declarations(body, known), body))


def _declarations(body: str, known: Mapping[str, str]) -> list[str]:
    read = tokens(body)
    names = {one.text.partition(":")[0] for one in read if one.kind == "name"}
    given = {name.removesuffix(":") for name in declared_prefixes(read)}
    missing = sorted(names & known.keys() - given)
    return [f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in missing]


def _prefix(prefix: str, namespace: str, iris: Iris) -> Iterator[Triple]:
    this: NamedNode = iris("prefix", prefix or "id")
    yield Triple(iris("graph", "queries"), SH("declare"), this)
    yield Triple(this, SH("prefix"), Literal(prefix))
    yield Triple(this, SH("namespace"), Literal(namespace, datatype=XSD("anyURI")))
