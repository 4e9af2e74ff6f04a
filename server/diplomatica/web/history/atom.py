"""The feed of releases (RFC 4287): what changed, for whoever follows the dataset."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flask import Flask, Response

from diplomatica.lookup.history.changerecord import Record
from diplomatica.lookup.history.changes import GROUPS
from diplomatica.lookup.history.past import Past
from diplomatica.web.history.asof import day_of
from diplomatica.web.history.timemap import address_of_all
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import FRESH
from diplomatica.web.site import Site

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

_MOST_NAMES = 3  # in a title
_LONGEST_NAME = 70  # characters of one in a title
_ATOM = "application/atom+xml; charset=utf-8"


def register(app: Flask, site: Site) -> None:
    """The view of /feed.atom."""
    history = site.history

    @app.get("/feed.atom")
    def atom() -> Response:
        """An entry for each release, the newest first."""
        dated = [one for one in history.past if one.release and one.entry.issued]
        if not dated:
            detail = "A feed has an entry for each release: publish one first."
            raise Problem(404, "Nothing was published yet", detail)
        body = _feed(site, dated).atom_str(pretty=True)
        return Response(body, content_type=_ATOM, headers={"Cache-Control": FRESH})


def _feed(site: Site, dated: list[Past]) -> "FeedGenerator":
    """The feed, with an entry for each of these releases."""
    # Few ask for a feed; the pages need not wait for its library.
    from feedgen.feed import FeedGenerator

    release, here = site.release, address_of_all()
    feed = FeedGenerator()
    feed.id(f"{release.dataset}#releases")
    feed.title(f"{release.title}: releases")
    feed.link(href=f"{here}feed.atom", rel="self", type="application/atom+xml")
    feed.link(href=f"{here}releases", rel="alternate", type="text/html")
    feed.author(_authors(site))
    feed.updated(day_of(dated[0].entry.issued))
    for one in dated:
        feed.add_entry(_entry(site, one), order="append")
    return feed


def _entry(site: Site, one: Past) -> "FeedEntry":
    """One release: when it came, what changed, and why."""
    from feedgen.entry import FeedEntry

    version, here = one.entry.version, address_of_all()
    record = one.record
    page = f"release/{version}/changes" if record else f"release/{version}"
    entry = FeedEntry()
    entry.id(site.iris("release", version).value)
    entry.title(f"{site.release.title} {version}: {_happened(record)}")
    entry.link(href=f"{here}{page}", rel="alternate", type="text/html")
    entry.author(_authors(site))
    entry.updated(day_of(one.entry.issued))
    counts = record.told_counts if record else {}
    since = record.summary["before"]["version"] if record else ""
    told = [*_notes_and_reasons(record), in_words(counts, since), _among(record)]
    entry.content("\n\n".join(filter(None, told)))
    return entry


def _happened(record: Record | None) -> str:
    """What happened in a release, in a line: first what was withdrawn."""
    if record is None:
        return "the first release that is to be had"
    named = sorted(
        record.telling["names"], key=lambda one: one["outcome"], reverse=True
    )
    told = [f"{_short(one['name'])} {one['outcome']}" for one in named[:_MOST_NAMES]]
    counts = record.told_counts.values()
    left = sum(sum(outcomes.values()) for outcomes in counts) - len(told)
    if not told:
        return f"{left:,} changed" if left else "only its description changed"
    return "; ".join([*told, f"{left:,} more changed"] if left > 0 else told)


def _short(name: str) -> str:
    is_long = len(name) > _LONGEST_NAME
    return f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]} …" if is_long else name


def _notes_and_reasons(record: Record | None) -> Iterator[str]:
    """The notes of a release, and the reasons of what was withdrawn."""
    if record is None:
        return
    yield from (note["text"] for note in record.telling["notes"])
    for one in record.telling["reasons"]:
        reasons = " ".join(reason["text"] for reason in one["reasons"])
        name = one["name"] or one["subject"]
        yield f"Withdrawn: {name} {f'— {reasons}' if reasons else ''}".strip()


def _among(record: Record | None) -> str:
    """The names of the first few things that changed."""
    names = record.telling["names"] if record else []
    told = [f"{one['name']} ({one['outcome']})" for one in names]
    return f"Among them: {'; '.join(told)}." if told else ""


def _authors(site: Site) -> list[dict[str, str]]:
    """Whose the releases are; each entry says it, for readers that keep it by itself."""
    release = site.release
    return [{"name": name} for name in release.creators or (release.title,)]


def in_words(counts: Mapping[str, Mapping[str, int]], since: str) -> str:
    """What changed, in a sentence."""
    if not since:
        return "The first release that is to be had."
    told = [
        f"{GROUPS[group].lower()}: {_counts_in_words(outcomes)}"
        for group, outcomes in counts.items()
    ]
    return f"Since {since}: {'; '.join(told) or 'only its description changed'}."


def _counts_in_words(outcomes: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count} {outcome}" for outcome, count in sorted(outcomes.items())
    )
