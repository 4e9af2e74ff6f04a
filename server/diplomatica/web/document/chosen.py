"""The names by which an address chooses a kind or a thing: as they are, or nearly so."""

from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches

from diplomatica.model.iris import Iris
from diplomatica.web.http.problem import Problem

_NEAREST = 5


def chosen_name(given: str, field: str, known: Iterable[str], iris: Iris) -> str:
    """The one of some names that is meant by a value.

    By itself, as an IRI, with a prefix, in other letter case.

    Raises Problem 404, with the nearest names.
    """
    by_letters = {name.casefold(): name for name in known}
    names = set(by_letters.values())
    for way in _ways(given, iris):
        if way in names:
            return way
        if way.casefold() in by_letters:
            return by_letters[way.casefold()]
    close = get_close_matches(given.casefold(), by_letters, _NEAREST)
    raise _no_such_value(given, field, [by_letters[name] for name in close])


def _ways(given: str, iris: Iris) -> Iterable[str]:
    yield given
    with suppress(ValueError):
        yield iris.name(iris.named(given).value)


def _no_such_value(given: str, field: str, nearest: list[str]) -> Problem:
    guess = f"Did you mean {' or '.join(nearest)}? " if nearest else ""
    detail = f"{guess}The page without {field}= offers what there is."
    title = f"Nothing here has the {field} {given}"
    return Problem(404, title, detail, {"nearest": nearest} if nearest else {})
