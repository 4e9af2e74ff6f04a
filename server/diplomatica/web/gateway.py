"""The way in: an ASGI application that answers queries, and hands all else to Flask.

A query costs no thread while it runs, and one that was asked before is answered from
the cache before any routing.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from diplomatica.engine import VISIT, Limits, Place, Served, Visit, Workers
from diplomatica.errors import DiplomaticaError, QueryError
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.release import Release, held, open_release
from diplomatica.model.kinds import PAGES
from diplomatica.web.app import create_app, make_ready
from diplomatica.web.http import address
from diplomatica.web.http.accesslog import Line, Message, Send, opened
from diplomatica.web.http.address import header
from diplomatica.web.http.cache import Cache
from diplomatica.web.http.delivery import Watch, deliver, delivered, kept
from diplomatica.web.http.problem import Problem, problem_of
from diplomatica.web.http.reply import Reply, refused
from diplomatica.web.sparql.answers import Answering
from diplomatica.web.sparql.body import check_length, longest
from diplomatica.web.sparql.endpoint import ANSWERING
from diplomatica.web.sparql.protocol import (
    ACCEPTED,
    METHODS,
    WITH_BODY,
    Question,
    Request,
    read,
)

Scope = Message
Receive = Callable[[], Awaitable[Message]]

_LOG = logging.getLogger(__name__)
_PATHS = ("/sparql", "/sparql/")
# Pages that are kept as answers are: those of which a release has so many and no more.
_ONCE = ("", "dataset", "timeline", "network", "search", "ontology", "shapes")
_OF_MANY = [kind for kind in PAGES.values() if kind not in ("article", ".well-known")]
_PAGES = re.compile(
    f"/({'|'.join(_ONCE)}|article/[^/]+|({'|'.join(_OF_MANY)}|statement)/.+)"
)
# What decides how an answer is sent, and not what it is.
_OF_DELIVERY = (b"accept-encoding", b"if-match", b"if-none-match")
_OF_BODY = (b"content-length", b"transfer-encoding")
_LOOKS_AFTER = 1.0  # seconds between two looks for a newer release


@dataclass(frozen=True)
class Settings:
    """How a release is served."""

    limits: Limits = field(default_factory=Limits)
    workers: int = 4
    place: Place = "auto"
    cache: int = 64 << 20
    """The bytes of finished answers that are kept."""
    proxies: int = 0
    """How many proxies stand before this server, whose X-Forwarded headers are believed."""
    access_log: str = ""
    """The file of the access log, "-" for standard output, or nothing for none."""
    threads: int = 64
    """How many pages can be made at once."""


class _Site:
    """One release as it is served: its workers, its pages, and the replies that were given."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self._hold = ExitStack()
        self._hold.enter_context(held(release.folder))
        self.release, self.settings = release, settings
        self.workers = Workers(
            release, settings.limits, settings.workers, settings.place
        )
        self.cache = Cache(settings.cache)
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

    async def start(self) -> None:
        await self.workers.start()
        engine = Served(self.workers, asyncio.get_running_loop())
        # It may have to be made first.
        index = await asyncio.to_thread(Index, self.release)
        self.languages = index.languages
        flask = create_app(self.release, engine, self.settings.limits, self.languages)
        await asyncio.to_thread(make_ready, flask)
        flask.config["USE_X_SENDFILE"] = True  # delivery sends the files
        if count := self.settings.proxies:
            flask.wsgi_app = ProxyFix(flask.wsgi_app, count, count, count, 0, count)  # type: ignore[method-assign]
        self.answering: Answering = flask.extensions[ANSWERING]
        self.pages: Any = WSGIMiddleware(flask, workers=self.settings.threads)  # type: ignore[arg-type]

    async def close(self) -> None:
        """End it once no request needs it any more."""
        while self._users:
            self._unused.clear()
            await self._unused.wait()
        await self.workers.close()
        self._hold.close()


class _Left(Exception):
    """The client has left: whatever was to be answered, nobody reads it."""


