"""What is asked of the network, and the answers.

It is the whole, what is around one thing, or what connects two.
"""

from functools import cached_property, lru_cache
from typing import cast

from flask import Flask, Response, render_template, request
from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.links.links import CROWD
from diplomatica.model.formats import CSV, HTML
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import NAMES, SKOS
from diplomatica.web.document.missing import nearest
from diplomatica.web.http.policy import policy_of
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.network.linktable import link_table
from diplomatica.web.network.pictures import Network, between, neighbours, whole
from diplomatica.web.site import Site
from diplomatica.web.speech.definite import definite, sentence
from diplomatica.web.speech.speech import Phrase, in_page_language

_LANGUAGES = 4  # in which the whole network is kept
_SVG = "image/svg+xml"
_ROWS = 200  # of a table
_NAMED = f"""
SELECT ?typed ?this {{
  ?this {"|".join(map(str, (*NAMES, SKOS("altLabel"))))} ?name
  FILTER (LCASE(STR(?name)) = LCASE(?typed) && STRSTARTS(STR(?this), STR(:)))
}} ORDER BY ?this LIMIT 1"""


def register(app: Flask, site: Site) -> None:
    """The views of /network, a page, and of the same as a picture and as a table."""
    everything = _Everything(site)

    @app.get("/network")
    def network() -> Response:
        """The whole, the neighbours of one `?thing=`, or what connects two, `?from=` and `?to=`."""
        inquiry = Inquiry(site, everything)
        inquiry.gather()
        body = render_template(
            "network/network.html",
            asked=inquiry,
            network=inquiry.network,
            crowd=CROWD,
            rows=_ROWS,
        )
        return Response(
            body, 404 if inquiry.unknown else 200, content_type=HTML.content_type
        )

    @app.get("/network.<suffix>")
    def network_as(suffix: str) -> Response:
        """The network as a file. Raises Problem 404 for an unknown format or thing."""
        if suffix not in ("svg", "csv"):
            raise not_found(f"network.{suffix}")
        inquiry = Inquiry(site, everything)
        if inquiry.unknown:
            raise _unknown_name(inquiry)
        if suffix == "csv":
            if inquiry.is_cut:
                raise _too_much()
            table = link_table(inquiry.network) if inquiry.network else ""
            return Response(table, content_type=CSV.content_type)
        body = render_template(
            "network/network.svg", network=inquiry.network, asked=inquiry
        )
        return Response(body, content_type=_SVG, headers=policy_of(body))


def _unknown_name(inquiry: "Inquiry") -> Problem:
    """404 for a name that nothing has, with the nearest that something has."""
    _, typed, near = inquiry.unknown[0]
    nearest = [{"iri": iri, "label": label} for iri, label in near.items()]
    title = f"Nothing here is called {typed}"
    detail = "Look for its name at /network."
    return Problem(404, title, detail, {"nearest": nearest})


def _too_much() -> Problem:
    """422 for a table that would lack some of what it is of."""
    title = "More is linked here than one table takes"
    detail = (
        "Ask for less: ?thing= names one thing, ?from= and ?to= two. A query at /sparql "
        "gives all, page by page."
    )
    return Problem(422, title, detail, {})


class _Everything:
    """What depends on the release and the reader's language alone, computed once."""

    def __init__(self, site: Site) -> None:
        self.site = site

        self._in_languages = lru_cache(_LANGUAGES)(lambda asked: whole(site))

    @property
    def network(self) -> Network:
        """The whole network, in the reader's language."""
        whole: Network = self._in_languages(self.site.asked_languages())
        return whole

    @property
    def names(self) -> list[str]:
        """The names that a field proposes.

        They are of those things that have the most others beside them.
        """
        labels = self.site.describing.labels_from(self._names)
        return sorted({*labels.values()}, key=natural)

    @cached_property
    def _names(self) -> dict[str, list[Triple]]:
        index = self.site.index
        names_of_things = index.names(index.best_linked)
        return {text_of(names[0].subject): names for names in names_of_things.values()}


