"""The network of a release, what connects two things in it, and the neighbours of one: as pictures and as tables."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import cast
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.model.formats import CSV, HTML
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import NAMES, SKOS
from diplomatica.web.description import Reason, Statement, terms_of
from diplomatica.web.layout import Picture, arcs, chains, star
from diplomatica.web.links import CROWD, HEADINGS, Link, Links
from diplomatica.web.missing import nearest
from diplomatica.web.paths import shortest_paths
from diplomatica.web.policy import policy_of
from diplomatica.web.problem import Problem, not_found
from diplomatica.web.site import Site

_SVG = "image/svg+xml"
_SHOWN, _ROWS, _NAMES = 40, 200, 300  # things in a picture, rows of a table, names that a field proposes
_NAMED = f"""
SELECT ?typed ?this {{
  ?this {"|".join(map(str, (*NAMES, SKOS("altLabel"))))} ?name
  FILTER (LCASE(STR(?name)) = LCASE(?typed) && STRSTARTS(STR(?this), STR(:)))
}} ORDER BY ?this LIMIT 1"""
_WHY = """
SELECT ?subject ?predicate ?object ?why {
  VALUES (?subject ?predicate ?object) { %s } GRAPH ?why { ?subject ?predicate ?object }
}"""


@dataclass
class Network:
    """Some links of a release, as they are drawn and told."""

    site: Site
    links: Links
    chosen: list[Link]
    middle: NamedNode | None = None
    paths: list[list[Link]] = field(default_factory=list)
    total: int = 0
    """How many things there are of which the best linked are chosen."""

    @cached_property
    def labels(self) -> dict[str, str]:
        """What all that is shown is called."""
        terms: set[object] = {self.middle, *(term for link in self.chosen for term in (*link.ends, link.through))}
        return self.site.describing.labels(terms | {fact.predicate for link in self.chosen for fact in link.facts})

    def name(self, term: object) -> str:
        """What a thing or a property is called."""
        iri = text_of(term)
        return self.labels.get(iri) or self.site.iris.short(iri).removeprefix(":")

    def address(self, thing: NamedNode) -> str:
        """Where the name of a thing in the picture leads, below the site's root: to its neighbours, or to its page."""
        slug = quote(self.site.iris.slug(thing.value), safe="")
        return (
            f"/doc/{quote(self.site.iris.slug(thing.value))}"
            if self.paths or thing == self.middle
            else f"/network?thing={slug}"
        )

    @property
    def _groups(self) -> dict[str, list[NamedNode]]:
        """The things by heading, those with the most links first."""
        degrees = Counter(end for link in self.chosen for end in link.ends if end != self.middle)
        things = sorted(degrees, key=lambda thing: (-degrees[thing], self.name(thing), str(thing)))
        groups = {heading: [one for one in things if self.links.heading(one) == heading] for heading in HEADINGS}
        return {heading: found for heading, found in groups.items() if found}

    @cached_property
    def picture(self) -> Picture:
        """The picture: paths, or a thing and its neighbours, or the whole."""
        if self.paths:
            return chains(self.paths, self.name, self.words)
        if self.middle:
            return star(self.middle, self.chosen, self._groups, self.name)
        return arcs(self.chosen, self._groups, self.name)

    def chain(self, path: list[Link]) -> Picture:
        """The picture of one path."""
        return chains([path], self.name, self.words)

    def told(self, link: Link) -> list[Triple]:
        """The facts of a link that are stated, or if none is, those that were derived."""
        said = {fact: self._stated[fact].reasons for fact in link.facts if fact in self._stated}
        stated = [fact for fact in said if any(reason.kind != "Inference" for reason in said[fact])]
        return stated or link.facts

    def words(self, link: Link) -> list[str]:
        """What connects the two, in words; where no thing does, the facts, with an arrow for their direction."""
        if link.through:
            return [self.name(link.through)]
        if self.paths:
            arrows = ((fact, "↓" if fact.subject == link.ends[0] else "↑") for fact in self.told(link))
            return [f"{arrow} {self.name(fact.predicate)}" for fact, arrow in arrows]
        return [" ".join(map(self.name, (fact.subject, fact.predicate, fact.object))) for fact in link.facts]

    def title(self, links: Sequence[Link]) -> str:
        """What a line stands for."""
        one, two = map(self.name, links[0].ends)
        return f"{one} – {two}: " + "; ".join(words for link in links for words in self.words(link))

    @cached_property
    def _stated(self) -> dict[Triple, Statement]:
        facts = {fact for link in self.chosen for fact in link.facts}
        triples = sorted(f"({fact.subject} {fact.predicate} {fact.object})" for fact in facts)
        rows = self.site.engine.rows(_WHY % " ".join(triples)) if triples else []
        quads = [Quad(row["subject"], row["predicate"], row["object"], row["why"]) for row in rows]  # type: ignore[arg-type]
        return {statement.triple: statement for statement in self.site.describing.statements(quads)}

    def statements(self, link: Link) -> list[Statement]:
        """The facts of a link with their reasons."""
        return [self._stated[fact] for fact in self.told(link) if fact in self._stated]

    def reasons(self, link: Link) -> list[Reason]:
        """As few reasons as give the facts of a link; what was derived is told only where nothing is stated."""
        statements = self.statements(link)
        counts = Counter(reason.graph for one in statements for reason in one.reasons)
        reasons = {reason.graph: reason for one in statements for reason in one.reasons}.values()
        found: list[Reason] = []
        for reason in sorted(reasons, key=lambda one: (one.kind == "Inference", -counts[one.graph], str(one.graph))):
            rest = [one for one in statements if reason not in one.reasons]
            if len(rest) < len(statements) and not (found and reason.kind == "Inference"):
                found.append(reason)
                statements = rest
        return found

    @cached_property
    def terms(self) -> dict[str, str]:
        """The labels that the table and the statements need beside."""
        return self.labels | self.site.describing.labels(terms_of(self._stated.values()))

    @property
    def rows(self) -> list[Link]:
        """The links of the table, in the order of their names."""
        if self.paths:
            return self.chosen
        ordered = (self._turned(link) for link in self.chosen)
        return sorted(ordered, key=lambda link: [*map(self.name, link.ends), *self.words(link)])

    def _turned(self, link: Link) -> Link:
        """The link in the direction of its first fact or, through a third thing, as the headings follow each other."""
        ranked = min(link.ends, key=lambda end: (HEADINGS.index(self.links.heading(end)), self.name(end)))
        first = self.middle or ranked if link.through else cast("NamedNode", link.facts[0].subject)
        return Link((first, link.other(first)), link.through, link.facts, link.is_plan)

    @property
    def shown(self) -> int:
        """How many things are drawn, without the one in the middle."""
        return len({end for link in self.chosen for end in link.ends} - {self.middle})

    @cached_property
    def unlinked(self) -> list[NamedNode]:
        """The states, organisations, initiatives and persons that nothing links here."""
        linked = {end for link in self.links.network for end in link.ends}
        return sorted(set(self.links.principals) - linked, key=str)[:_SHOWN]

    def csv(self) -> str:
        """The table as CSV (RFC 4180)."""
        file = io.StringIO()
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(("from", "through", "to", "planned", "words", "from_iri", "through_iri", "to_iri"))
        for link in self.rows:
            through, words = (
                "; ".join(self.words(link)),
                " | ".join(one.quote or one.reason for one in self.reasons(link)),
            )
            iris = [text_of(one) if one else "" for one in (link.ends[0], link.through, link.ends[1])]
            named = (self.name(link.ends[0]), through, self.name(link.ends[1]), "yes" if link.is_plan else "")
            table.writerow((*named, words, *iris))
        return file.getvalue()