class Gateway:
    """The ASGI application: the newest release at a path, followed wherever the path leads."""

    def __init__(
        self, release: Release, follow: Path, settings: Settings | None = None
    ) -> None:
        """Load the release; `follow` is looked at for a newer one. Raises BrokenRelease."""
        self._follow, self._settings = follow, settings or Settings()
        self._site = _Site(release, self._settings)
        self._log = (
            opened(self._settings.access_log) if self._settings.access_log else None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3.0)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._log is None:
            await self._answer(scope, receive, send)
        else:
            line, rows = Line(self._log, scope, send), None
            try:
                rows = await self._answer(scope, receive, line.send)
            finally:
                line.write(rows)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> int | None:
        """Answer a request, and tell how many rows the answer has, if any."""
        site = self._site
        scope = address.guarded(scope)
        target = len(scope["path"]) + len(scope["query_string"])
        problem = address.too_long(target) or address.fault(
            scope, self._settings.proxies
        )
        if problem:
            await deliver(refused(problem), scope, send)
            return None
        with site.used():
            if scope["path"] in _PATHS and scope["method"] in METHODS:
                return await self._query(site, scope, receive, send)
            await self._page(site, scope, receive, send)
        return None

    async def _query(
        self,
        site: _Site,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> int | None:
        try:
            request = await _request(scope, receive, site.settings.limits)
            reply = site.cache.get(request)
            if reply is None:
                question = read(request, site.settings.limits)
                if question is None or question.wants_page:
                    is_asked = question is not None
                    await self._of_flask(site, scope, request, is_asked, receive, send)
                    return None
                client = address.client(scope, self._settings.proxies)
                reply = await self._reply(site, question, client, receive)
                if reply.etag:
                    site.cache.put(request, reply)
        except _Left:
            return None
        except Problem as problem:
            reply = refused(problem, ACCEPTED)
        except QueryError as error:
            reply = refused(problem_of(error, address.to_root(scope["path"])), ACCEPTED)
        await deliver(reply, scope, send)
        return reply.rows

    async def _reply(
        self,
        site: _Site,
        question: Question,
        client: str,
        receive: Receive,
    ) -> Reply:
        """The reply to a question, without a thread where none is needed."""
        answering = site.answering
        etag = answering.etag(question)
        key = (question.to_root, etag)
        reply = site.cache.get(key) if etag else None
        if reply is None:
            asked = question.query, question.results, question.graphs, question.asked
            found = await _outcome(site.workers.ask(client, "answer", *asked), receive)
            if answering.takes_long(question, found):
                found = await asyncio.to_thread(answering.advised, question, found)
            reply = answering.reply(question, found, etag)
            if etag:
                site.cache.put(key, reply)
        return reply

    async def _of_flask(
        self,
        site: _Site,
        scope: Scope,
        request: Request,
        is_asked: bool,
        receive: Receive,
        send: Send,
    ) -> None:
        """The endpoint's page, or what the service is.

        A query for it ends when its reader leaves.
        """
        if is_asked:
            await self._page_watched(site, scope, request.body, receive, send)
        else:
            await self._page(site, scope, receive, send)

    async def _page_watched(
        self,
        site: _Site,
        scope: Scope,
        body: bytes,
        receive: Receive,
        send: Send,
    ) -> None:
        """A page whose queries end when its reader leaves."""
        visit = Visit()
        token, watching = VISIT.set(visit), Watch(receive, visit.leave)
        try:
            await self._page(site, scope, _replayed(body), send)
        finally:
            watching.end()
            VISIT.reset(token)

    async def _page(
        self,
        site: _Site,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        if _has_body(scope):
            # Read it whole: a connection that ends with bytes unread is reset, its answer lost.
            try:
                receive = _replayed(await _body(receive, site.settings.limits))
            except (Problem, QueryError) as error:
                problem = error if isinstance(error, Problem) else problem_of(error)
                await deliver(refused(problem), scope, send)
                return
        # WSGI takes ASCII only.
        query = quote(scope["query_string"], safe="!#$%&'()*+,/:;=?@[]~\"<>\\^`{|}")
        asked = {**scope, "query_string": query.encode()}
        key = _kept_as(scope, site.languages)
        if key is None:
            await delivered(site.pages, asked, _as_coroutine(receive), send)
            return
        reply = site.cache.get(key)
        if reply is None:
            headers = [pair for pair in scope["headers"] if pair[0] not in _OF_DELIVERY]
            for_all = {**asked, "method": "GET", "headers": headers}
            reply = await kept(site.pages, for_all, _as_coroutine(receive))
            if reply.etag:
                site.cache.put(key, reply)
        await deliver(reply, scope, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._site.start()
        looking = asyncio.create_task(self._look())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        looking.cancel()
        await self._site.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _look(self) -> None:
        """Take up a newer release when there is one.

        The old one goes when its last query has been answered.
        """
        seen = self._site.release.folder
        while True:
            await asyncio.sleep(_LOOKS_AFTER)
            folder = self._follow.resolve()
            if folder == seen:
                continue
            seen = folder
            try:
                fresh = await asyncio.to_thread(self._loaded, folder)
                await self._started(fresh)
            except (DiplomaticaError, OSError, EOFError) as error:
                _LOG.error(
                    "The new release is not taken up, the old one is still served: %r",
                    error,
                )
                continue
            old, self._site = self._site, fresh
            await old.close()

    async def _started(self, site: _Site) -> None:
        try:
            await site.start()
        except BaseException:
            await site.close()  # nothing of it is left behind
            raise

    def _loaded(self, folder: Path) -> _Site:
        return _Site(open_release(folder), self._settings)


async def _outcome(asking: asyncio.Future[Any], receive: Receive) -> Any:
    """What comes of a query; it is ended when its client leaves. Raises _Left then."""
    watching = Watch(receive, asking.cancel)
    try:
        return await asking
    except asyncio.CancelledError:
        this = asyncio.current_task()
        if this and this.cancelling():
            raise
        raise _Left from None
    finally:
        watching.end()


def _kept_as(scope: Scope, languages: Languages) -> tuple[str, ...] | None:
    """By what a page is kept: all that it depends on; None for what is made for each request."""
    is_plain = scope["method"] in ("GET", "HEAD") and not scope["query_string"]
    if not is_plain or not _PAGES.fullmatch(scope["path"]):
        return None
    told = (header(scope, name) for name in (b"accept", *address.HEADERS))
    preferred = languages.preferred(header(scope, b"accept-language"))
    sent = scope.get("raw_path") or scope["path"].encode()  # %2F is no slash
    return ("page", sent.decode("latin-1"), ",".join(preferred), *told)


async def _request(scope: Scope, receive: Receive, limits: Limits) -> Request:
    """The request as the protocol reads it; an answer is the same for HEAD."""
    method, body = scope["method"], b""
    if method in WITH_BODY:
        body = await _body(receive, limits)
    return Request(
        "GET" if method == "HEAD" else method,
        scope["query_string"],
        header(scope, b"accept"),
        header(scope, b"content-type"),
        header(scope, b"content-encoding"),
        body,
        address.to_root(scope["path"]),
    )


async def _body(receive: Receive, limits: Limits) -> bytes:
    """The body of a request.

    Raises LimitReached for one that is longer than a query may be, percent-encoded.
    """
    parts, length = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(
                400,
                "This request is not whole",
                "It ended before its body did. Send it again.",
            )
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > longest(limits):
            check_length(length, limits)
        if not message.get("more_body"):
            return b"".join(parts)


def _has_body(scope: Scope) -> bool:
    """Whether a request comes with a body, as far as its header tells."""
    return any(name in _OF_BODY and value != b"0" for name, value in scope["headers"])


def _as_coroutine(receive: Receive) -> Receive:
    """The same as a coroutine, which threads need: the server's own is none."""

    async def received() -> Message:
        return await receive()

    return received


def _replayed(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
