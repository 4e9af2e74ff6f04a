"""The links to other datasets as files that others' tools read.

`links.sssom.tsv` is a mapping set (SSSOM 1.0, section “TSV”), `links.quickstatements.tsv`
gives Wikidata's items the address that their thing has here (QuickStatements, version 1).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad

from diplomatica.engine import Term
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    MATCHES,
    RDFS,
    SKOS,
    SSSOM,
    WD,
)
from diplomatica.pipeline.files.mapping.columns import (
    BY_COLUMN,
    COMPARED,
    MANY,
    NOT_FOUND,
    REFERENCES,
    join_values,
)
from diplomatica.pipeline.storing.stored import Quads

SSSOM_FILE = "links.sssom.tsv"
QUICKSTATEMENTS = "links.quickstatements.tsv"
_UNSPECIFIED = "https://w3id.org/semapv/vocab/UnspecifiedMatching"
_SLOTS = (
    *("object_label", "author_id", "creator_id", "reviewer_id", "mapping_date"),
    *("confidence", "object_source", "match_string"),
)
_EXTENSIONS = {"record_id": DCTERMS("identifier"), "reason": DIP("reason")}
"""Columns that SSSOM 1.0 does not have: the head says what each of them means."""
_COLUMNS = (
    "record_id",
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "subject_match_field",
    "object_match_field",
    *_SLOTS,
    "comment",
    "reason",
    "other",
)
_Said = Mapping[Term, list[str]]


def write_links(folder: Path, quads: Quads, catalog: Catalog) -> None:
    """Write both files; each is there only where it has a row."""
    stated = quads.saying(*MATCHES, DIP("unlinked"))
    links = [quad for quad in stated if _is_link(quad, catalog)]
    if not links:
        return
    about = _said_of(quads, {NamedNode(text_of(quad.graph_name)) for quad in links})
    labels = _labels(quads, {quad.subject for quad in links})
    rows = [_row(quad, about[text_of(quad.graph_name)], labels) for quad in links]
    rows.sort(key=lambda row: (row["subject_id"], row["object_id"]))
    _write_sssom(folder / SSSOM_FILE, rows, catalog)
    commands = list(_commands(rows))
    if commands:
        text = "".join(f"{command}\n" for command in commands)
        (folder / QUICKSTATEMENTS).write_text(text, "utf-8")


def _is_link(quad: Quad, catalog: Catalog) -> bool:
    """Whether a match, or that there is none, is what a link states of a thing."""
    if not isinstance(quad.subject, NamedNode):
        return False
    return catalog.iris.kind(text_of(quad.graph_name)) == "link"


def _said_of(quads: Quads, links: set[NamedNode]) -> dict[str, _Said]:
    """What is stated of each link, by property."""
    found: dict[str, dict[Term, list[str]]] = {link.value: {} for link in links}
    for quad in quads.about(links):
        if not isinstance(quad.object, BlankNode):
            said = found[text_of(quad.subject)]
            said.setdefault(quad.predicate, []).append(text_of(quad.object))
    return dict(found)


def _labels(quads: Quads, things: AbstractSet[object]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads.saying(RDFS("label"), about=things):
        found[text_of(quad.subject)].append(text_of(quad.object))
    return {thing: min(labels) for thing, labels in found.items()}


def _row(quad: Quad, said: _Said, labels: Mapping[str, str]) -> dict[str, str]:
    """One mapping; what was sought in vain has the object that SSSOM gives for that."""
    is_found = quad.predicate in MATCHES
    predicate = quad.predicate if is_found else SKOS("exactMatch")
    justification = said.get(SSSOM("mapping_justification"), [_UNSPECIFIED])
    fields = "|".join(sorted(set(said.get(DIP("agreesOn"), []))))
    row = {name: _cell(name, said.get(BY_COLUMN[name], [])) for name in _SLOTS}
    reason = min(said.get(DIP("reason"), [""]))
    subject, other = text_of(quad.subject), text_of(quad.object)
    return row | {
        "record_id": text_of(quad.graph_name),
        "comment": reason if is_found else other,
        "reason": "" if is_found or reason == other else reason,
        "subject_id": subject,
        "subject_label": labels.get(subject, ""),
        "predicate_id": predicate.value,
        "object_id": other if is_found else NOT_FOUND.value,
        "mapping_justification": min(justification),
        "subject_match_field": fields,
        "object_match_field": fields,
        "other": "; ".join(_comparisons(said)),
    }


def _cell(column: str, values: list[str]) -> str:
    """Some values in one cell, or the first where a cell holds one only."""
    if column in MANY:
        return join_values(sorted(set(values)))
    return min(values, default="")


def _comparisons(said: _Said) -> Iterator[str]:
    for words, by in COMPARED.items():
        for value in sorted(set(said.get(by, []))):
            yield f"{words} {value}"


def _write_sssom(path: Path, rows: list[dict[str, str]], catalog: Catalog) -> None:
    """Write the head of the mapping set, as comments, and its rows with CURIEs."""
    iris = catalog.iris
    address = iris("release", catalog.version, "dumps", SSSOM_FILE).value
    spaces = _spaces(catalog)
    head = ["curie_map:", *(f"  {name}: {one}" for name, one in spaces.items())]
    head.append(f"mapping_set_id: {address}")
    head.append(f'mapping_set_version: "{catalog.version}"')
    if catalog.license:
        head.append(f"license: {catalog.license}")
    head.append("extension_definitions:")
    for name, said in _EXTENSIONS.items():
        head += [
            f"  - slot_name: {name}",
            f"    property: {_short_iri(said.value, spaces)}",
        ]
    table = [list(_COLUMNS)]
    for row in rows:
        table.append([_curie(name, row[name], spaces) for name in _COLUMNS])
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"#{line}\n" for line in head)
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(table)


def _spaces(catalog: Catalog) -> dict[str, str]:
    """The namespaces by their prefixes, of which none may be empty in SSSOM."""
    known = dict(sorted(catalog.iris.prefixes.items()))
    known["thing"] = known.pop("")
    known["authority"] = "http://publications.europa.eu/resource/authority/"
    known["country"] = f"{known['authority']}country/"
    known["about"] = f"{catalog.dataset}#"
    return known


def _curie(column: str, value: str, spaces: Mapping[str, str]) -> str:
    """A reference with the prefix of the longest namespace; other values as they are."""
    if column not in REFERENCES or not value:
        return " ".join(value.split())
    return "|".join(_short_iri(one, spaces) for one in value.split("|"))


def _short_iri(iri: str, spaces: Mapping[str, str]) -> str:
    fitting = [name for name, space in spaces.items() if iri.startswith(space)]
    if not fitting:
        return iri
    best = max(fitting, key=lambda name: len(spaces[name]))
    return f"{best}:{iri.removeprefix(spaces[best])}"


def _commands(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """For each item: its exact match (P2888) is the thing here."""
    for row in rows:
        is_exact = row["predicate_id"] == SKOS("exactMatch").value
        if is_exact and row["object_id"].startswith(WD):
            item = row["object_id"].removeprefix(WD)
            yield f'{item}\tP2888\t"{row["subject_id"]}"'
