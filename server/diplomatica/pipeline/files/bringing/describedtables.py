"""Tables that were brought, each with the description beside it (CSV on the Web)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from json import dumps
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from shlex import quote
from urllib.parse import unquote

from diplomatica.errors import Fault, InvalidInput
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.packed import BroughtDocument
from diplomatica.pipeline.files.csvw.description import (
    CONTEXT,
    Description,
    is_description,
    read_description,
)
from diplomatica.pipeline.files.csvw.suggested import ADDRESS, suggest_description
from diplomatica.pipeline.files.jsonld.place import line_of
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.files.tokens import Block

TABLES = (".csv", ".tsv")
_PRIMER = "https://www.w3.org/TR/tabular-data-primer/"


@dataclass
class Tables:
    """What tables state, and what is to be told of them."""

    sources: list[Source] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    given: dict[str, Given] = field(default_factory=dict)
    """What each description says of its tables, by its name."""
    kept: dict[str, BroughtDocument] = field(default_factory=dict)
    """The tables and their descriptions, which are published as they are, too."""
    taken: set[str] = field(default_factory=set)
    """The names of the documents that are tables with a description, or describe one."""

    def of_whole(self, sources: Iterable[Source]) -> Given:
        """What a description says of the whole, if no `sources` are but its tables.

        Else it is told that the titles and licences of tables are not those of all.
        """
        if len(self.given) == 1 and all(one.described_in for one in sources):
            return next(iter(self.given.values()))
        advice = "say with --title and --licence what holds of all"
        for name, said in self.given.items():
            stated = {
                f"dc:title “{said.title}”": said.title,
                "dc:license": said.licence,
            }
            named = " and ".join(what for what, value in stated.items() if value)
            if named:
                what = f"its {named} is of its tables, and not of all that was brought"
                self.hints.append(Fault(name, 0, what, advice))
        return Given()


def read_tables(
    documents: Mapping[str, BroughtDocument], bases: Mapping[str, str]
) -> Tables:
    """What the tables among these documents state that others of them describe.

    Addresses are relative to the base of the description. Faults are gathered.
    """
    found = Tables()
    for name, document in documents.items():
        if document.suffix in (".json", ".jsonld") and is_description(document.data()):
            found.taken.add(name)
            try:
                _take(found, document, documents, bases[name])
            except InvalidInput as error:
                found.faults += error.faults
    return found


def _take(
    found: Tables,
    document: BroughtDocument,
    documents: Mapping[str, BroughtDocument],
    base: str,
) -> None:
    """Read a description, its title and licence where none was given, and its tables."""
    described = read_description(document.data(), document.name, base)
    stated = Given(title=described.title, licence=described.licence)
    found.given[document.name] = stated
    found.kept[document.name] = document
    if described.passed_over:
        names = sorted(described.passed_over)
        line = line_of(document.data().decode("utf-8", "replace"), names[0])
        why = "the minimal mode of csv2rdf makes triples of cells alone"
        what = f"passes over {', '.join(names)}"
        found.hints.append(Fault(document.name, line, what, why))
    for table in described.tables:
        name = _document_name(table, document.name, documents)
        found.taken.add(name)
        found.kept[name] = documents[name]
        if not table.is_silent:
            _read(found, table, documents[name])


def _document_name(
    table: Description, beside: str, documents: Mapping[str, BroughtDocument]
) -> str:
    """The name of the document that is this table. Raises InvalidInput for none."""
    if ":" not in table.iri:
        context = dumps([CONTEXT, {"@base": "https://…/"}], ensure_ascii=False)
        what = "describes a table by a relative address, and has no base"
        raise InvalidInput([Fault(beside, 0, what, f'give it "@context": {context}')])
    path = unquote(PurePosixPath(table.url).name if ":" in table.url else table.url)
    name = normpath(join(dirname(beside), path))
    packed = (one for one in documents if one.startswith(f"{name}."))
    document = name if name in documents else next(packed, "")
    if not document:
        what, advice = f"describes {table.url}, which was not brought", "name it, too"
        raise InvalidInput([Fault(beside, 0, what, advice)])
    return document


def _read(found: Tables, table: Description, document: BroughtDocument) -> None:
    """Read a table by its description."""
    # It comes with libraries that nothing else here needs.
    from diplomatica.pipeline.files.csvw.rows import CsvRows

    rows = CsvRows(table, document.name, _text(table, document))
    quads = rows.quads()
    found.hints += rows.hints
    if any("aboutUrl" not in one.said for one in rows.columns):
        what = "has rows without an IRI, and so without a page"
        about = suggest_description(document.name, document.data())["tableSchema"][
            "aboutUrl"
        ]
        advice = f'give {table.file} an "aboutUrl", such as {about}'
        found.hints.append(Fault(document.name, 0, what, advice))
    parts, by = [Block("", 1)], table.file
    source = Source(document.name, quads, parts, described_in=by, syntax="CSV")
    found.sources.append(source)


def _text(table: Description, document: BroughtDocument) -> str:
    """The text of a table, by the encoding in its description. Raises InvalidInput."""
    encoding = table.dialect.get("encoding", "utf-8")
    try:
        return document.data().decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        fault = Fault(table.file, 0, f"names no encoding that is known: {encoding}")
        raise InvalidInput([fault]) from error
    except UnicodeDecodeError as error:
        own = suggest_description(document.name, document.data()).get("dialect", {})
        stated = f'"encoding": "{own.get("encoding", "…")}"'
        advice = f"save it as UTF-8, or say {stated} in the dialect of {table.file}"
        what = f"byte {error.start} is not {encoding}"
        raise InvalidInput([Fault(document.name, 0, what, advice)]) from error


def why_undescribed(document: BroughtDocument) -> str:
    """Why a table is left out, with a description that will do."""
    name = PurePosixPath(document.name).name
    if not document.data().strip():
        return "it is empty"
    said = suggest_description(name, document.data())
    text = dumps(said, ensure_ascii=False)
    written = (
        f"`diplomatica describe {quote(name)}` writes {name}-metadata.json beside it"
    )
    own = f"with an address of your own in the place of {ADDRESS}"
    told = f"{written}, which says what it means, such as {text}, {own}"
    return f"it is a table without a description: {told} ({_PRIMER})"
