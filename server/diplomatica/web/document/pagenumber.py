"""The number of a page of a list, as an address has it."""

from diplomatica.web.http.problem import not_found

_DIGITS = 6


def last_page(total: int, on_a_page: int) -> int:
    """The number of the last page of so many: there is one at least."""
    return max(1, -(-total // on_a_page))


def page_number(asked: str, where: str, most: int = 10**_DIGITS - 1) -> int:
    """The number that was asked for, from 1 on, and 1 where none is.

    Raises Problem 404 for what is no number, and for one beyond the last.
    """
    asked = asked or "1"
    is_number = asked.isascii() and asked.isdigit()
    # Python reads no number of thousands of digits.
    is_short = len(asked.lstrip("0")) <= _DIGITS
    if not (is_number and is_short and 1 <= int(asked) <= most):
        raise not_found(f"{where}, page {asked}")
    return int(asked)
