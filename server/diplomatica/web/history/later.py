"""What became since of what a page of an old release shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote, urlencode

from flask import Flask, g, request

from diplomatica.lookup.history.changedsubject import (
    CAME,
    ChangedSubject,
    Row,
    value_of,
)
from diplomatica.lookup.history.past import Past
from diplomatica.model.dataset.ledger import PublishedVersion
from diplomatica.web.history.asof import MOUNT
from diplomatica.web.history.shown import (
    STATEMENT,
    Happened,
    Shown,
    pairs_of,
    shown_of,
    stated_of,
)
from diplomatica.web.history.timemap import address_of_all
from diplomatica.web.history.wording.caused import because_of, cause_of
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_MOST_STEPS = 5
_MOST_WORDS = 5  # statements that a step tells
_IN_PATHS = "/:@!$&'()*+,;=~"


@dataclass(frozen=True)
class ChangedStatement:
    """A statement that a release changed, in words, and where it is read."""

    words: Phrase
    address: str
    """"" where it is read no longer."""


@dataclass(frozen=True)
class Step:
    """What a release did to what a page shows, and why."""

    past: Past
    happened: Happened
    site: Site

    @property
    def told(self) -> ChangedSubject:
        """The subject that changed."""
        return self.happened.told

    @property
    def reason(self) -> Mapping[str, str] | None:
        """Why just this changed, where the editors said so."""
        return (
            self.past.record.reason_for(self.told, self.site.iris)
            if self.past.record
            else None
        )

    @property
    def notes(self) -> list[dict[str, str]]:
        """What they said of the whole release, where they said nothing of this."""
        telling = self.past.record.telling if self.past.record else {"notes": []}
        notes: list[dict[str, str]] = telling["notes"]
        return [] if self.reason else notes

    @property
    def now(self) -> list[ChangedStatement]:
        """What is said instead, and what is said, or no longer, of what else names it."""
        return list(self._now())[:_MOST_WORDS]

    @property
    def before(self) -> list[ChangedStatement]:
        """What was said until then."""
        was = [self._words_before(one.went) for one in self.happened.pairs]
        others = [*self._unpaired_rows, *self.happened.inward]
        return [*was, *map(self._turn_in_words, others)][:_MOST_WORDS]

    @property
    def _unpaired_rows(self) -> list[Row]:
        """What somebody stated of a thing, or states no more, with nothing in its place."""
        paired = [row for one in self.happened.pairs for row in (one.went, one.came)]
        derived = self.site.iris("inference", "").value
        is_turned = self.told.outcome == "changed" and self.told.group == "things"
        some = (row for row in self.told.rows if row not in paired and is_turned)
        own = (row for row in some if row not in self.happened.inward)
        return [
            row
            for row in own
            if not row["besides"] and not row["reasons"].startswith(derived)
        ]

    def turns(self) -> Iterator[tuple[str, str, ChangedStatement]]:
        """Each statement that went, the one in its place if there is one, and that in words.

        Statements are told by their digests.
        """
        for pair in self.happened.pairs:
            words = self._row_in_words(Phrase("{property} is now {value}"), pair.came)
            yield pair.went["statement"], pair.came["statement"], words
        instead = [pair.went for pair in self.happened.pairs]
        for row in self.told.rows:
            is_gone = row["change"] != CAME and not row["besides"]
            if is_gone and row not in instead:
                yield row["statement"], "", self._turn_in_words(row)

    def _now(self) -> Iterator[ChangedStatement]:
        for pair in self.happened.pairs:
            yield self._row_in_words(Phrase("{property} is now {value}"), pair.came)
        yield from map(self._turn_in_words, self._unpaired_rows)
        yield from map(self._turn_in_words, self.happened.inward)

    def _turn_in_words(self, row: Row) -> ChangedStatement:
        is_more, is_besides = row["change"] == CAME, bool(row["besides"])
        words = _TURNED[(is_more, is_besides)]
        return self._row_in_words(words, row, is_there=is_more or is_besides)

    def _words_before(self, row: Row) -> ChangedStatement:
        assert self.past.record
        version = self.past.record.summary["before"]["version"]
        words = self._row_in_words(Phrase("{property} was {value} before"), row)
        address = f"{address_of_all()}release/{version}/statement/{row['statement']}"
        return replace(words, address=address)

    def _row_in_words(
        self, words: Phrase, row: Row, is_there: bool = True
    ) -> ChangedStatement:
        """A row in the words of a sentence, with the address of its statement if it is there."""
        worded = Worded(self.site, [replace(self.told, rows=[row])])
        name = row["label"] or self.site.iris.words(row["subject"])
        value = worded.value(value_of(row))
        sentence = Phrase(
            words.words,
            name=name,
            property=worded.property(row["predicate"]),
            value=value,
        )
        address = f"{address_of_all()}statement/{row['statement']}" if is_there else ""
        return ChangedStatement(sentence, address)


# By whether it is said, or has a reason more, and whether it is said before and after.
_TURNED = {
    (True, False): Phrase("new: {name} – {property} – {value}"),
    (False, False): Phrase("withdrawn: {name} – {property} – {value}"),
    (True, True): Phrase("for more reasons now: {name} – {property} – {value}"),
    (False, True): Phrase("for fewer reasons now: {name} – {property} – {value}"),
}


@dataclass(frozen=True)
class Later:
    """The releases after the one that a page is of."""

    newest: PublishedVersion
    address: str
    """Where the newest has the same page, or what stands in its place."""
    is_of_something: bool
    """Whether the page is of one thing, reason or statement, and not of many."""
    steps: list[Step]
    """What they did to it, the newest first."""
    is_other: bool = False
    """Whether that is another statement, or derivation, in the place of this one."""
    own: str = ""
    """Where the newest says why it is gone, where the page is not that of the thing itself."""

    @property
    def is_gone(self) -> bool:
        """Whether the newest release has it no longer."""
        return bool(self.steps) and self.steps[0].told.outcome == "withdrawn"

    @property
    def shown(self) -> list[Step]:
        """The last few steps."""
        return self.steps[:_MOST_STEPS]

    @property
    def left(self) -> int:
        """How many steps more there are."""
        return len(self.steps[_MOST_STEPS:])


def register(app: Flask, site: Site) -> None:
    """Let pages tell what became of what they show, and how it came to be so."""

    def later() -> Later | None:
        return later_of(site)

    def became(iri: str) -> list[Step]:
        """What later releases did to a reason that is part of a page."""
        kind, _, slug = site.addresses.of(iri).partition("/")
        this = shown_of(site, kind, slug) if later() else None
        return _steps(site, this)[0] if this else []

    def turned(history: Iterable[tuple[Past, ChangedSubject]]) -> list[Step]:
        """How a thing came to be as it is, of what changed in each release."""
        derived = site.iris("inference", "").value
        return [
            Step(past, Happened(told, stated_of(pairs_of(told.rows), derived)), site)
            for past, told in history
        ]

    def because_of_derivation(version: str | None, iri: str) -> dict[str, object]:
        """What a derivation that went with a release follows from; nothing of others."""
        past = site.history.of(version) if version else None
        if not past or not past.record or site.iris.kind(iri) != "inference":
            return {}
        return because_of(site, past, past.record.of(iri))

    app.jinja_env.globals.update(
        later=later,
        became=became,
        before=lambda: _before(site),
        turned=turned,
        cause_of=partial(cause_of, site),
        because_of=because_of_derivation,
    )


def later_of(site: Site) -> Later | None:
    """What came after the release that the page is of which is made; None on the newest."""
    if "later" not in g:
        g.later = _later(site)
    later: Later | None = g.later
    return later


def _later(site: Site) -> Later | None:
    """What came after the release that a page is of; None on pages of the newest."""
    if not request.environ.get(MOUNT):
        return None
    entries = site.history.to_be_had
    if not entries or entries[-1].version == site.release.version:
        return None
    this = _shown_here(site)
    steps, last = _steps(site, this) if this else ([], None)
    later = Later(entries[-1], _same(site), this is not None, steps)
    return _with_address(site, later, this, last) if this and last else later


def _same(site: Site) -> str:
    """The address of this page of the newest; an answer to cite is compared there with this."""
    is_cited = request.path == "/cite" and "query" in request.args
    since = {"since": site.release.version} if is_cited else {}
    return _address(request.path, **since)


def _with_address(site: Site, later: Later, this: Shown, last: Shown) -> Later:
    """Lead to what stands in the place of what is shown, or to why it is gone."""
    kind = request.path.strip("/").partition("/")[0]
    is_statement = last.sort == STATEMENT
    own = f"statement/{last.this}" if is_statement else site.addresses.of(last.this)
    is_itself = kind == _asked_of()[0]
    if later.is_gone and not is_itself:
        rest = _address(request.path, claim=None) if kind == "article" else ""
        return replace(later, address=rest, own=f"{address_of_all()}{own}")
    if last == this:
        return later
    address = _address(own) if is_itself else _address(request.path, of=own)
    return replace(later, address=address, is_other=True)


def _address(path: str, **changed: str | None) -> str:
    """The address that was asked, without what of it leads to a release.

    What is changed of its parameters is given anew, or left out.
    """
    parameters = request.args.to_dict(flat=False)
    for name, value in {"release": None, **changed}.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = [value]
    query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
    return f"{address_of_all()}{quote(path.lstrip('/'), safe=_IN_PATHS)}{query}"


def _steps(site: Site, this: Shown) -> tuple[list[Step], Shown]:
    """What later releases did to it, the newest first, and what stands in its place."""
    steps: list[Step] = []
    for past in site.history.after(site.release.version):
        happened = this.happened(past.record) if past.record else None
        if happened:
            steps.insert(0, Step(past, happened, site))
            this = this.after(happened)
    return steps, this


def _shown_here(site: Site) -> Shown | None:
    """What the page that is asked for is of; None of a page of many things, or of none."""
    kind, slug = _asked_of()
    return shown_of(site, kind, slug)


def _asked_of() -> tuple[str, str]:
    """The kind and the name of what is asked for, or of what a proposal is about."""
    path = request.path.lstrip("/")
    if path in ("propose", "report"):
        path = request.args.get("of", "").strip("/")
    kind, _, slug = path.removesuffix(".html").partition("/")
    claim = request.args.get("claim", "")
    if kind == "article" and claim:
        return "claim", f"{slug}/{claim}"
    return kind, slug


def _before(site: Site) -> list[Step]:
    """How what a page shows came to be so, the newest release first."""
    this, steps = _shown_here(site), []
    for past in site.history.up_to_this if this else ():
        happened = this.happened(past.record) if this and past.record else None
        if this and happened:
            steps.append(Step(past, happened, site))
            this = this.before(happened)
    return steps
