"""What is added to a table: the values of properties of its things, with Wikidata ids and words."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.engine import attended
from diplomatica.lookup.matching.names.identifier import item_of
from diplomatica.lookup.matching.suggesting import Suggestion
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import XSD
from diplomatica.web.reconcile.questions import property_of
from diplomatica.web.site import Site

Value = dict[str, Any]
OWN = (
    Suggestion("wikidata", "Wikidata id", description="such as Q232"),
    Suggestion(
        "wikidata_missing", "Why no Wikidata id", description="of those without"
    ),
    Suggestion("words", "Words", description="the words of articles that state it"),
)
_MOST = 1000  # things of one request
_QUOTES = """
SELECT DISTINCT ?thing ?quote {
  VALUES ?thing { %s } GRAPH ?why { ?thing ?property ?value } ?why dip:quote ?quote
} ORDER BY ?thing ?quote"""
_OF_KIND = """
SELECT ?property (COUNT(*) AS ?uses) { ?thing a %s ; ?property ?value }
GROUP BY ?property ORDER BY DESC(?uses) ?property LIMIT %d"""
_INTEGERS = frozenset(
    XSD(name)
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "nonNegativeInteger",
        "positiveInteger",
    )
)
_NUMBERS = frozenset(XSD(name) for name in ("decimal", "double", "float"))


class Extension:
    """The values of some properties of some things."""

    def __init__(
        self, site: Site, ids: Sequence[str], has_language: bool = False
    ) -> None:
        """Ask for all that is said of things; version 1.0 tells the language of words."""
        self._site = site
        self._has_language = has_language
        self._iris = {one: _iri(site, one) for one in attended(ids[:_MOST])}
        known = filter(None, self._iris.values())
        self._said: dict[str, list[Quad]] = {}
        for quad in site.engine.about(set(map(NamedNode, known))):
            of_subject = self._said.setdefault(text_of(quad.subject), [])
            of_subject.append(quad)
        self._quotes: dict[str, list[str]] | None = None

    def values(self, thing: str, wanted: dict[str, Any]) -> list[Value]:
        """The values of a property of a thing, as many as its settings let there be."""
        iri = self._iris.get(thing, "")
        given = str(wanted["id"])
        if given == "wikidata":
            items = map(item_of, self._site.matcher.links(iri))
            values = [{"str": item} for item in items if item]
        elif given == "wikidata_missing":
            missing = self._site.matcher.linked(iri).missing if iri else ""
            values = [{"str": missing}] if missing else []
        elif given == "words":
            values = [{"str": words} for words in self._words().get(iri, [])]
        else:
            values = self._stated_values(iri, property_of(given, self._site))
        return values[: _limit(wanted)]

    def _stated_values(self, iri: str, wanted: str) -> list[Value]:
        values = [
            quad.object
            for quad in self._said.get(iri, [])
            if quad.predicate.value == wanted
        ]
        told = map(self._value, dict.fromkeys(values))
        return [one for one in told if one]

    def _value(self, value: object) -> Value:
        if isinstance(value, NamedNode):
            label = self._site.matcher.label(value.value)
            return {"id": value.value, "name": label} if label else {"str": value.value}
        return self._literal(value) if isinstance(value, Literal) else {}

    def _literal(self, value: Literal) -> Value:
        if value.datatype in _INTEGERS and value.value.lstrip("+-").isdigit():
            return {"int": int(value.value)}
        if value.datatype in _NUMBERS and (number := _finite(value.value)) is not None:
            return {"float": number}
        if value.datatype == XSD("date") and len(value.value) == 10:
            return {"date": f"{value.value}T00:00:00Z"}
        if value.language and self._has_language:
            return {"str": value.value, "lang": value.language}
        return {"str": value.value}

    def _words(self) -> dict[str, list[str]]:
        """The words that state something of each thing, asked once for all."""
        if self._quotes is None:
            self._quotes = {}
            nodes = " ".join(f"<{iri}>" for iri in self._said)
            for row in self._site.engine.rows(_QUOTES % nodes):
                thing, quote = text_of(row["thing"]), text_of(row["quote"])
                self._quotes.setdefault(thing, []).append(quote)
        return self._quotes


def meta(site: Site, wanted: dict[str, Any]) -> dict[str, str]:
    """What a property is called."""
    given = str(wanted["id"])
    own = {one.iri: one.label for one in OWN}
    iri = property_of(given, site)
    name = own.get(given) or site.matcher.label(iri) or site.iris.short(iri)
    return {"id": given, "name": name}


def proposed_properties(site: Site, kind: str, most: int) -> list[Suggestion]:
    """The properties that things of a kind have, those that most have first."""
    suggesting = site.matcher.suggesting
    if not kind:
        return [*OWN, *suggesting.properties("", most)][:most]
    if kind not in {iri for iri, *_ in site.matcher.kinds.all()}:
        return list(OWN[:most])
    suggestions = [*OWN]
    for row in site.engine.rows(_OF_KIND % (NamedNode(kind), most)):
        iri = text_of(row["property"])
        name = meta(site, {"id": iri})["name"]
        suggestions.append(Suggestion(iri, name))
    return suggestions[:most]


def _iri(site: Site, given: str) -> str:
    thing = site.matcher.thing(given)
    return thing.iri if thing else ""


def _limit(wanted: dict[str, Any]) -> int | None:
    """How many values are wanted of a property; None for all."""
    settings = wanted.get("settings")
    given = settings.get("limit") if isinstance(settings, dict) else None
    try:
        return int(given or 0) or None
    except (TypeError, ValueError):
        return None


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
