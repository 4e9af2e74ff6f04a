"""The prefixes that every description of a table may use, without declaring them."""

import re

from csvw.metadata_utils import NAMESPACES

from diplomatica.model.vocabulary import prefixes

# The initial context of RDFa 1.1 has these, too, which the library lacks or misspells.
PREFIXES = {
    **NAMESPACES,
    "dcterms": "http://purl.org/dc/terms/",
    "earl": "http://www.w3.org/ns/earl#",
    "wdrs": "http://www.w3.org/2007/05/powder-s#",
}
"""Those of the context of CSV on the Web, which are those of RDFa 1.1."""
# What else is often written so, without being known to all descriptions.
_MEANT = {
    **prefixes("https://example.org/"),
    "bibo": "http://purl.org/ontology/bibo/",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "gn": "http://www.geonames.org/ontology#",
    "locn": "http://www.w3.org/ns/locn#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
_PREFIXED = re.compile(r"([A-Za-z][\w.+-]*):(?!//)(.*)", re.DOTALL)
_NAMING = ("urn", "tag", "info", "did", "ark", "doi")
_REACHING = ("mailto", "tel", "sip", "data", "geo", "magnet", "xmpp", "sms", "news")
"""Schemes of what a value can be, and no property is."""


def whole_iri(written: str) -> str:
    """An IRI in full, where it is written with a prefix that all descriptions know."""
    prefix, colon, name = written.partition(":")
    return f"{PREFIXES[prefix]}{name}" if colon and prefix in PREFIXES else written


def unknown_prefix(template: str, *, is_property: bool) -> tuple[str, str]:
    """What a template begins with that seems a prefix and is none; and the advice.

    Both are empty where nothing does.
    """
    found = _PREFIXED.fullmatch(template)
    if not found or found[1] in PREFIXES or _is_scheme(found[1], found[2], is_property):
        return "", ""
    space = _MEANT.get(found[1])
    advice = (
        f"write {space}{found[2]} if that is meant" if space else "write the whole IRI"
    )
    return found[1], f"{advice}: no description can declare prefixes"


def _is_scheme(prefix: str, name: str, is_property: bool) -> bool:
    """Whether something is an IRI as it stands; geo:lat is no place (RFC 5870)."""
    if prefix.lower() in _NAMING:
        return True
    is_place = prefix != "geo" or not name[:1].isalpha()
    return not is_property and prefix.lower() in _REACHING and is_place
