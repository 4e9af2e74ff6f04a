"""The pages of this site, drawn from the table of its sections: who adds one has it tested."""

from conftest import ARTICLE
from diplomatica.web.sections import SECTIONS

FOR_PROGRAMS = {
    *("admin", "feed", "health", "linkset", "live", "metrics"),
    *("ready", "reconcile", "sitemap", "static", "timemap"),
}
"""The sections that have no page for people."""
BELOW = {
    "article": f"article/{ARTICLE}",
    "doc": "doc/kazakhstan",
    "release": "release/0.1.0/coverage",
    "statement": "",
}
"""Those with pages below their path only, with an example; the name of a statement is the
digest of what the data says."""
ELSEWHERE = {"browse/places"}
"""Those that there are for other data only: no place of this dataset has coordinates."""

PAGES = tuple(
    section.path
    for section in SECTIONS
    if section.path not in FOR_PROGRAMS | BELOW.keys() | ELSEWHERE
)
"""The paths of sections with a page."""
EXAMPLES = (*filter(None, BELOW.values()), f"claim/{ARTICLE}/osce-finale")
"""Pages of single things."""
