"""One release as it is served: its workers, its pages, and the replies that were given."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import time
from typing import Any

from a2wsgi import WSGIMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from diplomatica.engine import AsyncEngine, SyncEngine, Workers
from diplomatica.engine.engines import kind_at
from diplomatica.engine.small import Small, can_hold
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.release import Release, hold_folder
from diplomatica.web.app import create_app, make_ready
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.gateway.shares.turns import Turns
from diplomatica.web.history.mounted import Mounted
from diplomatica.web.http.cache import Cache
from diplomatica.web.sparql.answers import Answering
from diplomatica.web.sparql.sparql import ANSWERING

_LOG = logging.getLogger(__name__)


class Backend:
    """A release with its workers, its pages, and the replies that were given."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Load the release. Raises BrokenRelease."""
        self._hold = ExitStack()
        self._hold.enter_context(hold_folder(release.folder))
        self.release, self.settings = release, settings
        self.workers = _engine_of(release, settings)
        self.cache = Cache(settings.cache)
        self.turns = Turns(settings.threads, settings.bounds.pages_of_client)
        self.small: Small | None = None
        """What answers small queries at once, when it is loaded."""
        self._loading: asyncio.Task[None] | None = None
        self.since = time()
        """When it was taken up, in seconds since 1970."""
        self._users = 0
        self._unused = asyncio.Event()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keep it open until the end of this block."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            if not self._users:
                self._unused.set()

    def takes_forms(self, path: str) -> bool:
        """Whether there is a page at a path that takes what is sent to it."""
        return self._rules.test(path, method="POST")

    async def start(self) -> None:
        """Make all ready that a first reader would wait for."""
        await self.workers.start()
        self.engine = engine = SyncEngine(self.workers, asyncio.get_running_loop())
        # It may have to be made first.
        index = await asyncio.to_thread(Index, self.release)
        self.languages = index.languages
        flask = create_app(self.release, engine, self.settings.limits, self.languages)
        self._rules = flask.url_map.bind("")
        await asyncio.to_thread(make_ready, flask)
        flask.config["USE_X_SENDFILE"] = True  # delivery sends the files
        flask.wsgi_app = Mounted(flask.wsgi_app)  # type: ignore[assignment,method-assign]
        if count := self.settings.proxies:
            flask.wsgi_app = ProxyFix(flask.wsgi_app, count, count, count, 0, count)  # type: ignore[method-assign]
        self.answering: Answering = flask.extensions[ANSWERING]
        self.pages: Any = WSGIMiddleware(flask, workers=self.settings.threads)  # type: ignore[arg-type]

        self._loading = asyncio.create_task(self._load_small())

    async def _load_small(self) -> None:
        """Load what answers small queries, where the release has room for that."""
        settings, release = self.settings, self.release
        if (
            settings.engine
            or not settings.small
            or not can_hold(release, settings.place)
        ):
            return
        try:
            self.small = await asyncio.to_thread(Small, release)
        except (OSError, SyntaxError):
            _LOG.exception("Small queries are left to the workers")

    async def close(self, seconds: float) -> None:
        """End it once no request needs it any more, or after so many seconds."""
        try:
            await asyncio.wait_for(self._until_unused(), seconds)
        except TimeoutError:
            _LOG.warning(
                "%d requests to the release %s were not over after %g seconds: "
                "it is closed, and they are ended.",
                self._users,
                self.release.version,
                seconds,
            )
        if self._loading:
            self._loading.cancel()
        await self.workers.close(seconds)
        self._hold.close()

    async def _until_unused(self) -> None:
        while self._users:
            self._unused.clear()
            await self._unused.wait()


def _engine_of(release: Release, settings: Settings) -> AsyncEngine:
    """Workers of this machine, or a server elsewhere that holds the release."""
    limits = settings.limits
    if not settings.engine:
        return Workers(release, limits, settings.workers, settings.place)
    return kind_at(settings.engine).opened(
        release,
        settings.engine,
        limits,
        settings.threads,
        default_graph=settings.default_graph,
    )
