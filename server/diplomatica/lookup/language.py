"""The languages in which things are called, and which of them a reader is answered in."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pycountry
from pyoxigraph import Literal, NamedNode, Triple
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from diplomatica.engine import Engine, Row
from diplomatica.errors import LimitReached
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import NAMES

_NAMED = f"VALUES ?by {{ {' '.join(map(str, NAMES))} }} ?term ?by ?name"
# The dataset's own things decide: what the build adds to describe it is in English.
_TAGS = f"""
SELECT ?tag (SUM(?is_own) AS ?own) (COUNT(*) AS ?all) {{
  {_NAMED} FILTER (ISLITERAL(?name)) BIND (LCASE(LANG(?name)) AS ?tag)
  BIND (COALESCE(IF(STRSTARTS(STR(?term), STR(:)), 1, 0), 0) AS ?is_own)
}} GROUP BY ?tag ORDER BY DESC(?own) DESC(?all) ?tag"""
_SEVERAL = f"""
SELECT ?term {{ {_NAMED} BIND (LCASE(LANG(?name)) AS ?tag) }}
GROUP BY ?term HAVING (COUNT(DISTINCT ?tag) > 1) LIMIT 1"""
_STATED = "SELECT ?dataset ?language { ?dataset <http://purl.org/dc/terms/language> ?language }"
_MOST = (
    3  # languages of a reader that count: more would make more pages than can be kept
)


@dataclass(frozen=True)
class Languages:
    """The languages of a release's names: its own, and those between which a reader can choose."""

    own: str = ""
    tags: tuple[str, ...] = ()
    """The tags of names, the most frequent first; none where nothing has names in two languages."""

    def preferred(self, header: str) -> tuple[str, ...]:
        """The tags that suit an Accept-Language best (RFC 9110, section 12.5.4).

        There are few of them, and none where the answer is the one of who asks for no language.
        """
        if not self.tags or not header:
            return ()
        asked = parse_accept_header(header, LanguageAccept)
        nearest = (
            self._nearest(tag.casefold()) for tag, quality in asked if quality > 0
        )
        found = list(dict.fromkeys(filter(None, nearest)))[:_MOST]
        while found and self._order(found) == self._order(found[:-1]):
            found.pop()
        return tuple(found)

    def _nearest(self, asked: str) -> str:
        alike = [tag for tag in self.tags if _primary(tag) == _primary(asked)]
        return min(alike, key=lambda tag: _distance(tag, asked), default="")

    def _order(self, asked: Sequence[str]) -> list[str]:
        """In which order languages come: as asked, the dataset's own, English, none."""
        return list(dict.fromkeys((*asked, self.own, "en", "")))

    def best(self, names: Sequence[Triple], asked: Sequence[str]) -> Triple:
        """Of the names of one thing that by which it is called."""
        if len(names) == 1:
            return names[0]
        order = self._order(asked)
        return min(names, key=lambda name: _place(name, order))


def _place(name: Triple, order: Sequence[str]) -> tuple[tuple[int, int], int, str, str]:
    text = name.object
    tag = (isinstance(text, Literal) and text.language) or ""
    alike = (
        (at, wanted)
        for at, wanted in enumerate(order)
        if _primary(tag) == _primary(wanted)
    )
    near = ((at, _distance(tag, wanted)) for at, wanted in alike)
    best = min(near, default=(len(order), 0))
    return best, NAMES.index(name.predicate), tag, text_of(text)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _distance(tag: str, asked: str) -> int:
    """How far a tag is from another of the same language: en-GB is nearer to en than to en-US."""
    one, other = tag.casefold(), asked.casefold()
    if one == other:
        return 0
    if one.startswith(f"{other}-"):
        return 1
    return 2 if other.startswith(f"{one}-") else 3


def languages_of(release: Release, engine: Engine) -> Languages:
    """The languages of a release; of one too large to be asked, that which it states."""
    tags: list[str] = []
    has_several = False
    with suppress(LimitReached):
        tags = [text_of(row["tag"]) for row in engine.rows(_TAGS)]
        has_several = len(tags) > 1 and bool(engine.rows(_SEVERAL))
    rows = engine.rows(_STATED, dataset=NamedNode(release.dataset))
    stated = _stated(rows)
    own = next(
        (tag for tag in (*tags, *stated) if tag in stated), tags[0] if tags else ""
    )
    return Languages(own, tuple(filter(None, tags)) if has_several else ())


def _stated(rows: Iterable[Row]) -> list[str]:
    return sorted(_code(text_of(row["language"])) for row in rows)


def _code(stated: str) -> str:
    """The tag of a language that a catalog states, as a tag or as an IRI that ends with one."""
    last = re.split("[/#]", stated.rstrip("/"))[-1].casefold()
    known = pycountry.languages.get(alpha_3=last) or pycountry.languages.get(
        bibliographic=last
    )
    return str(getattr(known, "alpha_2", last))
