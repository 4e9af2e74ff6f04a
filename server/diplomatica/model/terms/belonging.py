"""Properties of any vocabulary, by their names: of what things are part, and of whom, and where.

So `inSet` says as much as dcterms:isPartOf does, and `fatherName` as rel:childOf.
"""

import re

from diplomatica.model.terms.wording import local_name

_IN = re.compile(
    r"(is_?)?(part|member|element|item|volume|issue|episode|chapter)_?of(_?\w+)?|"
    r"belongs_?to(_?\w+)?|(is_?)?contained_?in(_?\w+)?|"
    r"((is_?)?in|of|from|has|[a-z]+)?_?(set|series|collection|scheme|album|season)",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"has_?(part|member|element|item|volume|issue|episode|chapter|card|song|track)s?|"
    r"(had_?)?members?|contains(_?\w+)?|includes(_?\w+)?",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"(has_?)?(father|parent|mother|patronym(ic)?)(_?name)?|(is_?)?(child|son|daughter)_?of",
    re.IGNORECASE,
)
_MAKER = re.compile(
    r"(has_?)?(author|creator|artist|composer|maker)(_?name)?", re.IGNORECASE
)
_WHERE = re.compile(
    r"(P\d+_)?((has|birth|home|is|took|falls)_?)?(place|location|city|town|locality|"
    r"municipality|region|country|located_?in|spatial)(_?(of_?birth|at|within|name))?",
    re.IGNORECASE,
)


def says_in(by: str) -> bool:
    """Whether a property leads from a thing to the set, the series or the whole it is in."""
    return bool(_IN.fullmatch(local_name(by)))


def says_holds(by: str) -> bool:
    """Whether a property leads from such a set to what is in it."""
    return bool(_HOLDS.fullmatch(local_name(by)))


def says_whose(by: str) -> bool:
    """Whether a property says whose child, or whose work, something is."""
    return is_of_parent(by) or bool(_MAKER.fullmatch(local_name(by)))


def is_of_parent(by: str) -> bool:
    """Whether a property says whose child somebody is."""
    return bool(_PARENT.fullmatch(local_name(by)))


def says_where(by: str) -> bool:
    """Whether a property says where something is."""
    return bool(_WHERE.fullmatch(local_name(by)))
