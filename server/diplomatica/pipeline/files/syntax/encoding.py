"""The encoding of a document: what its first bytes mark, and what XML declares.

And how a file is packed, which its first bytes tell, too.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress

_ENCODING = re.compile(rb"""(<\?xml[^>]*?encoding=)["']([\w.-]+)["']""")

_UTF16_ASCII = re.compile(rb"(?:\0[^\0]|[^\0]\0){2}")
_MARKS = {
    ".gz": (b"\x1f\x8b",),
    ".bz2": (b"BZh",),
    ".xz": (b"\xfd7zXZ\0",),
    # the second begins what only others read, which may stand before the data
    ".zst": (b"\x28\xb5\x2f\xfd", *(b"%c*M\x18" % kind for kind in range(80, 96))),
    ".zip": (b"PK\3\4", b"PK\5\6"),
}
"""How a packed file begins, by the end of its name (RFC 1952, RFC 8878 and others)."""


def packing_of(data: bytes) -> str:
    """How a file is packed that begins so, by the end of its name; "" of what is not."""
    found = (suffix for suffix, marks in _MARKS.items() if data.startswith(marks))
    return next(found, "")


def is_unmarked_utf16(data: bytes) -> bool:
    """Whether a document begins with letters of ASCII in UTF-16, without its mark."""
    return bool(_UTF16_ASCII.match(data))


def is_utf16(data: bytes) -> bool:
    """Whether a document begins with a mark of UTF-16."""
    return data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))


def xml_in_utf8(data: bytes) -> bytes:
    """An XML document in UTF-8, whatever encoding it declares (XML 1.0, section 4.3.3)."""
    if is_utf16(data):
        with suppress(UnicodeDecodeError):
            data = data.decode("utf-16").encode()
            return _ENCODING.sub(rb'\1"UTF-8"', data, count=1)
    declared = _ENCODING.match(data)
    if not declared:
        return data
    try:
        text = data.decode(declared[2].decode())
    except (LookupError, UnicodeDecodeError):
        return data
    return _ENCODING.sub(rb'\1"UTF-8"', text.encode(), count=1)
