"""Made-up data in the shape of ours: states, organisations, persons, dated events,
memberships, claims with quotes.

Everything comes from one seed, so the same size is always the same bytes.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from diplomatica.model.dataset.release import MANIFEST, Release, open_release
from diplomatica.pipeline.writing.publication import seal

BASE = "https://example.org/made/"
DIP = "https://w3id.org/diplomatica/ontology#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DATE = "<http://www.w3.org/2001/XMLSchema#date>"
_WORDS = [
    "peace",
    "summit",
    "talks",
    "nuclear",
    "member",
    "proposed",
    "region",
    "dialogue",
    "security",
    "treaty",
    "host",
    "energy",
    "trade",
    "border",
    "trust",
]
_QUADS_OF_ONE_EVENT = 12.3  # measured: quads for each event, with its share of the rest


def counts(quads: int) -> tuple[int, int]:
    """How many events, and how many things beside them, make about so many quads."""
    events = max(20, round(quads / _QUADS_OF_ONE_EVENT))
    return events, max(10, events // 20)


def claims(quads: int) -> Iterator[tuple[str, list[str]]]:
    """Each claim's graph, and its triples as N-Triples without the full stop."""
    choose = random.Random(20181012)
    events, others = counts(quads)
    for number in range(others):
        for kind in ("State", "Organisation", "Person"):
            thing = f"<{BASE}id/{kind.lower()}-{number}>"
            yield (
                f"names-{kind}-{number}",
                [
                    f"{thing} {RDF_TYPE} <{DIP}{kind}>",
                    f'{thing} {LABEL} "{kind} {number}"@en',
                    f"{thing} <{DIP}memberOf> "
                    f"<{BASE}id/organisation-{choose.randrange(max(1, number))}>",
                ],
            )
    for number in range(events):
        event, claim = f"<{BASE}id/event-{number}>", f"<{BASE}claim/{number}>"
        year, month = choose.randrange(1992, 2026), choose.randrange(1, 13)
        day = f"{year}-{month:02}-{choose.randrange(1, 29):02}"
        words = " ".join(choose.choice(_WORDS) for _ in range(12))
        kind = choose.choice(("Summit", "Meeting", "Signing", "Proposal"))
        yield (
            f"claim/{number}",
            [
                f"{event} {RDF_TYPE} <{DIP}{kind}>",
                f'{event} {LABEL} "Event {number}"@en',
                f"{event} <{DIP}party> <{BASE}id/state-{choose.randrange(others)}>",
                f"{event} <{DIP}party> <{BASE}id/state-{choose.randrange(others)}>",
                f"{event} <{DIP}of> <{BASE}id/organisation-{choose.randrange(others)}>",
                f'{event} <{DIP}earliest> "{day}"^^{DATE}',
                *(
                    [f"{event} <{DIP}follows> <{BASE}id/event-{number - 1}>"]
                    if number % 10
                    else []
                ),
                f'{claim} <{DIP}quote> "{words} {number}"',
                f"{claim} <{DIP}voice> <{BASE}id/person-{choose.randrange(others)}>",
                f"{claim} {RDF_TYPE} <{DIP}Claim>",
            ],
        )


def release(folder: Path, quads: int) -> Release:
    """A release of about so many triples and quads, written where it is not yet;
    `serve` takes it like any other."""
    if not (folder / MANIFEST).exists():
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        with (
            (folder / "made.nt").open("w", encoding="utf-8") as nt,
            (folder / "made.nq").open("w", encoding="utf-8") as nq,
        ):
            for _, lines in claims(quads):
                for file in (nt, nq):
                    file.writelines(f"{line} .\n" for line in lines)
                count += len(lines)
            for graph, lines in claims(quads):
                nq.writelines(f"{line} <{BASE}{graph}> .\n" for line in lines)
        manifest = {
            "base": BASE,
            "name": "made",
            "title": "Made up",
            "version": "1",
            "license": "https://example.org/license",
            "issued": "2026-01-01",
            "dataset": f"{BASE}dataset",
            "triples": count,
            "quads": count,
        }
        (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
        seal(folder)
    return open_release(folder)


def queries(quads: int) -> dict[str, str]:
    """The twelve kinds of query that the peers were measured with."""
    events, others = counts(quads)
    event, state = f"<{BASE}id/event-{events // 2}>", f"<{BASE}id/state-{others // 2}>"
    prefixes = (
        f"PREFIX d: <{DIP}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    bodies = {
        "label of one thing": f"SELECT ?l {{ {event} rdfs:label ?l }}",
        "DESCRIBE": f"DESCRIBE {event}",
        "star join": (
            f"SELECT ?e ?l ?d {{ ?e d:party {state} ; rdfs:label ?l ; d:earliest "
            f"?d ; d:of ?o }}"
        ),
        "two hops": (
            f"SELECT ?p ?l {{ ?e d:party {state} . ?e d:of ?o . ?x d:of ?o . ?x d:party ?p . "
            "?p rdfs:label ?l } LIMIT 200"
        ),
        "path +": f"SELECT ?x {{ <{BASE}id/event-{events // 2 // 10 * 10 + 9}> d:follows+ ?x }}",
        "date range, ORDER, LIMIT": (
            "SELECT ?e ?d { ?e a d:Summit ; d:earliest ?d FILTER (?d >= "
            '"2010-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'
            ' && ?d < "2010-03-01"^^<http://www.w3.org/2001/XMLSchema#date>) } ORDER BY ?d LIMIT 20'
        ),
        "GROUP BY count": "SELECT ?t (COUNT(?e) AS ?n) { ?e a ?t ; d:of ?o } GROUP BY ?t",
        "OPTIONAL": f"SELECT ?e ?f {{ ?e d:party {state} OPTIONAL {{ ?e d:follows ?f }} }}",
        "REGEX on quotes": (
            'SELECT ?c ?q { ?c d:quote ?q FILTER REGEX(?q, "nuclear treaty trust") '
            "} LIMIT 20"
        ),
        "CONSTRUCT neighbourhood": (
            f"CONSTRUCT {{ ?e rdfs:label ?l ; d:of ?o }} {{ ?e d:party {state} "
            f"; rdfs:label ?l ; d:of ?o }}"
        ),
        "ASK": f"ASK {{ ?e d:party {state} ; a d:Signing }}",
        "COUNT DISTINCT of everything": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    }
    return {name: prefixes + body for name, body in bodies.items()}
