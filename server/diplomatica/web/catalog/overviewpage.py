"""The front page of data that somebody brings: what is in it, by its own shape."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from flask import render_template
from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.notated import place_of_notation
from diplomatica.lookup.browsing.spread import dots
from diplomatica.lookup.browsing.twins import told_apart, twins_apart
from diplomatica.lookup.index.listing import Narrowing
from diplomatica.lookup.overview.beginnings import beginnings
from diplomatica.lookup.overview.kinds.beside import kinds_beside
from diplomatica.lookup.overview.questions import SuggestedQuery
from diplomatica.lookup.overview.trees import NAMED_TOPS, Bough, Tree
from diplomatica.model.dataset.naming import cut, is_of_signs
from diplomatica.model.iris import host_of
from diplomatica.model.terms.licences import licence_called
from diplomatica.model.text.filename import tells
from diplomatica.model.text.host import may_be_somebodys
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import OWL, SKOS
from diplomatica.web.catalog.licences import Licence, licences
from diplomatica.web.document.drawnmap import Map
from diplomatica.web.notes.notes import notes_beside
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import codes_with_hosts, readable_name
from diplomatica.web.speech.speech import Phrase, in_quotes

_SOME = 12  # things without a kind
_FILES = 4  # that are offered one by one, as they were brought
_MANY_KINDS, _ALSO = 5, 2  # kinds, of which a sentence names a few more
_FAR_MORE = 100  # times as many
_SUCH = 3  # things of the most telling kind that a sentence names
_GRAPHS = 4  # that are named
_MOST = 24  # classes
_MOST_PROPERTIES = 200  # that are listed
_READ_AT_ONCE = 320  # signs of a description
_SENTENCE = re.compile(r"[.!?…][)”\"]?(?=\s)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(https?://[^)\s]+\)")
_TREES = 2
_NEARLY_ALL, _SHORT = 0.9, 3
_NATURES = {SKOS("Concept"): "terms", OWL("Class"): "classes"}
"""The kinds of which a list has a name of its own that all readers know."""
_DOTS, _FEWEST_PLACES = 250, 3  # of the map


class OverviewPage:
    """What this page tells, each thing by the name that suits who asks."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self.site, self.overview = site, site.overview
        self.graphs = site.graphs.first[:_GRAPHS]
        self.beside = kinds_beside(site.profile, site.overview.wording)
        self.beside += [site.overview.sets] if site.overview.sets else []
        self._trees = site.overview.trees.all[:_TREES]

    def html(self, **frame: object) -> str:
        """The page; `frame` is what any front page has."""
        brought = self.site.release.brought
        sample = [(kind, self._by_name(some)) for kind, some in self._sample]
        first = sample[0][1] if sample else []
        return render_template(
            "catalog/overview.html",
            overview=self.overview,
            beginning=first_sentences(self.site.description),
            sample=sample,
            beside=self.beside,
            **_addresses(self.site, first),
            graphs=self.graphs,
            trees=[self._in_order(tree) for tree in self._trees],
            named_tops=NAMED_TOPS,
            whole=self._whole,
            foremost=self._foremost,
            also=self._also,
            is_marked=self._is_marked,
            is_undescribed=self._is_undescribed,
            nature=self._nature,
            most_properties=_MOST_PROPERTIES,
            labels=self.labels,
            such=""
            if self._foremost in self.overview.tables
            else self._first_names(first),
            licences=self._licences,
            brought=brought if len(brought) <= _FILES else [],
            file=self._file,
            questions=_questions(self.overview.suggested, self.labels),
            notes=self._notes,
            map=self._map,
            located=len(self._placed_things),
            **frame,
        )

    @property
    def _licences(self) -> list[Licence]:
        """Licences by their usual names, else by those that the data gives them."""
        return [
            replace(one, name=self._names.get(one.href) or one.name)
            if one.href and not licence_called(one.href)
            else one
            for one in self._stated_licences
        ]

    @cached_property
    def _stated_licences(self) -> list[Licence]:
        return licences(self.site.profile, self.site.iris)

    @cached_property
    def _placed_things(self) -> frozenset[Term]:
        """The things with a place."""
        if not self.site.profile.has_places:
            return frozenset()
        return frozenset(one.thing for one in self.overview.places.located)

    @property
    def _map(self) -> Map | None:
        """Where they are, if more than a few are anywhere."""
        if len(self._placed_things) < _FEWEST_PLACES:
            return None
        return Map(dots(self.overview.places.located, _DOTS))

    @cached_property
    def _sample(self) -> Sequence[tuple[NamedNode | None, list[NamedNode]]]:
        """A few things of each of the largest classes; of none, where nothing has any."""
        if self.overview.kinds.all or self.overview.groups.all:
            return list(self.overview.sample.items())
        index = self.site.index
        first = index.things(index.listing.by_name(Narrowing({}), "")[:_SOME])
        return [(None, [thing.iri for thing in first])] if first else []

    @property
    def _file(self) -> str:
        """The name of the only file, where it is no title as it tells nothing; else "".

        What names itself has a title of its own.
        """
        brought = self.site.release.brought
        is_called = self.site.release.known_as or len(brought) != 1
        if is_called or tells(brought[0]) or brought[0] == self.site.title:
            return ""
        return brought[0]

    @property
    def _foremost(self) -> NamedNode | None:
        """The kind that tells most of what this is."""
        shown = (kind for kind, _ in self._sample if kind)
        return next(shown, next(iter(self.overview.kinds.telling), None))

    @property
    def _also(self) -> list[NamedNode]:
        """The next kinds that a sentence tells beside the foremost, where there are many.

        Not what there is one of beside many.
        """
        known, first = self.overview.kinds, self._foremost
        if known.count <= _MANY_KINDS:
            return []
        same = {one for some in known.alike.values() for one in some}
        passed = {first, *same}
        leading = [one for one in known.telling if known.leads(one)]
        others = [one for one in leading if one not in passed]
        most = known.count_of(first) if first else 0
        return [one for one in others if known.count_of(one) > most // _FAR_MORE][
            :_ALSO
        ]

    @property
    def _is_marked(self) -> bool:
        """Whether kinds only mark what all is alike, as REGULAR does: they are no nouns.

        That is guessed of what is written in capitals, has no name of its own, and is
        said of nearly all things, most often beside others of the kind.
        """
        kind = self._foremost
        if not kind or kind.value in self._names:
            return False
        known, name = self.overview.kinds, self.labels[kind.value]
        are_many = len(known.main) > 1 and not known.adds_up
        is_of_all = known.count_of(kind) >= _NEARLY_ALL * self.site.profile.things
        return name.isupper() and len(name) > _SHORT and are_many and is_of_all

    @property
    def _nature(self) -> str:
        """Of what the whole is a list that has a name of its own; "" for no such list."""
        kind = self._foremost
        if not kind or self.overview.kinds.count_of(kind) == 1:
            return ""
        return _NATURES.get(kind, "")

    @cached_property
    def _whole(self) -> NamedNode | None:
        """What stands for the whole, if the data says something of it."""
        whole = self.overview.whole
        return whole if whole and self.site.is_read_here(whole.value) else None

    @property
    def _is_undescribed(self) -> bool:
        """Whether the foremost kind is a code of others, of which nothing is said here."""
        kind = self._foremost
        if not kind or kind.value in self._names:
            return False
        return self.overview.wording.is_code(kind.value)

    @property
    def _things(self) -> list[NamedNode]:
        return [one for _, some in self._sample for one in some]

    @cached_property
    def _notes(self) -> dict[str, str]:
        """What those that are shown are, in a line, and when they were."""
        groups = [some for _, some in self._sample]
        return notes_beside(groups, self.labels, self.site)

    @property
    def _headings(self) -> dict[str, str]:
        """Below what each of the things stands: its kind needs not be told beside it."""
        return {
            one.value: kind.value for kind, some in self._sample if kind for one in some
        }

    @property
    def _kinds(self) -> list[NamedNode]:
        known = self.overview.kinds
        offered = [kind for kind, _ in (*known.offered[:_MOST], *known.aside[:_MOST])]
        offered += [one for kind in offered for one in known.alike.get(kind, ())]
        shown = [kind for kind, _ in self._sample if kind]
        return list(dict.fromkeys((*offered, *shown)))

    @property
    def _properties(self) -> list[NamedNode]:
        return [by for by, _ in self.overview.properties[:_MOST_PROPERTIES]]

    @property
    def _standing(self) -> list[NamedNode]:
        """All that the page names of trees."""
        return [one for tree in self._trees for one in tree.terms]

    @property
    def _other_terms(self) -> list[NamedNode]:
        """All else that the page names: of groups without a kind, tables and questions."""
        groups = self.overview.groups
        tables = [*self.overview.tables.values(), *(one for _, one in groups.sample)]
        shown = (term for table in tables for term in table.terms)
        return [
            *(NamedNode(iri) for one in self.overview.suggested for iri in one.about),
            *(term for one in self.beside for term in one.terms),
            *(by for group in groups.found for by in group.by),
            *(term for term in shown if isinstance(term, NamedNode)),
            *self.overview.kinds.examples.values(),
            *([self._whole] if self._whole else []),
            *(NamedNode(one.href) for one in self._stated_licences if one.href),
        ]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What all is called that has a name."""
        named = (*self._things, *self._standing, *self._kinds, *self._properties)
        return self.site.describing.labels((*named, *self._other_terms, *self.graphs))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What all is called that the page names; two of one name are told apart."""
        things, kinds, iris = self._things, self._kinds, self.site.iris
        standing, terms = self._standing, self._properties
        named = (*things, *standing, *kinds, *terms, *self._other_terms)
        labels = {one.value: readable_name(one.value, iris) for one in named}
        labels |= self._graph_names
        is_code = self.overview.wording.is_code
        labels |= codes_with_hosts(kinds, self._names, iris, is_code)
        labels |= self._names
        labels |= {one.value: cut(labels[one.value]) for one in (*things, *standing)}
        labels |= twins_apart(things, labels, self.site.describing, self._headings)
        for some in (kinds, terms):
            labels |= told_apart(some, labels, iris)
        return labels

    def _in_order(self, tree: Tree) -> Tree:
        """A tree with what stands side by side by name, parts with times by these."""
        in_time = self.site.index.listing.in_time

        def ordered(some: Iterable[Bough]) -> list[Bough]:
            known = [replace(one, below=ordered(one.below)) for one in some]
            iris = [one.this.value for one in known] if tree.is_of_parts else []
            timed = {iri: place for place, iri in enumerate(in_time(iris))}

            def place(one: Bough) -> tuple[object, ...]:
                iri = one.this.value
                at = timed.get(iri, len(timed))
                return at, not one.order, one.order, *_place(self.labels[iri])

            return sorted(known, key=place)

        return replace(tree, tops=ordered(tree.tops))

    def _by_name(self, things: Iterable[NamedNode]) -> list[NamedNode]:
        """Things in the order of their notations, and then of their names."""
        codes = self.overview.codes

        def place(one: NamedNode) -> tuple[object, ...]:
            code = codes.get(one.value, "")
            return *place_of_notation(code), *_place(self.labels[one.value])

        return sorted(things, key=place)

    @property
    def _graph_names(self) -> dict[str, str]:
        """What graphs are called that have no name: by the ends of their addresses."""
        iris = self.site.iris
        short = {one.value: iris.short(one.value) for one in self.graphs}
        ends = {
            iri: iris.ending(iri) if "://" in name else name
            for iri, name in short.items()
        }
        are_words = not any(map(is_of_signs, ends.values()))
        are_apart = len(set(ends.values())) == len(ends)
        return ends if are_words and are_apart else short

    def _first_names(self, things: Iterable[NamedNode]) -> str:
        """The names of the first of some things that have one, in quotation marks."""
        names = [self.labels[one.value] for one in things if one.value in self._names]
        return ", ".join(in_quotes(cut(name)) for name in names[:_SUCH])


