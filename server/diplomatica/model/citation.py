"""How a dataset is cited: in words, and in BibTeX."""

import re
from collections.abc import Sequence

# What TeX would take as a command; a backslash and the two accents have no escape of one character.
_SPECIAL = {
    **{one: f"\\{one}" for one in "{}%&#_$"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(
    creators: Sequence[str], title: str, version: str, issued: str, address: str
) -> str:
    """The citation in the order of DataCite: creators, year, title, version, kind, address."""
    who = "; ".join(creators)
    head = f"{who} ({issued[:4]}): {title}." if who else f"{title} ({issued[:4]})."
    return f"{head} Version {version}. Dataset. {address}"


def bibtex(
    key: str,
    creators: Sequence[str],
    title: str,
    version: str,
    issued: str,
    address: str,
) -> str:
    """The same as an entry of BibTeX; names and title in braces of their own, so that they stay as they are."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in creators),
        "title": f"{{{_escaped(title)}}}",
        "version": _escaped(version),
        "year": issued[:4],
        "date": issued,
        "howpublished": "Dataset",
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(one, one) for one in re.sub(r"\s+", " ", text).strip())
