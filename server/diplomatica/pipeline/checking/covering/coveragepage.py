"""The page on what claims cover, which stands by itself."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from diplomatica.pipeline.checking.covering.coveragereport import Coverage

if TYPE_CHECKING:
    from jinja2 import Template


def write_page(path: Path, report: Coverage, title: str) -> None:
    """Write the report as a page that stands by itself."""
    page = _template().render(report=report, title=title)
    path.write_text(page, "utf-8")


@cache
def _template() -> "Template":
    # What has no claims has no such page.
    from jinja2 import Environment, PackageLoader

    pages = Environment(
        loader=PackageLoader("diplomatica.pipeline.checking"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("coverage.html")
