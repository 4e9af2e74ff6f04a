"""Which terms of the data a reader understands: by a name, or by an IRI that is words."""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.model.characters import UNSEEN
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import NAMES

# obo:CDAO_0000045, Q5; what a tool made of several IRIs.
_CODE = re.compile(r".*\d{3,}.*|(.*:)?[A-Za-z]{1,3}[_-]?\d+|.*://.*", re.DOTALL)
_NAMED = "|".join(map(str, NAMES))
_SEEN = f"[^{UNSEEN}]".replace("\\", "\\\\")
_CALLED = (
    f"SELECT DISTINCT ?this {{{{ VALUES ?this {{{{ {{}} }}}} ?this {_NAMED} ?name "
    f'FILTER (REGEX(STR(?name), "{_SEEN}")) }}}}'
)


class Wording:
    """How terms read in one release."""

    def __init__(self, engine: Engine, iris: Iris) -> None:
        """Take what holds their names."""
        self._engine, self._iris = engine, iris

    def is_code(self, iri: str) -> bool:
        """Whether an IRI reads as no word, so that only a name would tell what it means."""
        return bool(_CODE.fullmatch(self._iris.readable(iri)))

    def codes(self, terms: Iterable[NamedNode]) -> set[NamedNode]:
        """Those of some terms that are codes, and have no name either."""
        coded = {one for one in terms if self.is_code(one.value)}
        if not coded:
            return set()
        rows = self._engine.rows(_CALLED.format(" ".join(sorted(map(str, coded)))))
        return coded - {NamedNode(text_of(row["this"])) for row in rows}

    def told_first(self, terms: Iterable[str]) -> list[str]:
        """Some terms in their order, but those last that are codes."""
        known = list(terms)
        codes = self.codes(map(NamedNode, known))
        return sorted(known, key=lambda one: NamedNode(one) in codes)
