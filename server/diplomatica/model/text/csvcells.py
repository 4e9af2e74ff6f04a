"""How long the cells of a table may be that Python reads."""

import csv


def allow_cells(length: int) -> None:
    """Let cells be so long, or as long as others of this process were allowed before."""
    csv.field_size_limit(max(length, csv.field_size_limit()))
