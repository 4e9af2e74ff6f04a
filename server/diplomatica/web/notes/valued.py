"""What a page calls that has no name but the end of its address: by what it says, too."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from diplomatica.model.dataset.naming import is_code
from diplomatica.web.notes.contents import contents_of
from diplomatica.web.notes.notes import (
    LONG,
    by_kinds,
    notes_by_values,
    with_times,
)
from diplomatica.web.notes.owned import names_of_owned
from diplomatica.web.site import Site

_MOST = 100  # things of a page that are looked at


def words_by_values(
    site: Site,
    terms: Iterable[object],
    labels: Mapping[str, str],
    this: NamedNode | None = None,
) -> dict[str, str]:
    """“medal 783: gold · decathlon” for what is called medal_783 alone, by its IRI.

    So on the page of `this`, which needs not be told there.
    """
    nameless = [
        one
        for one in sorted(terms, key=str)
        if isinstance(one, NamedNode)
        and not labels.get(one.value)
        and is_code(one.value)
    ][:_MOST]
    contents = contents_of(nameless, site)
    contents |= names_of_owned([*nameless, *([this] if this else [])], labels, site)
    nameless = [one for one in nameless if one.value not in contents]
    groups = by_kinds(site.describing.kinds(nameless).items())
    besides = labels.get(this.value, "") if this else ""
    notes = notes_by_values(groups, site, own=True, besides=besides)
    told = with_times(notes, nameless, labels, site)
    by_notes = {
        iri: _with_note(site.iris.readable(iri), note) for iri, note in told.items()
    }
    return by_notes | contents


def _with_note(end: str, note: str) -> str:
    """The end of an address with a note; only the note where the end is too long to be read."""
    return note if len(end) > LONG else f"{end}: {note}"