def whole(site: Site) -> Network:
    """The network of the best linked states, organisations, initiatives and persons; without any, of things."""
    links = site.linking.whole
    found = links.network or links.direct
    ends = Counter(end for link in found for end in {*link.ends})
    best: set[NamedNode] = set()
    for link in sorted(found, key=lambda one: (-min(ends[end] for end in one.ends), str(one.ends))):
        if len(best.union(link.ends)) <= _SHOWN:  # things come with what links them, or nothing might be left between
            best.update(link.ends)
    return Network(site, links, [link for link in found if best.issuperset(link.ends)], total=len(ends))


def neighbours(site: Site, this: NamedNode) -> Network | None:
    """The neighbours of a thing, those with the most links; None if it has none."""
    links = site.linking.around(this)
    found = links.of(this)
    beside = Counter(link.other(this) for link in found)
    best = set(sorted(beside, key=lambda one: (-beside[one], str(one)))[:_SHOWN])
    chosen = [link for link in found if link.other(this) in best]
    return Network(site, links, chosen, this, total=len(beside)) if chosen else None


def between(site: Site, start: NamedNode, end: NamedNode) -> Network:
    """What connects two things: the shortest paths, if there are any."""
    links = site.linking.toward(start, end)
    paths = [
        [Link((one, two), None, links.near[one][two], links.is_plan(one) or links.is_plan(two)) for one, two in steps]
        for path in shortest_paths(links, start, end)
        for steps in [list(pairwise(path))]
    ]
    return Network(site, links, [link for path in paths for link in path], paths=paths)


