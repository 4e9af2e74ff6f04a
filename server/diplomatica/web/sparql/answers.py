"""Answers to queries as replies.

They have the tag that they are known by, and what their reader should know.
"""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from diplomatica.engine import Answer
from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.query import is_volatile, makes_blank_nodes
from diplomatica.engine.sparql.readings import keep_last
from diplomatica.lookup.advice.advice import Advice
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV
from diplomatica.model.notice import Notice
from diplomatica.web.http.files import harmless
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import EVERYWHERE, FRESH, Headers, Reply, saved_as
from diplomatica.web.sparql.protocol import ACCEPTED, Question, not_offered

_LONGEST_TITLE = 500
_VARY = "Accept, Accept-Encoding, Accept-Datetime"
_WHICH_GRAPHS = (
    "The description of this endpoint names all: ask for it without a query."
)


class Answering:
    """Answers the questions of clients, whoever carries them to the engine."""

    def __init__(self, release: Release, advice: Advice) -> None:
        """Take the release that is asked, and what is told of a query beside its answer."""
        self._release, self._advice = release, advice

    def etag(self, question: Question) -> str:
        """What the answer will be known by."""
        return etag_of(self._release.checksum, question)

    def may_wait(self, question: Question, answer: Answer | None) -> bool:
        """Whether the reply asks the data for advice first, or each cell is looked at."""
        if answer is None:
            return False
        is_due = self._advice.is_due(question.query, answer)
        return is_due or _is_looked_at(question, answer)

    def reply(self, question: Question, answer: Answer | None, etag: str) -> Reply:
        """The reply that holds an answer, and what the data has to say of its query.

        Where that is asked for, no cell of it is a formula. Raises Problem 406 where no
        format can hold it, 404 for a graph that is not there.
        """
        if answer is None:
            raise not_offered(question)
        if question.is_graph and not answer.rows:
            raise Problem(404, "There is no such graph here", _WHICH_GRAPHS)
        if self._advice.is_due(question.query, answer):
            notices = self._advice.notices(question.query, answer)
            answer = replace(answer, notices=notices)
        if _is_looked_at(question, answer):
            answer = replace(answer, body=harmless(answer.body))
        told = question.is_marked, question.to_root, question.query
        return answer_reply(answer, etag, self._release.name, *told)


def etag_of(release: str, question: Question) -> str:
    """The entity tag of an answer; "" if the answer may change.

    It is of the release, the query, its dataset and the format. The release never
    changes, so the same question has the same answer, and need not be asked to be
    known.
    """
    if _may_change(question.query):
        return ""
    dataset = question.asked
    graphs, form = (dataset.default_graphs, dataset.named_graphs), _names(question)
    in_csv = (question.is_marked, question.is_safe)
    parts = (release, question.query, *graphs, form, *in_csv, question.is_graph)
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'"{digest[:24]}"'


@keep_last
def _may_change(query: str) -> bool:
    query = decode_codepoints(query)
    return is_volatile(query) or makes_blank_nodes(query)


def _is_looked_at(question: Question, answer: Answer) -> bool:
    return question.is_safe and answer.format is CSV


def _names(question: Question) -> tuple[str, str]:
    results, graphs = question.results, question.graphs
    return results.name if results else "", graphs.name if graphs else ""


def answer_reply(
    answer: Answer,
    etag: str,
    name: str,
    is_marked: bool = False,
    to_root: str = "",
    query: str = "",
) -> Reply:
    """The reply that holds an answer of the dataset with this name.

    `to_root` leads to the root of this site.
    """
    form = answer.format
    kind = {"Content-Type": form.content_type, "Vary": _VARY}
    file = saved_as(f"{name}-query", form)
    notices = _help(answer.notices, to_root)
    headers = {
        **EVERYWHERE,
        **ACCEPTED,
        **kind,
        **_caching_fields(etag),
        **file,
        **notices,
    }
    mark = BOM_UTF8 if is_marked and form is CSV else b""
    return Reply(200, headers, mark + answer.body, answer.rows, etag, query)


def _caching_fields(etag: str) -> Headers:
    """How long an answer may be kept: not at all without a tag to ask again by."""
    if etag:
        return {"ETag": etag, "Cache-Control": FRESH}
    return {"Cache-Control": "no-store"}


def _help(notices: Iterable[Notice], to_root: str) -> Headers:
    """The headers that lead from an answer to what its reader should know (RFC 8288)."""
    links = [_link(notice, to_root) for notice in dict.fromkeys(notices)]
    return {"Link": "\n".join(links)} if links else {}


def _link(notice: Notice, to_root: str) -> str:
    """One link. A title that is not ASCII is given twice, as older clients read it as well."""
    title = " ".join(notice.text.split())[:_LONGEST_TITLE]
    in_ascii = title.encode("ascii", "replace").decode()
    quoted = in_ascii.replace("\\", "\\\\").replace('"', '\\"')
    link = f'<{to_root}sparql/help#{notice.name}>; rel="help"; title="{quoted}"'
    return link if title.isascii() else f"{link}; title*=UTF-8''{quote(title, safe='')}"
