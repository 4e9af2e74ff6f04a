"""The events of a release: what became of each IRI, and what is said of it from then on.

They stand in a file beside the other records, in the order of the table of changes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
)

from diplomatica.lookup.history.changes import Change

EVENTS = "events.jsonl"
ON_A_PAGE = 200
_Said = dict[str, list[Triple]]


@dataclass(frozen=True)
class Event:
    """One IRI that a release added, changed or withdrew."""

    subject: NamedNode
    outcome: str
    state: list[Triple]
    """What the release says of it, with its blank nodes; nothing where it was withdrawn."""


def write_events(
    folder: Path, told: Iterable[Change], lines: Iterable[str]
) -> list[int]:
    """Write the events of a release, and tell at which byte each page of them begins.

    `lines` are those of its N-Quads.
    """
    changes = [one for one in told if isinstance(one.subject, NamedNode)]
    triples = _triples_by_subject(lines, {str(one.subject) for one in changes})
    places = []
    with (folder / EVENTS).open("wb") as file:
        for number, one in enumerate(changes):
            if number % ON_A_PAGE == 0:
                places.append(file.tell())
            file.write(_line(one, triples))
    return places


def read_events(folder: Path, place: int) -> list[Event]:
    """The events of the page that begins at this byte."""
    with (folder / EVENTS).open("rb") as file:
        file.seek(place)
        return [_event(line) for line in islice(file, ON_A_PAGE)]


def _line(one: Change, triples_by_subject: _Said) -> bytes:
    state = (
        ""
        if one.outcome == "withdrawn"
        else _state(str(one.subject), triples_by_subject)
    )
    row = {"subject": str(one.subject), "outcome": one.outcome, "state": state}
    return f"{json.dumps(row)}\n".encode()


def _event(line: bytes) -> Event:
    row = json.loads(line)
    state = parse(row["state"], format=RdfFormat.N_TRIPLES)
    subject = NamedNode(row["subject"].strip("<>"))
    return Event(subject, row["outcome"], [quad.triple for quad in state])


def _triples_by_subject(lines: Iterable[str], wanted: set[str]) -> _Said:
    """What the default graph says of these IRIs, and of all blank nodes."""
    triples: defaultdict[str, list[Triple]] = defaultdict(list)
    for line in lines:
        subject = line.partition(" ")[0]
        if subject in wanted or subject.startswith("_:"):
            for quad in parse(line, format=RdfFormat.N_QUADS):
                if isinstance(quad.graph_name, DefaultGraph):
                    triples[subject].append(quad.triple)
    return triples


def _state(subject: str, triples_by_subject: _Said) -> str:
    """What is said of a node, and of the blank nodes that it leads to, each once."""
    told: set[str] = set()
    waiting, text = [subject], ""
    while waiting:
        node = waiting.pop()
        if node not in told:
            told.add(node)
            triples = triples_by_subject.get(node, [])
            text += "".join(f"{triple} .\n" for triple in triples)
            waiting += _blank(triples)
    return text


def _blank(triples: Sequence[Triple]) -> list[str]:
    objects = (triple.object for triple in triples)
    return [str(one) for one in objects if isinstance(one, BlankNode)]
