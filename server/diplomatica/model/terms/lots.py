"""Places by lot, where there are more than a map has room for: the same each time.

What is first in a store is all from one end of it.
"""

import hashlib
from collections.abc import Mapping

from diplomatica.model.dataset.profile import Profile

MOST_READ = 20_000
"""How many places of one property are read: of more, a sample of so many."""
MOST_SHAPES = 5_000
"""How many shapes, which may have many points each."""
_LOTS = 16**8
_DIGITS = 8


def lots(profile: Profile) -> Mapping[str, str]:
    """The properties of which a sample is drawn, each with what its lots must be below.

    The lots of two coordinates are those of their latitude.
    """
    known = profile.properties
    found: dict[str, str] = {}
    for latitude, longitude in profile.coordinates:
        if bound := _limit_of_lots(known[latitude].count, MOST_READ):
            found |= {latitude: bound, longitude: bound}
    for by in profile.shapes:
        if bound := _limit_of_lots(known[by].count, MOST_SHAPES):
            found[by] = bound
    return found


def _limit_of_lots(count: int, most: int) -> str:
    """What lets through so many of all, or half of that; "" where they are no more.

    It stays as it is while all are not twice as many, and so does the sample.
    """
    return f"{_LOTS * most >> count.bit_length():0{_DIGITS}x}" if count > most else ""


def lot_of(node: str) -> str:
    """The lot of what has a place, by its IRI or by the label of a blank node."""
    return hashlib.md5(node.encode(), usedforsecurity=False).hexdigest()[:_DIGITS]
