"""The application as it is run: around the gateway, what whoever runs it asks and counts."""

import asyncio
import json
import os
from functools import partial
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from diplomatica.web.gateway import head
from diplomatica.web.gateway.atonce import COMING, Coming
from diplomatica.web.gateway.exchange import Receive
from diplomatica.web.gateway.gateway import Gateway
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.http.accesslog import (
    ACCOUNT,
    Account,
    Message,
    Send,
    open_log,
    write,
)
from diplomatica.web.http.delivery import deliver
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import EVERYWHERE, Reply, problem_reply
from diplomatica.web.operating.admin import Admin
from diplomatica.web.operating.canonicalhost import elsewhere
from diplomatica.web.operating.events import keep_events
from diplomatica.web.operating.made import Awaited, Made
from diplomatica.web.operating.metrics import Metrics
from diplomatica.web.operating.state import Register, State, memory


class Operated:
    """The ASGI application: it answers whoever runs it, and counts and logs all answers."""

    def __init__(
        self, gateway: Gateway, settings: Settings, connections: Register
    ) -> None:
        """Count from now on. Raises CannotWrite for the log."""
        self._gateway, self._settings = gateway, settings
        self._admin = Admin(gateway, settings.admin_token)
        self._metrics = Metrics()
        registry = self._metrics.registry
        registry.register(State(gateway, connections))
        told = "Bytes that this process takes, and those that hold releases."
        self._memory = Gauge(
            "diplomatica_memory_bytes", told, ("of",), registry=registry
        )
        log = settings.access_log
        self._log = open_log(log) if log else None
        if log:
            keep_events(log)
        self._answers = {
            "/live": self._live,
            "/ready": self._ready,
            "/metrics": self._metrics_reply,
        }

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] == "lifespan":
            await self._gateway(scope, receive, send)
            return
        coming: Coming | None = scope.get(COMING)
        account = scope[ACCOUNT] = coming.account if coming else Account(scope)
        try:
            await self._answer(scope, receive, _counting_send(account, send))
        finally:
            self._count(scope, account)

    def at_once(self, scope: Message) -> Made | Awaited | None:
        """The answer to a GET of /sparql that is had without a task; counted and logged.

        None where it is not: the request is to be answered as all others are.
        """
        if elsewhere(scope, self._settings):
            return None
        account = Account(scope)
        made = self._gateway.at_once(scope, account)
        finish = partial(self._counted_reply, scope, account)
        if isinstance(made, Coming):
            return Awaited(made, finish, partial(self._count, scope, account))
        return finish(made) if made else None

    def _counted_reply(self, scope: Message, account: Account, reply: Reply) -> Made:
        account.status, account.bytes = reply.status, len(reply.body)
        made = Made(reply.status, [*reply.fields, *account.fields], reply.body)
        self._count(scope, account)
        return made

    def _count(self, scope: Message, account: Account) -> None:
        self._metrics.count(scope["path"], account)
        self._note(scope, account)

    def _note(self, scope: Message, account: Account) -> None:
        """Write the line of a request. Where the disk is full, that is counted instead."""
        if not self._log:
            return
        try:
            write(self._log, scope, account)
        except OSError:
            self._metrics.unwritten.inc()

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer what is asked of the server itself; all else goes to the gateway."""
        if reply := self._admin.reply(scope):
            await deliver(reply, scope, send)
            return
        answer = self._answers.get(scope["path"])
        if answer is None and (reply := elsewhere(scope, self._settings)):
            await deliver(reply, scope, send)
            return
        if answer is None or scope["method"] not in ("GET", "HEAD"):
            await self._gateway(scope, receive, send)
        elif problem := self._fault(scope):
            await deliver(problem_reply(problem), scope, send)
        else:
            await deliver(await answer(), scope, send)

    def _fault(self, scope: Message) -> Problem | None:
        return head.fault(scope, head.read(scope, self._settings.proxies))

    async def _live(self) -> Reply:
        """That the process lives: whoever gets no answer may start it again."""
        return _json({"status": "live"})

    async def _ready(self) -> Reply:
        """Whether requests should be sent here.

        A newer release that cannot be taken up is told and no reason against it: what
        was good before is served, and other servers would fail at the same.
        """
        fault, late = self._gateway.health.fault, self._gateway.uptake.failure
        release = self._gateway.uptake.backend.release
        told = {
            "status": "failing" if fault else "ready",
            "release": release.version,
            "uptake": f"failing: {late}" if late else "ok",
        }
        return _json({**told, "error": fault}, 503) if fault else _json(told)

    async def _metrics_reply(self) -> Reply:
        """The metrics, in the text format of Prometheus."""
        engines = [backend.workers for backend in self._gateway.releases]
        processes = [process for engine in engines for process in engine.processes]
        of_workers = await asyncio.to_thread(memory, processes)
        self._memory.labels("workers").set(of_workers)
        self._memory.labels("web").set(memory([os.getpid()]))
        body = generate_latest(self._metrics.registry)
        return Reply(200, _headers(CONTENT_TYPE_LATEST), body)


def _counting_send(account: Account, send: Send) -> Send:
    """The way to the client, past the account of the request."""

    async def counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            account.status = message["status"]
            fields = [*message["headers"], *account.fields]
            message = {**message, "headers": fields}
        else:
            account.bytes += len(message.get("body", b""))
        await send(message)

    return counted


def _json(told: dict[str, Any], status: int = 200) -> Reply:
    body = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    return Reply(status, _headers("application/json"), body)


def _headers(kind: str) -> dict[str, str]:
    return {**EVERYWHERE, "Content-Type": kind, "Cache-Control": "no-store"}
