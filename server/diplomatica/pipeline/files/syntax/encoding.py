"""The encoding of a document: what its first bytes mark, and what XML declares."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress

_ENCODING = re.compile(rb"""(<\?xml[^>]*?encoding=)["']([\w.-]+)["']""")


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
