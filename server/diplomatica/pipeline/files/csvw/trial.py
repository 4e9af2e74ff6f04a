"""Whether a table is read by the description that is suggested for it."""

import json
from collections.abc import Mapping
from typing import Any

from diplomatica.errors import Fault, InvalidInput
from diplomatica.pipeline.files.csvw.description import read_description
from diplomatica.pipeline.files.csvw.suggested import ADDRESS, LOOKED_AT, read_head

_CUT = "is never closed"


def faults_of_first_rows(
    description: Mapping[str, Any], name: str, data: bytes
) -> list[Fault]:
    """What keeps the first rows of the table of this name from being read so."""
    # It comes with libraries that nothing else here needs.
    from diplomatica.pipeline.files.csvw.rows import CsvRows

    stated = json.dumps(description).encode()
    _, text = read_head(data)
    try:
        for table in read_description(stated, f"{name}-metadata.json", ADDRESS).tables:
            if not CsvRows(table, name, text.removeprefix("\ufeff")).quads():
                return [Fault(name, 0, "states nothing", "add rows below its headings")]
    except InvalidInput as error:
        is_cut = len(data) >= LOOKED_AT
        # a cell may be so where the first rows end
        return [one for one in error.faults if not (is_cut and _CUT in one.message)]
    return []


def why_no_text(data: bytes) -> str:
    """Why data can hold no table; "" where it may."""
    _, text = read_head(data)
    if any(sign < " " and not sign.isspace() for sign in text):
        return "has signs that no text has"
    return ""
