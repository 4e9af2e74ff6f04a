"""Which release a request is about: that of its path, of ?release=, or of a day.

/release/{version}/… is the whole site of that release, and ?release={version} at any
address is the same. Accept-Datetime leads to the release of its day (RFC 7089).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from werkzeug.http import parse_date

from diplomatica.model.dataset.ledger import PublishedVersion
from diplomatica.model.dataset.release import Release
from diplomatica.web.http.problem import Problem

MOUNT = "diplomatica.mount"
"""In the environment of a request: what of its address leads to a release."""
_BELOW = re.compile("/release/([^/]+)(/.*)?")
# The name of a parameter may be percent-encoded, or in part.
_ENCODED = re.compile("(^|&)[^=&%]*%")
# What a release answers at its own address, whichever release is the newest.
_OWN = re.compile(r"(/dumps/.+|/validation|/coverage(\..+)?|/changes(\..+)?)?")


@dataclass(frozen=True)
class AsOf:
    """A request about one release: its version, and what is asked of it."""

    version: str
    path: str
    is_own: bool
    """Whether the address is the release's own, and not that of a page as of it."""

    @property
    def address(self) -> str:
        """The address of the same below the release, wherever it was asked for."""
        below = "" if self.path == "/" else self.path
        return self.path if self.is_own else f"{self.mount}{below}"

    @property
    def mount(self) -> str:
        """What of an address leads to the site of the release."""
        return f"/release/{self.version}"


def as_of(path: str, query: str) -> AsOf | None:
    """The release that an address names, if it names one."""
    match = _BELOW.fullmatch(path)
    if match:
        version, rest = match[1], match[2] or ""
        if _OWN.fullmatch(rest):
            return AsOf(version, path, is_own=True)
        return AsOf(version, rest, is_own=False)
    if "release=" in query or _ENCODED.search(query):
        versions = [value for name, value in parse_qsl(query) if name == "release"]
        if versions:
            return AsOf(versions[0], path, is_own=False)
    return None


def is_of(release: Release, target: AsOf) -> bool:
    """Whether the release that is served is the one that is asked for."""
    return release.version == target.version and not release.draft


def of_day(told: str, entries: Sequence[PublishedVersion]) -> PublishedVersion | None:
    """Of the releases that are to be had the newest at a time; before all, the first.

    None where there is none. Raises Problem 400 for what is no HTTP-date.
    """
    moment = parse_date(told)
    if moment is None:
        detail = "Send a date as in: Accept-Datetime: Sat, 28 Nov 2026 12:00:00 GMT."
        raise Problem(400, "The header Accept-Datetime holds no date", detail)
    dated = [one for one in entries if one.issued]
    before = [one for one in dated if day_of(one.issued) <= moment]
    return before[-1] if before else next(iter(dated), None)


def day_of(issued: str) -> datetime:
    """The beginning of the day, by UTC, on which a release was issued."""
    return datetime.fromisoformat(issued[:10]).replace(tzinfo=UTC)
