"""A server of SPARQL 1.1 as it is asked over HTTP, and what its refusals mean."""

import asyncio
import os
from collections.abc import Generator, Mapping
from typing import Any

import httpx

from diplomatica.engine.engine import WHOLE, QueryDataset
from diplomatica.engine.limits import Limits
from diplomatica.engine.remote.dialects import is_cut
from diplomatica.errors import (
    InvalidQuery,
    LimitReached,
    LostQuery,
    QueryError,
    RefusedQuery,
    TooManyQueries,
    UnfitEngine,
)

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
USER, PASSWORD, TOKEN = (
    f"DIPLOMATICA_ENGINE_{name}" for name in ("USER", "PASSWORD", "TOKEN")
)
"""The environment's variables with the credentials: no address and no option has them."""
_GROWTH = 4  # an answer may be so much longer as JSON or N-Triples than as it is given
_TRIES = 2  # connections that are tried again by httpx
_SHOWN = 300
_SOONER = "Ask for less at once: name a subject or a graph, add a LIMIT."
_PAGES = "Page through it with ORDER BY, LIMIT and OFFSET, or take the dump."


class SparqlServer:
    """One server, with a pool of connections; used in the loop in which it was opened."""

    def __init__(self, address: str, limits: Limits, connections: int) -> None:
        """Raises UnfitEngine where the address is none that can be asked."""
        self.address, self._limits = _checked(address), limits
        self._connections = connections

    def open(self) -> None:
        """Begin; nothing is asked yet."""
        pool = httpx.Limits(max_connections=self._connections, keepalive_expiry=5)
        self._client = httpx.AsyncClient(
            auth=_Login.known(),
            headers=_token(),
            timeout=self._limits.seconds,
            transport=httpx.AsyncHTTPTransport(retries=_TRIES, limits=pool),
            trust_env=False,
        )

    async def close(self) -> None:
        """Give back the connections."""
        await self._client.aclose()

    async def ask(self, query: str, accept: str, asked: QueryDataset = WHOLE) -> bytes:
        """The whole answer to a query (SPARQL 1.1 Protocol, section 2.1.2).

        It is asked again once where a connection is lost: so of replicas one may go.
        Raises QueryError for anything less than the whole.
        """
        form = {
            "query": query,
            "default-graph-uri": list(asked.default_graphs),
            "named-graph-uri": list(asked.named_graphs),
        }
        return await self._received_in_time(self.address, accept, tries=2, data=form)

    async def update(self, address: str, update: str) -> None:
        """Run an update (section 2.2.2). Raises QueryError."""
        headers = {"Content-Type": "application/sparql-update"}
        await self._received_in_time(
            address, "*/*", content=update.encode(), headers=headers
        )

    async def _received_in_time(
        self, address: str, accept: str, headers: Mapping[str, str] = {}, **body: Any
    ) -> bytes:
        """What is received for a request, in time. Raises QueryError."""
        fields = {**headers, "Accept": accept}
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._tried(address, headers=fields, **body)
        except (TimeoutError, httpx.TimeoutException) as error:
            seconds = self._limits.seconds
            raise LimitReached("time", seconds, "seconds", _SOONER) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise self._lost(f"it cannot be asked ({_words_of(error)})") from error

    async def _tried(self, address: str, tries: int = 1, **sent: Any) -> bytes:
        """What is received, at the last try whatever that is."""
        try:
            async with self._client.stream("POST", address, **sent) as answer:
                if tries == 1 or answer.status_code != httpx.codes.BAD_GATEWAY:
                    return await self._received(answer, sent["headers"]["Accept"])
        except httpx.TransportError as error:
            if tries == 1 or isinstance(error, httpx.TimeoutException):
                raise
        return await self._tried(address, tries - 1, **sent)

    async def _received(self, answer: httpx.Response, accept: str) -> bytes:
        """The body of an answer, whole, of the type asked for. Raises QueryError."""
        parts, room = [], _GROWTH * self._limits.answer
        async for part in answer.aiter_bytes():
            parts.append(part)
            room -= len(part)
            if room < 0:
                most = self._limits.answer
                raise LimitReached("length", most, "bytes", _PAGES)
        body = b"".join(parts)
        if not answer.is_success:
            raise self._fault(answer.status_code, body)
        if is_cut(answer.headers):
            raise self._lost("it gave a part of the answer only, by a limit of its own")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        if accept != "*/*" and kind != accept:
            raise self._lost(f"it answered with {kind or 'no type'}, and not {accept}")
        return body

    def _fault(self, status: int, body: bytes) -> QueryError:
        """What a status means for whoever asked."""
        words = body[: 2 * _SHOWN].decode("utf-8", "replace").split()
        message = " ".join(words)[:_SHOWN]
        if status in (400, 422):
            return InvalidQuery(f"This server's engine does not take it: {message}")
        if status in (401, 403):
            names = f"{USER} and {PASSWORD}, or {TOKEN}"
            return self._lost(
                f"it refuses these credentials: set {names} where it is asked"
            )
        if status in (408, 504):
            seconds = self._limits.seconds
            return LimitReached("time", seconds, "seconds", _SOONER)
        if status in (429, 503):
            busy = "The engine behind this server is busy. Ask again in a moment."
            return TooManyQueries(busy, is_clients=False)
        if status == 501:
            return RefusedQuery(
                f"The engine behind this server does not do this: {message}"
            )
        return self._lost(
            f"it answered with status {status}: {message or 'and no words'}"
        )

    def _lost(self, why: str) -> LostQuery:
        """The address is for the log alone: it may be nobody else's to know."""
        message = f"The engine behind this server gave no answer: {why}."
        return LostQuery(message, f"{self.address}: {why}")


def _checked(address: str) -> str:
    """An address of the web without credentials. Raises UnfitEngine."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise UnfitEngine(address, f"is no address ({error})", _EXAMPLE) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UnfitEngine(address, "is no address of the web", _EXAMPLE)
    if url.userinfo:
        shown = str(url.copy_with(username=None, password=None))
        advice = f"set {USER} and {PASSWORD} in the environment"
        raise UnfitEngine(shown, "was given with credentials in it", advice)
    return address


_EXAMPLE = "give one such as http://localhost:7878/query"


class _Login(httpx.Auth):
    """A name and a password: by Digest (RFC 7616) where the server wants them so."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._wants_digest = False

    @classmethod
    def known(cls) -> "_Login | None":
        """Those in the environment."""
        user = os.environ.get(USER)
        return cls(user, os.environ.get(PASSWORD, "")) if user else None

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx.Auth."""
        if not self._wants_digest:
            answer = yield next(self._basic.auth_flow(request))
            if answer.status_code != httpx.codes.UNAUTHORIZED:
                return
            del request.headers["Authorization"]
        yield from self._digest.auth_flow(request)
        self._wants_digest = "Authorization" in request.headers


def _token() -> dict[str, str]:
    token = os.environ.get(TOKEN)
    return {"Authorization": f"Bearer {token}"} if token else {}


def _words_of(error: Exception) -> str:
    return str(error) or type(error).__name__
