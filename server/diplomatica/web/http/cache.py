"""A bounded cache of finished replies: what was not asked for longest makes room first."""

from collections.abc import Hashable
from typing import NamedTuple

from cachetools import LRUCache

from diplomatica.web.http.reply import Reply

_LARGEST_SHARE = 8
_OVERHEAD = 1024  # bytes that a reply takes beside its body, roughly


class _Kept(NamedTuple):
    key: Hashable
    reply: Reply


class Cache:
    """Replies by what was asked, as many as fit into `size` bytes.

    It belongs to one thread, and locks nothing.
    """

    def __init__(self, size: int) -> None:
        """Take how many bytes the replies may have together."""
        self._largest = size // _LARGEST_SHARE
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(size, getsizeof=_cost)

    def get(self, key: Hashable) -> Reply | None:
        """The reply to this, if it is here."""
        kept = self._kept.get(key)
        return kept.reply if kept else None

    def put(self, key: Hashable, reply: Reply) -> None:
        """Keep a reply, unless it would take more than its share of the room."""
        kept = _Kept(key, reply)
        if key not in self._kept and _cost(kept) <= self._largest:
            self._kept[key] = kept

    @property
    def size(self) -> float:
        """The bytes that they take."""
        return self._kept.currsize

    def __len__(self) -> int:
        """How many replies are here."""
        return len(self._kept)


def _cost(kept: _Kept) -> int:
    """Twice the body, since the compressed one is kept beside it, the query and the key.

    Under two keys a reply counts twice.
    """
    key, reply = kept
    parts = key if isinstance(key, tuple) else (key,)
    texts = [part for part in parts if isinstance(part, str | bytes)]
    of_key = sum(map(len, texts)) + _OVERHEAD
    return 2 * len(reply.body) + len(reply.query) + of_key
