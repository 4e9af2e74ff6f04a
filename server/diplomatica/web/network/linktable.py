"""The links of a network as a table for programs."""

import csv
import io

from diplomatica.lookup.links.links import ThingLink
from diplomatica.model.statement import text_of
from diplomatica.web.network.pictures import Network

_COLUMNS = (
    *("from", "through", "to", "planned", "statement", "words"),
    *("from_iri", "through_iri", "to_iri"),
)


def link_table(network: Network) -> str:
    """The table of a network as CSV (RFC 4180)."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for link in network.rows:
        table.writerow(_row(network, link))
    return file.getvalue()


def _row(network: Network, link: ThingLink) -> tuple[str, ...]:
    start, end = link.ends
    through = network.name(link.through) if link.through else ""
    is_planned = "yes" if link.is_plan else ""
    statement = "; ".join(network.sentences(network.told(link)))
    words = " | ".join(one.quote or one.reason for one in network.reasons(link))
    iris = [text_of(one) if one else "" for one in (start, link.through, end)]
    ends = network.name(start), through, network.name(end)
    return (*ends, is_planned, statement, words, *iris)
