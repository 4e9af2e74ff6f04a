"""A report that something is wrong.

It is ready to be sent to whom the dataset names, and kept nowhere.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from flask import Flask, render_template, request
from pyoxigraph import NamedNode

from diplomatica.lookup.reason import Reason, Statement, terms_of
from diplomatica.model.statement import text_of
from diplomatica.web.document.meant import as_iri, iri_of_page
from diplomatica.web.document.recipients import recipients
from diplomatica.web.history.asof import MOUNT
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site

_CONTACTS = """
SELECT ?dataset ?contact {
  ?dataset dcat:contactPoint ?point .
  ?point (vcard:hasEmail|vcard:hasURL)/vcard:value? ?contact FILTER (!isBlank(?contact))
} ORDER BY ?contact"""
_REASONS = 3  # in a report; its address tells the others
_LONGEST = 6000  # characters of an address that mail programs and trackers take
_OF_A_CHARACTER = 12  # at the most, as UTF-8 and percent-encoded
_HEADLINE = 120  # characters of a subject
_MAILBOX = re.compile(r"[^@:/\s]+@[^@:/\s]+")
_IN_PATHS = "/:@!$&'()*+,;=~"
_IN_QUERIES = f"{_IN_PATHS}?%"
_NAMED = ("doc", "article")
_SCHEMES = ("https://", "http://", "mailto:")  # that a link of a contact may have


@dataclass(frozen=True)
class Report:
    """What is to be told, and to whom."""

    subject: str
    body: str
    contacts: list[str]
    """Addresses of a tracker's form for a new issue, and of mailboxes (`mailto:`).

    The catalog gives them.
    """

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where each leads, with the report filled in, and whom it names."""
        return [
            (self._filled_address(contact), _contact_name(contact))
            for contact in self.contacts
        ]

    @property
    def is_cut(self) -> bool:
        """Whether the links have no room for all of it."""
        return any(len(self._whole(one)) > _LONGEST for one in self.contacts)

    def _filled_address(self, contact: str) -> str:
        """The address with the report, which is cut where it would be too long."""
        whole = self._whole(contact)
        if len(whole) <= _LONGEST:
            return whole
        head = self._head(contact)
        room = (_LONGEST - len(head)) // _OF_A_CHARACTER
        return head + quote(self.body[:room].rstrip() + " …")

    def _whole(self, contact: str) -> str:
        return self._head(contact) + quote(self.body)

    def _head(self, contact: str) -> str:
        subject = "subject" if contact.startswith("mailto:") else "title"
        joint = "&" if urlsplit(contact).query else "?"
        return f"{contact}{joint}{subject}={quote(self.subject)}&body="


def _contact_name(contact: str) -> str:
    if contact.startswith("mailto:"):
        return contact.removeprefix("mailto:")
    return urlsplit(contact).netloc


def register(app: Flask, site: Site) -> None:
    """The view of /report."""

    @app.get("/report")
    def report() -> str:
        """A report on a page of this site, such as `?of=statement/…`.

        What the page was asked for follows a question mark: `?of=cite%3Fquery%3D…`.
        """
        page, _, asked = request.args.get("of", "").strip("/").partition("?")
        path = quote(page, safe=_IN_PATHS)
        is_statement = path.startswith("statement/")
        digest = path.removeprefix("statement/") if is_statement else ""
        quads = site.digests.quads(digest) if digest else []
        if digest and not quads:
            raise not_found(path)
        stated = site.describing.statements(quads)
        statement = stated[0] if stated else None
        found = _report(site, path, asked, statement)
        return render_template(
            "things/report.html",
            report=found,
            path=_address(path, asked),
            recipients=recipients(site),
        )


def _address(path: str, asked: str) -> str:
    return f"{path}?{quote(asked, safe=_IN_QUERIES)}" if asked else path


def _report(site: Site, path: str, asked: str, statement: Statement | None) -> Report:
    """What a report on a page or statement tells, for a reader to complete."""
    release = site.release
    if statement:
        subject, told = _statement_in_words(site, statement)
    else:
        subject, told = _named_at(site, path, asked), ""
    lines = ["What is wrong, and how do you know?", "", "", ""]
    if told:
        lines.append(told)
    # the release first: it is short, and a link may have no room for all the rest
    lines.append(f"Release: {release.title} {release.version}")
    is_old = MOUNT in request.environ and not path.startswith("release/")
    below = f"release/{release.version}/" if is_old else ""
    lines.append(f"Address: {release.base}{below}{_address(path, asked)}")
    lines += [f"Query:\n{query}" for query in parse_qs(asked).get("query", [])]
    return Report(f"Wrong: {subject[:_HEADLINE]}", "\n".join(lines), contacts(site))


def _named_at(site: Site, path: str, asked: str) -> str:
    """What a page is about: the name of its thing, else its address, or the whole dataset."""
    if iris := parse_qs(asked).get("iri", []) if path == "about" else []:
        return site.describing.labels(map(NamedNode, iris)).get(iris[0]) or iris[0]
    kind, _, slug = path.removesuffix(".html").partition("/")
    if kind in ("", "report", "propose"):
        return site.release.title
    if site.has_brought and (name := _name_of_described(site, path)):
        return name
    if kind not in _NAMED or not slug:
        return path
    this = iri_of_page(site, kind, slug)
    return site.describing.labels([this]).get(this.value) or path


def _name_of_described(site: Site, path: str) -> str:
    """The name of what the data describes at a path of this site; "" for nothing."""
    meant = list(filter(None, map(as_iri, site.addresses.meant(path))))
    labels = site.describing.labels(meant)
    return next((labels[one.value] for one in meant if one.value in labels), "")


def contacts(site: Site) -> list[str]:
    """To whom the catalog has faults reported, as addresses that a page may link."""
    rows = site.engine.rows(_CONTACTS, dataset=NamedNode(site.release.dataset))
    told = [text_of(row["contact"]) for row in rows]
    found = [f"mailto:{one}" if _MAILBOX.fullmatch(one) else one for one in told]
    return [one for one in found if one.startswith(_SCHEMES)]


def report_addresses(site: Site) -> list[str]:
    """To whom faults are reported, by name: mailboxes, and the hosts of trackers."""
    return [_contact_name(contact) for contact in contacts(site)]


def _statement_in_words(site: Site, statement: Statement) -> tuple[str, str]:
    """A statement in words, and what a report tells of it."""
    labels = site.describing.labels(terms_of([statement]))
    terms = [term.value for term in statement.triple]
    words = " – ".join(labels.get(term) or site.iris.short(term) for term in terms)
    lines = [f"Statement: {words}", f"Triple: {statement.triple} ."]
    lines += [_because(reason, labels) for reason in statement.reasons[:_REASONS]]
    left = len(statement.reasons) - _REASONS
    if left > 0:
        lines.append(f"and {left} more at the address below")
    return words, "\n".join(lines)


def _because(reason: Reason, labels: dict[str, str]) -> str:
    words = f"“{reason.quote}”" if reason.quote else reason.reason
    voices = [labels.get(voice.value, voice.value) for voice in reason.heard]
    if voices:
        words += f" — {', '.join(voices)}"
    return f"Words: {words} <{reason.graph.value}>"
