"""The ways in which a name can mean a thing, with what each is worth: one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NameWay:
    """A way in which a name means a thing."""

    name: str
    words: str
    """What is told to people: it follows “because”."""
    score: float
    """Of 100: how often who writes so means the thing."""
    is_safe: bool = False
    """Whether nobody need look at it, where it fits one thing only."""


ADDRESS = NameWay("address", "this is its address or id", 100, True)
LABEL = NameWay("label", "it is called so", 100, True)
NAME = NameWay("name", "so it is called, too", 98, True)
BOTH = NameWay("both", "it has both names", 99, True)
KIND = NameWay("kind", "it is called so and is of this kind", 99, True)
STATE = NameWay("state", "so this state is called officially or elsewhere", 97, True)
CODE = NameWay("code", "this is its code in ISO 3166-1", 98, True)
TURNED = NameWay("turned", "it has this name the other way round", 97, True)
TITLED = NameWay("titled", "it has this name without the title", 96, True)
WRITTEN_OUT = NameWay(
    "written-out", "its name, with an acronym written out or not", 96, True
)
SOUND = NameWay("script", "its name in another script", 94, True)
SHORT_CODE = NameWay("short-code", "its code, but two letters may mean much else", 92)
ORDER = NameWay("order", "it has these words in another order", 92)
ELSEWHERE = NameWay("elsewhere", "so it is called in another language", 97, True)
DATED = NameWay("dated", "it has this name; the years are not compared", 93)
OF_KIND = NameWay("of-kind", "it has this name and is of this kind", 91)
EDITION = NameWay("edition", "it is called so with the number in the brackets", 95)
NUMBERED = NameWay("numbered", "it is called so with this number before it", 88)
LISTED = NameWay("listed", "its name; the number may be that of one of several", 76)
SERIES = NameWay("series", "its name, but the brackets tell of one of several", 76)
OFFICE = NameWay(
    "office", "it has this name; what stands beside it is not compared", 88
)
MIDDLE = NameWay("middle", "it has this name without what stands in the middle", 87)
NOT_TITLED = NameWay("not-titled", "it has this name; no such title of it is known", 80)
SMALL = NameWay("small", "its acronym, but in small letters it may be a word", 84)
ARTICLE = NameWay("article", "a word for it, but with an article it may be a name", 60)
QUALIFIED = NameWay(
    "qualified", "it is called so; the words in brackets are not known", 82
)
FOREIGN = NameWay(
    "foreign", "it is called so; no name here has a word of what stands beside it", 60
)
SHORT = NameWay("short", "it is called so for short, as others may be", 90)
SPELLING = NameWay("spelling", "it sounds so", 88)
JOINED = NameWay("joined", "its name in one word, but so others are called", 60)
INITIALS = NameWay("initials", "the first letters of its name", 86)
LETTERS = NameWay(
    "letters",
    "the first letters of its name, but nothing of its kind has an acronym",
    55,
)
STATE_LETTERS = NameWay(
    "state-letters", "the first letters of its official name; they may mean others", 75
)
PART = NameWay("part", "part of its name", 82)
BEGINNING = NameWay("beginning", "its name begins so", 74)
INFLECTION = NameWay("inflection", "a form of its name", 80)
ALIKE = NameWay("alike", "its name is like this", 79)
BESIDE = NameWay(
    "beside", "its name is like what stands first; the rest is not compared", 79
)
HAS = NameWay("has", "it has what is wanted", 60)
OTHER_STATE = NameWay(
    "other-state", "its name is like this, but so another state is called", 45
)
OF_OTHER = NameWay("of-other", "its name is like this, but of another state", 45)
OTHER_SEX = NameWay(
    "other-sex", "its name is like this, but of a man where this is a woman’s", 45
)

SURE_SCORE = 90.0
"""From here on a thing is meant more often than not."""
LEAST = 45.0
"""Below this nothing is told."""


def every() -> list[NameWay]:
    """All ways that there are."""
    return [one for one in globals().values() if isinstance(one, NameWay)]
