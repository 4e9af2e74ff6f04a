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
_YEAR = re.compile(r"-?[0-9]{1,6}")


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
        """That of the request; what cannot be meant is passed over. Raises Problem 400 for too much at once."""
        given = {name: request.args.get(name, "").strip(" ") for name in ("q", *FACETS)}
        if len(given["q"]) > LONGEST or any(
            given[name].count(" ") >= _MOST for name in FACETS
        ):
            detail = f"Seek up to {LONGEST} characters, and choose up to {_MOST} values of a facet."
            raise Problem(400, "This is too much to seek at once", detail)
        years = {
            name: request.args.get(name, "").strip() for name in ("since", "until")
        }
        given |= {name: year for name, year in years.items() if _YEAR.fullmatch(year)}
        return cls(**given, page=_number("page"), sentences=_number("sentences"))

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


def _number(name: str) -> int:
    """The number of a page, 1 if none is given."""
    given = request.args.get(name, "")
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,5}", given) else 1
