"""Queries that are answered at once: without a task, a worker or any waiting.

These are the ones that were asked before, and those that are small by their shape. All
else goes the way of all requests, each fault too, which answers the same.
"""

from time import monotonic

from diplomatica.engine import WHOLE, Answer
from diplomatica.errors import QueryError
from diplomatica.lookup.advice.advice import is_empty
from diplomatica.web.gateway.exchange import LARGE
from diplomatica.web.gateway.head import Head
from diplomatica.web.gateway.served import ServedRelease
from diplomatica.web.http.accesslog import Account, Message
from diplomatica.web.http.conditions import conditions_of, sent
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import Reply
from diplomatica.web.sparql.protocol import Question, Request, read


def reply_at_once(
    served: ServedRelease, scope: Message, head: Head, account: Account
) -> Reply | None:
    """The reply to a GET of /sparql as its client gets it; None where it is not had so."""
    fields = head.fields
    request = Request(
        "GET",
        scope["query_string"],
        fields.get(b"accept", ""),
        fields.get(b"content-type", ""),
        fields.get(b"content-encoding", ""),
    )
    reply = served.cache.get(request)
    if reply:
        account.is_kept, account.query = True, reply.query
    else:
        reply = _small_reply(served, request, account)
    if reply is None or len(reply.body) > LARGE:
        return None
    account.rows = reply.rows
    asked = conditions_of("GET", lambda name: fields.get(name.encode(), ""))
    return sent(reply, asked)


def _small_reply(
    served: ServedRelease, request: Request, account: Account
) -> Reply | None:
    """The reply to a query that is small; None too for what is refused."""
    if served.small is None:
        return None
    try:
        served.workers.refuse_busy(account.client)
        question = read(request, served.settings.limits)
    except (Problem, QueryError):
        return None
    answer = question and answer_at_once(served, question, account)
    if not question or not answer or _has_more(question, answer):
        return None
    account.query = question.query
    reply = served.answering.reply(question, answer, served.answering.etag(question))
    if reply.etag:
        served.cache.put(request, reply)
    return reply


def answer_at_once(
    served: ServedRelease, question: Question, account: Account
) -> Answer | None:
    """The answer to a query that is small by its shape; None where it is not."""
    if served.small is None or question.asked is not WHOLE:
        return None
    begun = monotonic()
    found = served.small.answer(question.query, question.results, question.graphs)
    if found:
        account.queried = monotonic() - begun
    return found


def _has_more(question: Question, answer: Answer) -> bool:
    """Whether more is to be done: one that is empty is told why, one in CSV made harmless."""
    return question.is_safe or is_empty(question.query, answer)
