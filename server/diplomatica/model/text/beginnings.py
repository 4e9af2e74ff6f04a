"""What tells when something began, and what when it ended, of any vocabulary."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from diplomatica.model.terms.wording import local_name

_OTHER_BOUND = (
    ("end", "start"),
    ("end", "begin"),
    ("end", "beginning"),
    ("until", "since"),
    ("until", "from"),
    ("through", "from"),
    ("to", "from"),
    ("death", "birth"),
)
"""The word for an end, and that for the beginning in the same place of a name."""


def beginnings_first(properties: Iterable[NamedNode]) -> list[NamedNode]:
    """The same properties, but what tells the end of something behind its beginning."""
    ordered = list(properties)
    by_name = {local_name(one.value).lower(): one for one in ordered}
    for name, end in list(by_name.items()):
        begun = next(filter(None, map(by_name.get, _names_of_beginning(name))), None)
        if begun and ordered.index(begun) > ordered.index(end):
            ordered.remove(end)
            ordered.insert(ordered.index(begun) + 1, end)
    return ordered


def _names_of_beginning(end: str) -> list[str]:
    return [end.replace(word, begun) for word, begun in _OTHER_BOUND if word in end]
