"""The queries that are running, for whoever runs the server and can show a token.

Without a token nothing of it is there. No other site's page may read it, and nothing of
it is kept.
"""

import hmac
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from diplomatica.engine import Running
from diplomatica.web.gateway.gateway import Gateway
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.address import header
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import Reply, problem_reply

_QUERIES = "/admin/queries"
_ONE = re.compile(rf"{_QUERIES}/([1-9]\d{{0,17}})")
_SECRET = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_TICKS = os.sysconf("SC_CLK_TCK")


class Admin:
    """Tells and ends queries, for who shows the token."""

    def __init__(self, gateway: Gateway, token: str) -> None:
        """Without a token, all that is asked is passed on as any page is."""
        self._gateway, self._token = gateway, token.encode()

    def reply(self, scope: Message) -> Reply | None:
        """The reply to what is asked of the server's queries; None for all else."""
        if not self._token or not _is_asked(scope["path"]):
            return None
        try:
            self._check(scope)
            return self._reply_to(scope["method"], scope["path"])
        except Problem as problem:
            return problem_reply(problem)

    def _check(self, scope: Message) -> None:
        """Raise Problem 401 where the token is not shown (RFC 6750, section 2.1)."""
        scheme, _, shown = header(scope, b"authorization").partition(" ")
        is_right = hmac.compare_digest(shown.strip().encode("utf-8"), self._token)
        if scheme.lower() == "bearer" and is_right:
            return
        detail = "Send it as Authorization: Bearer …; it stands in --admin-token-file."
        title = "The token of this server is needed"
        raise Problem(401, title, detail, WWW_Authenticate="Bearer")

    def _reply_to(self, method: str, path: str) -> Reply:
        """List the queries that run, or end one. Raises Problem 404 and 405."""
        one = _ONE.fullmatch(path)
        if path == _QUERIES and method in ("GET", "HEAD"):
            return _json({"queries": [_query_row(query) for query in self._running()]})
        if one and method == "DELETE":
            return self._end_query(int(one[1]))
        if path != _QUERIES and not one:
            raise Problem(404, "There is no such query", f"GET {_QUERIES} lists them.")
        allowed = "DELETE" if one else "GET, HEAD"
        title = f"This address takes {allowed}"
        detail = (
            f"GET {_QUERIES} lists the queries, DELETE {_QUERIES}/1 ends the first."
        )
        raise Problem(405, title, detail, Allow=allowed)

    def _running(self) -> list[Running]:
        """All queries, the oldest first."""
        engines = [backend.workers for backend in self._gateway.releases]
        queries = [query for engine in engines for query in engine.running()]
        return sorted(queries, key=lambda query: -query.seconds)

    def _end_query(self, number: int) -> Reply:
        engines = [backend.workers for backend in self._gateway.releases]
        if any(engine.end(number) for engine in engines):
            return Reply(204, dict(_SECRET), b"")
        detail = f"It may have ended by itself. GET {_QUERIES} lists those that run."
        raise Problem(404, f"No query {number} is running", detail)


def _is_asked(path: str) -> bool:
    return path == _QUERIES or path.startswith(f"{_QUERIES}/")


def _query_row(query: Running) -> dict[str, Any]:
    """A query as it is told, with what its process has cost so far."""
    processor, memory = _cost(query.process)
    return {
        "number": query.number,
        "client": query.client or "the site itself",
        "query": query.query,
        "seconds": round(query.seconds, 3),
        "waiting": query.is_waiting,
        "process": query.process or None,
        "processor_seconds": processor,
        "memory_bytes": memory,
    }


def _cost(process: int) -> tuple[float | None, int | None]:
    """The processor's time, in seconds, and the bytes that a process has taken in its life.

    Workers answer one query after the other. None where the system does not tell.
    """
    with suppress(OSError, ValueError):
        if process:
            # the name of a process may hold spaces, and ends with a bracket
            stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            pages = int(stat[21])
            ticks = int(stat[11]) + int(stat[12])
            return round(ticks / _TICKS, 2), pages * os.sysconf("SC_PAGE_SIZE")
    return None, None


def _json(told: dict[str, Any]) -> Reply:
    body = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    return Reply(200, {**_SECRET, "Content-Type": "application/json"}, body)
