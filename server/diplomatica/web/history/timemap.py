"""Mementos: pages as of a release, and the map of them (RFC 7089)."""

from collections.abc import Iterator

from flask import Flask, Response, request
from werkzeug.http import http_date

from diplomatica.model.dataset.ledger import PublishedVersion
from diplomatica.web.history.asof import MOUNT, day_of
from diplomatica.web.site import Site

_MAP = "application/link-format"


def register(app: Flask, site: Site) -> None:
    """The view of /timemap/…, and the headers of what is shown as of a release."""
    history = site.history
    app.jinja_env.globals.update(root_of_all=root_of_all, address_of_all=address_of_all)

    @app.get("/timemap/")
    @app.get("/timemap/<path:path>")
    def timemap(path: str = "") -> Response:
        """All releases in which an address can be asked for (section 5)."""
        body = ",\n".join(_links(path, history.to_be_had))
        return Response(f"{body}\n", content_type=_MAP)

    @app.after_request
    def tell(answer: Response) -> Response:
        """Tell of what time an answer is, and where others are (sections 2.1 and 2.2)."""
        mount = request.environ.get(MOUNT)
        if not mount:
            answer.vary.add("Accept-Datetime")
        if mount and site.release.issued:
            answer.headers["Memento-Datetime"] = http_date(day_of(site.release.issued))
            answer.headers.add("Link", _original(mount))
        return answer


def root_of_all() -> str:
    """Where the address of the whole site begins, above that of an old release."""
    mount: str = request.environ.get(MOUNT, "")
    return request.script_root.removesuffix(mount)


def address_of_all() -> str:
    """The address of the whole site, such as can be sent to others."""
    return f"{request.host_url.rstrip('/')}{root_of_all()}/"


def _original(mount: str) -> str:
    """Where the same is found in the newest release, and in all."""
    root = request.host_url.rstrip("/") + request.script_root.removesuffix(mount)
    path = request.path.lstrip("/")
    map_of_it = f'<{root}/timemap/{path}>; rel="timemap"; type="{_MAP}"'
    return f'<{root}/{path}>; rel="original timegate", {map_of_it}'


def _links(path: str, entries: list[PublishedVersion]) -> Iterator[str]:
    """All releases of an address, in the format of links (RFC 7089)."""
    root = request.url_root
    yield f'<{root}{path}>; rel="original timegate"'
    yield f'<{root}timemap/{path}>; rel="self"; type="{_MAP}"'
    for number, entry in enumerate(entries):
        ends = ["first"] * (number == 0) + ["last"] * (number == len(entries) - 1)
        kind = " ".join([*ends, "memento"])
        day = http_date(day_of(entry.issued))
        yield f'<{root}release/{entry.version}/{path}>; rel="{kind}"; datetime="{day}"'
