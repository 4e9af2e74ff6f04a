"""Numbers with exponents, as readers write them: 52.355632 for 5.2355632E1."""

import re
from decimal import Decimal

from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

_FLOATS = (XSD("double"), XSD("float"))
_WITH_EXPONENT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,3}")
_PLACES = range(-7, 16)
"""The powers of ten of first digits that are written without one."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def without_exponent(number: Literal) -> str:
    """A double that is written with an exponent as a reader would; "" of all else."""
    is_so = number.datatype in _FLOATS and _WITH_EXPONENT.fullmatch(number.value)
    if not is_so:
        return ""
    value = Decimal(number.value)
    if not value:
        return "0"
    place = value.adjusted()
    if place in _PLACES:
        return _trimmed(value)
    power = str(place).translate(_RAISED)
    return f"{_trimmed(value.scaleb(-place))} × 10{power}"


def _trimmed(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
