"""A search: what is sought, as an address says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from diplomatica.lookup.index.days import Day, day_of, is_day
from diplomatica.model.formats import Format
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import Problem

FACETS = ("kind", "organisation", "speaker")
LONGEST = 200
"""How many characters the words of a search may have."""
_MOST = 20  # values of a facet
_FOR_EVER = 10**13  # years
_BOUNDS = ("since", "until")
_PAGES = ("page", "sentences")
_BESIDE = (*_PAGES, "root")


@dataclass(frozen=True)
class Search:
    """What is searched for: words, facets and years, each as in the address.

    With them go the pages of what is found. A facet may have several values, with
    spaces between them: an IRI has none.
    """

    q: str = ""
    kind: str = ""
    organisation: str = ""
    speaker: str = ""
    since: str = ""
    until: str = ""
    page: int = 1
    sentences: int = 1
    root: str = ""
    """Where this site begins."""

    @classmethod
    def asked(cls, given: Mapping[str, str], root: str) -> "Search":
        """That of the parameters of an address.

        Raises Problem 400 for too much at once, and for what is no day; and 404 for what
        is no number of a page.
        """

        def value(name: str) -> str:
            return given.get(name, "")

        words = value("q").strip(" ")
        facets = {name: value(name).strip(" ") for name in FACETS}
        _check_length(words, facets)
        bounds = {name: _checked_day(name, value(name)) for name in _BOUNDS}
        pages = {name: page_number(value(name), "search") for name in _PAGES}
        return cls(q=words, root=root, **facets, **bounds, **pages)  # type: ignore[arg-type]

    @property
    def bounds(self) -> tuple[Day, Day]:
        """The first and the last day, month or year that is asked for.

        Where none is, all have room between.
        """
        first = day_of(self.since) or (-_FOR_EVER,)
        last = day_of(self.until) or (_FOR_EVER,)
        return first, last

    @property
    def is_narrowed(self) -> bool:
        """Whether facets or years are chosen."""
        return any(self.kept(without=("q",)).values())

    def kept(self, without: Iterable[str] = ()) -> dict[str, str]:
        """What is chosen, but for pages and what is left out: a form's hidden fields."""
        left_out = {*_BESIDE, *without}
        values = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in left_out
        }
        return {name: value for name, value in values.items() if value}

    def chosen(self, facet: str) -> list[str]:
        """The values that are chosen of a facet."""
        values = str(getattr(self, facet)).split(" ")
        return list(dict.fromkeys(filter(None, values)))

    def with_value(self, facet: str, value: str) -> str:
        """The address of this search, narrowed by one more value of a facet."""
        values = [*self.chosen(facet), value]
        return self.url(**{facet: " ".join(values)})

    def without_value(self, facet: str, value: str) -> str:
        """The address of this search without a value that is chosen."""
        values = [one for one in self.chosen(facet) if one != value]
        return self.url(**{facet: " ".join(values)})

    def url(self, **changes: object) -> str:
        """The address of this search with changes.

        It begins with the first page unless it changes to another.
        """
        first_pages = dict.fromkeys(_PAGES, 1)
        changed = replace(self, **{**first_pages, **changes})  # type: ignore[arg-type]
        pages = {name: getattr(changed, name) for name in _PAGES}
        later = {name: page for name, page in pages.items() if page != 1}
        page = f"{self.root}/search"
        extra = urlencode({**changed.kept(), **later})
        return f"{page}?{extra}" if extra else page

    def download(self, form: Format) -> str:
        """The address of all that is found, in a format."""
        url = self.url()
        mark = "&" if "?" in url else "?"
        return f"{url}{mark}format={form.name}"


def _check_length(words: str, facets: dict[str, str]) -> None:
    """Raise Problem 400 for more words or values than can be sought."""
    most = max(values.count(" ") for values in facets.values())
    if len(words) <= LONGEST and most < _MOST:
        return
    detail = (
        f"Seek up to {LONGEST} characters, and choose up to {_MOST} values of a facet."
    )
    raise Problem(400, "This is too much to seek at once", detail)


def _checked_day(name: str, written: str) -> str:
    given = written.strip()
    if given and not is_day(given):
        detail = f"Write {name}=2010, {name}=2010-12 or {name}=2010-12-01."
        raise Problem(400, f"“{given}” is no year, month or day", detail)
    return given
