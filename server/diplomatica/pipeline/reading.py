"""Everything that a folder says, in the parts that a build works with."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import DUMPED, RDFXML, Format
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article
from diplomatica.model.vocabulary import DIP, RDF, prefixes
from diplomatica.pipeline.claims.claims import Claims
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.files.queryfile import Query
from diplomatica.pipeline.files.source import Source, graph_of
from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.storing.kept import Kept, Together, graphs_of
from diplomatica.pipeline.storing.stored import Quads


@dataclass
class Reading:
    """The files of a folder, in the parts that the build works with.

    Besides, the faults found so far. It has gaps where a file could not be parsed: then
    nobody can tell what is undeclared or unnamed.
    """

    catalog: Catalog
    iris: Iris
    claims: Claims
    articles: list[Article] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rule_queries: list[Query] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    table_queries: list[Query] = field(default_factory=list)
    examples: list[Query] = field(default_factory=list)
    shapes: list[Quad] = field(default_factory=list)
    own_shapes: list[Quad] = field(default_factory=list)
    """The files of the vocabulary that have shapes among their terms."""
    brought_shapes: list[Quad] = field(default_factory=list)
    """The files with shapes that were brought: these are told, and stop nothing."""
    shape_prefixes: dict[str, str] = field(default_factory=dict)
    ontology: list[Quad] = field(default_factory=list)
    shared: list[Quad] = field(default_factory=list)
    about: list[Quad] = field(default_factory=list)
    beside_claims: list[Source] = field(default_factory=list)
    """The files written by hand, but for those of claims."""
    brought: list[Source] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """The file that each graph that was brought comes from."""
    large: list[Quads] = field(default_factory=list)
    """What files without claims say that is too much to be kept in memory."""
    originals: dict[str, Kept] = field(default_factory=dict)
    """What each file says that was brought, by the name of its graph."""
    tables_brought: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    """What gives the bytes of tables that were brought, and of their descriptions."""
    left_out: list[Fault] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    """What was drawn from the data where nobody stated it, in words."""
    has_claims: bool = True
    unfit_for_xml: str = ""
    """Why the whole cannot be RDF/XML; "" where it can."""
    conformance: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)
    has_gaps: bool = False

    @cached_property
    def brings_others(self) -> bool:
        """Whether data of other vocabularies than that of claims is brought.

        Without claims it is all; beside them it is what has kinds of others.
        """
        if not self.has_claims:
            return not self.uses_our_words
        brought = (one for one in self.shared if graph_of(one) in self.files)
        return any(
            one.predicate == RDF("type") and not _is_ours(one.object) for one in brought
        )

    @cached_property
    def uses_our_words(self) -> bool:
        """Whether claims are made, or what is said is said in their vocabulary."""
        if self.has_claims:
            return True
        naming = (one for one in self.large if one.names(DIP))
        brought = filter(self._is_of_no_reason, self.shared)
        stated = chain(brought, self.ontology, *naming)
        return any(_is_ours(one.predicate) or _is_ours(one.object) for one in stated)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the files that were brought, and of what is said beside them.

        With claims, queries and rules are written with ours: these come first there. Notes
        and links alone bring those of their own, and no more.
        """
        known: dict[str, str] = {}
        for source in self.brought:
            known = {**source.plain_prefixes, **known}
        ours = prefixes(self.iris.base)
        if self.has_claims:
            return {**known, **ours}
        if not self.about:
            return known
        kinds = {self.iris.kind(text_of(one.subject)) for one in self.about}
        named = ours.keys() & {"dip", *kinds}
        beside = {name: ours[name] for name in sorted(named)}
        return {**beside, **known}

    @property
    def terms_by_context(self) -> tuple[tuple[str, str, str], ...]:
        """What contexts of files call terms: the IRI, the word, and the first such file."""
        terms: dict[str, tuple[str, str, str]] = {}
        for source in self.brought:
            for iri, word in source.terms.items():
                terms.setdefault(iri, (iri, word, source.name))
        return tuple(terms[iri] for iri in sorted(terms))

    def _is_of_no_reason(self, quad: Quad) -> bool:
        """Whether no note and no link states it."""
        return self.iris.kind(graph_of(quad)) not in ("note", "link")

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that can hold the whole."""
        if self.unfit_for_xml:
            return tuple(form for form in DUMPED if form is not RDFXML)
        return DUMPED

    @property
    def facts(self) -> Together:
        """What claims, notes, links and files state, each in its graph.

        What is large is not among it.
        """
        claimed = [self.claims.facts] if self.claims.facts else []
        return Together([*claimed, self.shared])

    @property
    def grounds(self) -> Together:
        """What rules draw on: the facts, the vocabulary, and in what remark they were said."""
        large = self.large if self.rules else ()
        stated = self.facts.parts
        return Together([*stated, *large, self.ontology, self.claims.said_in])

    def told_in_large(self) -> tuple[set[str], dict[str, set[str]]]:
        """The graphs of what is large, and which properties of graphs of files it tells."""
        graphs, told_of = set[str](), defaultdict[str, set[str]](set)
        starts = [f"<{iri}> " for iri in self.files]
        for one in self.large:
            graphs.update(f"<{graph}>" for graph in graphs_of(one))
            for quad in one.beginning(starts):
                told_of[str(quad.subject)].add(str(quad.predicate))
        return graphs, told_of

    @property
    def by_hand(self) -> Iterator[Source]:
        """The files that were written by hand; those of claims are read for it."""
        return chain(self.beside_claims, self.claims.sources)

    @property
    def sources(self) -> Iterator[Source]:
        """The files of the dataset: those written by hand, and those brought."""
        return chain(self.by_hand, self.brought)


def _is_ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(DIP)
