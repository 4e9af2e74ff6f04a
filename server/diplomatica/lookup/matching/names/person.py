"""How persons are written: with the years of a life, a second name, an office beside it."""

import re
from collections.abc import Iterator

from diplomatica.lookup.matching.names.writing import is_title, surname_last, untitled

_YEARS = re.compile(
    r"[,(\[\s]+(?:b\.|born|d\.|died|ca\.)?\s*"
    r"(?:\d{4}\??\s*[-–—]\s*(?:\d{4}\??)?|(?<=[.nd]\s)\d{4})[)\].]*$"
)
_COMMA = re.compile(r"\s*[,،、]\s*")
_LONGEST = 4  # words of a person’s name
_OF_MEN = re.compile(r"\w+([eo]v|[iy]n|[еоё]в|[иы]н)")
_OF_ANOTHER = frozenset(("of", "for", "to", "by", "on", "with", "and"))


def without_years(text: str) -> str:
    """A name without the years of a life behind it; empty where it has none."""
    bare = _YEARS.sub("", text)
    return bare if bare != text else ""


def forms(text: str) -> list[str]:
    """A name as it stands, turned round, and without titles before it."""
    every = (text, surname_last(text), untitled(text))
    return list(dict.fromkeys(filter(None, every)))


def without_middle(name: str) -> str:
    """A name without what stands between its first and last word; else empty."""
    words = name.split()
    is_one = 2 < len(words) <= _LONGEST and "," not in name
    return f"{words[0]} {words[-1]}" if is_one else ""


def beside_offices(text: str) -> Iterator[str]:
    """What may be the name of a person before an office, behind a comma, or after one."""
    parts = _COMMA.split(text)
    first = untitled(parts[0]) or parts[0]
    # “Umarov, Doku” is another man
    if len(parts) > 1 and " " in first:
        yield first
    if len(parts) > 2:
        yield f"{parts[1]} {parts[0]}"
    # “President of Kazakhstan, Nursultan Nazarbayev”
    has_office = any(map(is_title, parts[0].split()))
    if len(parts) > 1 and " " in parts[-1] and has_office:
        yield parts[-1]
    # “President Nursultan Nazarbayev of Kazakhstan”
    if first != parts[0]:
        yield first.partition(" of ")[0]
    words = parts[-1].split()
    for length in range(1, _LONGEST + 1):
        before, name = words[:-length], words[-length:]
        if any(map(is_title, before)) and before[-1].casefold() not in _OF_ANOTHER:
            yield " ".join(name)


def is_of_other_sex(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names differ by a surname’s form for women: Umarova, Umarov."""
    differing = {*one} ^ {*other}
    men = filter(_OF_MEN.fullmatch, differing)
    return any(differing & {f"{man}a", f"{man}а"} for man in men)
