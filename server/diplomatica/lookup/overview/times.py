"""By which of the dates of its things a reader would put data in order."""

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of

_LOCAL = re.compile(r"[^/#:]*$")
# When something ends or may be had, and when a page of it was made, comes after when it is.
_BESIDE = re.compile(
    r"valid|expir|until|through|end|death|die[sd]|last|latest|deadline|price|avail|upload"
    r"|publi|post|access|retriev|crawl|scrap|check|review|verif|import|regist|record",
    re.IGNORECASE,
)
_HAVING = """
SELECT ?by (COUNT(DISTINCT ?thing) AS ?count) {{
  VALUES ?thing {{ {} }} VALUES ?by {{ {} }} ?thing ?by ?date
}} GROUP BY ?by"""


def telling_first(
    dated: Sequence[str], things: Iterable[NamedNode], engine: Engine
) -> list[str]:
    """Those properties first that most of some typical things have.

    Of these again those that tell when something was, rather than when it ends.
    """
    some = values(things)
    if len(dated) < 2 or not some:
        return list(dated)
    rows = engine.rows(_HAVING.format(some, values(map(NamedNode, dated))))
    counts = {text_of(row["by"]): int(text_of(row["count"])) for row in rows}
    most = max(counts.values(), default=0)

    def place(by: str) -> tuple[bool, bool, int]:
        count = counts.get(by, 0)
        return 2 * count < most, is_beside(by), -count

    return sorted(dated, key=place)


def is_beside(by: str) -> bool:
    """Whether a property tells when something ends or can be had, by its name."""
    found = _LOCAL.search(by)
    return bool(found and _BESIDE.search(found[0]))
