"""What of the articles claims cover, and what they do not: words, things, links.

Besides, where the sources of the dataset disagree.
"""

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain

from pyoxigraph import NamedNode, Quad, parse

from diplomatica.model.formats import NQUADS
from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, LABELS, MATCHES, RDF, SH
from diplomatica.pipeline.checking.covering.coveragereport import (
    Coverage,
    CoveredArticle,
    CoveredClaim,
    Disagreement,
    OpenLink,
    Sentence,
)
from diplomatica.pipeline.deriving.rule import CORROBORATION
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.stored import Quads

TIMES = (DIP("time"), DIP("startTime"), DIP("endTime"))
# The kinds of graphs that state something, and do not only derive it.
_STATING = ("claim", "note", "graph")
_PASSAGE, _PREMISE, _QUOTE = DIP("passage"), DIP("premise"), DIP("quote")
_UNLINKED, _DISPUTED = DIP("unlinked"), DIP("timeDisputed")
_TAKEN = (_PASSAGE, _PREMISE, _QUOTE, _UNLINKED, _DISPUTED, *TIMES, *MATCHES)


def coverage(reading: Reading, quads: Quads) -> Coverage:
    """The coverage of a dataset that was read and has no faults.

    `quads` are those of all its named graphs.
    """
    covering = _Covering(reading, quads)
    articles = tuple(covering.article(article) for article in reading.articles)
    claims = list(chain.from_iterable(one.claims for one in articles))
    sentences = list(chain.from_iterable(one.sentences for one in articles))
    totals = {
        "articles": len(articles),
        "sentences": len(sentences),
        "sentences cited": sum(bool(one.claims) for one in sentences),
        "claims": len(claims),
        "triples of claims": sum(claim.triples for claim in claims),
        "derivations": len(covering.derivations),
        "things": len(covering.things),
        "things linked": len(covering.linked & covering.things),
    }
    disagreements = tuple(covering.disagreements())
    return Coverage(articles, disagreements, tuple(covering.open_links()), totals)


