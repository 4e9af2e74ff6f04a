"""A search: what is sought, as an address says it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from flask import request

from diplomatica.model.formats import Format
from diplomatica.web.http.problem import Problem

FACETS = ("kind", "organisation", "speaker")
LONGEST = 200
"""How many characters the words of a search may have."""
_MOST = 20  # values of a facet
_DAY = re.compile(r"(-?[0-9]{1,6})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
Day = tuple[int, ...]
"""A year, a month or a day, as numbers; they are in order as they are."""


@dataclass(frozen=True)
class Search:
    """What is searched for: words, facets and years, each as in the address, and the pages of what is found.

    A facet may have several values, with spaces between them: an IRI has none.
    """

    q: str = ""
    kind: str = ""
    organisation: str = ""
    speaker: str = ""
    since: str = ""
    until: str = ""
    page: int = 1
    sentences: int = 1

    @classmethod
    def asked(cls) -> "Search":
        """That of the request; a page that there cannot be is the first. Raises Problem 400."""
        given = {name: request.args.get(name, "").strip(" ") for name in ("q", *FACETS)}
        if len(given["q"]) > LONGEST or any(
            given[name].count(" ") >= _MOST for name in FACETS
        ):
            detail = f"Seek up to {LONGEST} characters, and choose up to {_MOST} values of a facet."
            raise Problem(400, "This is too much to seek at once", detail)
        given |= {name: _bound(name) for name in ("since", "until")}
        return cls(**given, page=_number("page"), sentences=_number("sentences"))

    @property
    def bounds(self) -> tuple[Day, Day]:
        """The first and the last day, month or year that is asked for; where none is, all have room between."""
        return day_of(self.since) or (-(10**6),), day_of(self.until) or (10**6,)

    @property
    def is_narrowed(self) -> bool:
        """Whether facets or years are chosen."""
        return any(self.kept(without=("q",)).values())

    def kept(self, without: Iterable[str] = ()) -> dict[str, str]:
        """What is chosen, but for pages and what is left out: the hidden fields of a form."""
        names = (
            one.name for one in fields(self) if one.type is str or one.type == "str"
        )
        return {
            name: value
            for name in names
            if name not in without and (value := getattr(self, name))
        }

    def chosen(self, facet: str) -> list[str]:
        """The values that are chosen of a facet."""
        return list(dict.fromkeys(filter(None, str(getattr(self, facet)).split(" "))))

    def with_value(self, facet: str, value: str) -> str:
        """The address of this search, narrowed by one more value of a facet."""
        return self.url(**{facet: " ".join([*self.chosen(facet), value])})

    def without_value(self, facet: str, value: str) -> str:
        """The same without a value that is chosen."""
        return self.url(
            **{facet: " ".join(one for one in self.chosen(facet) if one != value)}
        )

    def url(self, **changes: object) -> str:
        """The address of this search with changes; it begins with the first page unless it changes to another."""
        changed = replace(self, **{"page": 1, "sentences": 1, **changes})  # type: ignore[arg-type]
        pages = {
            name: value
            for name in ("page", "sentences")
            if (value := getattr(changed, name)) != 1
        }
        extra = urlencode({**changed.kept(), **pages})
        return f"{request.script_root}/search" + (extra and f"?{extra}")

    def download(self, form: Format) -> str:
        """The address of all that is found, in a format."""
        url = self.url()
        return f"{url}{'&' if '?' in url else '?'}format={form.name}"


def day_of(text: str) -> Day:
    """A year, a month or a day as numbers; none for what begins with no year."""
    found = _DAY.match(text)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _bound(name: str) -> str:
    given = request.args.get(name, "").strip()
    if given and not _DAY.fullmatch(given):
        detail = f"Write {name}=2010, {name}=2010-12 or {name}=2010-12-01."
        raise Problem(400, f"“{given}” is no year, month or day", detail)
    return given


def _number(name: str) -> int:
    """The number of a page, 1 if none is given."""
    given = request.args.get(name, "")
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,5}", given) else 1
