"""The lines of a dump, changed at random as editors and programs change data."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from diplomatica.model.dataset.release import SUMS, Release, release_in
from diplomatica.model.formats import NQUADS
from diplomatica.model.vocabulary import RDFS

_OTHERS = shutil.ignore_patterns("*.gz", "*.ttl", "*.trig", "*.nt", "*.jsonld", "*.rdf")
_SAID = re.compile(r"^(\S+) (\S+) (.*?) (<[^ ]*> )?\.\n$")
_LABEL = f"<{RDFS('label').value}>"
_OFTEN = 20
Line = tuple[str, str]
"""What it says, and in which graph."""


@dataclass
class Lines:
    """The default graph, and the named ones: each line with what it says and where."""

    merged: list[Line]
    named: list[Line]
    articles: dict[str, bytes]

    @classmethod
    def of(cls, release: Release) -> "Lines":
        """Those of a release."""
        lines = release.dump(NQUADS).read_text("utf-8").splitlines(keepends=True)
        told = [_parted(line) for line in lines]
        texts = {slug: path.read_bytes() for slug, path in release.articles.items()}
        return cls(told[: release.triples], told[release.triples :], texts)

    def write(self, release: Release, place: Path) -> Release:
        """A release that says this, and is like another in all else."""
        shutil.copytree(release.folder, place, ignore=_OTHERS)
        merged = [f"{said} .\n" for said, _ in _together(self.merged)]
        named = [f"{said} {graph}.\n" for said, graph in _together(self.named)]
        (place / release.dump(NQUADS).name).write_text("".join(merged + named), "utf-8")
        manifest = json.loads((place / "release.json").read_text("utf-8"))
        manifest |= {"triples": len(merged), "quads": len(named)}
        (place / "release.json").write_text(json.dumps(manifest), "utf-8")
        for slug in self.articles.keys() | release.articles.keys():
            (place / "articles" / f"{slug}.txt").unlink(missing_ok=True)
        for slug, text in self.articles.items():
            (place / "articles" / f"{slug}.txt").write_bytes(text)
        with (place / SUMS).open("a") as sums:
            sums.write(f"{place.name}  another\n")
        return release_in(place)

    def _replace(self, old: str, new: str) -> None:
        for lines in (self.merged, self.named):
            lines[:] = dict.fromkeys(
                (new if said == old else said, graph) for said, graph in lines
            )

    def _drop(self, is_gone: Callable[[str, str], bool]) -> None:
        for lines in (self.merged, self.named):
            lines[:] = [one for one in lines if not is_gone(*one)]

    def change(self, random: Random) -> None:
        """Change something, one thing or another."""
        ways = [
            self._say_otherwise,
            self._call_otherwise,
            self._drop_subject,
            self._drop_lines,
            self._link,
            self._move,
        ]
        if self.articles:
            ways += [self._add_article, self._drop_article]
        random.choice(ways)(random)

    def _say_otherwise(self, random: Random) -> None:
        """Other words of some literals."""
        texts = [said for said, _ in self.named if said.endswith('"') or '"@' in said]
        for old in random.sample(texts, min(_OFTEN, len(texts))):
            begin, _, end = old.rpartition('"')
            self._replace(old, f'{begin} {random.randrange(99)}"{end}')

    def _call_otherwise(self, random: Random) -> None:
        """Another label of what most is linked with, as a kind is."""
        ends = [said.rsplit(" ", 1)[1] for said, _ in self.merged]
        labels = [said for said, _ in self.merged if said.split(" ")[1] == _LABEL]
        often = sorted(labels, key=lambda one: -ends.count(one.split(" ")[0]))
        for old in random.sample(often[:_OFTEN], min(3, len(often))):
            begin, _, end = old.rpartition('"')
            self._replace(old, f'{begin} anew {random.randrange(99)}"{end}')

    def _drop_subject(self, random: Random) -> None:
        """Something of which nothing is said any more, nor by it."""
        gone = random.choice(self.named)[0].split(" ")[0]
        self._drop(lambda said, graph: gone in (said.split(" ")[0], graph.strip()))

    def _drop_lines(self, random: Random) -> None:
        gone = {random.choice(self.merged)[0] for _ in range(_OFTEN)}
        self._drop(lambda said, graph: said in gone)

    def _link(self, random: Random) -> None:
        """Links among what is there, by properties that are there."""
        for _ in range(_OFTEN):
            one, other = random.choice(self.named), random.choice(self.named)
            by, value = random.choice(self.named)[0].split(" ", 2)[1:]
            if value.startswith("<"):
                value = random.choice((value, other[0].split(" ")[0]))
            said = f"{one[0].split(' ')[0]} {by} {value}"
            self._add(said, one[1])

    def _add(self, said: str, graph: str) -> None:
        for lines, line in ((self.merged, (said, "")), (self.named, (said, graph))):
            if line not in lines:
                lines.append(line)

    def _move(self, random: Random) -> None:
        """The graphs and the subjects in another order."""
        for lines in (self.merged, self.named):
            at = random.randrange(len(lines))
            lines[:] = lines[at:] + lines[:at]

    def _add_article(self, random: Random) -> None:
        """An article that says what another says, of its own things."""
        slug = random.choice(sorted(self.articles))
        new = f"{slug}-{random.randrange(99)}"
        if new in self.articles:
            return
        self.articles[new] = self.articles[slug]
        for lines in (self.merged, self.named):
            about = [one for one in lines if f"/{slug}" in one[0] + one[1]]
            copied = [
                (_renamed(said, slug, new), _renamed(graph, slug, new))
                for said, graph in about
            ]
            lines[:] = dict.fromkeys((*lines, *copied))

    def _drop_article(self, random: Random) -> None:
        slug = random.choice(sorted(self.articles))
        if len(self.articles) > 1:
            del self.articles[slug]
            self._drop(lambda said, graph: bool(_names(slug, said + graph)))


def _parted(line: str) -> tuple[str, str]:
    found = _SAID.match(line)
    assert found, line
    return f"{found[1]} {found[2]} {found[3]}", found[4] or ""


def _names(slug: str, text: str) -> "re.Match[str] | None":
    return re.search(rf"/{slug}(?![\w-])", text)


def _renamed(text: str, slug: str, new: str) -> str:
    return re.sub(rf"/{slug}(?![\w-])", f"/{new}", text)


def _subject(line: Line) -> str:
    return line[0].split(" ")[0]


def _together(lines: list[Line]) -> list[Line]:
    """The lines, so that those of one graph stand together, there those of a subject."""
    places: dict[tuple[str, ...], int] = {}
    for place, line in enumerate(lines):
        places.setdefault((line[1],), place)
        places.setdefault((line[1], _subject(line)), place)
    return sorted(
        lines,
        key=lambda line: (places[line[1],], places[line[1], _subject(line)]),
    )
