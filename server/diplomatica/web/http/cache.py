"""A bounded cache of finished replies: what was not asked for longest makes room first."""

from collections import OrderedDict
from collections.abc import Hashable

from diplomatica.web.http.reply import Reply

_LARGEST_SHARE = 8
_OVERHEAD = 1024  # bytes that a reply takes beside its body, roughly


class Cache:
    """Replies by what was asked, as many as fit into `size` bytes.

    It belongs to one thread, and locks nothing.
    """

    def __init__(self, size: int) -> None:
        """Take how many bytes the replies may have together."""
        self._replies: OrderedDict[Hashable, Reply] = OrderedDict()
        self._room = self._size = size

    def get(self, key: Hashable) -> Reply | None:
        """The reply to this, if it is here."""
        reply = self._replies.get(key)
        if reply is not None:
            self._replies.move_to_end(key)
        return reply

    def put(self, key: Hashable, reply: Reply) -> None:
        """Keep a reply, unless it would take more than its share of the room."""
        cost = _cost(key, reply)
        if cost > self._size // _LARGEST_SHARE or key in self._replies:
            return
        self._replies[key] = reply
        self._room -= cost
        while self._room < 0:
            self._room += _cost(*self._replies.popitem(last=False))

    def __len__(self) -> int:
        """How many replies are here."""
        return len(self._replies)


def _cost(key: Hashable, reply: Reply) -> int:
    """Twice the body, since the compressed one is kept beside it, and the key.

    Under two keys a reply counts twice.
    """
    parts = key if isinstance(key, tuple) else (key,)
    texts = [part for part in parts if isinstance(part, str | bytes)]
    return 2 * len(reply.body) + sum(map(len, texts)) + _OVERHEAD
