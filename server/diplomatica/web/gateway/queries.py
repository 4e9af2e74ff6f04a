"""Queries, answered without a thread for each.

One that was asked before is answered from the cache, before any reading of it.
"""

import asyncio
from functools import partial
from time import monotonic
from typing import Any

from diplomatica.engine import Answer, Engine, Limits
from diplomatica.errors import LimitReached, QueryError
from diplomatica.web.gateway.atonce import COMING, Coming, answer_at_once
from diplomatica.web.gateway.exchange import Exchange, Left
from diplomatica.web.gateway.pages import answer_page
from diplomatica.web.http import address
from diplomatica.web.http.accesslog import account_of
from diplomatica.web.http.address import header
from diplomatica.web.http.problem import Problem, problem_of
from diplomatica.web.http.reply import Reply, problem_reply
from diplomatica.web.sparql.protocol import (
    ACCEPTED,
    METHODS,
    WITH_BODY,
    Question,
    Request,
    read,
)
from diplomatica.web.sparql.sparql import OUTCOME, Outcome, for_page

_PATHS = ("/sparql", "/sparql/")


def is_query(scope: address.Scope) -> bool:
    """Whether a request is one to the endpoint."""
    return scope["path"] in _PATHS and scope["method"] in METHODS


async def answer_query(exchange: Exchange) -> int | None:
    """Answer a request to the endpoint, and tell how many rows the answer has, if any."""
    try:
        reply = await _reply_to_query(exchange)
        if reply:
            await exchange.deliver(reply)
            return reply.rows
    except Left:
        return None
    except Problem as problem:
        await _refuse(exchange, problem)
    except QueryError as error:
        _note(exchange, error)
        to_root = address.to_root(exchange.scope["path"])
        await _refuse(exchange, problem_of(error, to_root))
    return None


def _note(exchange: Exchange, error: QueryError) -> None:
    """Tell whoever runs the server at which limit a query ended."""
    if isinstance(error, LimitReached):
        account_of(exchange.scope).limit = error.limit


async def _refuse(exchange: Exchange, problem: Problem) -> None:
    await exchange.deliver(problem_reply(problem, ACCEPTED))


async def _reply_to_query(exchange: Exchange) -> Reply | None:
    """The reply to a query; None where a page has been the answer."""
    backend, client = exchange.backend, exchange.client
    account = account_of(exchange.scope)
    request = await _request(exchange)
    reply = backend.cache.get(request)
    if reply:
        account.is_kept, account.query = True, reply.query
        return reply
    # Who asks too much is told before the query is read; what was asked is not refused.
    if COMING not in exchange.scope:
        backend.workers.refuse_busy(client)
    question = await _read(request, backend.settings.limits)
    if question is None:
        await answer_page(exchange, request.body)
        return None
    account.query = question.query
    if question.wants_page:
        await _answer_page(exchange, question, request.body)
        return None
    reply = await _reply_without_thread(exchange, question)
    if reply.etag:
        backend.cache.put(request, reply)
    return reply


async def _read(request: Request, limits: Limits) -> Question | None:
    """See read. What is packed may be long: it is unpacked while others are answered."""
    if request.content_encoding:
        return await asyncio.to_thread(read, request, limits)
    return read(request, limits)


async def _request(exchange: Exchange) -> Request:
    """The request as the protocol reads it; an answer is the same for HEAD."""
    scope = exchange.scope
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    body = b""
    if method in WITH_BODY:
        with exchange.backend.workers.coming(exchange.client):
            body = await exchange.body()
    return Request(
        method,
        scope["query_string"],
        header(scope, b"accept"),
        header(scope, b"content-type"),
        header(scope, b"content-encoding"),
        body,
        address.to_root(scope["path"]),
    )


async def _reply_without_thread(exchange: Exchange, question: Question) -> Reply:
    """The reply to a question, without a thread where none is needed."""
    backend = exchange.backend
    answering = backend.answering
    etag = answering.etag(question)
    key = (question.to_root, etag)
    reply = backend.cache.get(key) if etag else None
    if reply is None:
        answer = await _engine_answer(exchange, question)
        make = partial(answering.reply, question, answer, etag)
        may_wait = answering.may_wait(question, answer)
        reply = await asyncio.to_thread(make) if may_wait else make()
        if etag:
            backend.cache.put(key, reply)
    return reply


async def _engine_answer(exchange: Exchange, question: Question) -> Answer | None:
    """The answer to a question; None where no format can hold it."""
    backend = exchange.backend
    coming: Coming | None = exchange.scope.get(COMING)
    if coming and coming.backend is backend:
        come: Answer | None = await coming.outcome
        return come
    account = account_of(exchange.scope)
    if small := answer_at_once(backend, question, account):
        return small
    arguments = question.asked_of_engine
    asking = backend.workers.ask(exchange.client, Engine.answer, *arguments)
    answer: Answer | None = await _timed_outcome(exchange, asking)
    return answer


async def _timed_outcome(exchange: Exchange, asking: asyncio.Future[Any]) -> Any:
    """The outcome of a query, and how long it took, its waiting for a worker included."""
    begun = monotonic()
    try:
        return await exchange.outcome(asking)
    finally:
        account_of(exchange.scope).queried = monotonic() - begun


async def _answer_page(exchange: Exchange, question: Question, body: bytes) -> None:
    """A page with an answer: no thread waits for that."""
    begun = monotonic()
    arguments = for_page(question)
    try:
        asking = exchange.backend.workers.ask(
            exchange.client, Engine.answer, *arguments
        )
        outcome = Outcome(
            await _timed_outcome(exchange, asking), None, monotonic() - begun
        )
    except QueryError as error:
        _note(exchange, error)
        outcome = Outcome(None, error, monotonic() - begun)
    token = OUTCOME.set(outcome)
    try:
        await answer_page(exchange, body)
    finally:
        OUTCOME.reset(token)
