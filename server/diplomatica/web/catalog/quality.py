"""How good the data is, as far as it was checked: what is wrong or open, then what holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from urllib.parse import quote

from flask import Flask, render_template
from pyoxigraph import NamedNode, parse

from diplomatica.lookup.browsing.imported import absent_imports
from diplomatica.model.dataset.covered import Covered
from diplomatica.model.dataset.release import VALIDATION
from diplomatica.model.formats import TURTLE
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, SH
from diplomatica.web.catalog.conformance import REASONS, outcome_name
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_SHOWN = 25
"""How many cases of one finding a page shows; the reports have all."""
_KINDS = 200  # of hints, which no other report has
_PASSED = "passed"
_WARNED = Phrase(
    "Rules that the data should follow, and does not; "
    "what breaks one that it must follow is never published."
)
_LEFT_OUT = Phrase("They were given, and are not in this release.")
_HINTED = Phrase(
    "It is published as it was given, and may be meant otherwise; "
    "what was left out is told as such."
)
_OFTEN = Phrase("{what} (times: {count})")
_ONCE = Phrase("{what} (such as “{example}”)")
_SUCH_AS = Phrase("{what} (times: {count}, such as “{example}”)")
_IMPORTED = Phrase(
    "The data builds on them (owl:imports), and nothing of them was brought: "
    "what it names by their terms may have no other name here than the end of an IRI."
)
_UNSTATED = Phrase(
    "Whoever uses the data would look for it, and the data states it nowhere of the whole."
)
_UNCITED = Phrase("No statement rests on any word of them.")
_WORDS = Phrase("They stand in sentences of which other words are used.")
_UNSPOKEN = Phrase(
    "An article holds their names, and nothing is stated of them from it."
)
_PARTED = Phrase(
    "Different values are stated where only one can be right; each is kept."
)
_UNLINKED = Phrase(
    "Others of their kind are linked to other datasets. Why these are not:"
)
_NOT_PASSED = Phrase(
    "Tests of the software and of the data against the standards of the web. "
    "None of these is a fault in what the data says, and each is told with its reason."
)
_FAILED = Phrase(
    "Tests of the software and of the data against the standards of the web. "
    "Some failed, and are to be mended."
)


def register(app: Flask, site: Site) -> None:
    """The view of /quality."""
    quality = Quality(site)
    app.jinja_env.globals["doubts_of"] = partial(doubts_of, site)

    @app.get("/quality")
    def quality_page() -> str:
        """All reports on the release in one page, what is wrong or open first."""
        labels = quality.labels()
        return render_template("catalog/quality.html", quality=quality, labels=labels)


@dataclass(frozen=True)
class Case:
    """What is wrong or open: its IRI or address, what is said of it, and what that means.

    Where it stands for more than one thing, it has their number.
    """

    words: str
    iri: str = ""
    address: str = ""
    meaning: str = ""
    count: int = 0


@dataclass(frozen=True)
class Finding:
    """A kind of fault or gap, how often it was found, and its first cases."""

    heading: str
    count: int
    meaning: str
    cases: list[Case] = field(default_factory=list)
    is_of_software: bool = False
    """Whether it concerns the program, and not what the data says."""
    is_grouped: bool = False
    """Whether each case stands for all that are alike."""

    @property
    def left(self) -> bool:
        """Whether there are more cases than are shown."""
        return len(self.cases) == _SHOWN < self.count and not self.is_grouped


@dataclass(frozen=True)
class Validation:
    """What the report on the shapes tells."""

    results: list[Case]
    shapes: int
    looked_at: int


def _result(said: dict[str, str]) -> Case:
    message = said.get(SH("resultMessage").value, "")
    return Case(message, said[SH("focusNode").value])


def _hint(what: str, count: int, example: str) -> Case:
    """A kind of hints with how often, and one of the values that it is of."""
    if count == 1:
        return Case(Phrase(_ONCE, what=what, example=example) if example else what)
    words = _SUCH_AS if example else _OFTEN
    return Case(Phrase(words, what=what, count=f"{count:,}", example=example))


def _of_outcome(outcome: str, count: int) -> Case:
    meaning = REASONS.get(outcome, "")
    return Case(outcome_name(outcome), "", "conformance#others", meaning, count)


def doubts_of(site: Site, name: str) -> list[Case]:
    """What is doubtful in the file of this name, with its suffix or without."""
    starts = (f"{name}: ", f"{name}.")
    known = (one for one in site.release.hints if one["what"].startswith(starts))
    return [_hint(**one) for one in islice(known, _SHOWN)]


class Quality:
    """What the reports of a release tell, each read once: a release never changes."""

    def __init__(self, site: Site) -> None:
        """Take the site whose release is told of."""
        self.site = site

    @cached_property
    def validation(self) -> Validation:
        """What the shapes found, and how much they looked at."""
        said: dict[str, dict[str, str]] = defaultdict(dict)
        looked_at: list[int] = []
        for quad in parse(
            path=self.site.release.folder / VALIDATION, format=TURTLE.rdf
        ):
            if quad.predicate == DIP("focusNodes"):
                looked_at.append(int(text_of(quad.object)))
            else:
                said[text_of(quad.subject)][quad.predicate.value] = text_of(quad.object)
        results = [
            _result(one) for one in said.values() if SH("focusNode").value in one
        ]
        return Validation(results, len(looked_at), sum(looked_at))

    @cached_property
    def checks(self) -> Counter[str]:
        """How many checks against the standards had each outcome."""
        return Counter(row["outcome"] for row in self.site.release.conformance)

    @property
    def passed(self) -> int:
        """How many of them passed."""
        return self.checks[_PASSED]

    @cached_property
    def findings(self) -> list[Finding]:
        """All that is wrong or open, what is worst first; only what was found."""
        return [one for one in self._all() if one.count]

    def _all(self) -> Iterator[Finding]:
        """All findings, what is wrong or open first."""
        results = self.validation.results
        yield Finding(
            Phrase("Warnings of the rules"), len(results), _WARNED, results[:_SHOWN]
        )
        left_out = self.site.release.left_out
        cases = [Case(f"{name}: {why}") for name, why in left_out.items()]
        yield Finding(Phrase("Files left out"), len(cases), _LEFT_OUT, cases[:_SHOWN])
        yield self._of_hints()
        imported = [Case(one.value) for one in self._imported()]
        heading = Phrase("Vocabularies that are not here")
        yield Finding(heading, len(imported), _IMPORTED, imported[:_SHOWN])
        unstated = [Case(one) for one in self._unstated()]
        heading = Phrase("Not stated of the whole")
        yield Finding(heading, len(unstated), _UNSTATED, unstated)
        if covered := self.site.covered:
            yield from self._of_articles(covered)
        yield from self._of_standards()

    def _of_hints(self) -> Finding:
        """What is doubtful in the files, each kind with how often and one of its values."""
        hints = self.site.release.hints
        cases = [_hint(**one) for one in hints[:_KINDS]]
        if left := len(hints) - len(cases):
            cases.append(Case(Phrase("{count} more kinds of these", count=left)))
        count = sum(one["count"] for one in hints)
        return Finding(
            Phrase("Doubtful in the files"), count, _HINTED, cases, is_grouped=True
        )

    def _unstated(self) -> Iterator[Phrase]:
        """What a dataset should tell of itself, and this one does not."""
        release = self.site.release
        if not (release.license or release.rights):
            yield Phrase("under which licence it may be used")
        if not release.creators:
            yield Phrase("who made it")
        if not self.site.description:
            yield Phrase("what it is, in a sentence")
        if not release.issued:
            yield Phrase("when it was published")

    def _imported(self) -> list[NamedNode]:
        site = self.site
        return absent_imports(site.engine, site.profile) if site.has_brought else []

    def _of_articles(self, covered: Covered) -> Iterator[Finding]:
        """What no claim covers in the articles, where sources disagree, what has no links."""
        unsaid = covered.totals["sentences"] - covered.totals["sentences cited"]
        yield Finding(Phrase("Sentences that nothing here rests on"), unsaid, _UNCITED)
        words = [
            self._uncited_case(one.article, one.paragraph, one.words)
            for one in covered.uncited
        ]
        yield Finding(
            Phrase("Words that nothing here rests on"),
            len(words),
            _WORDS,
            words[:_SHOWN],
        )
        named = [self._thing(thing, "") for _, thing in covered.unspoken]
        yield Finding(
            Phrase("Named, and never spoken of"), len(named), _UNSPOKEN, named[:_SHOWN]
        )
        parted = [
            self._thing(one, " or ".join(values))
            for one, _, values in covered.disagreements
        ]
        yield Finding(
            Phrase("Sources that disagree"), len(parted), _PARTED, parted[:_SHOWN]
        )
        links = [self._thing(thing, why) for thing, why in covered.open_links]
        yield Finding(
            Phrase("Not linked to Wikidata or elsewhere"),
            len(links),
            _UNLINKED,
            links[:_SHOWN],
        )

    def _of_standards(self) -> Iterator[Finding]:
        """The checks against standards that did not pass."""
        counts = self.checks
        others = [(one, count) for one, count in counts.most_common() if one != _PASSED]
        cases = [_of_outcome(outcome, count) for outcome, count in others]
        total = sum(count for _, count in others)
        heading = Phrase("Checks against standards that did not pass")
        meaning = _FAILED if counts["failed"] else _NOT_PASSED
        yield Finding(heading, total, meaning, cases, is_of_software=True)

    def _uncited_case(self, article: str, paragraph: int, words: str) -> Case:
        address = f"article/{quote(article)}?uncovered=yes#p{paragraph}"
        # The words of an article that may not be shown are not shown here either.
        if article in self.site.closed:
            return Case(Phrase("In a text that is not shown"), address=address)
        return Case(f"“{words}”", address=address)

    def _thing(self, short: str, words: str) -> Case:
        return Case(words, self.site.iris.named(short).value)

    def labels(self) -> dict[str, str]:
        """What the things of all cases are called."""
        cases = [case for one in self.findings for case in one.cases]
        nodes = [NamedNode(case.iri) for case in cases if case.iri]
        return self.site.describing.labels(nodes)
