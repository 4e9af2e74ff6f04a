"""Releases below the address of a site, for servers of WSGI."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from diplomatica.engine import Engine
from diplomatica.model.dataset.ledger import PublishedVersion, to_be_had
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.web.history.asof import MOUNT, AsOf, as_of, is_of
from diplomatica.web.site import ELSEWHERE, SITE, Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OPEN = 2  # older releases at once

AppOf = Callable[[Release], "WSGIApplication"]


class Mounted:
    """An application that answers below the part of an address that leads to its release."""

    def __init__(self, app: "WSGIApplication") -> None:
        """`app` is told by SCRIPT_NAME where it is."""
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333); the server in front has read its address."""
        mount = environ.get("asgi.scope", {}).get(MOUNT, "")
        return self._app(below(environ, mount) if mount else environ, start)


class Archived:
    """An application that has the older releases below it, opened when they are asked for."""

    def __init__(self, app: "WSGIApplication", site: Site, app_of: AppOf) -> None:
        """`app` is that of a site; `app_of` makes the application of a release."""
        self._app, self._site, self._app_of = app, site, app_of
        self._release = site.release
        self._open: LRUCache[str, Any] = LRUCache(_OPEN)
        self._opening = Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        environ = {**environ, ELSEWHERE: self._engine}
        target = as_of(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        if target is None:
            return self._app(environ, start)
        app, told = self._app_and_request(target, environ)
        answer: Iterable[bytes] = app(told, start)
        return answer

    def _app_and_request(
        self, target: AsOf, environ: "WSGIEnvironment"
    ) -> tuple[Any, Any]:
        """The application of the release that is asked, and the request as it gets it."""
        if is_of(self._release, target):
            is_here = {} if target.is_own else below(environ, target.mount, target.path)
            return self._app, is_here or environ
        entry = to_be_had(self._release).get(target.version)
        if entry is None:
            # which says why it is not
            return self._app, {
                **environ,
                "PATH_INFO": target.address,
                "REQUEST_URI": target.address,
            }
        return self._app_of_entry(entry), below(environ, target.mount, target.path)

    def _engine(self, version: str) -> Engine | None:
        """The engine of another release, for pages that compare."""
        if version == self._release.version and not self._release.draft:
            return self._site.engine
        entry = to_be_had(self._release).get(version)
        return self._app_of_entry(entry).extensions[SITE].engine if entry else None

    def _app_of_entry(self, entry: PublishedVersion) -> Any:
        with self._opening:
            if entry.version not in self._open:
                folder = self._release.folder.parent / entry.folder
                self._open[entry.version] = self._app_of(open_release(folder))
            return self._open[entry.version]


def below(
    environ: "WSGIEnvironment", mount: str, path: str | None = None
) -> "WSGIEnvironment":
    """A request as it is sent on to an application that is mounted there."""
    below_mount = {**environ, MOUNT: mount}
    below_mount["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + mount
    if path is not None:
        below_mount["PATH_INFO"] = path
        below_mount["REQUEST_URI"] = environ.get("REQUEST_URI", "").removeprefix(mount)
    return below_mount
