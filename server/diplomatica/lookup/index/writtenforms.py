"""Dates as people write them in data, read where they can mean one day or month only.

Each form is a regular expression that Python and SPARQL read alike, so that what is
counted when a dataset is built is what a query finds. “07/08/2015” is left out: it is a
day of July or of August.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

_LANGUAGES = ("en", "de", "fr", "es", "it", "ru")
_YEAR, _MONTH, _DAY = "([0-9]{4})", "(0?[1-9]|1[0-2])", "(0?[1-9]|[12][0-9]|3[01])"
_NAMED = "m(0[1-9]|1[0-2])"  # the name of a month, after it was told as a number
_LATE = "(1[3-9]|2[0-9]|3[01])"  # a number that is no month's
_WEEKDAY, _NTH, _OF = "([^ ,0-9]{2,10},? )?", "(st|nd|rd|th|er|º|[.])?", "( of| de)?"
_TIME = "( [0-9]{1,2}:[0-9]{2}.*)?"
_CLOCK, _ZONE = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", "( [^ 0-9]{1,5}| [-+][0-9]{4})?"
_CENTURIES = range(16, 21)
_FORMS = {
    f"^{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}{_TIME}$": "$1-0$2-0$3",
    f"^{_DAY}[.] ?{_MONTH}[.] ?{_YEAR}{_TIME}$": "$3-0$2-0$1",
    f"^{_LATE}[-/]{_MONTH}[-/]{_YEAR}{_TIME}$": "$3-0$2-0$1",
    f"^{_MONTH}[-/]{_LATE}[-/]{_YEAR}{_TIME}$": "$3-0$1-0$2",
    f"^{_MONTH}[-/.]{_YEAR}$": "$2-0$1",
    f"^{_NAMED}( de)?,?[- /]{_YEAR}$": "$3-0$1",
    f"^{_YEAR},?[- /]{_NAMED}$": "$1-0$2",
    f"^{_WEEKDAY}{_DAY}{_NTH}{_OF}[- /]?{_NAMED}( de)?,?[- /]?{_YEAR}{_TIME}$": (
        "$7-0$5-0$2"
    ),
    f"^{_WEEKDAY}{_NAMED}[- /]{_DAY}{_NTH},? {_YEAR}{_TIME}$": "$5-0$2-0$3",
    f"^{_YEAR},?[- /]{_NAMED}[- /]{_DAY}$": "$1-0$2-0$3",
    # Of two years with a stroke between them it began in the first (ISO 8601-1, 5.5.1).
    # Of others, as 1257/1999, it is the number of a law.
    "|".join(
        f"^({at}[0-9]{{2}})/({at}|{at + 1})[0-9]{{2}}$" for at in _CENTURIES
    ): "".join(f"${2 * place + 1}" for place in range(len(_CENTURIES))),
    # As ctime of C and `date` of Unix write it: Thu Oct 23 14:48:56 BST 2014.
    f"^{_WEEKDAY}{_NAMED} {{1,2}}{_DAY} {_CLOCK}{_ZONE} {_YEAR}$": "$6-0$2-0$3",
}
"""Each form, and how a year, a month and a day are made of it, with a zero too many."""
_SURPLUS = "-0([0-9]{2})"
_MAY_BE = re.compile(r"[0-9]{4}(?:[-/., ]|$)", re.ASCII)


@cache
def _months() -> dict[str, str]:
    """By the number of each month its names, the longest first, as one expression."""
    # Whoever starts waits for no library that few dates need.
    from babel.dates import get_month_names

    names = defaultdict(set)
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                found = get_month_names(width, context, language)
                for month, name in found.items():
                    names[f"{month:02}"].add(name.casefold().rstrip("."))
    names["09"].add("sept")
    in_order = {month: sorted(names[month], key=_longest) for month in sorted(names)}
    return {month: f"({'|'.join(known)})[.]?" for month, known in in_order.items()}


@cache
def _any_month() -> re.Pattern[str]:
    named = (f"(?P<m{month}>{names})" for month, names in _months().items())
    return re.compile("|".join(named))


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


_COMPILED = [(re.compile(form), made) for form, made in _FORMS.items()]
_LETTERS = "[^ -/0-9:,.]{3}"
_HAS_LETTERS = re.compile(_LETTERS)


# Of many things a few thousand days are told.
@lru_cache(1 << 14)
def written_date(text: str) -> str:
    """The day or month that a text is, as XML Schema writes it; "" for what is none."""
    if not _MAY_BE.search(text):
        return ""
    told = _numbered(text) if _HAS_LETTERS.search(text) else text
    for form, made in _COMPILED:
        if match := form.match(told):
            return re.sub(_SURPLUS, r"-\1", match.expand(made.replace("$", "\\")))
    return ""


def _numbered(text: str) -> str:
    """A text in small letters, with the numbers of months for their names."""
    return _any_month().sub(lambda found: found.lastgroup or "", text.casefold())


def told_in_sparql(text: str) -> str:
    """The expression of a query for what is told: `text` with numbers for months."""
    told = f"LCASE({text})"
    for month, names in _months().items():
        told = f'REPLACE({told}, "{names}", "m{month}")'
    return f'IF(REGEX({text}, "{_LETTERS}"), {told}, {text})'


def day_in_sparql(told: str) -> str:
    """The expression of a query for the day or month that is told; else what is told."""
    return "".join(_parts_in_sparql(told))


def _parts_in_sparql(told: str) -> Iterator[str]:
    for form, made in _FORMS.items():
        day = f'REPLACE(REPLACE({told}, "{form}", "{made}"), "{_SURPLUS}", "-$1")'
        yield f'IF(REGEX({told}, "{form}"), {day}, '
    yield told + ")" * len(_FORMS)
