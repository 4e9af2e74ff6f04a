"""Made-up articles of the size and shape of the one that we have.

Each copy has things and words of its own; what is general is shared by all, as in news: few
things are named everywhere, many once. Every fifth copy disagrees on a date with the rest.
"""

import random
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from diplomatica.model.text.quote import stands
from diplomatica.model.vocabulary import DIP, LABELS, RDF

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/diplomatica/"
ARTICLE = "kazakhstan-peace-initiatives"
SEED = 20181012
_WIKIDATA = "http://www.wikidata.org/entity/Q"
_WORD = re.compile(r"[^\W\d_]{5,}")
_SHARED_KINDS = {
    DIP(name) for name in ("State", "Organisation", "City", "Region", "Topic")
} | {DIP("Category"), DIP("Group")}
# What the rest say of a congress that all speak of, and what every fifth says.
_DATE = (("June 2015", "July 2015"), ("2015-06", "2015-07"))
_SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
)


@dataclass(frozen=True)
class Original:
    """The article that we have, with what is said in its claims, names and notes."""

    text: str
    claims: list[Quad]
    names: list[Quad]
    notes: list[Quad]
    links: list[Quad]
    ontology: list[Quad]

    @cached_property
    def called(self) -> dict[object, list[str]]:
        """The names of each thing that stand in the text."""
        found: dict[object, list[str]] = {}
        for quad in [*self.names, *self.claims]:
            if quad.predicate not in LABELS or not isinstance(quad.object, Literal):
                continue
            if stands(quad.object.value, self.text):
                found.setdefault(quad.subject, []).append(quad.object.value)
        return found

    @cached_property
    def shared(self) -> set[object]:
        """The things that every copy speaks of: general ones, and what has no own name."""
        unnamed = {
            thing
            for thing, names in self.called.items()
            if not all(self.own_words & _words(name) for name in names)
        }
        return self._general | unnamed

    @cached_property
    def own_words(self) -> set[str]:
        """The words that each copy has instead of these: the rarest of each own thing."""
        count = Counter(word.lower() for word in _WORD.findall(self.text))
        found: set[str] = set()
        for thing, names in self.called.items():
            for name in names if thing not in self._general else ():
                words = _words(name) - self._common
                if words and not words & found:
                    found.add(min(words, key=lambda word: (count[word], word)))
        return found

    @cached_property
    def _general(self) -> set[object]:
        quads = [*self.names, *self.claims]
        kinds = [quad for quad in quads if quad.predicate == RDF("type")]
        return {quad.subject for quad in kinds if quad.object in _SHARED_KINDS}

    @cached_property
    def _common(self) -> set[str]:
        """Words that evoke a kind, stand for numbers, or name what all speak of."""
        evoking = [q.object for q in self.ontology if q.predicate == DIP("evokedBy")]
        texts = [term.value for term in evoking if isinstance(term, Literal)]
        texts += ["first fourth fifth twenty september december august october annual"]
        named = [q for q in self.names if q.subject in self._general]
        texts += [q.object.value for q in named if isinstance(q.object, Literal)]
        return set().union(*map(_words, texts))

    @cached_property
    def own_reasons(self) -> set[object]:
        """The notes and links that speak of an article, or of no thing that is shared."""
        stated = [*self.notes, *self.links]
        told = [one for one in stated if one.subject != one.graph_name]
        of_article = {one.graph_name for one in told if _is_article(one.subject)}
        of_shared = {one.graph_name for one in told if one.subject in self.shared}
        return of_article | ({one.graph_name for one in told} - of_shared)


def original() -> Original:
    """The article, as it lies in the folders of the dataset."""
    data = ROOT / "dataset"
    return Original(
        (ROOT / "seeds" / f"{ARTICLE}.txt").read_text("utf-8"),
        _read(data / "claims" / f"{ARTICLE}.trig"),
        _read(data / "names.ttl"),
        _read(data / "notes.trig"),
        _read(data / "links.trig"),
        _read(ROOT / "ontology" / "diplomatica.ttl"),
    )


