"""The older releases, opened when they are asked for, a few at a time."""

import asyncio
from collections import OrderedDict
from dataclasses import replace

from diplomatica.engine import Engine
from diplomatica.model.dataset.ledger import PublishedVersion, to_be_had
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.history.asof import MOUNT, AsOf, as_of, is_of, of_day
from diplomatica.web.http import address
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import Reply, problem_reply
from diplomatica.web.site import Elsewhere

_OPEN = 2  # older releases at once: each has processes of its own
_WORKERS = 1  # for each of them
_THREADS = 4  # in which pages of one of them are made
# Bytes that a worker of theirs grows by before a fresh one takes its place.
_KEPT = 4 << 20
_IDLE = 60.0  # seconds after which one that nobody asks is closed


class Archive:
    """Finds the release that a request is about, among all that were published."""

    def __init__(self, settings: Settings, patience: float) -> None:
        """`patience` is how many seconds requests to a release have once it is closed."""
        self._settings = replace(
            settings,
            limits=replace(settings.limits, kept=_KEPT),
            workers=_WORKERS,
            threads=_THREADS,
            cache=settings.cache // 8,
            small=False,
        )
        self._patience = patience
        self._open: OrderedDict[str, Backend] = OrderedDict()
        self._newest = ""
        """The checksum of the release that theirs are compared with on their pages."""
        self._asked: dict[str, float] = {}
        """When each of them was last asked for, by the clock of the loop."""
        self._opening = asyncio.Lock()
        self._closing: set[asyncio.Task[None]] = set()

    async def led(self, backend: Backend, scope: Message) -> tuple[Backend, Message]:
        """The release that a request is about, and the request as that release gets it.

        That is `served`, the newest, for most. Raises BrokenRelease.
        """
        target = as_of(scope["path"], scope["query_string"].decode("latin-1"))
        if target is None:
            return backend, scope
        if is_of(backend.release, target):
            return backend, scope if target.is_own else _below(scope, target)
        entries = await asyncio.to_thread(to_be_had, backend.release)
        entry = entries.get(target.version)
        if entry is None:
            # the newest says why it is not to be had
            told = {"path": target.address, "raw_path": _mounted_path(scope, target)}
            return backend, {**scope, **told}
        return await self._released(backend.release, entry), _below(scope, target)

    def elsewhere(self, backend: Backend) -> Elsewhere:
        """The engines of all releases, for pages, which wait for them in threads."""
        loop = asyncio.get_running_loop()

        async def opened(version: str) -> Engine | None:
            entry = to_be_had(backend.release).get(version)
            if entry and entry.checksum == backend.release.checksum:
                return backend.engine
            return (
                (await self._released(backend.release, entry)).engine if entry else None
            )

        return lambda version: asyncio.run_coroutine_threadsafe(
            opened(version), loop
        ).result()

    @property
    def opened(self) -> list[Backend]:
        """The older releases that are open."""
        return list(self._open.values())

    async def _released(self, newest: Release, entry: PublishedVersion) -> Backend:
        """An older release, opened when it is first asked for; a few stay open."""
        async with self._opening:
            self._close_outdated(newest)
            backend = self._open.get(entry.checksum)
            if backend is None:
                folder = newest.folder.parent / entry.folder
                release = await asyncio.to_thread(open_release, folder)
                backend = await asyncio.to_thread(Backend, release, self._settings)
                await backend.start()
                self._open[entry.checksum] = backend
            self._open.move_to_end(entry.checksum)
            if len(self._open) > _OPEN:
                self._close(self._open.popitem(last=False)[1])
            self._note(entry.checksum)
            return backend

    def _close_outdated(self, newest: Release) -> None:
        """Close what was opened before the newest release, which its pages do not know."""
        if self._newest != newest.checksum:
            self._newest = newest.checksum
            while self._open:
                self._close(self._open.popitem()[1])

    def _note(self, checksum: str) -> None:
        """Close a release later, unless it is asked for until then."""
        loop = asyncio.get_running_loop()
        self._asked[checksum] = now = loop.time()
        loop.call_later(_IDLE, self._close_idle, checksum, now)

    def _close_idle(self, checksum: str, when: float) -> None:
        """Close a release that was not asked for since."""
        if self._asked.get(checksum) == when and checksum in self._open:
            self._close(self._open.pop(checksum))

    def _close(self, backend: Backend) -> None:
        closing = asyncio.create_task(backend.close(self._patience))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close all that are open."""
        for backend in self._open.values():
            self._close(backend)
        self._open.clear()
        await asyncio.gather(*self._closing)


async def redirect(backend: Backend, scope: Message) -> Reply | None:
    """The way to the release of a day, for a request that names one (RFC 7089, section 4.1)."""
    told = address.header(scope, b"accept-datetime")
    if not told or scope["method"] not in ("GET", "HEAD"):
        return None
    if as_of(scope["path"], scope["query_string"].decode("latin-1")):
        return None
    entries = await asyncio.to_thread(to_be_had, backend.release)
    try:
        entry = of_day(told, list(entries.values()))
    except Problem as problem:
        return problem_reply(problem)
    return _to(entry, scope) if entry else None


def may_be_of_another(scope: Message, fields: dict[bytes, str]) -> bool:
    """Whether a request may be about another release than the newest."""
    if b"accept-datetime" in fields:
        return True
    return as_of(scope["path"], scope["query_string"].decode("latin-1")) is not None


def _to(entry: PublishedVersion, scope: Message) -> Reply:
    """The way to an address as of a release (302, RFC 7089)."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    to_root = address.to_root(path)
    target = f"{to_root}release/{entry.version}{_sent_path(scope)}"
    asked = f"{to_root}{_sent_path(scope).lstrip('/')}" or "."
    timemap = f'<{to_root}timemap{path}>; rel="timemap"; type="application/link-format"'
    headers = {
        "Location": f"{target}?{query}" if query else target,
        "Vary": "Accept-Datetime",
        "Link": f'<{asked}>; rel="original timegate", {timemap}',
        "Access-Control-Allow-Origin": "*",
    }
    return Reply(302, headers, b"")


def _sent_path(scope: Message) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _mounted_path(scope: Message, target: AsOf) -> bytes:
    """The address as it was sent, below that of the release."""
    sent = _sent_path(scope).removeprefix(target.mount)
    return f"{target.mount}{sent}".encode("latin-1", "replace")


def _below(scope: Message, target: AsOf) -> Message:
    """A request as it is sent on to the site of a release."""
    sent = _sent_path(scope).removeprefix(target.mount).encode("latin-1")
    return {**scope, MOUNT: target.mount, "path": target.path, "raw_path": sent}
