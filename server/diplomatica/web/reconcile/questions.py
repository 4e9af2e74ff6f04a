"""What is asked of the service: queries of version 0.2 and of 1.0 as drafted."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode

from diplomatica.engine import attended
from diplomatica.lookup.matching.candidate import Sought, Wanted
from diplomatica.lookup.matching.properties import WIKIDATA_ID
from diplomatica.web.http.problem import Problem
from diplomatica.web.reconcile.manifest import BATCH
from diplomatica.web.site import Site

_USUAL, _MOST = 5, 100  # candidates
_QUERY = '{"q0": {"query": "Kazakhstan"}}'
_DRAFT = (
    '{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "OSCE"}]}]}'
)


def json_object(text: str | bytes, what: str, example: str) -> dict[str, Any]:
    """An object of JSON. Raises Problem 400 with an example for what is none."""
    try:
        value = json.loads(text)
        # JSON as it is sent can hold numbers and halves of characters that nobody can use
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise Problem(
            400, f"{what} cannot be read: {error}", f"Send {example}"
        ) from error
    if not isinstance(value, dict):
        raise Problem(400, f"{what} is no object", f"Send {example}")
    return value


def batch(text: str, site: Site) -> dict[str, Sought]:
    """The queries of a batch by their ids (0.2). Raises Problem 400 or 413."""
    queries = json_object(text, "The batch of queries", _QUERY)
    _check_size(queries)
    return {name: _query(name, one, site) for name, one in attended(queries.items())}


def _query(name: str, query: object, site: Site) -> Sought:
    if not isinstance(query, dict):
        raise _wrong(name, "is no object", _QUERY)
    wanted = _as_list(query.get("properties"))
    text = _text(query.get("query"))
    if not text and not wanted:
        raise _wrong(name, "has neither a query nor properties", _QUERY)
    kinds = [kind_of(_id(one), site) for one in _as_list(query.get("type"))]
    pairs = [_wanted_property(name, one, "pid", "v", site) for one in wanted]
    known = tuple(filter(None, kinds))
    return Sought(text, known, tuple(pairs), _limit(name, query))


def draft_batch(body: bytes, site: Site) -> list[Sought]:
    """The queries of a batch in their order (1.0 as drafted). Raises Problem 400 or 413."""
    queries = json_object(body, "The batch of queries", _DRAFT).get("queries")
    if not isinstance(queries, list):
        raise Problem(400, "The batch has no list of queries", f"Send {_DRAFT}")
    _check_size(queries)
    numbered = attended(enumerate(queries))
    return [_draft_query(str(place), one, site) for place, one in numbered]


def _draft_query(name: str, query: object, site: Site) -> Sought:
    """A query of the draft of 1.0, with its conditions. Raises Problem 400."""
    conditions = query.get("conditions") if isinstance(query, dict) else None
    is_whole = isinstance(conditions, list) and all(map(_is_condition, conditions))
    if not isinstance(query, dict) or not conditions or not is_whole:
        raise _wrong(name, "has no list of conditions", _DRAFT)
    if not isinstance(query.get("type", ""), str):
        raise _wrong(name, "has a type that is not one string", _DRAFT)
    named = [
        _text(_first(one)) for one in conditions if one["matchType"] in ("name", "id")
    ]
    wanted = [
        _wanted_property(name, one, "propertyId", "propertyValue", site)
        for one in conditions
        if one["matchType"] == "property"
    ]
    kind = query.get("type")
    kinds = (kind_of(kind, site),) if kind else ()
    text = " ".join(filter(None, named))
    return Sought(text, kinds, tuple(wanted), _limit(name, query))


def _is_condition(one: object) -> bool:
    return (
        isinstance(one, dict)
        and one.get("matchType") in ("name", "id", "property")
        and "propertyValue" in one
    )


def _first(condition: dict[str, Any]) -> object:
    return next(iter(_as_list(condition["propertyValue"])), "")


def _wanted_property(name: str, one: object, pid: str, v: str, site: Site) -> Wanted:
    """A property that a query wants, with its values. Raises Problem 400."""
    if not isinstance(one, dict) or not isinstance(one.get(pid), str) or v not in one:
        raise _wrong(name, f"has a property without “{pid}” or “{v}”", _QUERY)
    quantifier = one.get("matchQuantifier")
    values = tuple(filter(None, map(_text, _as_list(one[v]))))
    return Wanted(
        property_of(one[pid], site),
        values,
        is_required=one.get("required") is True,
        is_refused=quantifier == "none",
        needs_all=quantifier == "all",
    )


def kind_of(given: str, site: Site) -> str:
    """The IRI of a kind that is given by its IRI, its label or a name with a prefix."""
    if "://" in given:
        return given
    labels = {label: iri for iri, label, _ in site.matcher.kinds.all()}
    return labels.get(given) or _full_iri(given, site)


def property_of(given: str, site: Site) -> str:
    """The IRI of a property that is given by its IRI or a name with a prefix."""
    is_known = given in OWN_PROPERTIES
    return _whole(given) if is_known or "://" in given else _full_iri(given, site)


OWN_PROPERTIES = (WIKIDATA_ID, "words")
"""Properties that the service makes of others: the id in Wikidata, the words of articles."""


def _whole(given: str) -> str:
    """An IRI as it is given. Raises Problem 400 for what is none."""
    try:
        return NamedNode(given).value if "://" in given else given
    except ValueError as error:
        raise Problem(
            400, f"{given} is no IRI", "Send the id of a property."
        ) from error


def _full_iri(given: str, site: Site) -> str:
    try:
        return site.iris.named(given).value
    except ValueError:
        return given


def _as_list(given: object) -> list[Any]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _id(given: object) -> str:
    return str(given.get("id", "")) if isinstance(given, dict) else _text(given)


def _text(given: object) -> str:
    """A value as a text; that of a thing is its id."""
    if isinstance(given, dict):
        return str(given.get("id") or given.get("name") or "")
    if isinstance(given, bool):
        return str(given).lower()
    return str(given) if isinstance(given, str | int | float) else ""


def _limit(name: str, query: dict[str, Any]) -> int:
    given = query.get("limit", _USUAL)
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 1:
        raise _wrong(name, "has a limit that is no positive number", _QUERY)
    return min(int(given), _MOST)


def _check_size(queries: Iterable[object]) -> None:
    count = len(list(queries))
    if count > BATCH:
        title = f"{count:,} queries are too many at once"
        raise Problem(413, title, f"Send up to {BATCH:,} in each request.")


def _wrong(name: str, what: str, example: str) -> Problem:
    return Problem(400, f"The query {name} {what}", f"Send {example}")


def ids_of(query: dict[str, Any]) -> Iterator[str]:
    """The ids in a query for data extension. Raises Problem 400."""
    ids = query.get("ids")
    if not isinstance(ids, list):
        example = '{"ids": ["https://…"], "properties": [{"id": "wikidata"}]}'
        raise Problem(400, "The query has no list of ids", f"Send {example}")
    yield from map(str, ids)
