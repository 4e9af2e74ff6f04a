"""The page /propose: what is wrong, what would be right, and what that would change.

It keeps nothing: the proposal is a file for whoever makes the dataset.
"""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote, urlencode

from flask import Flask, Response, render_template, request
from pyoxigraph import Literal, NamedNode, Triple
from werkzeug.datastructures import MultiDict

from diplomatica.engine import Term
from diplomatica.lookup.proposing.deriving import Deriving
from diplomatica.lookup.proposing.effect import Effect
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.lookup.proposing.refusals import refusals
from diplomatica.lookup.proposing.resting import Named, Resting
from diplomatica.lookup.proposing.standing import names_of, stands_in
from diplomatica.lookup.proposing.voices import other_voices
from diplomatica.model.statement import text_of
from diplomatica.web.document.drawing import NAMES_OF_OTHERS
from diplomatica.web.document.recipients import recipients
from diplomatica.web.document.terms import term_name
from diplomatica.web.history.later import later_of
from diplomatica.web.http.problem import Problem
from diplomatica.web.propose.choice import (
    Choice,
    choice_of,
    fault_page,
    premises_of,
    terms_of,
)
from diplomatica.web.propose.earlier import earlier
from diplomatica.web.propose.form import VALUE, VOICE, WHYS, WITHDRAW, Form, form_of
from diplomatica.web.propose.letter import letter_of
from diplomatica.web.propose.offiles import thing_of_files
from diplomatica.web.propose.settled import settled_since
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import date_in_words, in_page_language
from diplomatica.web.things.report import report_addresses

_SENTENCES = """
SELECT DISTINCT ?sentence {
  GRAPH ?record { ?this dip:passage ?passage . ?passage dip:sentence ?sentence }
} ORDER BY ?sentence"""
_BESIDE = """
SELECT ?why (MIN(?start) AS ?first) {
  GRAPH ?record {
    ?this dip:passage / dip:sentence ?sentence .
    ?why dip:passage ?passage . ?passage dip:sentence ?sentence ; dip:start ?start
    FILTER (?why != ?this)
  }
  ?why a dip:Claim
} GROUP BY ?why ORDER BY ?first ?why LIMIT 20"""
_LONGEST = 4_000  # characters of what is filled in, each
_JSON = "application/json; charset=utf-8"


def register(app: Flask, site: Site) -> None:
    """The view of /propose, and where pages lead whoever finds something wrong."""

    def fault_address(is_problem: bool) -> str:
        """Where the page leads that is made; one of a problem states nothing."""
        if is_problem:
            of = f"{request.path.strip('/')}{_asked_query(request.args)}"
            return f"{request.script_root}/report?of={quote(of)}"
        page = fault_page(site, request.path, request.args.get("claim", ""))
        is_named = not page.endswith("=")  # as the front page and a report are not
        if is_named and page.startswith("report?"):
            page += quote(_asked_query(request.values))
        return f"{request.script_root}/{page}"

    app.jinja_env.globals.update(fault_address=fault_address)

    @app.get("/propose")
    def proposing() -> Response:
        """A form, and once it is filled in the proposal with what it would change."""
        filled = _with_choice(request.args.to_dict())
        if any(len(value) > _LONGEST for value in filled.values()):
            detail = (
                f"Say it in {_LONGEST:,} characters, and give a source for the rest."
            )
            raise Problem(413, "A proposal has no room for this", detail)
        path = filled.get("of", "").strip("/").removesuffix(".html")
        if leading_on := _before_a_form(site, path):
            return Response(leading_on)
        form = form_of(site, path, filled)
        if form is None:
            return Response(_elsewhere(site, path))
        site.shapes.make_ready()
        is_sent = "reason" in filled or "why" in filled
        proposal = form.proposal() if is_sent else None
        if proposal and filled.get("format") == "json":
            return _file(proposal)
        status = 400 if is_sent and not proposal else 200
        return Response(_page(site, form, proposal), status)


