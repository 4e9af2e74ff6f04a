"""Putting proposals in place: the files of claims, notes, links and names, amended.

As little text as can be is touched, so that an editor sees in the difference of the files
what the proposal does. Each way is tried on the text and taken if the file then says what
it should, and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple, parse

from diplomatica.engine import Term
from diplomatica.errors import UnfitProposal
from diplomatica.lookup.proposing.proposal import Proposal, read_proposal
from diplomatica.model.dataset.folder import CATALOG, PROPOSALS, Folder
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, OWL, RDFS
from diplomatica.pipeline.claims.claim import CALLED_HERE
from diplomatica.pipeline.files.source import FILE_FORMATS, Source
from diplomatica.pipeline.files.tokens import FileToken, tokens
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.pipeline.mappingrow import MappingRow
from diplomatica.pipeline.reading import Reading

_VOICE = DIP("voice")
_LOCAL = re.compile(r"[A-Za-z0-9_]([\w-]*\w)?", re.ASCII)
_LONGEST = 6  # tokens that one statement adds to those beside it
_MARKS = (";", ",", ".")
_AMEND = "look at what it says now, and amend it by hand or refuse the proposal"


@dataclass(frozen=True)
class Amended:
    """What was written for a proposal."""

    place: str
    """The file and line that was amended."""
    files: tuple[str, ...]
    """All files that were written."""


@dataclass(frozen=True)
class _TextSpan:
    """A part of a text, from a token to another."""

    start: int
    end: int


def apply(proposal: Proposal, folder: Folder, name: str) -> Amended:
    """Amend the files of a folder as a proposal has it, and keep the proposal there.

    `name` is what its file is called in messages. Raises UnfitProposal where the
    proposal is of another dataset, or where what it is about has changed since.
    """
    kept, reading = _kept_file(proposal, folder, name), read_folder(folder)
    _refuse_other(proposal, reading, name)
    source = _source(reading, proposal, name)
    file = folder.root / source.name
    text = file.read_bytes().decode("utf-8-sig")
    line = source.block(proposal.about.value).line
    amending = _amending(text, source, proposal.about, reading.iris)
    written = {file: amending.amended(proposal, name)}
    if proposal.is_withdrawn:
        catalog = folder.root / CATALOG
        written[catalog] = catalog.read_bytes().decode("utf-8-sig") + _withdrawal(
            proposal
        )
    written[kept] = proposal.written()
    kept.parent.mkdir(exist_ok=True)
    for path, content in written.items():
        path.write_text(content, "utf-8", newline="")
    return Amended(f"{source.name}:{line}", tuple(map(folder.name, written)))


def refuse(proposal: Proposal, folder: Folder, name: str, reason: str) -> str:
    """Keep a proposal in a folder as one that is refused, and why; its file there.

    Nothing else is amended. Raises UnfitProposal where it is of another dataset.
    """
    kept = _kept_file(proposal, folder, name)
    _refuse_other(proposal, read_folder(folder), name)
    kept.parent.mkdir(exist_ok=True)
    refused = replace(proposal, refused=reason).written()
    kept.write_text(refused, "utf-8", newline="")
    return folder.name(kept)


def _kept_file(proposal: Proposal, folder: Folder, name: str) -> Path:
    """Where a proposal is kept. Raises UnfitProposal where it is kept already."""
    kept = folder.root / PROPOSALS / f"{_slug(proposal)}.json"
    if kept.is_file():
        done = (
            "refused" if read_proposal(kept.read_bytes(), name).refused else "applied"
        )
        advice = "see the history of the files, or take that file away to decide anew"
        raise UnfitProposal(name, f"was {done}: {folder.name(kept)} is there", advice)
    return kept


def _refuse_other(proposal: Proposal, reading: Reading, name: str) -> None:
    """Raise UnfitProposal where a proposal is of another dataset."""
    if reading.catalog.dataset != proposal.dataset:
        advice = f"take it to the folder of {proposal.dataset}"
        raise UnfitProposal(name, f"is not of {reading.catalog.dataset}", advice)


def _slug(proposal: Proposal) -> str:
    mark = sha256(proposal.written().encode()).hexdigest()[:8]
    name = re.sub(r"[^\w-]+", "-", proposal.about.value.rpartition("/")[2])
    return f"{name}-{mark}"


def _source(reading: Reading, proposal: Proposal, name: str) -> Source:
    """The file that has what a proposal is about. Raises UnfitProposal."""
    about = proposal.about
    for source in reading.by_hand:
        graphs = {block.iri for block in source.blocks[1:]}
        is_names = about == reading.iris("graph", "names")
        if about.value in graphs or (is_names and source.name.endswith("/names.ttl")):
            break
    else:
        short = reading.iris.short(about.value)
        what = f"is about {short}, which is in no file of claims, notes or links"
        since = f"it was there in release {proposal.release}"
        raise UnfitProposal(name, what, f"{since}: was it renamed or withdrawn since?")
    return source


def _amending(
    text: str, source: Source, about: NamedNode, iris: Iris
) -> "_Amending | MappingRow":
    """What amends a file: a table of mappings row by row, RDF in the graph it has."""
    if source.name.endswith(".tsv"):
        return MappingRow(text, source, about, iris)
    named = {quad.graph_name for quad in source.quads}
    graph = about if about in named else DefaultGraph()
    return _Amending(text, source, graph, about)


def _withdrawal(proposal: Proposal) -> str:
    """That something is no more, and why, as the catalog says it."""
    reason = Literal(proposal.because, language="en")
    this, gone = proposal.about, OWL("deprecated")
    return f"\n{this} {gone} true ;\n    {RDFS('comment')} {reason} .\n"


class _Amending:
    """One file that is amended."""

    def __init__(
        self,
        text: str,
        source: Source,
        graph: NamedNode | DefaultGraph,
        about: NamedNode,
    ) -> None:
        self.text, self.source, self.graph, self.about = text, source, graph, about
        self.suffix = Path(source.name).suffix
        self.before = self._quads_of(text) or frozenset()

    def amended(self, proposal: Proposal, name: str) -> str:
        """The text with what a proposal changes. Raises UnfitProposal."""
        self._refuse_changed(proposal, name)
        if proposal.is_withdrawn:
            return self._without_block()
        gone = {
            self._quad(triple) for triple in self._written_triples(proposal.removed)
        }
        came = {self._quad(triple) for triple in proposal.added}
        wanted = (self.before - gone) | came
        for text in self._ways(proposal):
            if self._quads_of(text) == wanted:
                return text
        what = "changes what no small change of the text can"
        raise UnfitProposal(name, what, f"amend {self.source.name} by hand")

    def _refuse_changed(self, proposal: Proposal, name: str) -> None:
        """Raise UnfitProposal where what shall go is not there any more."""
        short = proposal.about.value.rpartition("/")[2]
        here = {quad.triple for quad in self.before if quad.graph_name == self.graph}
        missing = [
            one for one in self._written_triples(proposal.removed) if one not in here
        ]
        if missing and {*proposal.added} <= here:
            what = f"changes {short} to what it says already"
            raise UnfitProposal(name, what, "there is nothing to do: refuse it")
        for triple in missing:
            now = [one for one in here if one.subject == triple.subject]
            same = [str(one.object) for one in now if one.predicate == triple.predicate]
            says = (
                f"it says {', '.join(sorted(same))} now" if same else "it says nothing"
            )
            what = f"is about “{triple}”, and {short} was changed since: {says} there"
            raise UnfitProposal(name, what, _AMEND)
        if proposal.is_withdrawn and self._facts(here) - {*proposal.removed}:
            what = f"withdraws {short}, which was changed since: it says more now"
            raise UnfitProposal(name, what, _AMEND)

    def _facts(self, here: set[Triple]) -> set[Triple]:
        """What is stated of things, and not of the claim or its words."""
        facts = {triple for triple in here if triple.subject != self.about}
        return {triple for triple in facts if triple.predicate != CALLED_HERE}

    def _written_triples(self, removed: Iterable[Triple]) -> list[Triple]:
        """What shall go, without a voice that nobody wrote: it is the author’s then."""
        written = {quad.triple for quad in self.before} & {*self._own}
        if any(one.predicate == _VOICE for one in written):
            return list(removed)
        return [one for one in removed if one.predicate != _VOICE]

    @property
    def _own(self) -> Iterator[Triple]:
        """What is said of the claim itself."""
        for quad in self.before:
            if quad.subject == self.about:
                yield quad.triple

    def _quad(self, triple: Triple) -> Quad:
        return Quad(triple.subject, triple.predicate, triple.object, self.graph)

    def _quads_of(self, text: str) -> frozenset[Quad] | None:
        """What a text says; None where it is none of its format."""
        try:
            return frozenset(parse(text, format=FILE_FORMATS[self.suffix]))
        except SyntaxError:
            return None

    def _ways(self, proposal: Proposal) -> Iterator[str]:
        """The texts that might be meant, the smallest changes first."""
        removed = self._written_triples(proposal.removed)
        added = list(proposal.added)
        if len(removed) == len(added) == 1:
            new = self._term(added[0].object)
            for span in self._objects(removed[0].object):
                yield self.text[: span.start] + new + self.text[span.end :]
        if removed and not added:
            for span in self._statements(removed[0].object):
                yield self.text[: span.start] + self.text[span.end :]
        if added and not removed:
            start = self._tokens[0].start if self._tokens else len(self.text)
            terms = (" ".join(map(self._term, one)) for one in added)
            lines = "".join(f"{one} .\n    " for one in terms)
            yield self.text[:start] + lines + self.text[start:]

    @property
    def _tokens(self) -> list[FileToken]:
        """The tokens of the block that is amended, without its name and braces."""
        pieces: list[FileToken] = []
        last, name = "", ""
        for token in tokens(self.text):
            is_brace = token.kind == "brace"
            if is_brace and token.text == "{":
                name = last
            elif is_brace:
                name = ""
            elif name == self._block:
                pieces.append(token)
            last = token.iri
        return pieces

    @property
    def _block(self) -> str:
        return self.graph.value if isinstance(self.graph, NamedNode) else ""

    def _objects(self, old: Term) -> Iterator[_TextSpan]:
        """Where a value may stand: a token, with its language or datatype beside it."""
        known = self._tokens
        for at, token in enumerate(known):
            if not _may_be(token, old):
                continue
            end = at
            yield _TextSpan(token.start, _end(token))
            while end + 1 < len(known) and known[end + 1].start == _end(known[end]):
                end += 1
                yield _TextSpan(token.start, _end(known[end]))

    def _statements(self, old: Term) -> Iterator[_TextSpan]:
        """Where a statement with this value may stand, the shortest first.

        Those come last that leave a mark beside another, such as “; ;”.
        """
        known = self._tokens
        places = [at for at, token in enumerate(known) if _may_be(token, old)]
        spans = []
        for place in places:
            for length in range(1, _LONGEST + 1):
                for first in range(max(0, place - length + 1), place + 1):
                    end = first + length
                    if place < end <= len(known):
                        beside = known[max(0, first - 1) : first] + known[end : end + 1]
                        is_left = all(one.text in _MARKS for one in beside)
                        spans.append((is_left, length, first))
        for _, length, first in sorted(spans):
            yield self._cut(known[first], known[first + length - 1])

    def _cut(self, first: FileToken, last: FileToken) -> _TextSpan:
        """From a token to another, with the space before them."""
        before = self.text[: first.start]
        return _TextSpan(len(before.rstrip()), _end(last))

    def _without_block(self) -> str:
        """The text without the block, its name and the line that it leaves empty."""
        last: FileToken | None = None
        start = 0
        is_inside = False
        for token in tokens(self.text):
            if token.kind == "brace" and token.text == "{" and last:
                is_inside = last.iri == self._block
                start = last.start if is_inside else start
            elif token.kind == "brace" and is_inside:
                rest = self.text[_end(token) :]
                return self.text[:start] + rest.removeprefix("\n")
            last = token
        return self.text

    def _term(self, term: Term) -> str:
        """A term as the file writes it."""
        if isinstance(term, NamedNode):
            return self._name(term)
        assert isinstance(term, Literal)
        text = str(Literal(term.value))
        if term.language:
            return f"{text}@{term.language}"
        if str(term) == text:
            return text
        return f"{text}^^{self._name(term.datatype)}"

    def _name(self, node: NamedNode) -> str:
        for prefix, space in self.source.plain_prefixes.items():
            local = node.value.removeprefix(space)
            if node.value.startswith(space) and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return str(node)


def _end(token: FileToken) -> int:
    return token.start + len(token.text)


def _may_be(token: FileToken, term: Term) -> bool:
    """Whether a token may write a term, or begin to."""
    if isinstance(term, NamedNode):
        return token.iri == term.value or token.text == "a"
    if token.kind == "string":
        return text_of(term)[:1] in token.text or "\\" in token.text
    return token.text == text_of(term)
