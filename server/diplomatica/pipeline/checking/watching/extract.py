"""What Wikidata said of its items on some day: files of its own, stored with the dataset.

They are what Special:EntityData and wbgetentities answer (Wikibase, “JSON”).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diplomatica.errors import Fault, InvalidInput

_DATED = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)")
_KIND_OF = "P31"


@dataclass(frozen=True)
class Entity:
    """An item as it was: what it was called, and of which kinds it was."""

    id: str
    label: str
    names: frozenset[str]
    """Its labels and other names, in all languages."""
    kinds: frozenset[str]
    description: str = ""
    """What it is, in a line of English."""


@dataclass(frozen=True)
class Extract:
    """The items that were asked for on a day."""

    day: str
    entities: dict[str, Entity | None] = field(default_factory=dict)
    """By the id that was asked; another id has what it leads to, None what is no more."""


def extracts(paths: Iterable[tuple[Path, str]]) -> list[Extract]:
    """The extracts in these files, each with its name in messages, from the oldest on.

    Files of one day are one extract. Raises InvalidInput.
    """
    extract_by_day: dict[str, Extract] = {}
    faults = []
    for path, name in paths:
        try:
            day = _day(path, name)
            extract = extract_by_day.setdefault(day, Extract(day))
            extract.entities.update(_entities(path, name))
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    return [extract_by_day[day] for day in sorted(extract_by_day)]


def _day(path: Path, name: str) -> str:
    """The day of an extract, by the name of its file. Raises InvalidInput."""
    dated = _DATED.search(path.name)
    if dated:
        return dated[1]
    message = "does not say of which day it is"
    advice = (
        "let its name hold the day on which it was fetched: wikidata-2026-11-24.json"
    )
    raise InvalidInput([Fault(name, 0, message, advice)])


def _entities(path: Path, name: str) -> Iterator[tuple[str, Entity | None]]:
    """The items of an extract of Wikidata by the ids asked for; None for what is missing."""
    advice = "store what Special:EntityData/Q1.json or wbgetentities answers"
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise InvalidInput([Fault(name, line, "is no JSON", advice)]) from error
    entities = told.get("entities") if isinstance(told, dict) else None
    if not isinstance(entities, dict):
        raise InvalidInput([Fault(name, 0, "has no entities", advice)])
    for key, one in entities.items():
        try:
            entity = None if "missing" in one else _entity(one, key)
            redirected = one.get("redirects", {}).get("from", key)
        except (AttributeError, KeyError, TypeError) as error:
            what = f"says of {key} what is no entity of Wikidata"
            raise InvalidInput([Fault(name, 0, what, advice)]) from error
        yield from ((id, entity) for id in {key, redirected})


def _entity(item: dict[str, Any], key: str) -> Entity:
    """An item as Wikidata tells of it: its names, kinds and line."""
    labels = _texts(item.get("labels"))
    any_label = min(labels.values(), default="")
    names = {*labels.values()}
    for aliases in _alias_lists(item.get("aliases")):
        names.update(alias["value"] for alias in aliases)
    kinds = filter(None, map(_kind, _claims(item)))
    descriptions = _texts(item.get("descriptions"))
    return Entity(
        str(item.get("id", key)),
        labels.get("en") or labels.get("mul") or any_label,
        frozenset(names),
        frozenset(kinds),
        descriptions.get("en", ""),
    )


def _texts(told: Any) -> dict[str, str]:
    # what is empty is a list there
    return {tag: one["value"] for tag, one in told.items()} if told else {}


def _alias_lists(aliases: Any) -> list[list[dict[str, str]]]:
    return list(aliases.values()) if aliases else []


def _claims(told: dict[str, Any]) -> list[dict[str, Any]]:
    claims = told.get("claims") or {}
    kinds: list[dict[str, Any]] = claims.get(_KIND_OF, [])
    return [one for one in kinds if one.get("rank") != "deprecated"]


def _kind(claim: dict[str, Any]) -> str:
    snak = claim.get("mainsnak", {})
    value = snak.get("datavalue", {}).get("value", {})
    return str(value.get("id", ""))
