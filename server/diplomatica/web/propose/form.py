"""The form of a proposal: what is asked of whoever says that something is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine import Term
from diplomatica.lookup.matching.candidate import Sought
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.lookup.reason import Reason
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.web.document.missing import withdrawal_of
from diplomatica.web.history.shown import gone_statement
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.propose import values
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

VALUE, WITHDRAW, VOICE = "value", "withdraw", "voice"
_STATUS = DIP("status")
WHYS = {
    "otherwise": Phrase("The words say something else."),
    "unsaid": Phrase("The words do not say this."),
    "source": Phrase("Another source shows otherwise."),
}
"""What most objections come down to, by what an address calls it."""
_NO_REASON = Phrase("Say why: what do the words say, or what else shows it?")
_NO_VALUE = Phrase("Say what would be right.")
_SAME = Phrase("That is what it says already.")
_VALUES = (
    "SELECT DISTINCT ?value { ?any ?property ?value } ORDER BY STR(?value) LIMIT 50"
)
_TERM = """
SELECT ?term { ?term rdfs:label ?label FILTER (LCASE(STR(?label)) = LCASE(%s)) }
ORDER BY ?term"""
_VOICE_OF = "SELECT ?voice { ?this dip:voice ?voice } ORDER BY ?voice"


@dataclass
class Form:
    """What a proposal is about, and what was filled in so far."""

    site: Site
    path: str
    """The address of what is wrong."""
    about: NamedNode
    """The claim, note or link that states it."""
    words: str
    triple: Triple | None
    """The statement that is wrong; None where it is the whole claim."""
    stated: list[Quad]
    """All that the claim states."""
    filled: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    """What is still to be said, or cannot be, in words."""
    others: Mapping[str, str] = field(default_factory=dict)
    """What else states the same, with its words: a proposal leaves that as it is."""

    @property
    def change(self) -> str:
        """What shall be done."""
        usual = VALUE if self.triple else WITHDRAW
        change = self.filled.get("change", usual)
        return change if change in (VALUE, WITHDRAW, VOICE) else usual

    @property
    def is_claim(self) -> bool:
        """Whether somebody’s words state it."""
        return self.site.iris.kind(self.about.value) == "claim"

    @property
    def value(self) -> str:
        """What stands in the field for the value: what was filled in, else a text to mend.

        Another value that is objected to would only be in the way.
        """
        filled = self.filled.get("value", "")
        return filled or (self.now if self.is_text else "")

    @property
    def is_text(self) -> bool:
        """Whether it is a text that is wrong, which is mended rather than replaced."""
        old = self.triple.object if self.triple else None
        return isinstance(old, Literal) and values.is_text(old)

    @property
    def now(self) -> str:
        """The value that is found wrong, in words."""
        assert self.triple
        old = self.triple.object
        if isinstance(old, Literal):
            return values.value_in_words(old)
        node = NamedNode(text_of(old))
        label = self.site.describing.labels([node]).get(node.value)
        return label or self.site.iris.short(node.value)

    @property
    def hint(self) -> Phrase:
        """What is taken as its value."""
        assert self.triple
        return values.hint(self.triple.object)

    @property
    def voices(self) -> list[NamedNode]:
        """Who tells the claim now."""
        rows = self.site.engine.rows(_VOICE_OF, this=self.about)
        return [NamedNode(text_of(row["voice"])) for row in rows]

    @property
    def choices(self) -> dict[str, str]:
        """The values to choose from, where there are few, each with what it is called."""
        if not self.triple or self.triple.predicate != _STATUS:
            return {}
        rows = self.site.engine.rows(_VALUES, property=_STATUS)
        labels = self.site.describing.labels(row["value"] for row in rows)
        return {self.site.iris.short(iri): label for iri, label in labels.items()}

    @property
    def reason(self) -> str:
        """Why, as the proposal says it: what was chosen, and what was said beside it.

        Whoever only names a source says by that that it shows otherwise.
        """
        chosen = WHYS.get(self.filled.get("why", ""))
        written = self.filled.get("reason", "").strip()
        has_source = bool(self.filled.get("source", "").strip())
        if not chosen and not written and has_source:
            chosen = WHYS["source"]
        if not chosen:
            return written
        return f"{chosen} {written}" if written else str(chosen)

    def proposal(self) -> Proposal | None:
        """The proposal as it is filled in; None, and faults, where it is not yet."""
        source = {name: self.filled.get(name, "").strip() for name in ("source", "by")}
        removed, added = self._removed_and_added()
        if not self.reason:
            self.faults.append(_NO_REASON)
        if self.faults:
            return None
        stated = {quad.triple for quad in self.stated}
        return Proposal(
            dataset=self.site.release.dataset,
            release=self.site.release.version,
            about=self.about,
            words=self.words,
            removed=tuple(removed),
            added=tuple(added),
            is_withdrawn=not added and stated == {*removed},
            also=tuple(self.others),
            reason=self.reason,
            **source,
        )

    def _removed_and_added(self) -> tuple[list[Triple], list[Triple]]:
        """What shall be stated no more, and what instead."""
        if self.change == VOICE:
            return self._other_voice()
        if self.triple is None:
            return [quad.triple for quad in self.stated], []
        if self.change == WITHDRAW:
            return [self.triple], []
        value = self._value(self.triple.object)
        if value is None:
            return [], []
        added = Triple(self.triple.subject, self.triple.predicate, value)
        return [self.triple], [added]

    def _other_voice(self) -> tuple[list[Triple], list[Triple]]:
        by = DIP("voice")
        old = [Triple(self.about, by, voice) for voice in self.voices]
        voice = self._node(self._value_given())
        return old, [Triple(self.about, by, voice)] if voice else []

    def _value_given(self) -> str:
        given = self.filled.get("value", "").strip()
        if not given:
            self.faults.append(_NO_VALUE)
        return given

    def _value(self, old: Term) -> Term | None:
        """The value that is filled in, of the kind that the old one has."""
        given = self._value_given()
        if not given:
            return None
        if isinstance(old, NamedNode):
            return self._node(given, old)
        assert isinstance(old, Literal)
        value = values.read(given, old)
        if value is None:
            self.faults.append(values.fault(given, old))
        elif value == old:
            self.faults.append(_SAME)
        return value

    def _node(self, given: str, old: NamedNode | None = None) -> NamedNode | None:
        """The thing that is filled in: an IRI, the end of an address, or a name."""
        if not given:
            return None
        node = self._term(given, old) or self._iri_written(given)
        if node is None or self._is_unknown(node):
            node = self._thing_called(given, is_iri=node is not None)
        if node is not None and node == old:
            self.faults.append(_SAME)
        return node

    def _term(self, given: str, old: NamedNode | None) -> NamedNode | None:
        """The term of the vocabulary that is called so, where one stands there now."""
        if old is None or self.site.iris.kind(old.value) == "id":
            return None
        rows = self.site.engine.rows(_TERM % Literal(given))
        iris = [text_of(row["term"]) for row in rows]
        own = (NamedNode(iri) for iri in iris if iri.startswith(DIP))
        return next(own, None)

    def _iri_written(self, given: str) -> NamedNode | None:
        """The IRI that is filled in, with a prefix or as the end of an address."""
        prefix, colon, name = given.strip("<>").partition(":")
        space = self.site.iris.prefixes.get(prefix)
        try:
            if colon and space and not name.startswith("//"):
                return NamedNode(space + name)
            if colon:
                return NamedNode(given.strip("<>"))
            return self.site.iris("id", given)
        except ValueError:
            return None

    def _thing_called(self, given: str, is_iri: bool) -> NamedNode | None:
        """The one thing that is called so; None, and a fault, where it is not plain."""
        things = self.site.matcher.find(Sought(given))
        for one in things:
            if one.match:
                return NamedNode(one.iri)
        self.faults.append(_unknown_fault(given, is_iri))
        known = [f"{one.label} ({self.site.iris.short(one.iri)})" for one in things]
        if known:
            names = " / ".join(known)
            self.faults.append(Phrase("Perhaps you mean {names}.", names=names))
        return None

    def _is_unknown(self, node: NamedNode) -> bool:
        """Whether an IRI of this dataset is nothing’s; those of others may be anything’s."""
        is_own = bool(self.site.iris.kind(node.value))
        return is_own and not self.site.describing.labels([node])


def _unknown_fault(given: str, is_iri: bool) -> Phrase:
    if is_iri:
        return Phrase(
            "Nothing here is {given}: take what a page has as its IRI.", given=given
        )
    return Phrase("“{given}” is no IRI, and no name of a thing here.", given=given)


def form_of(site: Site, path: str, filled: Mapping[str, str]) -> Form | None:
    """The form for an address of this site; None for a statement that no editor wrote.

    Raises Problem 404 for what states nothing.
    """
    kind, _, slug = path.partition("/")
    if kind == "statement":
        return _of_statement(site, path, slug, filled)
    about = site.iri(kind, slug) if kind in ("claim", "note", "link") else None
    stated = site.engine.quads([about]) if about else []
    if about is not None and not stated and (problem := withdrawal_of(site, about)):
        raise problem
    if about is None or not stated:
        detail = (
            "Choose “Report an error” on the page of a statement, claim, note or link."
        )
        raise Problem(404, f"Nothing that is stated is at /{path}", detail)
    reason = site.describing.reasons([about])[about]
    words = reason.quote or reason.reason
    return Form(site, path, about, words, None, stated, filled)


def _of_statement(
    site: Site, path: str, digest: str, filled: Mapping[str, str]
) -> Form | None:
    """The form about one statement; None where nobody wrote it. Raises Problem."""
    quads = site.digests.quads(digest)
    if not quads:
        raise gone_statement(site, digest) or not_found(path)
    by = [one for one in quads if is_written(site, one)]
    if not by:
        return None
    graphs = {text_of(one.graph_name): one for one in by}
    quad = graphs.get(filled.get("in", ""), by[0])
    about = NamedNode(text_of(quad.graph_name))
    reasons = site.describing.reasons(map(NamedNode, graphs))
    words = {iri: _words(reasons.get(NamedNode(iri))) for iri in sorted(graphs)}
    stated = site.engine.quads([about])
    own = words.pop(about.value)
    return Form(site, path, about, own, quad.triple, stated, filled, others=words)


def _words(reason: Reason | None) -> str:
    return (reason.quote or reason.reason) if reason else ""


def is_written(site: Site, quad: Quad) -> bool:
    """Whether editors wrote it: in a claim, note or link, or among the names."""
    graph = text_of(quad.graph_name)
    if graph == site.iris("graph", "names").value:
        return site.has_claims
    return site.iris.kind(graph) in ("claim", "note", "link")
