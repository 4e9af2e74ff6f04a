"""The numbers of nodes, the same in all tables of an index."""

from sqlite3 import Connection

_AT_ONCE = 20_000  # nodes that are written together
_AT_HAND = 200_000  # nodes whose numbers are in memory
_ADD = "INSERT INTO read.node VALUES (?, ?)"
_KNOWN = "SELECT number FROM read.node WHERE iri = ?"


class Numbers(dict[str, int]):
    """The numbers of IRIs and blank nodes; whoever is not known yet gets the next one.

    Only where there are more than can be at hand the table is asked for one.
    """

    def __init__(self, into: Connection) -> None:
        """`into` has the table of nodes already, below `read`."""
        super().__init__()
        self._into = into
        self._new: list[tuple[int, str]] = []
        ((last,),) = into.execute("SELECT COALESCE(MAX(number), 0) FROM read.node")
        self._last: int = last
        self._are_all = not self._last

    def __missing__(self, node: str) -> int:
        """Find the number of one that is not at hand, or give it a new one."""
        if len(self) >= _AT_HAND:
            self.let_go()
        number = 0 if self._are_all else self._number_of(node)
        self[node] = number = number or self._new_number(node)
        return number

    def write(self) -> None:
        """Write the new ones, which are at hand all the while."""
        self._into.executemany(_ADD, self._new)
        self._new.clear()

    def let_go(self) -> None:
        """Keep in the table alone what was at hand."""
        self.write()
        self.clear()
        self._are_all = False

    def _number_of(self, node: str) -> int:
        found = self._into.execute(_KNOWN, (node,)).fetchone()
        return int(found[0]) if found else 0

    def _new_number(self, node: str) -> int:
        self._last += 1
        self._new.append((self._last, node))
        if len(self._new) >= _AT_ONCE:
            self.write()
        return self._last
