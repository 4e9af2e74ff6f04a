"""What things, kinds, organisations and speakers are called for the reader who asks."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.index.folding import sought_words
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.index.namediris import is_address
from diplomatica.lookup.index.thing import Thing, Value
from diplomatica.model.characters import unmarked
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.web.search.asking import pair
from diplomatica.web.search.leads import Lead
from diplomatica.web.search.sought import FACETS
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import readable_name
from diplomatica.web.speech.speech import Phrase, in_page_language

_REMARK = "Remark"
_OPINIONS = {
    "opinion",
    "opinions",
    "opinion here",
    "opinions here",
    "remarks",
    "praise",
}
_OPINIONS |= {"meinung", "meinungen", "мнение", "мнения"}
_WITH_WORDS = "SELECT DISTINCT ?iri {{ ?thing ?by ?iri FILTER (ISIRI(?iri) && {}) }}"


class Names:
    """The names of what an index finds, and where it is read on this site."""

    def __init__(self, site: Site) -> None:
        """Take the site, whose reader is known while a request is answered."""
        self._site, self.iris = site, site.iris

    @property
    def index(self) -> Index:
        """The index that finds it."""
        return self._site.index

    @cached_property
    def count(self) -> int:
        """How many things can be found."""
        return self.index.count

    @cached_property
    def has_years(self) -> bool:
        """Whether anything has a time by which it can be found."""
        return bool(self.index.facets.years)

    def span(self, first: str, last: str) -> str:
        """When a thing was, as exactly as a list tells it."""
        return self._site.span(first, last)

    @property
    def language(self) -> str:
        """The language in whose order of names the reader sees things."""
        return next(iter(self._site.asked_languages()), "")

    def called(self, thing: Thing) -> str:
        """What a thing is called, as on every other page; else the end of its IRI."""
        return self._best(thing.names) or readable_name(thing.iri.value, self.iris)

    def _best(self, names: Sequence[Triple]) -> str:
        if not names:
            return ""
        languages = self._site.asked_languages()
        return unmarked(text_of(self._site.languages.best(names, languages).object))

    def label(self, name: str) -> str:
        """What a kind, an organisation or a speaker is called that addresses name so."""
        values = (self.index.facets.value(facet, name) for facet in FACETS)
        return next((self.labels([one])[name] for one in values if one), name)

    def labels(self, values: Iterable[Value]) -> dict[str, str]:
        """What several values of facets are called, by their names in addresses."""
        known = list(values)
        names = self.index.names(one.number for one in known)
        labels: dict[str, str] = {}
        for one in known:
            best = self._best(names.get(one.number, []))
            labels[one.name] = best or self._readable(one)
        return labels

    def _readable(self, value: Value) -> str:
        """What a kind is called that has no name; with claims, as addresses name it."""
        is_known = self.iris.brought is None and "://" not in value.name
        return value.name if is_known else readable_name(value.iri, self.iris)

    def lead(self, number: int, root: str) -> Lead:
        """What words lead to, in the reader's language; kinds of one name are told apart."""
        led = self.index.lead(number)
        if led.sort == "named":
            label = self._with_host(led.target, led.label)
            return Lead(label, led.sort, led.target, led.count, root)
        if led.sort != "kind":
            return Lead(led.label, led.sort, led.target, led.count, root)
        label = self.label(led.target)
        if self.index.is_shared(label):
            label = f"{label} ({led.target})"
        return Lead(label, led.sort, led.target, led.count, root)

    def _with_host(self, iri: str, name: str) -> str:
        """What is only named, with where it is that is not below a base of ours."""
        is_ours = bool(self._site.addresses.own(iri))
        return name if is_ours else self.iris.with_host(iri, name)

    def all_named(self, words: str, root: str) -> Lead:
        """The query for all IRIs that have these words and are named by something."""
        query = _WITH_WORDS.format(" && ".join(map(_has_word, sought_words(words))))
        label = in_page_language(Phrase("More have these words: a query lists all"))
        return Lead(label, "page", f"{root}/sparql?{urlencode({'query': query})}")

    def pages(self, text: str, root: str) -> list[Lead]:
        """What has this IRI and a page here, and is no thing: a term, a claim, a graph."""
        if not is_address(text, self.iris) or self.index.identified(text, root):
            return []
        named = self.index.named(text, root)
        iris = [iri.value for iri in named if self._has_page(iri)]
        return [self._page(iri) for iri in iris[:1]]

    def opinions(self, words: str, root: str) -> list[Lead]:
        """Where opinions are read, if that is what words ask for: marked in the article.

        Of several articles it is the list of what is said.
        """
        if " ".join(sought_words(words)) not in _OPINIONS:
            return []
        articles = list(self._site.release.articles)
        if len(articles) == 1:
            address = f"/article/{quote(articles[0])}?show=remarks"
            label = in_page_language(
                Phrase("The opinions, marked in the text of the article")
            )
        elif self.index.facets.value("kind", _REMARK):
            address = f"/search?kind={_REMARK}"
            label = in_page_language(Phrase("All opinions that are told"))
        else:
            return []
        return [Lead(label, "page", f"{root}{address}")]

    def connection(self, words: str, root: str) -> list[Lead]:
        """Where it is told what connects two things, if words ask that of two known names."""
        ends = pair(words)
        slugs = [one for name in ends or () for one in self._slugs(name)[:1]]
        if ends is None or len(slugs) < len(ends):
            return []
        one, other = ends
        label = in_page_language(
            Phrase("What connects {one} and {other}?", one=one, other=other)
        )
        address = urlencode({"from": slugs[0], "to": slugs[1]})
        return [Lead(label, "page", f"{root}/network?{address}")]

    def _slugs(self, name: str) -> list[str]:
        """What addresses call the things of this name."""
        things = self.index.things(self.index.called(name))
        own = self.iris("id", "").value
        iris = [thing.iri.value for thing in things]
        return [self.iris.slug(iri) for iri in iris if iri.startswith(own)]

    def _page(self, iri: str) -> Lead:
        labels = self._site.describing.labels([NamedNode(iri)])
        label = labels.get(iri) or self.iris.short(iri)
        return Lead(label, "page", f"{self._site.root}/{self._site.addresses.of(iri)}")

    def _has_page(self, iri: NamedNode) -> bool:
        is_ours = iri.value.startswith((self.iris.base, DIP))
        return (is_ours or self._site.has_brought) and self._site.knows(iri)


def _has_word(word: str) -> str:
    """What tells in a query that an IRI has a word, in letters of either case."""
    return f"CONTAINS(LCASE(STR(?iri)), {Literal(word.lower())})"
