"""What of the articles is covered by claims, and what is not: the words, the things, the links, the disagreements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader
from pyoxigraph import NamedNode, Quad

from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, MATCHES, RDF, SH
from diplomatica.pipeline.files.kinds import Kinds
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.reading import Reading

TIMES = (DIP("time"), DIP("startTime"), DIP("endTime"))


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article, the claims that cite words of it, and the stretches of words that none cites."""

    number: int
    paragraph: int
    words: str
    claims: tuple[str, ...]
    uncited: tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """A claim: its words, how many triples it states, and what is derived from it."""

    claim: str
    quote: str
    triples: int
    derivations: tuple[str, ...]


@dataclass(frozen=True)
class Covered:
    """An article: its sentences, its claims, and the known things whose names it holds and of which no claim speaks."""

    article: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Stated, ...]
    unspoken: tuple[str, ...]

    @property
    def cited(self) -> int:
        """How many sentences at least one claim cites."""
        return sum(bool(sentence.claims) for sentence in self.sentences)

    @property
    def longest(self) -> str:
        """The longest stretch of words that no claim cites."""
        stretches = [
            stretch for sentence in self.sentences for stretch in sentence.uncited
        ]
        return max(stretches, key=lambda stretch: len(stretch.split()), default="")


@dataclass(frozen=True)
class Disagreement:
    """A thing of which different reasons give different values, where only one can be right."""

    thing: str
    property: str
    values: dict[str, list[str]]


@dataclass(frozen=True)
class OpenLink:
    """A thing without a link to another dataset, and why there is none."""

    thing: str
    reason: str


@dataclass(frozen=True)
class Coverage:
    """The report on a whole dataset."""

    articles: tuple[Covered, ...]
    disagreements: tuple[Disagreement, ...]
    open_links: tuple[OpenLink, ...]
    totals: dict[str, int]


def coverage(reading: Reading, quads: list[Quad]) -> Coverage:
    """The coverage of a dataset that was read and has no faults; `quads` are all its named graphs."""
    covering = _Covering(reading, quads)
    articles = tuple(covering.article(article) for article in reading.articles)
    totals = {
        "articles": len(articles),
        "sentences": sum(len(one.sentences) for one in articles),
        "sentences cited": sum(one.cited for one in articles),
        "claims": sum(len(one.claims) for one in articles),
        "triples of claims": sum(
            claim.triples for one in articles for claim in one.claims
        ),
        "derivations": len(covering.derivations),
        "things": len(covering.things),
        "things linked": len(covering.linked & covering.things),
    }
    return Coverage(
        articles, tuple(covering.disagreements()), tuple(covering.open_links()), totals
    )