def _place(name: str) -> tuple[bool, str]:
    """Where a name stands in a row: a number or a code behind what reads as words."""
    return is_of_signs(name), natural(name)


def _addresses(site: Site, things: Sequence[NamedNode]) -> dict[str, object]:
    """How addresses begin, and the first of some things whose does so, else the first."""
    found = beginnings(site.index, site.release.base)
    starts = tuple(start for start, _ in found.starts)
    typical = [one for one in things if one.value.startswith(starts)]
    example = next(iter([*typical, *things]), None)
    dead = [start for start in starts if not may_be_somebodys(start)]
    told = {"beginnings": found, "example": example, "dead": dead}
    return {**told, "host_of": host_of}


def _questions(
    suggested: Iterable[SuggestedQuery], labels: Mapping[str, str]
) -> list[tuple[Phrase, str]]:
    """What may be asked, in words, each with its query."""
    return [
        (Phrase(one.words, about=_named_in(one, labels)), one.query)
        for one in suggested
    ]


def first_sentences(description: str) -> str:
    """As much of a description as is read at once, with the words of Markdown's links."""
    words = _LINK.sub(r"\1", description)
    if len(words) <= _READ_AT_ONCE:
        return words
    ends = [found.end() for found in _SENTENCE.finditer(words, 0, _READ_AT_ONCE)]
    if ends:
        return words[: ends[-1]].rstrip()
    return f"{words[:_READ_AT_ONCE].rpartition(' ')[0]} …"


def _named_in(question: SuggestedQuery, labels: Mapping[str, str]) -> str:
    """The names of what a query is about, in quotation marks."""
    return ", ".join(in_quotes(labels.get(iri, iri)) for iri in question.about)
