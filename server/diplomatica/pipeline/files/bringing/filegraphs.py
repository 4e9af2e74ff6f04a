"""The graphs of files that were brought: what they are called, and blank nodes of each."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import PurePosixPath

from pyoxigraph import NamedNode

from diplomatica.model.dataset.folder import in_utf8
from diplomatica.model.kinds import TAKEN
from diplomatica.pipeline.files.bringing.describedtables import TABLES
from diplomatica.pipeline.files.bringing.packed import PACKINGS
from diplomatica.pipeline.files.source import FILE_FORMATS, Source
from diplomatica.pipeline.storing.kept import Kept, kept_lines, kept_pieces, texts_of
from diplomatica.pipeline.storing.lines import terms_of
from diplomatica.pipeline.storing.stored import Quads

_END = b" .\n"
_NO_SIGNS = re.compile(
    "[^A-Za-z0-9._\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c"
    "\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3003-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffc"
    "\\U00010000-\\U0001fffd\\U00020000-\\U0002fffd\\U00030000-\\U0003fffd-]+"
)
"""What is no letter, number or mark of any script: names of Turtle have no others."""
_NUMBERED = re.compile(r"/\d+$")


@dataclass(frozen=True)
class NamedAnew:
    """A source whose blank nodes are its own, and how many of its graphs got an IRI."""

    source: Source
    graphs: int
    parted: int
    """Of how many of these something is said by their blank node, which they have no more."""


def named_anew(source: Source, label: str, graph: NamedNode) -> NamedAnew:
    """A source whose blank nodes are its own.

    They are numbered in the order of the file. What stands outside of all graphs stands
    in `graph`; a graph that is named by a blank node gets an IRI below it (RDF 1.1
    Concepts, section 3.5).
    """
    anew, quads = _Anew(label, graph.value), source.quads
    if isinstance(quads, Quads) and not source.has_graphs:
        named: Kept = kept_pieces(map(anew.piece, quads.pieces()))
    else:
        named = kept_lines(map(anew.line, texts_of(quads)))
    parted = len(anew.graphs.keys() & anew.labels.keys())
    return NamedAnew(replace(source, quads=named), len(anew.graphs), parted)


@dataclass
class _Anew:
    """Names what has no name in a file as it comes, by the text of its lines."""

    label: str
    graph: str
    labels: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, str] = field(default_factory=dict)

    def piece(self, lines: bytes) -> bytes:
        """Lines that all stand outside of graphs, most of which have no blank node."""
        if b"_:" in lines:
            texts = map(bytes.decode, lines.splitlines(keepends=True))
            return "".join(map(self.line, texts)).encode()
        # No text of a literal holds the end of a line as it is.
        return lines.replace(_END, f" <{self.graph}>".encode() + _END)

    def line(self, text: str) -> str:
        """A line of N-Quads that stands in a graph with an IRI."""
        subject, predicate, term, graph = terms_of(text)
        if not graph:
            graph = f"<{self.graph}>"
        elif _is_blank(graph):
            number = len(self.graphs) + 1
            graph = self.graphs.setdefault(graph, f"<{self.graph}/{number}>")
        if _is_blank(subject):
            subject = self._label(subject)
        if _is_blank(term):
            term = self._label(term)
        return f"{subject} {predicate} {term} {graph} .\n"

    def _label(self, node: str) -> str:
        return self.labels.setdefault(node, f"_:{self.label}{len(self.labels)}")


def _is_blank(term: str) -> bool:
    return term.startswith("_:")


def slugs_of(names: Sequence[str], held: Collection[str] = ()) -> list[str]:
    """What the graphs of files are called in IRIs, each otherwise than all others.

    A file of Turtle is called as it is without its suffix; of others of the same name
    the suffix tells them apart. So it does where a graph that is `held` in the data has
    the name, or one that is numbered below it, as those of blank nodes are.
    """
    unnumbered = (_NUMBERED.sub("", one) for one in held)
    taken = {*TAKEN, *held, *unnumbered}
    # Those of Turtle choose first.
    in_turn = sorted(range(len(names)), key=lambda at: not _is_turtle(names[at]))
    slugs = [""] * len(names)
    for at in in_turn:
        name = names[at]
        slugs[at] = _free(_stem(name), name, taken)
        taken.add(slugs[at])
    return slugs


def _is_turtle(name: str) -> bool:
    return name.lower().endswith(".ttl")


def _stem(name: str) -> str:
    """The name of a file without its suffixes, in letters and numbers of any script."""
    path = PurePosixPath(name.removeprefix("dataset/"))
    while path.suffix.lower() in (*FILE_FORMATS, *PACKINGS, *TABLES):
        path = path.with_suffix("")
    # however a system writes its marks, which some keep apart from their letters
    whole = [unicodedata.normalize("NFC", part) for part in path.parts]
    parts = [_NO_SIGNS.sub("-", part).strip(".-") for part in whole]
    return "/".join(filter(None, parts)) or "data"


def _free(stem: str, name: str, taken: Collection[str]) -> str:
    """A slug that is not taken yet; what all datasets have has its name first."""
    suffixes = PurePosixPath(name.lower()).suffixes
    by_suffix = stem + "".join(suffixes).replace(".", "-")
    # of its own name, so that it stays whatever others come to lie beside it
    own = f"{by_suffix}-{hashlib.sha256(in_utf8(name).encode()).hexdigest()[:6]}"
    numbered = (f"{own}-{number}" for number in count(2))
    first = [stem, f"{stem}-file", by_suffix] if stem in TAKEN else [stem, by_suffix]
    free = (slug for slug in chain(first, [own], numbered) if slug not in taken)
    return next(free)
