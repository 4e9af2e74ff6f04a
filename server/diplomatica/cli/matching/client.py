"""A client of reconciliation services, anybody’s: Wikidata’s, OpenRefine’s, this one’s."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import urllib3

from diplomatica.errors import NoService
from diplomatica.lookup.matching.candidate import Candidate
from diplomatica.lookup.matching.names.identifier import item_of
from diplomatica.lookup.matching.table.row import Linked
from diplomatica.lookup.matching.ways import NameWay

_USUAL = 50  # queries at once
_DRAFT = "1.0-draft"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
_NO_ITEM = "The service gives a thing that is no item of Wikidata."
_AS_TOLD = "as the service says"
_LONGEST = 64 << 20  # bytes of an answer
# What is met where JSON has other values than the API has.
_ODD = (AttributeError, KeyError, TypeError, ValueError)
_RETRIES = urllib3.Retry(
    total=4,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)


class Service:
    """A reconciliation service (0.1, 0.2, or 1.0 as drafted)."""

    def __init__(self, url: str) -> None:
        """Ask for what it can do. Raises NoService."""
        self.url = url.rstrip("/")
        self._http = urllib3.PoolManager(retries=_RETRIES, timeout=60)
        self.manifest = self._json_of("GET", url)
        versions = self.manifest.get("versions", ["0.1"])
        if "name" not in self.manifest or not isinstance(versions, list):
            raise NoService(url, "it tells no name and versions, as a manifest does")
        # both are asked alike, but for this version
        self._is_draft = _DRAFT in versions and not {"0.1", "0.2"} & {*versions}
        self._at_once = _at_once(self.manifest.get("batchSize"))

    def find(
        self, names: Sequence[str], kind: str, most: int
    ) -> Iterator[list[Candidate]]:
        """The candidates of each name, some names at once. Raises NoService."""
        for start in range(0, len(names), self._at_once):
            yield from self._find(names[start : start + self._at_once], kind, most)

    def _find(
        self, names: Sequence[str], kind: str, most: int
    ) -> list[list[Candidate]]:
        """The candidates of each name, of either version of the protocol. Raises NoService."""
        if self._is_draft:
            queries = [_draft_query(name, kind, most) for name in names]
            body = json.dumps({"queries": queries}).encode()
            answer = self._json_of("POST", f"{self.url}/reconcile", body, _JSON)
            results = answer.get("results")
            lists = [_inside(one, "candidates") for one in results or ()]
        else:
            batch = {
                f"q{at}": _query(name, kind, most) for at, name in enumerate(names)
            }
            body = urlencode({"queries": json.dumps(batch)}).encode()
            answer = self._json_of("POST", self.url, body, _FORM)
            lists = [
                _inside(answer[name], "result") for name in batch if name in answer
            ]
        if len(lists) != len(names):
            raise NoService(
                self.url, f"it answers {len(lists)} of {len(names)} queries"
            )
        try:
            return [list(map(_candidate, found)) for found in lists]
        except _ODD as error:
            raise NoService(self.url, "it gives candidates that are none") from error

    def _json_of(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """The object of JSON that it answers. Raises NoService."""
        fields = {"Accept": "application/json", **(headers or {})}
        try:
            answer = self._http.request(
                method, url, body=body, headers=fields, preload_content=False
            )
            data = answer.read(_LONGEST + 1)
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise NoService(url, _why(error)) from error
        if answer.status != 200:
            raise NoService(url, f"it answers {answer.status} {_detail(data)}")
        if len(data) > _LONGEST:
            raise NoService(url, f"it answers more than {_LONGEST >> 20} MiB at once")
        try:
            content = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise NoService(url, "it answers no JSON") from error
        if not isinstance(content, dict):
            raise NoService(url, "it answers no object of JSON")
        return content

    @property
    def space(self) -> str:
        """Where the IRIs of its things begin. Raises NoService where it does not tell."""
        told = self.manifest.get("identifierSpace")
        if not told:
            raise NoService(self.url, "it tells no identifierSpace, as a manifest does")
        return str(told)

    def iri_of(self, one: Candidate) -> str:
        """The IRI of a candidate: its id may be one by itself."""
        return one.iri if "://" in one.iri else self.space + one.iri

    def linked(self, thing: str) -> Linked:
        """Its id in Wikidata, where its own id is one."""
        is_item = thing[:1] == "Q" and thing[1:].isdigit()
        item = thing if is_item else item_of(thing)
        return Linked(item, missing="" if item else _NO_ITEM)


def _at_once(told: object) -> int:
    """How many queries may be asked at once: so many as a manifest says, and not too many."""
    return min(told, _USUAL) if isinstance(told, int) and told > 0 else _USUAL


def _inside(told: object, name: str) -> list[Any]:
    """The list that an answer has under a name; none where it has no such."""
    inner = told.get(name) if isinstance(told, dict) else None
    return inner if isinstance(inner, list) else []


def _query(name: str, kind: str, most: int) -> dict[str, Any]:
    query: dict[str, Any] = {"query": name, "limit": most}
    return {**query, "type": kind} if kind else query


def _draft_query(name: str, kind: str, most: int) -> dict[str, Any]:
    condition = {"matchType": "name", "propertyValue": name}
    query: dict[str, Any] = {"conditions": [condition], "limit": most}
    return {**query, "type": kind} if kind else query


def _candidate(told: dict[str, Any]) -> Candidate:
    """A candidate as another service tells it."""
    kinds = [_kind(one) for one in told.get("type", ()) or ()]
    score = float(told.get("score") or 0)
    why = NameWay("service", str(told.get("description") or _AS_TOLD), score)
    match = told.get("match") is True
    number, name = str(told["id"]), str(told["name"])
    return Candidate(number, name, "", why, score, kinds, [], match)


def _kind(told: Any) -> tuple[str, str]:
    if not isinstance(told, dict):
        return str(told), str(told)
    return str(told["id"]), str(told.get("name") or told["id"])


def _why(error: Exception) -> str:
    """What went wrong, as the system says it, without the names of a library’s classes."""
    reason = getattr(error, "reason", None) or error
    return f"it cannot be reached ({str(reason).rpartition(': ')[2]})"


def _detail(body: bytes) -> str:
    """What an answer says of itself, if it is a problem told in JSON (RFC 9457)."""
    try:
        told = json.loads(body)
        return f"({told['title']}: {told['detail']})"
    except (ValueError, RecursionError, TypeError, KeyError):
        return ""
