"""How a dataset is cited: in words, and in BibTeX."""

import re
from collections.abc import Sequence

# What TeX would take as a command. A backslash and the two accents have no escape of
# one character.
_SPECIAL = {
    **{one: f"\\{one}" for one in "{}%&#_$"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ADDRESS = re.compile(r"(?!orcid\.org/)[\w.-]+\.[a-z]{2,}(:\d+)?/\S+")


def citation(
    creators: Sequence[str], title: str, edition: str, issued: str, address: str
) -> str:
    """The citation in words, its parts in the order of DataCite."""
    who, year = "; ".join(creators), f" ({issued[:4]})" if issued else ""
    head = with_full_stop(f"{who}{year}: {title}" if who else f"{title}{year}")
    return f"{head} Version {edition}. Dataset. {address}".rstrip()


def is_address(name: str) -> bool:
    """Whether somebody is called by no more than where he is told of."""
    return bool(_ADDRESS.fullmatch(name))


def with_full_stop(sentence: str) -> str:
    """A sentence with its full stop, which a title may bring itself."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def bibtex(
    key: str,
    creators: Sequence[str],
    title: str,
    version: str,
    issued: str,
    address: str,
    note: str = "",
) -> str:
    """The citation as an entry of BibTeX.

    Names and title stand in braces of their own: so they stay as they are.
    """
    fields = {
        "author": " and ".join(_braced(name) for name in creators),
        "title": _braced(title),
        "version": _escaped(version),
        "year": issued[:4],
        "date": issued,
        "howpublished": "Dataset",
        "note": _escaped(note),
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _braced(text: str) -> str:
    return f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    in_one_line = re.sub(r"\s+", " ", text).strip()
    return "".join(_SPECIAL.get(sign, sign) for sign in in_one_line)