class _Covering:
    def __init__(self, reading: Reading, quads: list[Quad]) -> None:
        self.reading, self.quads, self.iris = reading, quads, reading.iris
        self.labels = Labels(fact.triple for fact in reading.facts)
        nodes = (quad.subject for quad in quads if isinstance(quad.subject, NamedNode))
        self.things = {node for node in nodes if self.iris.is_thing(node)}
        self.passages: dict[object, list[tuple[int, int]]] = defaultdict(list)
        self.derived: dict[object, list[str]] = defaultdict(list)
        for quad in quads:
            if quad.predicate == DIP("passage"):
                start, _, end = (
                    text_of(quad.object).partition("char=")[2].partition(",")
                )
                self.passages[quad.subject].append((int(start), int(end)))
            elif quad.predicate == DIP("premise"):
                self.derived[quad.object].append(self.iris.short(text_of(quad.subject)))
        self.derivations = {
            derivation
            for derivations in self.derived.values()
            for derivation in derivations
        }
        self.linked: set[object] = {
            quad.subject for quad in quads if quad.predicate in MATCHES
        }
        self.quotes = {
            quad.subject: text_of(quad.object)
            for quad in quads
            if quad.predicate == DIP("quote")
        }

    def article(self, article: Article) -> Covered:
        claims = self.reading.claims.get(article.slug, [])
        cited = [
            (start, end, self._name(claim.iri))
            for claim in claims
            for start, end in self.passages[claim.iri]
        ]
        sentences = [
            _sentence(number, one, cited)
            for number, one in enumerate(article.sentences, 1)
        ]
        stated = [
            Stated(
                self._name(one.iri),
                self.quotes[one.iri],
                len(set(one.facts)),
                tuple(sorted(self.derived[one.iri])),
            )
            for one in claims
        ]
        spoken: set[object] = {
            term
            for claim in claims
            for fact in claim.facts
            for term in (fact.subject, fact.object)
        }
        return Covered(
            article.slug,
            tuple(sentences),
            tuple(stated),
            tuple(self._unspoken(article, spoken)),
        )

    def _unspoken(self, article: Article, spoken: set[object]) -> Iterator[str]:
        for thing in sorted(self.things - spoken, key=str):
            if self.labels.standing(thing, article.text):
                yield self.iris.short(text_of(thing))

    def disagreements(self) -> Iterator[Disagreement]:
        """Different values of properties that the shapes warn of, and times of which a rule says that they disagree."""
        single = _single(self.reading.shapes)
        disputed = {
            quad.subject for quad in self.quads if quad.predicate == DIP("timeDisputed")
        }
        values: dict[tuple[str, NamedNode], dict[str, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in self.quads:
            if self.iris.kind(text_of(quad.graph_name)) not in (
                "claim",
                "note",
                "graph",
            ):
                continue
            if quad.predicate in single or (
                quad.predicate in TIMES and quad.subject in disputed
            ):
                key = self.iris.short(text_of(quad.subject)), quad.predicate
                values[key][text_of(quad.object)].append(
                    self.iris.short(text_of(quad.graph_name))
                )
        for (thing, name), given in sorted(
            values.items(), key=lambda item: str(item[0])
        ):
            if len(given) > 1 or name in TIMES:
                reasons = {
                    value: sorted(set(why)) for value, why in sorted(given.items())
                }
                yield Disagreement(thing, self.iris.short(name.value), reasons)

    def open_links(self) -> Iterator[OpenLink]:
        """Things that the editors looked for in vain, and things of kinds of which others are linked."""
        told: dict[object, str] = {
            quad.subject: text_of(quad.object)
            for quad in self.quads
            if quad.predicate == DIP("unlinked")
        }
        for thing in sorted(self._linkable() | told.keys(), key=str):
            if thing not in self.linked:
                yield OpenLink(self.iris.short(text_of(thing)), told.get(thing, ""))

    def _linkable(self) -> set[object]:
        known = Kinds(self.reading.ontology)
        general = known.of(DIP("Topic")) | known.of(
            DIP("Category")
        )  # spoken of, without a name
        kinds: dict[object, set[object]] = defaultdict(set)
        for fact in self.reading.facts:
            if fact.predicate == RDF("type"):
                kinds[fact.object].add(fact.subject)
        of_kinds = (
            things
            for kind, things in kinds.items()
            if things & self.linked and kind not in general
        )
        return {thing for things in of_kinds for thing in things & self.things}

    def _name(self, claim: NamedNode) -> str:
        return claim.value.rpartition("/")[2]


def _single(shapes: Iterable[Quad]) -> set[object]:
    """The properties of which a warning of the shapes asks for one value at the most."""
    warned = {
        quad.subject
        for quad in shapes
        if (quad.predicate, quad.object) == (SH("severity"), SH("Warning"))
    }
    return {
        quad.object
        for quad in shapes
        if quad.subject in warned and quad.predicate == SH("path")
    }


def _sentence(
    number: int, sentence: Passage, cited: list[tuple[int, int, str]]
) -> Sentence:
    here = sorted(
        (start, end, claim)
        for start, end, claim in cited
        if start < sentence.end and sentence.start < end
    )
    uncited, at = [], sentence.start
    for start, end, _ in here:
        uncited.append(
            sentence.words[at - sentence.start : max(start, at) - sentence.start]
        )
        at = max(at, end)
    uncited.append(sentence.words[max(at - sentence.start, 0) :])
    stretches = tuple(
        words.strip(" .,;:–“”") for words in uncited if any(map(str.isalnum, words))
    )
    claims = tuple(dict.fromkeys(claim for _, _, claim in here))
    return Sentence(number, sentence.paragraph, sentence.words, claims, stretches)


def write_page(path: Path, report: Coverage, title: str) -> None:
    """Write the report as a page that stands by itself."""
    pages = Environment(
        loader=PackageLoader("diplomatica.pipeline.checking"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    path.write_text(
        pages.get_template("coverage.html").render(report=report, title=title), "utf-8"
    )
