"""Queries that are answered without a task of their own.

Those that were asked before, and those that are small by their shape, are answered at
once. What a worker is to answer is handed over at once, too, and mostly written as soon
as its answer comes. All else goes the way of all requests, and each fault, which tells
the same there.
"""

import asyncio
from time import monotonic
from typing import Any, NamedTuple

from diplomatica.engine import WHOLE, Answer, Engine
from diplomatica.errors import QueryError
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.exchange import LARGE
from diplomatica.web.gateway.head import Head
from diplomatica.web.http.accesslog import Account, Message
from diplomatica.web.http.conditions import Conditions, conditional_reply, conditions_of
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import Reply
from diplomatica.web.sparql.protocol import Question, Request, read

COMING = "diplomatica.coming"
"""Where a query that was handed over stands in the scope of its request."""


class Coming:
    """A query that a worker answers, for a connection that waits for it."""

    def __init__(
        self,
        backend: Backend,
        asking: "QueryRequest",
        account: Account,
        outcome: asyncio.Future[Any],
    ) -> None:
        """Keep its release open until the end."""
        self.backend, self.account, self.outcome = backend, account, outcome
        self._asking, self._begun = asking, monotonic()
        self._used = backend.used()
        self._used.__enter__()

    def end(self) -> None:
        """Note how long it took, and let go of the release."""
        self.account.queried = self.account.queried or monotonic() - self._begun
        self._used.__exit__(None, None, None)

    def reply(self) -> Reply | None:
        """The reply as the client gets it; None where there is more to do for that."""
        if self.outcome.cancelled() or self.outcome.exception():
            return None
        answer = self.outcome.result()
        return self._asking.reply(self.backend, answer, self.account)


class QueryRequest(NamedTuple):
    """A query that may be asked without a task, and how its answer is to be sent."""

    request: Request
    question: Question
    conditions: Conditions

    def reply(
        self, backend: Backend, answer: Answer | None, account: Account
    ) -> Reply | None:
        """The reply that holds an answer; None where more than that is to be done."""
        question = self.question
        if not answer or len(answer.body) > LARGE:
            return None
        if backend.answering.may_wait(question, answer):
            return None
        if question.is_graph and not answer.rows:
            return None
        account.query = question.query
        etag = backend.answering.etag(question)
        reply = backend.answering.reply(question, answer, etag)
        if reply.etag:
            backend.cache.put(self.request, reply)
        account.rows = reply.rows
        return conditional_reply(reply, self.conditions)


def reply_at_once(
    backend: Backend, scope: Message, head: Head, account: Account
) -> Reply | Coming | None:
    """The reply to a GET of /sparql as its client gets it, or what is coming of it."""
    request, conditions = _request_and_conditions(scope, head)
    reply = backend.cache.get(request)
    if reply is None:
        return _reply_or_coming(backend, request, conditions, account)
    account.is_kept, account.query, account.rows = True, reply.query, reply.rows
    return conditional_reply(reply, conditions) if len(reply.body) <= LARGE else None


def _request_and_conditions(scope: Message, head: Head) -> tuple[Request, Conditions]:
    """What the head of a request asks, and under which conditions."""
    fields = head.fields
    request = Request(
        "GET",
        scope["query_string"],
        fields.get(b"accept", ""),
        fields.get(b"content-type", ""),
        fields.get(b"content-encoding", ""),
    )
    conditions = conditions_of("GET", lambda name: fields.get(name.encode(), ""))
    return request, conditions


def _reply_or_coming(
    backend: Backend, request: Request, conditions: Conditions, account: Account
) -> Reply | Coming | None:
    """The reply to a query that is small, or what a worker will answer.

    None for what is refused, and for a page.
    """
    workers = backend.workers
    try:
        workers.refuse_busy(account.client)
        question = read(request, backend.settings.limits)
        if question is None or question.wants_page:
            return None
        asking = QueryRequest(request, question, conditions)
        if answer := answer_at_once(backend, question, account):
            reply = asking.reply(backend, answer, account)
            return reply or Coming(backend, asking, account, _come(answer))
        outcome = workers.ask(account.client, Engine.answer, *question.asked_of_engine)
    except (Problem, QueryError):
        return None
    return Coming(backend, asking, account, outcome)


def _come(answer: Answer) -> asyncio.Future[Any]:
    """The outcome of a query that is answered already."""
    outcome = asyncio.get_running_loop().create_future()
    outcome.set_result(answer)
    return outcome


def answer_at_once(
    backend: Backend, question: Question, account: Account
) -> Answer | None:
    """The answer to a query that is small by its shape; None where it is not."""
    if backend.small is None or question.asked is not WHOLE:
        return None
    begun = monotonic()
    query, results, graphs, _ = question.asked_of_engine
    answer = backend.small.answer(query, results, graphs)
    if answer:
        account.queried = monotonic() - begun
    return answer
