"""/match: paste names or send a table, choose what they mean, take it along. Nothing is kept."""

import csv
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Sequence
from functools import cache
from io import BytesIO, StringIO

from flask import Flask, Response, render_template, request

from diplomatica.engine import attended
from diplomatica.errors import UnreadableTable
from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.candidate import Candidate, Sought
from diplomatica.lookup.matching.suggesting import Suggestion
from diplomatica.lookup.matching.table.columns import headings
from diplomatica.lookup.matching.table.row import (
    HOW,
    MatchedRow,
    matched_rows,
    written_rows,
)
from diplomatica.lookup.matching.table.table import (
    NOTHING,
    NameTable,
    listed_names,
    read_table,
    table_text,
)
from diplomatica.model.characters import no_formula
from diplomatica.model.formats import CSV, XLSX
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import saved_as
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase, in_page_language, number_in_words

MOST_ROWS = 5000
"""Rows that a page matches at once."""
_LIKELY = 75.0
"""The least score of a candidate that is taken with all first ones."""
_KINDS = 40  # kinds to choose from
_EXAMPLES = "Republic of Kazakhstan\nUmarov, Kairat\nO.S.C.E."
_SAID = (
    Phrase("certain"),
    Phrase("chosen"),
    Phrase("to choose"),
    Phrase("none of these"),
    Phrase("nothing found"),
    Phrase("No thing is chosen yet."),
    Phrase("None of the candidates was chosen."),
    Phrase("Nothing was found that is called so."),
    Phrase("No id was looked for."),
)
_PHRASES = {str(one): one for one in _SAID} | {
    way.words: Phrase(way.words) for way in ways.every()
}
"""What the matcher says in English: that which pages say in other languages, too."""
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def register(app: Flask, site: Site) -> None:
    """The view of /match."""
    app.add_template_filter(_phrase, "phrase")

    @app.route("/match", methods=["GET", "POST"])
    def match() -> Response:
        """The form, the table of what the names mean, or that table as a file."""
        try:
            table = _table()
        except UnreadableTable as error:
            raise Problem(
                400, f"This table cannot be read: {error.what}", f"{error}."
            ) from error
        if len(table.rows) > MOST_ROWS:
            title = f"{len(table.rows):,} rows are too many for this page"
            detail = f"Send up to {MOST_ROWS:,}, or use: diplomatica match TABLE --column NAME"
            raise Problem(413, title, detail)
        rows = _rows(site, table)
        form = request.values.get("format", "")
        if form in (CSV.name, XLSX.name):
            return _file(site, table, rows, form)
        return _page(site, table, rows)


def _table() -> NameTable:
    """The table that a request sends: a file, one that was sent before, or a list of names."""
    column = request.values.get("column", "")
    file = request.files.get("file")
    if file and (data := file.read()):
        return read_table(table_text(data), column)
    if kept := request.values.get("table", ""):
        return read_table(kept, column)
    return listed_names(request.values.get("names", ""))


def _rows(site: Site, table: NameTable) -> list[MatchedRow]:
    """What the names mean, with what somebody chose, while whoever asks stays."""
    kind = request.values.get("kind", "")
    kinds = (kind,) if kind else ()

    def find(name: str) -> list[Candidate]:
        return site.matcher.find(Sought(name, kinds))

    another = cache(lambda other: site.matcher.find(Sought(other)))
    rows = []
    matches = attended(matched_rows(table, find, site.matcher.linked))
    for number, row in enumerate(matches):
        given = request.values.get(f"thing-{number}", "")
        other = request.values.get(f"other-{number}", "").strip()
        sure = row.chosen.iri if row.chosen else ""
        if other:
            _add_other(row, other, another(other))
        if row.chosen and other and given in ("", NOTHING, sure):
            given = row.chosen.iri
        if request.values.get("first") and not given and _is_likely(row):
            given = row.candidates[0].iri
        _choose(site, row, given)
        rows.append(row)
    return rows


def _is_likely(row: MatchedRow) -> bool:
    """Whether a row is to choose, and its first candidate rather likely meant."""
    return row.is_open and row.candidates[0].score >= _LIKELY


def _add_other(row: MatchedRow, other: str, candidates: list[Candidate]) -> None:
    """Add what is called as somebody wrote instead, and choose it if that is plain."""
    plain = next((one.iri for one in candidates if one.match), "")
    row.add(other, candidates)
    row.chosen = row.candidate(plain) or row.chosen


def _choose(site: Site, row: MatchedRow, given: str) -> None:
    """Take over what was chosen for a row: nothing, or one of its candidates."""
    chosen = row.candidate(given)
    if chosen or given == NOTHING:
        row.chosen = chosen
        row.is_refused = not chosen
        iri = chosen.iri if chosen else ""
        row.linked = site.matcher.linked(iri)


def _page(site: Site, table: NameTable, rows: list[MatchedRow]) -> Response:
    """The page of a table of names, with what each may mean."""
    items = [row.linked.wikidata for row in rows]
    body = render_template(
        "match/match.html",
        table=table,
        rows=rows,
        kinds=sorted(site.matcher.suggesting.kinds("", _KINDS), key=_by_label),
        kind=request.values.get("kind", ""),
        items=items,
        counts=_counts(rows),
        hows=[(how.replace(" ", "-"), _how_in_words(how)) for how in HOW],
        examples=_EXAMPLES,
        open=_open(rows),
        likely=sum(map(_is_likely, rows)),
        least=f"{_LIKELY:.0f}",
        nothing=NOTHING,
        most=MOST_ROWS,
    )
    headers = {"Cache-Control": "no-store"} if rows else None
    return Response(body, headers=headers)


def _open(rows: Sequence[MatchedRow]) -> list[tuple[int, MatchedRow]]:
    """The rows that are to choose, with their numbers."""
    return [one for one in enumerate(rows) if one[1].is_open]


def _by_label(kind: Suggestion) -> str:
    return kind.label.casefold()


def _counts(rows: Sequence[MatchedRow]) -> str:
    """How many rows are certain, to choose and so on, in words."""
    counts = Counter(row.how for row in rows)
    return ", ".join(
        f"{number_in_words(counts[how])} {_how_in_words(how)}"
        for how in HOW
        if counts[how]
    )


def _phrase(words: str) -> str:
    """Words of the matcher as a phrase, if they are one, and not of the data."""
    return _PHRASES.get(words, words)


def _how_in_words(how: str) -> str:
    return in_page_language(_phrase(how))


def _file(
    site: Site, table: NameTable, rows: Sequence[MatchedRow], form: str
) -> Response:
    """The table with what is known of its names, for a spreadsheet."""
    lines = [headings(table.columns), *written_rows(rows)]
    kind = XLSX if form == XLSX.name else CSV
    body = _workbook(lines) if kind is XLSX else _csv(lines)
    headers = saved_as(f"{site.release.name}-match", kind)
    headers["Cache-Control"] = "no-store"
    return Response(body, content_type=kind.content_type, headers=headers)


def _csv(lines: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(list(map(no_formula, line)) for line in lines)
    return BOM_UTF8 + text.getvalue().encode()


def _workbook(lines: list[list[str]]) -> bytes:
    """A table for Excel, in which all cells are texts."""
    # Few ask for it, and it takes an eighth of a second to be read in.
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, _PLAIN) as workbook:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell)
    return file.getvalue()
