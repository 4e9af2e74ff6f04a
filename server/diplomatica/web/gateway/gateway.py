"""The way in: an ASGI application that answers queries, and hands all else to Flask."""

import asyncio
import logging
from pathlib import Path

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway import head
from diplomatica.web.gateway.archive import Archive, may_be_of_another, redirect
from diplomatica.web.gateway.atonce import Coming, reply_at_once
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.exchange import Exchange, Receive
from diplomatica.web.gateway.health import PATH, Health
from diplomatica.web.gateway.pages import answer_page
from diplomatica.web.gateway.queries import answer_query, is_query
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.gateway.shares.heldbytes import HeldBytes
from diplomatica.web.gateway.uptake import Uptake
from diplomatica.web.http.accesslog import Account, Message, Send, account_of
from diplomatica.web.http.delivery import deliver
from diplomatica.web.http.reply import Reply, problem_reply
from diplomatica.web.site import ELSEWHERE

_LOG = logging.getLogger(__name__)


class Gateway:
    """The ASGI application: the newest release at a path, followed wherever the path leads."""

    def __init__(
        self, release: Release, follow: Path, settings: Settings | None = None
    ) -> None:
        """Load the release; `follow` is looked at for a newer one. Raises BrokenRelease."""
        self._settings = settings or Settings()
        backend = Backend(release, self._settings)
        self.uptake = Uptake(backend, follow, self._settings)
        self.health = Health(self.uptake)
        self._archive = Archive(self._settings, self.uptake.patience)
        self.held = HeldBytes(self._settings.bounds)
        self.failure = ""
        """Why it could not be started."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            account_of(scope).rows = await self._answer(scope, receive, send)

    def at_once(self, scope: Message, account: Account) -> Reply | Coming | None:
        """The reply to a GET of /sparql, or what is coming of it, without a task."""
        backend, read = self.uptake.backend, head.read(scope, self._settings.proxies)
        if head.fault(scope, read) or may_be_of_another(scope, read.fields):
            return None
        account.client = read.client
        return reply_at_once(backend, scope, read, account)

    @property
    def releases(self) -> list[Backend]:
        """All releases that are open, the newest first."""
        return [self.uptake.backend, *self._archive.opened]

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> int | None:
        """Answer a request, and tell how many rows the answer has, if any."""
        backend, read = self.uptake.backend, head.read(scope, self._settings.proxies)
        if problem := head.fault(scope, read):
            await deliver(problem_reply(problem), scope, send)
            return None
        scope = head.request_with_head(scope, read)
        if scope["path"] == PATH and scope["method"] in ("GET", "HEAD"):
            await deliver(self.health.reply(), scope, send)
            return None
        client = account_of(scope).client = read.client
        if reply := await redirect(backend, scope):
            await deliver(reply, scope, send)
            return None
        backend, scope = await self._archive.led(backend, scope)
        if scope["path"] == "/cite":
            scope = {**scope, ELSEWHERE: self._archive.elsewhere(self.uptake.backend)}
        exchange = Exchange(backend, scope, client, receive, send, self.held)
        with backend.used():
            if is_query(scope):
                return await answer_query(exchange)
            await answer_page(exchange)
        return None

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start what is served, look after it, and end it with the server (ASGI lifespan)."""
        await receive()
        try:
            await self.uptake.backend.start()
        except Exception as error:
            self.failure = str(error) or repr(error)
            if not isinstance(error, DiplomaticaError | OSError | EOFError):
                _LOG.exception("The release cannot be served")
                self.failure = f"This is a mistake in diplomatica itself: {error!r}"
            await send({"type": "lifespan.startup.failed", "message": self.failure})
            return
        looks = (self.uptake.look(), self.health.look())
        looking = [asyncio.create_task(look) for look in looks]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in looking:
            task.cancel()
        await self._archive.close()
        await self.uptake.close()
        await send({"type": "lifespan.shutdown.complete"})
