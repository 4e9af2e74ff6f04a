"""Pages, made in threads: each client has its turns, and what was made is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, unquote_plus

from diplomatica.engine import VISIT, Visit
from diplomatica.errors import TooManyQueries
from diplomatica.lookup.language import Languages
from diplomatica.model.kinds import PAGES
from diplomatica.web.gateway.exchange import Exchange, Receive, replayed
from diplomatica.web.gateway.head import OF_BODY, has_body
from diplomatica.web.history.asof import MOUNT
from diplomatica.web.http import address
from diplomatica.web.http.accesslog import Message, Send, account_of
from diplomatica.web.http.address import header
from diplomatica.web.http.delivery import (
    Pages,
    Watch,
    deliver_page,
    names_file,
    page_reply,
)
from diplomatica.web.http.problem import Problem, problem_of
from diplomatica.web.http.reply import problem_reply
from diplomatica.web.requestcontext import accepted_languages
from diplomatica.web.sections import KEPT, PARAMETERS
from diplomatica.web.speech.speech import spoken_language

# Pages that are kept as answers are: those of which a release has so many and no more.
_OF_MANY = [kind for kind in PAGES.values() if kind not in ("article", ".well-known")]
_PAGES = re.compile(
    f"/({'|'.join(KEPT)}|article/[^/]+|({'|'.join(_OF_MANY)}|statement)/.+)"
)
# What decides how an answer is sent, and not what it is.
_OF_DELIVERY = (
    b"accept-encoding",
    b"if-match",
    b"if-none-match",
    b"range",
    b"if-range",
)


async def answer_page(exchange: Exchange, body: bytes | None = None) -> None:
    """Answer with a page, or with whatever Flask has at this address.

    `body` is that of the request, where it has been read. Queries that are asked for
    the page end when its reader leaves.
    """
    try:
        if body is None:
            body = await _form(exchange)
        with _visit(exchange):
            await _answer(exchange, body)
    except Problem as problem:
        await exchange.deliver(problem_reply(problem))
    except TooManyQueries as error:
        to_root = address.to_root(exchange.scope["path"])
        await exchange.deliver(problem_reply(problem_of(error, to_root)))


async def _form(exchange: Exchange) -> bytes:
    """What is sent to a page that takes it; for others it is not even read."""
    scope = exchange.scope
    if scope["method"] != "POST" or not has_body(scope):
        return b""
    is_taken = exchange.backend.takes_forms(scope["path"])
    return await exchange.form() if is_taken else b""


def _with_length(scope: Message, body: bytes) -> Message:
    """A request whose body is there whole: WSGI knows no other length of it."""
    told = [pair for pair in scope["headers"] if pair[0] not in OF_BODY]
    length = (b"content-length", str(len(body)).encode())
    return {**scope, "headers": [*told, length]}


async def _answer(exchange: Exchange, body: bytes) -> None:
    """Answer by a page, from the cache where it is kept."""
    scope, backend = exchange.scope, exchange.backend
    if scope["method"] == "POST":
        scope = _with_length(scope, body)
    scope_of_page = {**scope, "query_string": _query_of_page(scope)}
    pages, receive = _in_turn(exchange), replayed(body)
    key = _kept_as(scope_of_page, backend.languages)
    if key is None:
        await deliver_page(
            pages, scope_of_page, receive, exchange.receive, exchange.send
        )
        return
    reply = backend.cache.get(key)
    if reply is None:
        headers = [pair for pair in scope["headers"] if pair[0] not in _OF_DELIVERY]
        for_all = {**scope_of_page, "method": "GET", "headers": headers}
        reply = await page_reply(pages, for_all, receive)
        if names_file(reply):
            again = replayed(body)
            await deliver_page(
                pages, scope_of_page, again, exchange.receive, exchange.send
            )
            return
        if reply.etag:
            backend.cache.put(key, reply)
    else:
        account_of(scope).is_kept = True
    await exchange.deliver(reply)


def _query_of_page(scope: Message) -> bytes:
    """The query of an address, empty where no page reads any of it. WSGI takes ASCII only.

    So an address with other parameters is the plain one: they do not lead past what is kept.
    """
    query: bytes = scope["query_string"]
    names = (pair.partition(b"=")[0] for pair in query.split(b"&"))
    if _PAGES.fullmatch(scope["path"]):
        plain = (unquote_plus(name.decode("latin-1")) for name in names)
        if PARAMETERS.isdisjoint(plain):
            return b""
    return quote(query, safe="!#$%&'()*+,/:;=?@[]~\"<>\\^`{|}").encode()


def _in_turn(exchange: Exchange) -> Pages:
    async def pages(scope: Message, receive: Receive, send: Send) -> None:
        async with exchange.backend.turns.taken(exchange.client):
            await exchange.backend.pages(scope, receive, send)

    return pages


@contextmanager
def _visit(exchange: Exchange) -> Iterator[None]:
    """End the queries of a page when its visitor leaves."""
    visit = Visit()
    token, watching = VISIT.set(visit), Watch(exchange.receive, visit.leave)
    try:
        yield
    finally:
        watching.end()
        VISIT.reset(token)


def _kept_as(scope: Message, languages: Languages) -> tuple[str, ...] | None:
    """By what a page is kept: all that it depends on; None for what is made for each request."""
    is_plain = scope["method"] in ("GET", "HEAD") and not scope["query_string"]
    if not is_plain or not _PAGES.fullmatch(scope["path"]):
        return None
    told = (header(scope, name) for name in (b"accept", *address.HEADERS))
    accepted = header(scope, b"accept-language")
    preferred = (
        spoken_language(accepted),
        *languages.preferred(accepted_languages(accepted)),
    )
    sent = scope.get("raw_path") or scope["path"].encode()  # %2F is no slash
    mount = scope.get(MOUNT, "")
    return ("page", mount, sent.decode("latin-1"), ",".join(preferred), *told)
