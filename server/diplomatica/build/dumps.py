"""The dumps: the same data in every format, byte for byte the same for the same data."""

import json
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from diplomatica.model.formats import GRAPHS
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import in_order, quads_in_order, write
from diplomatica.model.statement import stated_in


def as_served(triples: Iterable[Triple], quads: Iterable[Quad]) -> tuple[list[Triple], list[Quad]]:
    """The same data in the engine's own terms: it rewrites literals as it loads them ("007" becomes 7)."""
    store = Store()
    store.bulk_extend([*stated_in(DefaultGraph(), triples), *quads])
    default = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    return default, [quad for quad in store if isinstance(quad.graph_name, NamedNode)]


def write_dumps(folder: Path, name: str, triples: list[Triple], quads: list[Quad], iris: Iris) -> None:
    """Write the data in every format; quads hold the named graphs, the other formats the default graph."""
    triples, quads = in_order(triples, iris), quads_in_order(quads, iris)
    for form in GRAPHS:
        write(folder / f"{name}.{form.suffix}", quads if form.holds == "quads" else triples, form, iris)


def write_json(path: Path, value: object) -> None:
    """Write a JSON file with its keys sorted."""
    path.write_text(json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
