"""`diplomatica links suggest`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

import click
from pyoxigraph import Literal, NamedNode

from diplomatica.cli.bringing.places import of_release
from diplomatica.cli.matching.client import Service
from diplomatica.cli.matching.match import kind_of, with_progress
from diplomatica.lookup.matching.candidate import Candidate
from diplomatica.lookup.matching.matcher import Matcher
from diplomatica.lookup.matching.names.spelling import key_of, words_of
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import MATCHES, SSSOM, XSD, prefixes
from diplomatica.pipeline.files.mapping.links import last_part
from diplomatica.pipeline.files.mapping.mappingfile import read_mappings
from diplomatica.pipeline.writing.links import SSSOM_FILE

_CANDIDATES = 3  # of a thing that are proposed
_LOCAL = re.compile(r"[A-Za-z0-9_]([\w-]*\w)?", re.ASCII)
_PREFIXES = (
    "",
    "dcterms",
    "dip",
    "link",
    "rdfs",
    "semapv",
    "skos",
    "sssom",
    "wd",
    "xsd",
)
_HEAD = """\
# Links that a service proposes: {name}, {url}.
# Those that it is sure of stand as they are: take away what you do not accept.
# The others are comments: take the # away from what you accept.
# Sign what you accept with pav:authoredBy, and put the file into dataset/.

"""


@click.command()
@click.option("--service", "url", required=True, help="The reconciliation service.")
@click.option(
    "--kind", default="", help="Only for things of this kind: its label or its IRI."
)
@of_release("The release whose things are to be linked.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that the links state. Default: today.",
)
@click.option(
    "--output",
    "-o",
    type=click.File("w", encoding="utf-8", lazy=True),
    default="-",
    help="Write the links to this file. Default: standard output.",
)
def suggest(
    url: str, kind: str, release: Path, day: date | None, output: TextIO
) -> None:
    """Ask a reconciliation service for what has no link there yet.

    The answer is TriG, for an editor to accept or not: each link with its evidence.
    """
    opened, service = open_release(release), Service(url)
    matcher = Matcher(opened)
    kinds = (kind_of(matcher, kind),) if kind else ()
    things = matcher.unlinked(service.space, kinds)
    names = list(dict.fromkeys(label for _, label in things))
    candidates = with_progress(names, service.find(names, "", _CANDIDATES))
    proposing = Proposing(opened.iris, service, _source(opened, service.space), day)
    output.write(_HEAD.format(name=service.manifest["name"], url=url))
    output.write(proposing.head())
    counts: Counter[str] = Counter()
    for thing, label in things:
        counts["certain" if _is_sure(candidates[label]) else "to choose"] += 1
        counts["nothing found"] += not candidates[label]
        other_names = matcher.names(thing)
        output.writelines(
            proposing.blocks(thing, label, candidates[label], other_names)
        )
    counts["to choose"] -= counts["nothing found"]
    told = ", ".join(f"{count} {how}" for how, count in counts.items() if count)
    click.echo(f"{len(things)} things without a link: {told or 'none'}.", err=True)


def _is_sure(candidates: Iterable[Candidate]) -> bool:
    return any(one.match for one in candidates)


def _source(release: Release, space: str) -> str:
    """The dataset of a space, as the links say that the release has already."""
    file = release.folder / SSSOM_FILE
    if not file.is_file():
        return ""
    source, _ = read_mappings(file, SSSOM_FILE, release.iris)
    leading = {
        quad.graph_name
        for quad in source.quads
        if quad.predicate in MATCHES and text_of(quad.object).startswith(space)
    }
    source_property = SSSOM("object_source")
    sources = (
        text_of(quad.object)
        for quad in source.quads
        if quad.predicate == source_property and quad.subject in leading
    )
    return min(sources, default="")


@dataclass(frozen=True)
class Proposing:
    """Writes what a service proposes as links with their evidence."""

    iris: Iris
    service: Service
    source: str
    day: date | None

    def head(self) -> str:
        """The prefixes of the file."""
        known = prefixes(self.iris.base)
        lines = [f"@prefix {name}: <{known[name]}> .\n" for name in _PREFIXES]
        return "".join(lines)

    def blocks(
        self, thing: str, label: str, candidates: Iterable[Candidate], names: list[str]
    ) -> Iterator[str]:
        """The proposals for one thing, those to choose from as comments."""
        for one in candidates:
            lines = list(self._block(thing, label, one, names))
            mark = "" if one.match else "# "
            yield "\n"
            yield from (f"{mark}{line}\n" for line in lines)

    def _block(
        self, thing: str, label: str, one: Candidate, names: list[str]
    ) -> Iterator[str]:
        """A block of TriG that proposes one link, with the reason for it."""
        other = self.service.iri_of(one)
        ends = f"{last_part(thing)}-{last_part(other)}"
        slug = re.sub(r"[^A-Za-z0-9_-]+", "-", ends).strip("-")
        link = self._short(self.iris("link", slug).value)
        yield f"{link} {{"
        yield f"    {link}"
        rows = list(self._properties(label, one, names))
        for by, value in rows[:-1]:
            yield f"        {by} {value} ;"
        yield "        {} {} .".format(*rows[-1])
        yield f"    {self._short(thing)} skos:exactMatch {self._short(other)} ."
        yield "}"

    def _properties(
        self, label: str, one: Candidate, names: list[str]
    ) -> Iterator[tuple[str, str]]:
        """What a link says of itself: how it was found, how sure, what was compared."""
        ours = {_key(name) for name in names}
        agrees = _key(one.label) in ours
        how = "LexicalMatching" if agrees else "LexicalSimilarityThresholdMatching"
        day = Literal(f"{self.day or date.today():%Y-%m-%d}", datatype=XSD("date"))
        yield "dip:reason", str(Literal(self._reason(label, one)))
        yield "sssom:mapping_justification", f"semapv:{how}"
        if 0 < one.score <= 100:
            yield "sssom:confidence", f"{min(one.score / 100, 0.99):.2f}"
        yield "dcterms:created", f'"{day.value}"^^xsd:date'
        if self.source:
            yield "sssom:object_source", str(NamedNode(self.source))
        yield "sssom:object_label", str(Literal(one.label))
        yield "sssom:match_string", str(Literal(label))
        yield "dip:agreesOn" if agrees else "dip:differsOn", "rdfs:label"

    def _reason(self, label: str, one: Candidate) -> str:
        """Why a link is proposed, in a sentence."""
        name = self.service.manifest["name"]
        kinds = ", ".join(called for _, called in one.kinds)
        what = f"“{one.label}”{f' ({kinds})' if kinds else ''}"
        kind = "as a match" if one.match else "as a candidate"
        return (
            f"The service {name} was asked for “{label}” and gave {what} {kind}, "
            f"with a score of {one.score:g}: {one.way.words}."
        )

    def _short(self, iri: str) -> str:
        """An IRI with a prefix of the head, or in full."""
        short = self.iris.short(iri)
        prefix, _, name = short.partition(":")
        if short != iri and prefix in _PREFIXES and _LOCAL.fullmatch(name):
            return short
        return str(NamedNode(iri))


def _key(name: str) -> str:
    return key_of(words_of(name))
