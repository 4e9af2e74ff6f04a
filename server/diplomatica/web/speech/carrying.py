"""A language that an address asks for is asked for by the links of its page as well."""

import re
from html import unescape

from markupsafe import escape

# Files speak no language, and a link to the same page in another one has its own.
_OPENING = re.compile(r"<(?:a|form)\b[^>]*>")
_TARGET = re.compile(r'\b(?:href|action)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_OWN_WAY = re.compile(r"\b(?:download|hreflang|type)=")
_FILE = re.compile(r"\.[a-z0-9]+(?:$|[?#])")


def carry_language(page: str, tag: str) -> str:
    """A page whose links and forms go on in a language.

    Links to other sites, within the page and to files stay as they are.
    """
    return _OPENING.sub(lambda found: _asking(found[0], tag), page)


def _asking(opening: str, tag: str) -> str:
    """The opening tag of a link or form, with the language to go on in."""
    target = _TARGET.search(opening)
    if target is None or _OWN_WAY.search(opening):
        return opening
    address = unescape(target[1])
    if _ELSEWHERE.match(address) or _FILE.search(address):
        return opening
    if opening.startswith("<form") and 'method="post"' not in opening:
        return f'{opening}<input type="hidden" name="lang" value="{tag}">'
    start, end = target.span(1)
    return f"{opening[:start]}{escape(_with_language(address, tag))}{opening[end:]}"


def _with_language(address: str, tag: str) -> str:
    whole, mark, place = address.partition("#")
    if re.search(r"[?&]lang=", whole):
        return address
    return f"{whole}{'&' if '?' in whole else '?'}lang={tag}{mark}{place}"