class Inquiry:
    """What a request asks for, and the network that answers."""

    def __init__(self, site: Site, everything: _Everything) -> None:
        """Read the request's parameters."""
        self.site, self.everything = site, everything
        self.typed: dict[str, str] = {}
        for key in ("thing", "from", "to"):
            if text := request.args.get(key, "").strip():
                self.typed[key] = text
        self.things = {key: self._thing(text) for key, text in self.typed.items()}

    def _thing(self, typed: str) -> NamedNode | None:
        """The thing with this slug, or of this name."""
        try:
            this = self.site.iri("id", typed)
            if this.value in self.site.subjects or self.site.knows(this):
                return this
        # no IRI, but it may be a name
        except Problem:
            pass
        rows = self.site.engine.rows(_NAMED, typed=Literal(typed))
        return cast("NamedNode", rows[0]["this"]) if rows else None

    @cached_property
    def unknown(self) -> list[tuple[str, str, dict[str, str]]]:
        """What nothing here is called.

        It has the field, what was typed, and the names that are nearest, by IRI.
        """
        missed = [key for key, thing in self.things.items() if thing is None]
        return [
            (key, self.typed[key], nearest(self.site, "id", self.typed[key]))
            for key in missed
        ]

    @property
    def pair(self) -> tuple[NamedNode, NamedNode] | None:
        """The two things between which a connection is sought."""
        start, end = self.things.get("from"), self.things.get("to")
        return (start, end) if start and end else None

    @property
    def middle(self) -> NamedNode | None:
        """The thing whose neighbours are asked for; one of two alone is that, too."""
        return (
            next((thing for thing in self.things.values() if thing), None)
            if not self.pair
            else None
        )

    @cached_property
    def network(self) -> Network | None:
        """What is shown; None if there is nothing to show."""
        if self.unknown:
            return None
        if self.pair:
            return between(self.site, *self.pair)
        return (
            neighbours(self.site, self.middle)
            if self.middle
            else self.everything.network
        )

    def gather(self) -> None:
        """Ask at once for all that the page tells of what it shows."""
        if self.network:
            self.network.gather(self._things_shown)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the things are called that were asked for.

        Those that are told to have no links are among them.
        """
        return self.site.describing.labels(self._things_shown)

    @property
    def _things_shown(self) -> list[NamedNode | None]:
        unlinked = self.network.unlinked if self.network and not self.typed else []
        return [*self.things.values(), *unlinked]

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
        if self.network is None:
            return False
        inner = (step.ends[1] for path in self.network.paths for step in path[:-1])
        return any(map(self.network.links.is_remark, inner))

    @property
    def answer(self) -> str:
        """What connects the two, in a sentence; empty where nothing does."""
        network = self.network
        if not (network and network.paths):
            return ""
        first = network.paths[0]
        if len(first) == 1:
            facts = (fact for step in first for fact in network.told(step))
            told_of = "; ".join(sentence(*map(network.name, one)) for one in facts)
            return f"{told_of[:1].upper()}{told_of[1:]}"
        middle = (step.ends[1] for step in first[:-1])
        between = [definite(network.name(one)) for one in middle]
        then = in_page_language(Phrase(", then"))
        names = f"{then} ".join(between)
        return Phrase("They are connected through {names}", names=names)

    @property
    def occasion(self) -> tuple[NamedNode, str] | None:
        """What the answer leaves out: the first thing between the two that has a time."""
        if not self.network:
            return None
        for path in self.network.paths:
            for step in path[:-1]:
                thing = step.ends[1]
                if when := self.network.when(thing):
                    return thing, when
        return None

    @property
    def title(self) -> str:
        """What the page shows."""
        if self.pair:
            one, other = map(definite, (self.value("from"), self.value("to")))
            return Phrase("What connects {one} and {other}?", one=one, other=other)
        if self.middle and not self.unknown:
            return Phrase("Around {name}", name=self.name(self.middle))
        return Phrase("Network")

    @property
    def is_cut(self) -> bool:
        """Whether not all was read that is linked; between two, a path is all there is."""
        return not self.pair and bool(self.network and not self.network.links.is_whole)

    @property
    def nothing(self) -> str:
        """What is said where there is nothing to show."""
        if self.pair:
            if self.pair[0] == self.pair[1]:
                return Phrase("That is one and the same.")
            return Phrase("Nothing that is said here connects them.")
        if self.middle:
            name = self.name(self.middle)
            return Phrase("Nothing here is linked with {name}.", name=name)
        return Phrase("Nothing here is linked with anything else.")
