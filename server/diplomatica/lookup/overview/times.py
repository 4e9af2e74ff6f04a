"""By which of the dates of its things a reader would put data in order."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.index.dates import tells_an_end
from diplomatica.model.statement import text_of

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
        return 2 * count < most, tells_an_end(by), -count

    return sorted(dated, key=place)
