"""Things in the order of whatever dates they have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter

from flask import Flask, render_template, request
from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.dated import ON_A_PAGE, Dated
from diplomatica.lookup.browsing.led import Led, owners_of
from diplomatica.model.dataset.naming import VALUED
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import XSD
from diplomatica.web.browse.datechart import chart_of
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.document.pagenumber import last_page, page_number
from diplomatica.web.http.problem import not_found
from diplomatica.web.notes.valued import words_by_values
from diplomatica.web.site import Site
from diplomatica.web.speech.moment import as_moment

_ADVICE = "Choose a property that /browse/dates offers."
_YEAR = re.compile(r"-?\d{1,12}", re.ASCII)


def register(app: Flask, site: Site) -> None:
    """The view of /browse/dates."""
    app.add_url_rule("/browse/dates", "dates", partial(_dates, site))


def _dates(site: Site) -> str:
    """How many dates of a property are in which years, and the things of some years."""
    known = [*site.overview.times, *site.overview.times_of_records]
    given = request.args.get("by")
    by = iri_meant(given, site, _ADVICE).value if given else next(iter(known), "")
    if by not in known:
        raise not_found(f"the dates of {by}" if by else "dates")
    known_of = site.profile.properties[by]
    years = {int(year): n for year, n in known_of.years.items()}
    since = _year("since", min(years))
    until = _year("until", max(years))
    catalog = site.iris("graph", "catalog")
    within = {year: n for year, n in years.items() if since <= year <= until}
    total = sum(within.values())
    page, last = _page_of(total)
    dated = Dated(site.engine, catalog, NamedNode(by), within, page)
    properties = [NamedNode(iri) for iri in known]
    undated = _unreadable_dates(site)
    told = owners_of([thing for thing, _ in dated.things], site.index)
    things = [(told[thing], _as_moment(date)) for thing, date in dated.things]
    labels = _labels_of(told.values(), [*properties, *undated], site)
    return render_template(
        "browse/dates.html",
        by=NamedNode(by),
        properties=properties,
        is_value=by in VALUED,
        of_records=[NamedNode(iri) for iri in site.overview.times_of_records],
        since=since,
        until=until,
        page=page,
        days=list(_by_day(things, labels, site)),
        others=known_of.count - sum(years.values()),
        unread=term_of(known_of.unread) if known_of.unread else None,
        undated=undated,
        total=total,
        chart=chart_of(within),
        has_more=page < last,
        labels=labels,
    )


def _labels_of(
    told: Iterable[Led], properties: Iterable[NamedNode], site: Site
) -> dict[str, str]:
    """What things with dates and properties are called, be it by what these say."""
    dated = list(told)
    terms = [term for one in dated for term in (one.thing, *one.by)]
    labels = site.describing.labels([*properties, *terms])
    return labels | words_by_values(site, (one.thing for one in dated), labels)


def _page_of(total: int) -> tuple[int, int]:
    """The number of the page that is asked for, and of the last of so many dates."""
    last = last_page(total, ON_A_PAGE)
    return page_number(request.args.get("page", ""), "browse/dates", last), last


def _as_moment(date: Term) -> Term:
    """A date as it is told; what its text is, its property has said already."""
    if isinstance(date, Literal) and date.datatype == XSD("string"):
        return as_moment(date)
    return date


def _by_day(
    things: Iterable[tuple[Led, Term]], labels: Mapping[str, str], site: Site
) -> Iterator[tuple[Term, list[Led]]]:
    """The dates of things in their order, with those of each in the order of their names."""

    def name(one: Led) -> str:
        iri = text_of(one.thing)
        return natural(labels.get(iri) or site.iris.readable(iri))

    for date, same in groupby(things, itemgetter(1)):
        yield date, sorted((one for one, _ in same), key=name)


def _unreadable_dates(site: Site) -> dict[NamedNode, tuple[int, Term]]:
    """The properties of dates of which none can be read: how many, and one of them."""
    known = site.profile.properties
    return {
        NamedNode(by): (known[by].count, term_of(known[by].unread))
        for by in site.profile.undated
    }


def _year(name: str, default: int) -> int:
    given = request.args.get(name, str(default))
    if not _YEAR.fullmatch(given):
        raise not_found(f"{name} {given}")
    return int(given)
