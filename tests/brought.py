"""Sites of files that were brought, and what their pages say in words."""

import re
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app


def site_of(text: str, folder: Path) -> FlaskClient:
    """The site of one file of Turtle, as it is served."""
    (folder / "d.ttl").write_text(text, "utf-8")
    release = build(bundle((folder / "d.ttl",)), folder / "releases", is_draft=True)
    return create_app(release).test_client()


def words(site: FlaskClient, path: str, **arguments: str) -> str:
    """The words of a page's main part, for a reader who asks for no language."""
    headers = {"Accept": "text/html"}
    answer = site.get(path, headers=headers, query_string=arguments or None)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    main = answer.text.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