def write(folder: Path, articles: int) -> None:
    """Write a folder of so many articles; the same number is always the same bytes."""
    this = original()
    claims, seeds = folder / "dataset" / "claims", folder / "seeds"
    claims.mkdir(parents=True)
    seeds.mkdir()
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copy(ROOT / "dataset" / "catalog.ttl", folder / "dataset")
    parts = {
        "names.ttl": this.names,
        "notes.trig": this.notes,
        "links.trig": this.links,
    }
    written: dict[str, dict[Quad, None]] = {name: {} for name in parts}
    for number in range(articles):
        copy = Copy(this, number)
        (seeds / f"{copy.slug}.txt").write_text(copy.text(this.text), "utf-8")
        text = _trig(dict.fromkeys(map(copy.quad, this.claims)))
        (claims / f"{copy.slug}.trig").write_text(text, "utf-8")
        for name, part in parts.items():
            written[name] |= dict.fromkeys(map(copy.quad, part))
    for name, quads in written.items():
        (folder / "dataset" / name).write_text(_trig(quads), "utf-8")


class Copy:
    """One copy of the article, with its own words and things."""

    def __init__(self, original: Original, number: int) -> None:
        self.slug = f"article-{number:05}"
        self.number, self._original = number, original
        choose = random.Random(SEED + number)
        self._ending = "".join(choose.choices(_SYLLABLES, k=3))
        self._disagrees = number % 5 == 4
        words = "|".join(sorted(original.own_words, key=len, reverse=True))
        self._own = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    def text(self, text: str) -> str:
        """A text in the words of this copy."""
        for usual, other in _DATE if self._disagrees else ():
            text = text.replace(usual, other)
        return self._own.sub(self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        return word + (self._ending.upper() if word.isupper() else self._ending)

    def quad(self, quad: Quad) -> Quad:
        """What is said, of the things of this copy and in its words."""
        subject, predicate, term, graph = map(self._term, quad)
        if quad.predicate in LABELS and quad.subject in self._original.shared:
            term = quad.object
        elif quad.graph_name in self._original.own_reasons:
            term = self._elsewhere(term)
        return Quad(subject, predicate, term, graph)  # type: ignore[arg-type]

    def _elsewhere(self, term: object) -> object:
        """An item of Wikidata for this copy alone: no two things are the same one."""
        if isinstance(term, NamedNode) and term.value.startswith(_WIKIDATA):
            return NamedNode(f"{term.value}{self.number:05}")
        return term

    def _term(self, term: object) -> object:
        if isinstance(term, NamedNode):
            return self._node(term)
        if isinstance(term, Literal):
            return self._literal(term)
        return term

    def _literal(self, literal: Literal) -> Literal:
        value = self.text(literal.value)
        if literal.language:
            return Literal(value, language=literal.language)
        return Literal(value, datatype=literal.datatype)

    def _node(self, node: NamedNode) -> NamedNode:
        iri = node.value.replace(ARTICLE, self.slug)
        is_own = iri.startswith(f"{BASE}id/") and node not in self._original.shared
        is_reason = node in self._original.own_reasons
        return NamedNode(f"{iri}-{self.number}" if is_own or is_reason else iri)


def _is_article(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(f"{BASE}article/")


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _read(path: Path) -> list[Quad]:
    form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    return list(parse(path=path, format=form))


def _trig(quads: dict[Quad, None]) -> str:
    """Each graph as one block, in the order in which they are first named."""
    blocks: dict[object, list[str]] = {}
    for quad in quads:
        blocks.setdefault(quad.graph_name, []).append(f"{quad.triple} .\n")
    text = "".join(blocks.pop(DefaultGraph(), []))
    for graph, lines in blocks.items():
        assert not isinstance(graph, BlankNode)
        text += f"{graph} {{\n{''.join(lines)}}}\n"
    return text
