"""What of the articles the claims cite, as the report of a release has it for pages."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplomatica.model.dataset.release import COVERAGE

_WORDS = 3  # an uncited stretch of fewer, such as “and”, tells nothing


@dataclass(frozen=True)
class Uncited:
    """Words of an article that no claim cites, and the paragraph that they stand in."""

    article: str
    paragraph: int
    words: str


@dataclass(frozen=True)
class Covered:
    """The counts of the report, and all that is open in it.

    Things and reasons stand in it as IRIs with prefixes, as the report writes them.
    """

    totals: Mapping[str, int]
    uncited: tuple[Uncited, ...]
    unspoken: tuple[tuple[str, str], ...]
    """Things whose names an article holds, and of which no claim of it speaks."""
    disagreements: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Things with a property that has several values, of which one can be right."""
    open_links: tuple[tuple[str, str], ...]
    """Things without a link to another dataset, and why there is none."""

    @property
    def cited(self) -> int:
        """How many sentences at least one claim cites."""
        return self.totals["sentences cited"]

    @property
    def unsought(self) -> int:
        """How many things without a link nobody has sought one for, as far as is told."""
        return sum(not why for _, why in self.open_links)


def read_covered(folder: Path) -> Covered | None:
    """What a release tells of its coverage; None where it has no claims."""
    file = folder / f"{COVERAGE}.json"
    report = json.loads(file.read_bytes()) if file.is_file() else {}
    totals = report.get("totals", {})
    return _covered(report, totals) if totals.get("claims") else None


def _covered(report: Mapping[str, Any], totals: Mapping[str, int]) -> Covered:
    """What the report on coverage tells, as pages need it."""
    articles = report["articles"]
    unspoken = (
        (one["article"], thing) for one in articles for thing in one["unspoken"]
    )
    links = ((one["thing"], one["reason"]) for one in report["open_links"])
    return Covered(
        totals,
        tuple(_uncited_words(articles)),
        tuple(unspoken),
        tuple(map(_disagreement, report["disagreements"])),
        tuple(links),
    )


def _uncited_words(articles: list[Mapping[str, Any]]) -> Iterator[Uncited]:
    for article in articles:
        for sentence in article["sentences"]:
            for words in sentence["uncited"]:
                if len(words.split()) >= _WORDS:
                    yield Uncited(article["article"], sentence["paragraph"], words)


def _disagreement(one: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return one["thing"], one["property"], tuple(one["values"])
