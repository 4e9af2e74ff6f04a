"""Links that are watched: what became of the items that they lead to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, MATCHES, PAV, RDF, SKOS, SSSOM, WD, XSD
from diplomatica.pipeline.checking.watching.extract import Entity, Extract
from diplomatica.pipeline.files.source import Source

CHECKED = PAV("sourceLastAccessedOn")
"""By which a link says when its other side was last looked at, and was as it says."""
_THEIR_LABEL = SSSOM("object_label")


@dataclass(frozen=True)
class WatchedLink:
    """A link to an item, and the file that it stands in."""

    graph: NamedNode
    item: str
    is_exact: bool
    labels: tuple[str, ...]
    """What the link says that the item is called."""
    source: Source
    kinds: frozenset[str]
    """The IRIs of the kinds that our thing is said to be of."""


@dataclass(frozen=True)
class LinkOutcome:
    """What became of the other side of a link."""

    outcome: str
    """One of `OUTCOMES`."""
    link: WatchedLink
    message: str
    advice: str

    @property
    def fault(self) -> Fault:
        """What to tell as a fault, at the line of the item."""
        graph = self.link.graph.value
        near = WD + self.link.item
        return self.link.source.fault(graph, self.message, self.advice, near)


OUTCOMES = (
    "deleted",
    "redirected",
    "merged",
    "relabelled",
    "mistyped",
    "retyped",
    "unchecked",
)
_HUMAN = "Q5"
_PERSON = re.compile(r".*[/#](Person|Human)")
_TYPE = RDF("type")


def watched_links(sources: Iterable[Source], iris: Iris) -> list[WatchedLink]:
    """The links to Wikidata in these files, and the kinds of things that files state."""
    sources, watched_links = list(sources), []
    kinds = defaultdict(set)
    for quad in (quad for source in sources for quad in source.quads):
        if quad.predicate == _TYPE:
            kinds[quad.subject].add(text_of(quad.object))
    for source in sources:
        labels = defaultdict(list)
        for quad in source.quads:
            if quad.predicate == _THEIR_LABEL:
                labels[quad.subject].append(text_of(quad.object))
        for quad in source.quads:
            if _leads_there(quad, iris):
                graph = NamedNode(text_of(quad.graph_name))
                item = text_of(quad.object).removeprefix(WD)
                is_exact = quad.predicate == SKOS("exactMatch")
                own_labels = tuple(labels[graph])
                ours = frozenset(kinds[quad.subject])
                watched_links.append(
                    WatchedLink(graph, item, is_exact, own_labels, source, ours)
                )
    return watched_links


def _leads_there(quad: Quad, iris: Iris) -> bool:
    if quad.predicate not in MATCHES or not isinstance(quad.graph_name, NamedNode):
        return False
    is_link = iris.kind(quad.graph_name.value) == "link"
    return is_link and text_of(quad.object).startswith(WD)


def findings(
    links: Sequence[WatchedLink], now: Extract, before: Extract | None
) -> list[LinkOutcome]:
    """What an extract tells of these links, compared with them and with the one before."""
    by_item = defaultdict(list)
    for link in links:
        if link.is_exact:
            by_item[link.item].append(link)
    outcomes: list[LinkOutcome] = []
    for link in links:
        outcomes += _findings_of_link(link, now, before, by_item)
    return outcomes


def _findings_of_link(
    link: WatchedLink,
    now: Extract,
    before: Extract | None,
    by_item: dict[str, list[WatchedLink]],
) -> Iterator[LinkOutcome]:
    """What became of the item of one link; `by_item` has who else links an item."""
    item = link.item
    if item not in now.entities:
        message = f"{item} is not in the extract of {now.day}"
        yield LinkOutcome("unchecked", link, message, "fetch it, too, and check again")
        return
    entity = now.entities[item]
    if entity is None:
        message = f"{item} is no more in Wikidata"
        yield LinkOutcome("deleted", link, message, "find another item, or unlink it")
    elif entity.id != item:
        others = [other for other in by_item[entity.id] if other.graph != link.graph]
        yield _redirected(link, entity, others)
    else:
        was = before.entities.get(item) if before else None
        yield from _renamed(link, entity, was)
        yield from _mistyped(link, entity)
        yield from _retyped(link, entity, was)


def _redirected(
    link: WatchedLink, entity: Entity, others: list[WatchedLink]
) -> LinkOutcome:
    """A link whose item was merged into another: with one of ours, or not."""
    message = f"{link.item} leads to {entity.id} (“{entity.label}”) now"
    if not others or not link.is_exact:
        advice = f"link to {entity.id}, if that is what is meant"
        return LinkOutcome("redirected", link, message, advice)
    other = others[0].graph.value.rpartition("/")[2]
    advice = f"{other} links there, too: are these two things of yours one?"
    return LinkOutcome("merged", link, f"{message}, with which it was merged", advice)


def _renamed(
    link: WatchedLink, entity: Entity, was: Entity | None
) -> Iterator[LinkOutcome]:
    names = link.labels or ((was.label,) if was else ())
    if names and not entity.names.intersection(names):
        message = f"{entity.id} is called “{entity.label}” now, and not “{names[0]}”"
        advice = "look whether it is the same, and mend sssom:object_label"
        yield LinkOutcome("relabelled", link, message, advice)


def _mistyped(link: WatchedLink, entity: Entity) -> Iterator[LinkOutcome]:
    """Whether one side is a person and the other, whose kinds are known, is none."""
    if not (link.is_exact and link.kinds and entity.kinds):
        return
    is_ours = any(map(_PERSON.fullmatch, link.kinds))
    is_theirs = _HUMAN in entity.kinds
    if is_ours != is_theirs:
        what = "a human" if is_theirs else "no human"
        ours = "a person" if is_ours else "none"
        message = f"{entity.id} (“{entity.label}”) is {what}, and our thing is {ours}"
        advice = "find another item, or unlink it"
        yield LinkOutcome("mistyped", link, message, advice)


def _retyped(
    link: WatchedLink, entity: Entity, was: Entity | None
) -> Iterator[LinkOutcome]:
    if was and was.kinds != entity.kinds:
        old, new = (", ".join(sorted(one.kinds)) or "nothing" for one in (was, entity))
        message = f"{entity.id} is an instance of {new} now, and was one of {old}"
        yield LinkOutcome("retyped", link, message, "look whether it is still the same")


def dates(
    links: Iterable[WatchedLink], outcomes: Iterable[LinkOutcome], now: Extract
) -> Iterator[Quad]:
    """When each link was last checked, for those of which nothing was found.

    And what the other side was said to be on that day.
    """
    changed = {one.link.graph for one in outcomes}
    day = Literal(now.day, datatype=XSD("date"))
    for link in links:
        if link.graph not in changed:
            yield Quad(link.graph, CHECKED, day, link.graph)
            entity = now.entities[link.item]
            if entity and entity.description:
                line = Literal(entity.description, language="en")
                yield Quad(link.graph, DIP("objectDescription"), line, link.graph)
