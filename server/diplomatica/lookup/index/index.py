"""What can be found in a release: its things and its sentences.

Things are found by names, kinds, times, organisations and voices.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from pyoxigraph import NamedNode, Triple

from diplomatica.lookup.index.database import Database
from diplomatica.lookup.index.facetvalues import FacetValues
from diplomatica.lookup.index.listing import Listing
from diplomatica.lookup.index.namediris import iris_meant, is_address
from diplomatica.lookup.index.sentences import Sentences
from diplomatica.lookup.index.states import state_names, states_called
from diplomatica.lookup.index.thing import Thing, WordLead
from diplomatica.lookup.index.words.leads import LeadingWords
from diplomatica.lookup.index.words.words import Found, Words
from diplomatica.lookup.indexing.names.nameorder import triple_of
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.naming import is_of_signs
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP

_END = re.compile(r"[^\s/#:<>]*\d[^\s/#:<>]*")  # what is no word: Q1, 2-33
_STATES = (
    DIP("State").value,
    "https://schema.org/Country",
    "http://schema.org/Country",
    "http://dbpedia.org/ontology/Country",
    "http://www.wikidata.org/entity/Q6256",
    "http://www.wikidata.org/entity/Q3624078",
)
_LISTED = "(SELECT value FROM json_each(?))"
_THINGS = f"""
SELECT number, iri, earliest, latest, remarks FROM thing WHERE number IN {_LISTED}"""
_TIMES = """
SELECT iri, earliest, latest FROM json_each(?) AS asked
CROSS JOIN thing ON thing.iri = asked.value"""
_NAMES = f"""
SELECT number, iri, predicate, words, language FROM name_of
WHERE number IN {_LISTED} ORDER BY rowid"""
_KINDS = f"""
SELECT thing, iri FROM narrowest JOIN value ON number = kind AND facet = 'kind'
WHERE thing IN {_LISTED} ORDER BY count, iri"""
_AMONG = """
SELECT thing.iri, value.iri FROM json_each(?) AS asked
CROSS JOIN thing ON thing.iri = asked.value
CROSS JOIN value ON value.facet = 'kind' AND value.iri IN (
  SELECT value FROM json_each(?))
JOIN has ON has.facet = 'kind' AND has.value = value.number
  AND has.thing = thing.number"""
_ABOVE = "SELECT kind, iri FROM above"
_IS_STATE = f"""
SELECT thing FROM has WHERE thing IN {_LISTED} AND facet = 'kind' AND value IN (
  SELECT number FROM value WHERE iri IN (SELECT value FROM json_each(?))
  UNION
  SELECT kind FROM above WHERE iri IN (SELECT value FROM json_each(?)))"""
_SAME = """
SELECT number FROM (
  SELECT number, 0 AS place, iri FROM thing WHERE iri = ?
  UNION ALL
  SELECT number, 1, thing.iri FROM same JOIN thing ON number = thing WHERE same.iri = ?)