def blueprint(site: Site) -> Blueprint:
    """The views of /network, a page, and of the same as a picture and as a table."""
    views = Blueprint("network", __name__)
    everything = _Everything(site)

    @views.get("/network")
    def network() -> Response:
        """The whole, the neighbours of one `?thing=`, or what connects two, `?from=` and `?to=`."""
        asked = _Asked(site, everything)
        body = render_template("network.html", asked=asked, network=asked.network, crowd=CROWD, rows=_ROWS)
        return Response(body, 404 if asked.unknown else 200, content_type=HTML.content_type)

    @views.get("/network.<suffix>")
    def network_as(suffix: str) -> Response:
        """The same as a file. Raises Problem 404 for an unknown format or thing."""
        if suffix not in ("svg", "csv"):
            raise not_found(f"network.{suffix}")
        asked = _Asked(site, everything)
        if asked.unknown:
            _, typed, near = asked.unknown[0]
            members = {"nearest": [{"iri": iri, "label": label} for iri, label in near.items()]}
            raise Problem(404, f"Nothing here is called {typed}", "Look for its name at /network.", members)
        if suffix == "csv":
            return Response(asked.network.csv() if asked.network else "", content_type=CSV.content_type)
        body = render_template("network.svg", network=asked.network, asked=asked)
        return Response(body, content_type=_SVG, headers=policy_of(body))

    return views


class _Everything:
    """What depends on the release alone, computed once."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def network(self) -> Network:
        """The whole network."""
        return whole(self.site)

    @cached_property
    def names(self) -> list[str]:
        """The names that a field proposes: of those things that have the most others beside them."""
        links = self.site.linking.whole
        linked = (one for one in links.near if not links.is_remark(one))
        best = sorted(linked, key=lambda one: (-len(links.near[one]), str(one)))[:_NAMES]
        return sorted({*self.site.describing.labels(best).values()}, key=str.casefold)


class _Asked:
    """What a request asks for, and the network that answers."""

    def __init__(self, site: Site, everything: _Everything) -> None:
        self.site, self.everything = site, everything
        typed = {key: request.args.get(key, "").strip() for key in ("thing", "from", "to")}
        self.typed = {key: text for key, text in typed.items() if text}
        self.things = {key: self._thing(text) for key, text in self.typed.items()}

    def _thing(self, typed: str) -> NamedNode | None:
        """The thing with this slug, or of this name."""
        try:
            this = self.site.iri("id", typed)
            if self.site.knows(this) or self.site.describing.quads_to(this):
                return this
        except Problem:  # no IRI, but it may be a name
            pass
        rows = self.site.engine.rows(_NAMED, typed=Literal(typed))
        return cast("NamedNode", rows[0]["this"]) if rows else None

    @cached_property
    def unknown(self) -> list[tuple[str, str, dict[str, str]]]:
        """What nothing here is called: the field, what was typed, and the names that are nearest, by IRI."""
        missed = [key for key, thing in self.things.items() if thing is None]
        return [(key, self.typed[key], nearest(self.site, "id", self.typed[key])) for key in missed]

    @property
    def pair(self) -> tuple[NamedNode, NamedNode] | None:
        """The two things between which a connection is sought."""
        start, end = self.things.get("from"), self.things.get("to")
        return (start, end) if start and end else None

    @property
    def middle(self) -> NamedNode | None:
        """The thing whose neighbours are asked for; one of two alone is that, too."""
        return next((thing for thing in self.things.values() if thing), None) if not self.pair else None

    @cached_property
    def network(self) -> Network | None:
        """What is shown; None if there is nothing to show."""
        if self.unknown:
            return None
        if self.pair:
            return between(self.site, *self.pair)
        return neighbours(self.site, self.middle) if self.middle else self.everything.network

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the things are called that were asked for, and those that are told to have no links."""
        unlinked = self.network.unlinked if self.network and not self.typed else []
        return self.site.describing.labels([*self.things.values(), *unlinked])

    def name(self, thing: NamedNode) -> str:
        """What one of them is called."""
        return self.labels.get(thing.value) or self.site.iris.slug(thing.value)

    def value(self, key: str) -> str:
        """What stands in a field: the name of the thing, or what was typed."""
        thing = self.things.get(key)
        return self.name(thing) if thing else self.typed.get(key, "")

    @property
    def is_remark_only(self) -> bool:
        """Whether the two are connected by nothing but what somebody says."""
        return self.network is not None and any(
            self.network.links.is_remark(end)
            for path in self.network.paths
            for step in path[:-1]
            for end in step.ends[1:]
        )

    @property
    def title(self) -> str:
        """What the page shows."""
        if self.pair:
            return f"What connects {self.value('from')} and {self.value('to')}?"
        return f"Around {self.name(self.middle)}" if self.middle and not self.unknown else "Network"

    @property
    def nothing(self) -> str:
        """What is said where there is nothing to show."""
        if self.pair:
            is_same = self.pair[0] == self.pair[1]
            return "That is one and the same." if is_same else "Nothing that is said here connects them."
        return "Nothing here is linked with " + (f"{self.name(self.middle)}." if self.middle else "anything else.")
