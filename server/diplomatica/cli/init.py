"""`diplomatica init`."""

from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

import click
from pyoxigraph import Literal

from diplomatica.cli.bringing.places import given_of
from diplomatica.errors import DiplomaticaError
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.files.bringing.given import Given

_CATALOG = """\
# What this dataset is. All else is counted by the build.
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{base}dataset> a dcat:Dataset ;
    dcterms:identifier {name} ; # how its files are called
    dcterms:title {title} ;
    dcterms:description {description} ; # say in a sentence what it holds
    # dcterms:creator "…" ; # who made it, to be cited
    {licence}
    dcterms:issued "{day}"^^xsd:date ;
    dcat:version "0.1.0" ;
    void:uriSpace "{base}" . # what the IRIs of its things begin with
"""
_NO_LICENCE = (
    "# dcterms:license <…> ; # not known yet: without one nobody may use the data"
)
_TEXT = """\
The Harbour Meeting

The Harbour Meeting was held in Port Example in May 2020. Anna Example attended it.
"""
_CLAIMS = """\
# Each block is a claim: the exact words, and what they state. Replace text and claims by
# yours; `diplomatica claim first-article "first words … last words"` prints the next,
# where it is run in this folder.
@prefix : <{base}id/> .
@prefix c: <{base}claim/first-article/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dip: <{dip}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{base}article/first-article> rdfs:label "An example article"@en ;
    # dcterms:issued "2020-05-28"^^xsd:date ; # the day, where it is known
    # dcterms:publisher :paper ; # with a name in ../names.ttl: :paper a dip:Newspaper
    dcterms:creator :author .

c:meeting-held {{ c:meeting-held dip:quote "The Harbour Meeting was held … in May 2020" .
    :harbour-meeting a dip:Meeting ; dip:location :port-example ;
        dip:time "2020-05"^^xsd:gYearMonth ; dip:status dip:held .
}}
"""
_NAMES = """\
# What things are called, and of what kind those are of which no claim says it.
@prefix : <{base}id/> .
@prefix dip: <{dip}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:harbour-meeting rdfs:label "Harbour Meeting"@en .
:port-example a dip:City ; rdfs:label "Port Example"@en .
:author a dip:Person ; rdfs:label "the author of the example"@en .
"""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="", help="What the dataset is called.")
@click.option("--base", default="", help="What its IRIs begin with: https://…/")
@click.option("--licence", default="", help="The IRI of its licence.")
@click.option("--language", default="en", show_default=True, help="Of its title.")
@click.option(
    "--articles",
    is_flag=True,
    help="Begin a dataset of articles and of claims that quote them.",
)
def init(
    folder: Path, title: str, base: str, licence: str, language: str, articles: bool
) -> None:
    """Write the catalog of a new dataset into FOLDER, to be filled in.

    Files that are there are never overwritten. What is not known, such as a licence, is
    left out and said to be missing; claims are published under a licence only, so that
    --articles needs --licence.
    """
    given = given_of(title, base, licence, language)
    if articles and not licence:
        raise click.UsageError("--articles needs --licence: claims are not without one")
    files = _files(folder.resolve().name, given, articles)
    _refuse_taken(folder, files)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        click.echo(path)
    _tell_missing(folder, given, articles)


def _files(name: str, given: Given, articles: bool) -> dict[str, str]:
    """The files of a new folder by their paths, with what is given filled in."""
    base = given.base or f"http://localhost/{name}/"
    files = {"dataset/catalog.ttl": _catalog(name, base, given)}
    if articles:
        names = {"base": base, "dip": str(DIP)}
        files["seeds/first-article.txt"] = _TEXT
        files["dataset/claims/first-article.trig"] = _CLAIMS.format(**names)
        files["dataset/names.ttl"] = _NAMES.format(**names)
    return files


def _catalog(name: str, base: str, given: Given) -> str:
    """A catalog to fill in, with what is known already."""
    title = given.title or name
    licence = f"dcterms:license <{given.licence}> ;" if given.licence else _NO_LICENCE
    return _CATALOG.format(
        base=base,
        name=Literal(name),
        title=Literal(title, language=given.language),
        description=Literal(f"{title}, a dataset.", language=given.language),
        licence=licence,
        day=datetime.now(UTC).date(),
    )


def _refuse_taken(folder: Path, files: dict[str, str]) -> None:
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        what = f"{folder / taken[0]}: is there already"
        raise DiplomaticaError(f"{what} → name another folder, or edit this file")


def _tell_missing(folder: Path, given: Given, articles: bool) -> None:
    """Tell what the new folder lacks, and what comes next."""
    if not given.base:
        what = "Missing: an address of your own that all IRIs begin with"
        click.echo(f"{what}; http://localhost/ stands for it.", err=True)
    if not given.licence:
        click.echo("Missing: a licence. Without one nobody may use the data.", err=True)
    what = "the text and the claims" if articles else "files of RDF beside it"
    click.echo(
        f"Next: fill in dataset/catalog.ttl, add {what}, then: "
        f"diplomatica serve {quote(str(folder))}",
        err=True,
    )
