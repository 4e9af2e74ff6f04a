"""What a page may do in a browser: show itself, and nothing else (Content Security Policy 3)."""

import re
from base64 import b64encode
from hashlib import sha256

from diplomatica.model.dataset.release import COVERAGE, Release

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def policy(release: Release) -> dict[str, str]:
    """The headers of every page of a release.

    The coverage report, a file by itself, has its style in it.
    """
    file = release.folder / f"{COVERAGE}.html"
    styles = _STYLE.findall(file.read_text("utf-8")) if file.is_file() else []
    hashes = "".join(f" {_hash(style)}" for style in styles)
    directives = (
        "default-src 'none'",
        f"style-src 'self'{hashes}",
        "img-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(directives),
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def policy_of(picture: str) -> dict[str, str]:
    """The header of a picture that is a file by itself, and may use nothing but the style in it."""
    hashes = " ".join(map(_hash, _STYLE.findall(picture))) or "'none'"
    directives = (
        "default-src 'none'",
        f"style-src {hashes}",
        "frame-ancestors 'none'",
    )
    return {"Content-Security-Policy": "; ".join(directives)}


def _hash(style: str) -> str:
    digest = sha256(style.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