ORDER BY place, iri"""
_TYPICAL = """
SELECT thing.iri FROM value JOIN typical ON kind = value.number
JOIN thing ON thing.number = typical.thing
WHERE facet = 'kind' AND value.iri = ? ORDER BY place LIMIT ?"""
_LEAD = "SELECT label, sort, target, count FROM lead_to WHERE number = ?"
_SHARED = "SELECT COUNT(*) FROM lead_to WHERE sort = 'kind' AND label = ?"
_TOLD = "SELECT value FROM told WHERE key = ?"
_BEGINNING = """
SELECT called.words, thing.iri FROM called JOIN thing ON thing.number = called.thing
WHERE called.name >= ? AND called.name < ? ORDER BY called.name, thing.iri, words LIMIT ?"""
_CALLED_AMONG = """
SELECT thing.iri FROM json_each(?) AS asked CROSS JOIN thing ON thing.iri = asked.value
WHERE EXISTS (SELECT 1 FROM name_of WHERE name_of.number = thing.number)"""
_WORDS_AMONG = """
SELECT thing.iri, words FROM json_each(?) AS asked
CROSS JOIN thing ON thing.iri = asked.value
JOIN name_of ON name_of.number = thing.number"""
_ALONE = f"""
SELECT 1 FROM value AS this JOIN has ON has.facet = 'kind' AND has.value = this.number
WHERE this.facet = 'kind' AND this.iri = ? AND NOT EXISTS (
  SELECT 1 FROM narrowest JOIN value AS other ON other.facet = 'kind' AND kind = other.number
  WHERE narrowest.thing = has.thing AND other.iri <> this.iri
  AND other.iri NOT IN {_LISTED}) LIMIT 1"""
_OF_KIND = """
SELECT thing FROM has JOIN value ON value.facet = 'kind' AND value.number = has.value
WHERE has.facet = 'kind' AND value.iri = ?"""
_UNLIKE = f"SELECT 1 FROM ({_OF_KIND} EXCEPT {_OF_KIND}) LIMIT 1"
_LAST = "\U0010ffff"  # follows all letters
_TABLE = "SELECT name FROM table_of WHERE kind = ?"


_OWNERS = """
SELECT this.iri, above.iri FROM thing AS this
JOIN belongs ON belongs.thing = this.number JOIN thing AS above ON above.number = owner
WHERE this.iri IN (SELECT value FROM json_each(?))"""
_BELONGINGS = """
WITH RECURSIVE part (number, depth) AS (
  SELECT belongs.thing, 1 FROM thing JOIN belongs ON owner = number WHERE iri = ?
  UNION
  SELECT belongs.thing, depth + 1 FROM part JOIN belongs ON owner = number WHERE depth < 3)