def _before_a_form(site: Site, path: str) -> str:
    """The page of what has no form itself, which leads to one or says what can be done."""
    if not path:
        return _beginning(site)
    if choice := choice_of(site, path):
        return _choosing(site, choice)
    this = thing_of_files(site, path)
    return _of_files(site, path, this) if this else ""


def _asked_query(values: MultiDict[str, str]) -> str:
    """What a page was asked for, such as a query, as the end of its address.

    The release is told by the address that leads to it, and a report is in one language.
    """
    own = ("release", "lang")
    parameters = {name: some for name, some in values.lists() if name not in own}
    return f"?{urlencode(parameters, doseq=True)}" if parameters else ""


def _with_choice(filled: dict[str, str]) -> dict[str, str]:
    """What was filled in, with what was chosen of a claim as what it is about.

    That is all of it, its voice, or a statement by its digest, which is withdrawn
    where nothing is said that would be right.
    """
    part = filled.pop("part", "")
    if part in (WITHDRAW, VOICE):
        return {**filled, "change": part}
    if not part:
        return filled
    change = VALUE if filled.get("value", "").strip() else WITHDRAW
    return {**filled, "of": f"statement/{part}", "change": change}


def _choosing(site: Site, choice: Choice) -> str:
    """The statements of a page, to choose from."""
    labels = site.describing.labels(terms_of(choice))
    return render_template(
        "propose/choose.html",
        choice=choice,
        recipients=recipients(site),
        addressed=report_addresses(site),
        sentence=lambda triple: _sentence(site, triple, labels),
    )


def _beginning(site: Site) -> str:
    """How to come to what is wrong, where nothing is named yet."""
    told = {"path": "", "recipients": recipients(site)}
    return render_template("propose/elsewhere.html", **told)


def _elsewhere(site: Site, path: str) -> str:
    """Where a statement can be mended that no editor wrote."""
    quads = site.digests.quads(path.partition("/")[2])
    graphs = [text_of(quad.graph_name) for quad in quads]
    is_derived = all(site.iris.kind(graph) == "inference" for graph in graphs)
    inferences = [NamedNode(graph) for graph in graphs] if is_derived else []
    return render_template(
        "propose/elsewhere.html",
        path=path,
        is_derived=is_derived,
        recipients=recipients(site),
        choice=premises_of(site, path, inferences),
        sentence=str,
    )


def _of_files(site: Site, path: str, this: NamedNode) -> str:
    """Where what is said of a thing can be mended that stands in brought files alone."""
    name = site.describing.labels([this]).get(this.value, "")
    return render_template(
        "propose/elsewhere.html",
        path=path,
        name=name or site.iris.readable(this.value),
        recipients=recipients(site),
    )


def _file(proposal: Proposal) -> Response:
    name = re.sub(r"[^\w-]+", "-", proposal.about.value.rpartition("/")[2])
    headers = {
        "Content-Disposition": f'attachment; filename="proposal-{name}.json"',
        "Cache-Control": "no-store",
    }
    return Response(proposal.written(), content_type=_JSON, headers=headers)


