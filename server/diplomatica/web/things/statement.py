"""The document of one statement: a triple, and everything that gives it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import cast

from flask import Flask, Response, render_template
from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.engine import Row
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.reason import Reason, terms_of
from diplomatica.model.formats import NTRIPLES, TURTLE
from diplomatica.model.serialization import bytes_of_statements
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import PROV, RDF
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.history.shown import gone_statement
from diplomatica.web.http.problem import not_found
from diplomatica.web.requestedformat import split_suffix
from diplomatica.web.site import Site

_PASSAGES = """
SELECT ?why ?words ?sentence ?paragraph ?start ?end {
  VALUES ?why { %s }
  GRAPH ?record {
    ?why dip:passage ?passage .
    ?passage dip:words ?words ; dip:sentence ?sentence ;
      dip:paragraph ?paragraph ; dip:start ?start ; dip:end ?end
  }
} ORDER BY ?why ?start"""
_PASSAGE_TRIPLES = """
CONSTRUCT { ?why dip:passage ?passage . ?passage ?p ?o } WHERE {
  VALUES ?why { %s }
  GRAPH ?record { ?why dip:passage ?passage . ?passage ?p ?o }
}"""
# Those of premises, too: what several articles give together rests on others of its kind.
_PREMISES = """
SELECT DISTINCT ?why ?premise ?rule {
  VALUES ?of { %s }
  GRAPH ?inferences {
    ?of dip:premise* ?why . ?why dip:premise ?premise
    OPTIONAL { ?why dip:rule ?rule }
  }
} ORDER BY ?why ?premise"""
_SHOWN = 10  # premises of one reason
# Who says what a graph holds that is quoted, and never stated.
_REMARKS = """
SELECT ?why ?remark ?speaker ?words {
  VALUES ?why { %s }
  ?remark dip:saysThat ?why
  OPTIONAL { ?remark dip:speaker ?speaker }
  OPTIONAL { ?remark dip:says ?words }
} ORDER BY ?why ?remark ?speaker ?words"""
_REMARK_TRIPLES = """
CONSTRUCT { ?remark ?p ?o } WHERE {
  VALUES ?why { %s }
  ?remark dip:saysThat ?why ; ?p ?o
  FILTER (?p IN (dip:saysThat, dip:speaker, dip:says))
}"""
# A shape that speaks of the predicate, and has the subject as a focus node.
_SHAPES = """
SELECT DISTINCT ?subject ?predicate ?shape ?message {
  GRAPH <%s> {
    ?shape sh:path ?predicate ; sh:message ?message
    { ?node sh:property ?shape ; sh:targetClass ?class }
    UNION { ?node sh:property ?shape ; sh:targetSubjectsOf ?predicate }
    UNION { ?shape sh:targetSubjectsOf ?predicate }
  }
  FILTER (!BOUND(?class) || EXISTS { ?subject a ?class })
} ORDER BY ?shape"""


# How messages of shapes, which are for editors, name terms, and what they say is missing.
_TERM = re.compile(r"(?<![\w:])[a-z]\w*:[A-Za-z]\w*")
_NEEDS = re.compile(r"(.+?)(?: and|, so it) needs (?:an? |exactly one )?([a-z]\w*:\w+)")
_MEANT = ("the ", "who ", "whose ", "what ", "how ", "where ", "which ")


@dataclass(frozen=True)
class QuotedPassage:
    """Words of an article in their sentence."""

    words: str
    before: str
    after: str
    paragraph: int


@dataclass
class Remark:
    """What somebody says, whose content a statement is part of."""

    this: NamedNode
    speakers: list[NamedNode]
    words: list[str]


@dataclass(frozen=True)
class ShownReason:
    """One reason of a statement as its page shows it.

    It has passages, for an inference its rule, for it and for a corroboration its premises, and
    for what is only quoted the remarks that say it.
    """

    reason: Reason
    passages: list[QuotedPassage]
    rule: NamedNode | None
    premises: "list[ShownReason]"
    left: int
    """How many premises more it has, which its own page tells."""
    remarks: list[Remark]

    @property
    def below(self) -> "Iterator[ShownReason]":
        """All that it rests on and that is shown."""
        for premise in self.premises:
            yield premise
            yield from premise.below


def register(app: Flask, site: Site) -> None:
    """The view of /statement/."""

    @app.get("/statement/<slug>")
    def statement(slug: str) -> Response:
        """One triple, by the SHA-256 of its line of N-Triples."""
        digest, form = split_suffix(slug, OFFERED)
        quads = site.digests.quads(digest)
        if not quads:
            raise gone_statement(site, digest) or not_found(f"statement/{digest}")
        this = site.iri("statement", digest)
        about = _about(site, this, quads)
        quoted = _quoting_graphs(site, quads)
        document = Document(this, quads, about, f"/statement/{digest}", quoted)
        return document.response(site, form, lambda: _page(site, this, quads))


def _quoting_graphs(site: Site, quads: list[Quad]) -> list[NamedNode]:
    """Those graphs of a statement in which somebody says it, and nobody states it."""
    graphs = [cast("NamedNode", quad.graph_name) for quad in quads]
    reasons = site.describing.reasons(graphs)
    return [graph for graph, reason in reasons.items() if reason.kind == "Content"]


def _about(site: Site, this: NamedNode, quads: list[Quad]) -> list[Triple]:
    """The statement by its parts, where it comes from, and the passages with their sentences."""
    triple = quads[0].triple
    graphs = [cast("NamedNode", quad.graph_name) for quad in quads]
    claims = site.engine.triples(_PASSAGE_TRIPLES % values(graphs))
    return [
        Triple(this, RDF("type"), RDF("Statement")),
        Triple(this, RDF("subject"), triple.subject),
        Triple(this, RDF("predicate"), triple.predicate),
        Triple(this, RDF("object"), triple.object),
        *(Triple(this, PROV("wasDerivedFrom"), graph) for graph in graphs),
        *claims,
        *site.engine.triples(_REMARK_TRIPLES % values(graphs)),
    ]


def _page(site: Site, this: NamedNode, quads: list[Quad]) -> str:
    """The page of a statement: what gives it, and which shapes it was checked by."""
    (stated,) = site.describing.statements(quads)
    triple, reasons = stated.triple, _shown_reasons(site, stated.reasons)
    checked = site.engine.rows(
        _SHAPES % site.iris("graph", "shapes").value,
        subject=triple.subject,
        predicate=triple.predicate,
    )
    premises = [premise.reason for shown in reasons for premise in shown.below]
    terms = set(terms_of([stated]))
    messages = [text_of(row["message"]) for row in checked]
    for name in (name for one in messages for name in _TERM.findall(one)):
        terms.add(site.iris.named(name))
    for premise in premises:
        terms.update(premise.parties)
    for remark in (one for shown in reasons for one in shown.remarks):
        terms.update([remark.this, *remark.speakers])
    labels = site.describing.labels(terms)
    return render_template(
        "things/statement.html",
        this=this,
        triple=triple,
        reasons=reasons,
        is_quoted=all(shown.remarks for shown in reasons),
        shapes=checked,
        faults=[_in_plain_words(one, site, labels) for one in messages],
        turtle=bytes_of_statements([triple], TURTLE, site.iris).decode(),
        line=bytes_of_statements([triple], NTRIPLES, site.iris).decode(),
        labels=labels,
        offered=OFFERED,
    )


def _in_plain_words(message: str, site: Site, labels: Mapping[str, str]) -> str:
    """The fault that a message of a shape tells, without what editors are to write instead."""
    fault, _, meant = message.partition(": ")
    if needed := _NEEDS.fullmatch(fault):
        missing = meant if meant.startswith(_MEANT) else f"a {needed[2]}"
        fault = f"{needed[1]}, without {missing}"

    def called(found: re.Match[str]) -> str:
        iri = site.iris.named(found[0]).value
        local = found[0].partition(":")[2]
        name = labels.get(iri) or site.iris.words(iri)
        return name if local[0].isupper() else f"“{name}”"

    return f"It {_TERM.sub(called, fault)}.".replace("plain string", "plain text")


def _shown_reasons(site: Site, reasons: list[Reason]) -> list[ShownReason]:
    """The reasons with their passages, and with what they rest on down to the last words.

    Of what many give alike the first are shown.
    """
    graphs = [reason.graph for reason in reasons]
    rows = site.engine.rows(_PREMISES % values(graphs))
    rules = {
        row["why"]: cast("NamedNode", row["rule"]) for row in rows if "rule" in row
    }
    steps: dict[NamedNode, list[NamedNode]] = {}
    for row in rows:
        why, premise = cast("NamedNode", row["why"]), cast("NamedNode", row["premise"])
        steps.setdefault(why, []).append(premise)
    reached = _reached(graphs, steps)
    known = {**site.describing.reasons(reached), **{one.graph: one for one in reasons}}
    passages = _passages(site, [*graphs, *reached])
    remarks = _remarks(site, graphs)

    def shown(graph: NamedNode) -> ShownReason:
        premises = steps.get(graph, [])
        return ShownReason(
            known[graph],
            passages.get(graph, []),
            rules.get(graph),
            list(map(shown, premises[:_SHOWN])),
            len(premises[_SHOWN:]),
            remarks.get(graph, []),
        )

    return list(map(shown, graphs))


def _reached(
    graphs: Iterable[NamedNode], steps: Mapping[NamedNode, list[NamedNode]]
) -> list[NamedNode]:
    """The premises that are shown, and theirs."""
    left, reached = list(graphs), dict[NamedNode, None]()
    while left:
        for premise in steps.get(left.pop(), [])[:_SHOWN]:
            if premise not in reached:
                reached[premise] = None
                left.append(premise)
    return list(reached)


def _passages(
    site: Site, graphs: list[NamedNode]
) -> dict[NamedNode, list[QuotedPassage]]:
    found: dict[NamedNode, list[QuotedPassage]] = {}
    for row in site.engine.rows(_PASSAGES % values(graphs)):
        found.setdefault(cast("NamedNode", row["why"]), []).append(_passage(row))
    return found


def _remarks(site: Site, graphs: list[NamedNode]) -> dict[NamedNode, list[Remark]]:
    """The remarks that each of these graphs quotes, with who makes them."""
    found: dict[NamedNode, list[Remark]] = {}
    rows = site.engine.rows(_REMARKS % values(graphs))
    for (why, this), told in groupby(rows, itemgetter("why", "remark")):
        some = list(told)
        who = dict.fromkeys(row["speaker"] for row in some if "speaker" in row)
        words = dict.fromkeys(text_of(row["words"]) for row in some if "words" in row)
        speakers = cast("list[NamedNode]", list(who))
        remark = Remark(this, speakers, list(words))
        found.setdefault(why, []).append(remark)
    return found


def _passage(row: Row) -> QuotedPassage:
    """Words as they are quoted, within their sentence."""
    words = text_of(row["words"])
    paragraph = int(text_of(row["paragraph"]))
    before, found, after = text_of(row["sentence"]).partition(words)
    if not found:
        return QuotedPassage(words, "", "", paragraph)
    return QuotedPassage(words, before, after, paragraph)
