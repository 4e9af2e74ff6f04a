"""The one address of the site: who comes by another host is led there."""

from urllib.parse import urlsplit

from diplomatica.web.gateway.settings import Settings
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.address import header
from diplomatica.web.http.reply import EVERYWHERE, Reply

_OWN = ("/health", "/admin/")  # what is asked of this very process


def elsewhere(scope: Message, settings: Settings) -> Reply | None:
    """The way to the canonical address (RFC 9110, section 15.4.9), for who is not there."""
    if (
        not settings.canonical
        or scope["method"] not in ("GET", "HEAD")
        or scope["path"].startswith(_OWN)
    ):
        return None
    if _host(scope, settings.proxies) == urlsplit(settings.canonical).netloc.lower():
        return None
    sent = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    path = sent.partition("?")[0]
    target = f"{settings.canonical}{path}{'?' if query else ''}{query}"
    return Reply(308, {**EVERYWHERE, "Location": target}, b"")


def _host(scope: Message, proxies: int) -> str:
    """The host that a request names, as the outermost trusted proxy was asked for it."""
    told = header(scope, b"x-forwarded-host").split(",")
    seen = told[-proxies].strip() if 0 < proxies <= len(told) else ""
    return (seen or header(scope, b"host")).lower()