def _page(site: Site, form: Form, proposal: Proposal | None) -> str:
    changed = [*proposal.removed, *proposal.added] if proposal else []
    known = [quad.triple for quad in form.stated]
    is_less = proposal is not None and bool(proposal.removed)
    is_gone = proposal is not None and proposal.is_withdrawn
    resting = Resting(site.engine, form.about)
    effect = Effect(site.engine, site.shapes, proposal) if proposal else None
    voices = other_voices(site.engine, proposal) if proposal else []
    deriving = Deriving(site.engine, site.iris, proposal) if proposal else None
    otherwise = deriving.otherwise() if deriving else None
    derived = resting.derived() if is_less and not otherwise else []
    follows = [*otherwise.lost, *otherwise.new] if otherwise else derived
    named = resting.named() if is_gone else []
    terms = {term for triple in (*changed, *known, *follows) for term in triple}
    terms |= {one.thing for one in named}
    terms |= {voice for one in voices for voice in (one.before, one.now)}
    labels = site.describing.labels({form.about, *terms})
    sentence = partial(_sentence, site, labels=labels)
    return render_template(
        "propose/propose.html",
        form=form,
        proposal=proposal,
        derived=derived,
        otherwise=otherwise,
        earlier=earlier(site, form),
        unquoted=_unquoted(site, form, proposal) if proposal else "",
        recipients=recipients(site),
        addressed=report_addresses(site),
        named=named,
        voices=voices,
        **_asked_for(site, form),
        words=_words(site, named),
        broken=effect.broken() if effect else [],
        letter=letter_of(site, proposal, sentence) if proposal else None,
        same=lambda iri: urlencode({**form.filled, "in": iri}),
        sentence=sentence,
        of_one=partial(sentence, first=1),
        labels=labels,
    )


def _asked_for(site: Site, form: Form) -> dict[str, object]:
    """What the form asks, whatever was filled in."""
    return {
        "settled": settled_since(form, later_of(site)),
        "refused": [
            one for one in refusals(site.engine, site.iris) if one.about == form.about
        ],
        "told_by": _told_by(site, form),
        "alone": _alone(form),
        "beside": {} if form.triple else _beside(site, form),
        "whys": WHYS,
    }


def _told_by(site: Site, form: Form) -> str:
    """Who tells the claim now, by name."""
    labels = site.describing.labels(form.voices) if form.is_claim else {}
    return ", ".join(name for name in labels.values() if name)


def _alone(form: Form) -> Term | None:
    """The one thing of which a claim states all that it does; None of several."""
    subjects = {quad.subject for quad in form.stated}
    return subjects.pop() if len(subjects) == 1 else None


def _beside(site: Site, form: Form) -> dict[str, str]:
    """The other claims that rest on the same sentence, with their words, by IRI."""
    rows = site.engine.rows(_BESIDE, this=form.about)
    reasons_beside = [NamedNode(text_of(row["why"])) for row in rows]
    reasons = site.describing.reasons(reasons_beside)
    return {iri.value: reasons[iri].quote for iri in reasons_beside}


def _unquoted(site: Site, form: Form, proposal: Proposal) -> str:
    """The value that is proposed, where the words of the claim do not have it."""
    if not (form.is_claim and form.triple and proposal.added):
        return ""
    value = proposal.added[0].object
    is_term = isinstance(value, NamedNode) and site.iris.kind(value.value) != "id"
    names = names_of(site.engine, value)
    if is_term or any(stands_in(words, names) for words in _context(site, form)):
        return ""
    return _term_name(site, value, site.describing.labels([value]))


def _context(site: Site, form: Form) -> Iterator[str]:
    """The words that are quoted, and the sentences in which they stand."""
    yield form.words
    rows = site.engine.rows(_SENTENCES, this=form.about)
    yield from (text_of(row["sentence"]) for row in rows)


def _words(site: Site, named: list[Named]) -> dict[str, str]:
    """The words of what names a thing, by IRI."""
    others = {other for one in named for other in one.others}
    reasons = site.describing.reasons(others)
    return {iri.value: one.quote or one.reason for iri, one in reasons.items()}


def _sentence(
    site: Site, triple: Triple, labels: dict[str, str], first: int = 0
) -> str:
    """A triple in words, or what it says of its subject."""
    return " – ".join(_term_name(site, term, labels) for term in [*triple][first:])


def _term_name(site: Site, term: Term, labels: dict[str, str]) -> str:
    """A term as a proposal calls it."""
    if isinstance(term, Literal):
        return date_in_words(term) or term.value
    value = getattr(term, "value", str(term))
    short = site.iris.short(value) if isinstance(term, NamedNode) else value
    known = NAMES_OF_OTHERS.get(short)
    return (
        in_page_language(known)
        if known
        else term_name(value, labels.get(value, "")) or short
    )
