"""The notations by which concepts are known beside their names, and their order by these."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import SKOS

_NOTATION = SKOS("notation")
_CODES = (
    f"SELECT ?this ?code {{{{ VALUES ?this {{{{ {{}} }}}} ?this {_NOTATION} ?code }}}}"
)
_SAMPLE = f"SELECT DISTINCT ?this ?code {{ ?this {_NOTATION} ?code }} LIMIT 2000"
MOST = 2_000
"""How many things are put in the order of their notations."""


def notations(
    things: Sequence[NamedNode], engine: Engine, profile: Profile
) -> dict[str, str]:
    """The notations of these things by their IRIs; of several of one the shortest."""
    if not things or _NOTATION.value not in profile.properties:
        return {}
    known = defaultdict[str, list[str]](list)
    for row in engine.rows(_CODES.format(values(things))):
        known[text_of(row["this"])].append(text_of(row["code"]))
    return {iri: shortest(codes) for iri, codes in known.items()}


def are_own(engine: Engine, profile: Profile) -> bool:
    """Whether notations are those of things, and not of what many of them are sorted by.

    A firm has that of its industry, which is no part of its name.
    """
    if _NOTATION.value not in profile.properties:
        return False
    rows = engine.rows(_SAMPLE)
    pairs = {(text_of(row["this"]), text_of(row["code"])) for row in rows}
    return 2 * len({code for _, code in pairs}) >= len(pairs)


def shortest(codes: Iterable[str]) -> str:
    """Of several notations of one thing the shortest; "" of none."""
    return min(codes, key=lambda code: (len(code), code), default="")


def begins_with_notation(name: str, code: str) -> bool:
    """Whether a name begins with its notation, and not with a word of the same letter."""
    return name.startswith(code) and not name[len(code) :][:1].isalnum()


def place_of_notation(code: str) -> tuple[bool, str]:
    """Where a notation stands among others: by its numbers, and what has none last."""
    return not code, natural(code)