SELECT iri FROM part JOIN thing USING (number) ORDER BY depth, iri LIMIT ?"""
_STEPS = 3  # from what has no name to what has one


class Index:
    """The index of one release, which never changes."""

    def __init__(self, release: Release) -> None:
        """Open the index; it is made first where it is missing."""
        self._database = Database(release)
        self.ask = self._database.ask
        self.iris = release.iris
        self.words = Words(self.ask)
        self.leading = LeadingWords(self.ask)
        self.sentences = Sentences(self.ask, self.iris)
        self.listing = Listing(self.ask)
        self.facets = FacetValues(self.ask)

    @cached_property
    def languages(self) -> Languages:
        """The languages of the release's names."""
        ((told,),) = self.ask(_TOLD, "languages")
        known = json.loads(told)
        return Languages(known["own"], tuple(known["tags"]))

    @cached_property
    def count(self) -> int:
        """How many things there are."""
        ((count,),) = self.ask("SELECT COUNT(*) FROM thing")
        return int(count)

    @cached_property
    def are_all_below(self) -> bool:
        """Whether the IRIs of all things begin as those of this publisher's own."""
        start = self.iris("id", "").value
        others = "SELECT 1 FROM thing WHERE iri NOT BETWEEN ? AND ? LIMIT 1"
        return not self.ask(others, start, f"{start}\U0010ffff")

    def things(self, numbers: Sequence[int]) -> list[Thing]:
        """These things, in the order given."""
        listed = json.dumps(numbers)
        thing_by_number = {
            number: Thing(
                iri=NamedNode(iri), number=number, time=(first, last), remarks=remarks
            )
            for number, iri, first, last, remarks in self.ask(_THINGS, listed)
        }
        for number, names in self.names(numbers).items():
            thing_by_number[number].names = names
        for number, kind in self.ask(_KINDS, listed):
            thing_by_number[number].kinds.append(NamedNode(kind))
        return [thing_by_number[number] for number in numbers]

    def times(self, iris: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The first and the last day on which each of some things can have been."""
        rows = self.ask(_TIMES, json.dumps(list(iris)))
        return {iri: (first, last) for iri, first, last in rows}

    def names(self, numbers: Iterable[int]) -> dict[int, list[Triple]]:
        """What some things, or values of facets, are called."""
        names_by_number: dict[int, list[Triple]] = defaultdict(list)
        for number, *name in self.ask(_NAMES, json.dumps(list(numbers))):
            names_by_number[number].append(triple_of(*name))
        return names_by_number

    def find(self, text: str, root: str) -> Found:
        """What an address identifies; else what words find, after the state with this code.

        `root` is where this site begins, with which addresses may be written.
        """
        ended = self._ending(text)
        if is_address(text, self.iris):
            things = self.identified(text, root) or ended
            return Found(things, {}, [], "")
        hits = self.words.find(text, self._names_here(text))
        # in small letters it may be a word
        is_code = not text.islower() or not hits
        states = self._states(state_names(text)) if is_code else []
        first = dict.fromkeys((*states, *ended))
        hits.things = list(dict.fromkeys((*first, *hits.things)))
        hits.why |= dict.fromkeys(first, text)
        return hits

    def _ending(self, text: str) -> list[int]:
        """The things of which an IRI ends so, below the namespaces that have prefixes."""
        if self.iris.brought is None or not _END.fullmatch(text):
            return []
        spaces = dict.fromkeys((self.iris.base, *self.iris.prefixes.values()))
        ends = dict.fromkeys((text, text.upper()))
        iris = (space + end for space in spaces for end in ends)
        numbers = [number for iri in iris for (number,) in self.ask(_SAME, iri, iri)]
        return list(dict.fromkeys(numbers))

    def called(self, name: str) -> list[int]:
        """The things of exactly this name, and the state called so in some language."""
        states = self._states(self._names_here(name))
        return list(dict.fromkeys((*self.words.called(name), *states)))

    def beginning(self, starts: Iterable[str], most: int) -> list[tuple[str, str]]:
        """Names that begin in one of these ways, each with its thing, some for each way."""
        found: dict[tuple[str, str], None] = {}
        for start in starts:
            found |= dict.fromkeys(self.ask(_BEGINNING, start, start + _LAST, most))
        return list(found)[:most]

    def called_among(self, iris: Iterable[str]) -> set[str]:
        """Those of these IRIs that are things with names."""
        return {iri for (iri,) in self.ask(_CALLED_AMONG, json.dumps(list(iris)))}

    def called_by_signs(
        self, iris: Iterable[str], are_such: Callable[[str], bool] = is_of_signs
    ) -> set[str]:
        """Those of these IRIs that are things whose names are all numbers or codes."""
        names = defaultdict[str, list[str]](list)
        for iri, name in self.ask(_WORDS_AMONG, json.dumps(list(iris))):
            names[iri].append(name)
        return {iri for iri, some in names.items() if all(map(are_such, some))}

    def _names_here(self, text: str) -> Iterable[str]:
        """The names of the state that is called so in some language, if it is here."""
        for names in states_called(text):
            yield from (name for name in names if self._states([name]))

    def named(self, text: str, root: str) -> list[NamedNode]:
        """The IRIs that an address may mean on the site that begins at `root`."""
        return list(iris_meant(text, self.iris, root))

    def identified(self, text: str, root: str) -> list[int]:
        """The things that have this IRI, or are said to be the same as what has it."""
        iris = [iri.value for iri in self.named(text, root)]
        numbers = [number for iri in iris for (number,) in self.ask(_SAME, iri, iri)]
        return list(dict.fromkeys(numbers))

    def belongings(self, iri: str, most: int) -> list[NamedNode]:
        """What is but the place or the time of a thing, or of what belongs to it."""
        return [NamedNode(one) for (one,) in self.ask(_BELONGINGS, iri, most)]

    def owners(self, iris: Iterable[str]) -> dict[str, str]:
        """What has the place or the time that these are, where they have no name.

        It may have no name itself: then it is what has that, as far as there is one.
        """
        owner_by_iri = {iri: iri for iri in iris}
        for _ in range(_STEPS):
            above = dict(
                self.ask(_OWNERS, json.dumps(list(set(owner_by_iri.values()))))
            )
            owner_by_iri = {
                iri: above.get(owner, owner) for iri, owner in owner_by_iri.items()
            }
        return {iri: owner for iri, owner in owner_by_iri.items() if iri != owner}

    def _states(self, names: Iterable[str]) -> list[int]:
        """The states called so: what else has the name of a state is passed over."""
        called = [number for name in names for number in self.words.called(name)]
        kinds = json.dumps(_STATES)
        states = self.ask(_IS_STATE, json.dumps(called), kinds, kinds)
        are_states = {number for (number,) in states}
        return [number for number in dict.fromkeys(called) if number in are_states]

    def typical(self, kind: str, most: int) -> list[NamedNode]:
        """A few things of a kind, those first that have a name and of which most is said."""
        return [NamedNode(iri) for (iri,) in self.ask(_TYPICAL, kind, most)]

    @cached_property
    def best_linked(self) -> list[int]:
        """The things of the publisher's own with the most others beside them."""
        return [
            number for (number,) in self.ask("SELECT thing FROM linked ORDER BY place")
        ]

    def is_alone(self, kind: str, passed: Iterable[str]) -> bool:
        """Whether something is of a kind and of no other, but for those that are passed."""
        return bool(self.ask(_ALONE, kind, json.dumps(sorted(passed))))

    def are_alike(self, kind: str, other: str) -> bool:
        """Whether two kinds have the very same things, and some."""
        has_some = self.ask(f"{_OF_KIND} LIMIT 1", kind)
        is_unlike = self.ask(_UNLIKE, kind, other) or self.ask(_UNLIKE, other, kind)
        return bool(has_some) and not is_unlike

    def kinds_among(
        self, things: Iterable[NamedNode], kinds: Iterable[NamedNode]
    ) -> dict[NamedNode, set[NamedNode]]:
        """Of which of these kinds each of some things is, wide or narrow."""
        asked = json.dumps([one.value for one in things])
        wide = json.dumps([one.value for one in kinds])
        kinds_by_thing: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for thing, kind in self.ask(_AMONG, asked, wide):
            kinds_by_thing[NamedNode(thing)].add(NamedNode(kind))
        return dict(kinds_by_thing)

    @cached_property
    def mostly_named(self) -> frozenset[str]:
        """The kinds of which most things have names of their own."""
        return self._told_of_kinds("mostly named")

    @cached_property
    def mostly_owned(self) -> frozenset[str]:
        """The kinds to most things of which just one other leads."""
        return self._told_of_kinds("mostly owned")

    def _told_of_kinds(self, key: str) -> frozenset[str]:
        rows = self.ask(_TOLD, key)
        return frozenset(map(str, json.loads(rows[0][0]))) if rows else frozenset()

    @cached_property
    def naming(self) -> list[str]:
        """The properties by which things are called here that name nothing elsewhere."""
        ((told,),) = self.ask(_TOLD, "naming")
        return list(map(str, json.loads(told)))

    @cached_property
    def naming_types(self) -> list[str]:
        """The types of names that are preferred to others here."""
        ((told,),) = self.ask(_TOLD, "naming types")
        return list(map(str, json.loads(told)))

    @cached_property
    def above(self) -> dict[str, set[str]]:
        """All broader kinds of each kind that something has."""
        iris = {one.number: one.iri for one in self.facets.values("kind")}
        broader_by_kind: dict[str, set[str]] = {iri: set() for iri in iris.values()}
        for kind, broader in self.ask(_ABOVE):
            broader_by_kind[iris[kind]].add(broader)
        return broader_by_kind

    def lead(self, number: int) -> WordLead:
        """What words lead to that has this number."""
        return WordLead(*self.ask(_LEAD, number)[0])

    def is_shared(self, label: str) -> bool:
        """Whether several kinds are called so."""
        return bool(self.ask(_SHARED, label)[0][0] > 1)

    def table(self, kind: str) -> str:
        """The table of all things of a kind, if there is one."""
        rows = self.ask(_TABLE, kind)
        return rows[0][0] if rows else ""
