"""Licences by their usual names: of most, data has no more than the address."""

import re
from collections.abc import Callable

_HOST = r"https?://(?:www\.)?"
_END = r"(?:\.(?:html|txt|ttl|rdf|json))?/?"
_CREATIVE_COMMONS = (
    rf"{_HOST}creativecommons\.org/(?:licenses|publicdomain)/([a-z+-]+)(?:/([\d.]+))?.*"
)
# CC_BY_4_0 of the EU's Publications Office, cc-by4.0 of RDFLicense, CC-BY-4.0 of SPDX.
_CREATIVE_COMMONS_IN_CODE = (
    rf"{_HOST}(?:publications\.europa\.eu/resource/authority/licence|"
    rf"purl\.org/net/rdflicense|spdx\.org/licenses|opendefinition\.org/licenses)/"
    rf"cc[_-]?(0|zero|by(?:[_-](?:sa|nd|nc)){{0,2}})[_-]?(\d[._]\d)?{_END}"
)
_OPEN_DATA_COMMONS = rf"{_HOST}opendatacommons\.org/licenses/([a-z]+)(?:/(\d[.-]\d))?.*"
_GNU = rf"{_HOST}gnu\.org/(?:licenses|copyleft)/([al]?gpl|fdl)(?:-(\d\.\d))?.*"
_APACHE = rf"{_HOST}apache\.org/licenses/(LICENSE)-(\d\.\d){_END}"
_OPEN_GOVERNMENT = (
    rf"{_HOST}nationalarchives\.gov\.uk/doc/(open-government-licence)/version/(\d).*"
)
_GERMAN = (
    rf"{_HOST}(?:govdata\.de/dl-de|dcat-ap\.de/def/licenses/dl)[/-]"
    rf"(by|zero)(?:-de)?[/-](\d[._-]\d){_END}"
)
_RIGHTS = rf"{_HOST}rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)(?:/([\d.]+))?.*"
_BY_CODE = rf"{_HOST}(?:spdx|opensource)\.org/licenses?/([\w.+-]+?)(){_END}"
_MAY_BE_ONE = re.compile(
    "licen[sc]e|publicdomain|copyleft|rightsstatements|dl-de", re.I
)
_OF_OPEN_DATA = {"by": "ODC-BY", "odbl": "ODbL", "pddl": "PDDL", "dbcl": "DbCL"}
_OF_RIGHTS = {
    "inc": "In Copyright",
    "inc-edu": "In Copyright, Educational Use Permitted",
    "inc-nc": "In Copyright, Non-Commercial Use Permitted",
    "noc-nc": "No Copyright, Non-Commercial Use Only",
    "noc-us": "No Copyright, United States",
    "cne": "Copyright Not Evaluated",
    "und": "Copyright Undetermined",
    "nkc": "No Known Copyright",
}


def _creative(kind: str) -> str:
    """The letters that all know: CC BY-SA."""
    code = kind.replace("_", "-").lower()
    if code in ("0", "zero"):
        return "CC0"
    return "Public Domain Mark" if code == "mark" else f"CC {code.upper()}"


_KNOWN: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (_CREATIVE_COMMONS, _creative),
        (_CREATIVE_COMMONS_IN_CODE, _creative),
        (_OPEN_DATA_COMMONS, lambda kind: _OF_OPEN_DATA.get(kind.lower(), "")),
        (_GNU, lambda kind: f"GNU {kind.upper()}"),
        (_APACHE, lambda _: "Apache License"),
        (_OPEN_GOVERNMENT, lambda _: "Open Government Licence"),
        (_GERMAN, lambda kind: f"DL-DE {kind.upper()}"),
        (_RIGHTS, lambda kind: _OF_RIGHTS.get(kind.lower(), "")),
        (_BY_CODE, lambda kind: kind),
    )
)


def licence_called(iri: str) -> str:
    """What a licence is called that is known by its address; "" for what is none."""
    if not _MAY_BE_ONE.search(iri):
        return ""
    for pattern, name in _KNOWN:
        if found := pattern.fullmatch(iri):
            kind, version = found.groups()
            number = re.sub("[_-]", ".", version or "")
            return f"{name(kind)} {number}".strip() if name(kind) else ""
    return ""
