"""The uptake of newer releases: what a path leads to is served, and followed."""

import asyncio
import logging
from pathlib import Path

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.settings import Settings

_LOG = logging.getLogger(__name__)
_LOOKS_AFTER = 1.0  # seconds between two looks for a newer release
_LONGEST_WAIT = 60.0  # seconds before the same is tried again
_GRACE = 5.0  # seconds that old requests have beside the time of a query


class Uptake:
    """The release that is served now, and the looking for a newer one."""

    def __init__(self, backend: Backend, follow: Path, settings: Settings) -> None:
        """`follow` is looked at again and again."""
        self.backend = backend
        self.failure = ""
        """Why the newest release is not the one that is served; "" if it is."""
        self._follow, self._settings = follow, settings
        self._closing: set[asyncio.Task[None]] = set()
        self._failed, self._wait = Path(), 0.0

    async def look(self) -> None:
        """Take up newer releases, for ever.

        One that cannot be taken up is tried again, later each time.
        """
        while True:
            await asyncio.sleep(max(_LOOKS_AFTER, self._wait))
            folder = await asyncio.to_thread(self._follow.resolve)
            if folder == self.backend.release.folder:
                self.failure, self._wait = "", 0.0
            else:
                await self._try(folder)

    async def _try(self, folder: Path) -> None:
        """Serve a newer release, and close the old one once nobody uses it."""
        try:
            fresh = await asyncio.to_thread(self._backend_of, folder)
            await self._start_or_close(fresh)
        except (DiplomaticaError, OSError, EOFError) as error:
            self._tell(folder, error)
            return
        self.failure, self._wait = "", 0.0
        old, self.backend = self.backend, fresh
        print(_told_of(fresh.release), flush=True)
        # Nobody who is still at the old one keeps the next from being taken up.
        closing = asyncio.create_task(old.close(self.patience))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    @property
    def patience(self) -> float:
        """How many seconds the requests to an old release have."""
        return self._settings.limits.seconds + _GRACE

    def _tell(self, folder: Path, error: Exception) -> None:
        """Tell why a release is not taken up; it is tried again ever later."""
        self.failure = str(error) or repr(error)
        longer = min(2 * self._wait or _LOOKS_AFTER, _LONGEST_WAIT)
        self._wait = longer if folder == self._failed else 0
        self._failed = folder
        _LOG.error(
            "The new release is not taken up, the old one is still served, and it is "
            "tried again: %s",
            self.failure,
        )

    async def _start_or_close(self, fresh: Backend) -> None:
        try:
            await fresh.start()
        except BaseException:
            await fresh.close(0)  # nothing of it is left behind
            raise

    def _backend_of(self, folder: Path) -> Backend:
        return Backend(open_release(folder), self._settings)

    async def close(self) -> None:
        """End what is served, and what was before."""
        await asyncio.gather(self.backend.close(self.patience), *self._closing)


def _told_of(release: Release) -> str:
    """What the terminal is told of a release that is served from now on."""
    if release.of_files:
        return f"Now serving {release.called}, as its files are now."
    draft = ", a draft," if release.draft else ""
    return f"Serving {release.title} {release.edition}{draft} from now on"