class _Covering:
    def __init__(self, reading: Reading, quads: Quads) -> None:
        self.reading = reading
        self.quads = quads
        self.iris = reading.iris
        named = reading.facts.saying(*LABELS)
        self.labels = Labels(fact.triple for fact in named)
        self.things: set[NamedNode] = set()
        self.single = _single(reading.shapes)
        self.stated: list[Quad] = []
        """What reasons state of times, and of what should have one value only."""
        self.disputed: set[object] = set()
        self.unlinked: dict[object, str] = {}
        self.passages: dict[object, list[tuple[int, int]]] = defaultdict(list)
        self.derived: dict[object, list[str]] = defaultdict(list)
        self.derivations: set[str] = set()
        self.corroborations = self.iris("inference", CORROBORATION.name, "").value
        self.linked: set[object] = set()
        self.quotes: dict[object, str] = {}
        for piece in quads.pieces():
            for quad in self._taken_of(piece.splitlines()):
                self._take(quad)

    def _taken_of(self, lines: list[bytes]) -> Iterator[Quad]:
        """What is told of passages, derivations and links, and the quotes of claims.

        Those of derivations are most of all quotes, and none of them is read. Besides,
        it is noted which things the lines are of.
        """
        things = f"<{self.iris('id').value}/".encode()
        subjects = {
            one[1 : one.index(b"> ")] for one in lines if one.startswith(things)
        }
        self.things.update(NamedNode(one.decode()) for one in subjects)
        claims = f"<{self.iris('claim').value}/".encode()
        marks = {str(one).encode() for one in {*_TAKEN, *self.single}}
        quote = str(_QUOTE).encode()
        taken = (
            one
            for one in lines
            if (by := one.split(b" ", 2)[1]) in marks
            and (by != quote or one.startswith(claims))
        )
        return iter(parse(b"\n".join(taken), format=NQUADS.rdf, lenient=True))

    def _take(self, quad: Quad) -> None:
        """Note what a quad says of a passage, a derivation, a link, a quote or a time."""
        if self._is_stated(quad):
            self.stated.append(quad)
        if quad.predicate == _PASSAGE:
            place = text_of(quad.object).partition("char=")[2]
            start, _, end = place.partition(",")
            self.passages[quad.subject].append((int(start), int(end)))
        elif quad.predicate == _PREMISE:
            self._take_premise(quad)
        elif quad.predicate == _QUOTE:
            self.quotes[quad.subject] = text_of(quad.object)
        elif quad.predicate in MATCHES:
            self.linked.add(quad.subject)
        elif quad.predicate == _UNLINKED:
            self.unlinked[quad.subject] = text_of(quad.object)
        elif quad.predicate == _DISPUTED:
            self.disputed.add(quad.subject)

    def _take_premise(self, quad: Quad) -> None:
        """Note what draws on a reason; a corroboration derives nothing."""
        this = text_of(quad.subject)
        self.derived[quad.object].append(self.iris.short(this))
        if not this.startswith(self.corroborations):
            self.derivations.add(this)

    def _is_stated(self, quad: Quad) -> bool:
        """Whether a reason states a time, or what should have one value only."""
        is_looked_at = quad.predicate in TIMES or quad.predicate in self.single
        return is_looked_at and self.iris.kind(text_of(quad.graph_name)) in _STATING

    def article(self, article: Article) -> CoveredArticle:
        noted = self.reading.claims.noted[article.slug]
        claims = {NamedNode(iri): many for iri, many in noted.claims.items()}
        cited: list[tuple[int, int, str]] = []
        for claim in claims:
            name = _name(claim)
            cited += [(start, end, name) for start, end in self.passages[claim]]
        sentences = [
            _sentence(number, sentence, cited)
            for number, sentence in enumerate(article.sentences, 1)
        ]
        return CoveredArticle(
            article.slug,
            tuple(sentences),
            tuple(map(self._stated_claim, claims.keys(), claims.values())),
            tuple(self._unspoken(article, set(map(NamedNode, noted.spoken)))),
        )

    def _stated_claim(self, claim: NamedNode, triples: int) -> CoveredClaim:
        derivations = tuple(sorted(self.derived[claim]))
        return CoveredClaim(_name(claim), self.quotes[claim], triples, derivations)

    def _unspoken(self, article: Article, spoken: AbstractSet[object]) -> Iterator[str]:
        named = self.labels.named_in(article.text) & self.things
        for thing in sorted(named - spoken, key=str):
            yield self.iris.short(text_of(thing))

    def disagreements(self) -> Iterator[Disagreement]:
        """Different values of properties that the shapes warn of.

        Besides, the times of which a rule says that they disagree.
        """
        short = self.iris.short
        values: dict[tuple[str, NamedNode], dict[str, set[str]]] = defaultdict(dict)
        for quad in self._disputable():
            thing = short(text_of(quad.subject))
            given = values[thing, quad.predicate]
            reasons = given.setdefault(text_of(quad.object), set())
            reasons.add(short(text_of(quad.graph_name)))
        for thing, name in sorted(values, key=str):
            given = values[thing, name]
            if len(given) > 1 or name in TIMES:
                in_order = {value: sorted(given[value]) for value in sorted(given)}
                yield Disagreement(thing, short(name.value), in_order)

    def _disputable(self) -> Iterator[Quad]:
        """What reasons state with properties that should have one value only."""
        for quad in self.stated:
            if quad.predicate in self.single or quad.subject in self.disputed:
                yield quad

    def open_links(self) -> Iterator[OpenLink]:
        """Things that could be linked, and are not.

        The editors looked for them in vain, or other things of their kind are linked.
        """
        for thing in sorted(self._linkable() | self.unlinked.keys(), key=str):
            if thing not in self.linked:
                name = self.iris.short(text_of(thing))
                yield OpenLink(name, self.unlinked.get(thing, ""))

    def _linkable(self) -> set[object]:
        """The things of kinds of which some are linked."""
        known = ClassWords(self.reading.ontology)
        # These are spoken of, without a name.
        general = known.of(DIP("Topic")) | known.of(DIP("Category"))
        kinds: dict[object, set[object]] = defaultdict(set)
        for fact in self.reading.facts.saying(RDF("type")):
            kinds[fact.object].add(fact.subject)
        linkable: set[object] = set()
        for kind, things in kinds.items():
            if kind not in general and things & self.linked:
                linkable |= things & self.things
        return linkable


def _name(claim: NamedNode) -> str:
    return claim.value.rpartition("/")[2]


def _single(shapes: list[Quad]) -> set[NamedNode]:
    """The properties that should have one value, by a warning of the shapes."""
    warning = (SH("severity"), SH("Warning"))
    warned = {one.subject for one in shapes if (one.predicate, one.object) == warning}
    paths = [
        quad.object
        for quad in shapes
        if quad.predicate == SH("path") and quad.subject in warned
    ]
    return {path for path in paths if isinstance(path, NamedNode)}


def _sentence(
    number: int, sentence: Passage, cited: list[tuple[int, int, str]]
) -> Sentence:
    """A sentence with the claims that cite it, and its words that none cites."""
    here = sorted(
        (start, end, claim)
        for start, end, claim in cited
        if start < sentence.end and sentence.start < end
    )
    claims = tuple(dict.fromkeys(claim for _, _, claim in here))
    return Sentence(
        number,
        sentence.paragraph,
        sentence.words,
        claims,
        tuple(_uncited_words(sentence, here)),
    )


def _uncited_words(
    sentence: Passage, here: list[tuple[int, int, str]]
) -> Iterator[str]:
    """The stretches of a sentence that none of these citations covers, in order."""
    at, last = sentence.start, (sentence.end, sentence.end, "")
    for start, end, _ in [*here, last]:
        begin = at - sentence.start
        words = sentence.words[begin : max(start, at) - sentence.start]
        if any(map(str.isalnum, words)):
            yield words.strip(" .,;:–“”")
        at = max(at, end)
