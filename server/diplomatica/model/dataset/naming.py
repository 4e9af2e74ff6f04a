"""By which properties things are called: those that all know, and those of any vocabulary.

What has no name by the first of them is called by the next that it has.
"""

import re
from collections.abc import Iterable
from functools import cache

from diplomatica.model.characters import unmarked
from diplomatica.model.vocabulary import DC, DCTERMS, NAMES, RDF, SCHEMAS, SKOS

PARTED = "urn:diplomatica:parted-name"
"""Stands for a name that nobody states so: parts put together, or a text cut short."""
PREFERRED = "urn:diplomatica:preferred-name"
"""Stands for that of several appellations whose type says that it is the name."""
_STRONG = frozenset(name.value for name in NAMES)
_GEONAMES = "http://www.geonames.org/ontology#"
_FOAF, _VCARD = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2006/vcard/ns#"
_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
APPELLATIONS = tuple(
    f"{_CRM}{name}"
    for name in (
        "P102_has_title",
        "P1_is_identified_by",
        "P131_is_identified_by",
        "P87_is_identified_by",
        "P149_is_identified_by",
        "P48_has_preferred_identifier",
    )
)
"""By which a thing leads to what holds its name (CIDOC CRM 7.1, E41 Appellation).

Of actors, places and concepts as it had them up to 6.2.
"""
SPELT = (
    f"{_CRM}P190_has_symbolic_content",
    RDF("value").value,
    f"{_CRM}P3_has_note",
    "http://www.w3.org/2000/01/rdf-schema#label",
)
"""By which that says how the name is spelt, the best first."""
REALIZED = (
    "http://data.europa.eu/eli/ontology#is_realized_by",
    "http://purl.org/vocab/frbr/core#realization",
    "http://iflastandards.info/ns/fr/frbr/frbrer/P2001",
    "http://rdaregistry.info/Elements/w/P10078",
    "http://iflastandards.info/ns/lrm/lrmoo/R3_is_realised_in",
    "http://www.cidoc-crm.org/lrmoo/R3_is_realised_in",
    "http://iflastandards.info/ns/fr/frbr/frbroo/R3_is_realised_in",
    "http://id.loc.gov/ontologies/bibframe/hasExpression",
    "http://id.loc.gov/ontologies/bibframe/hasInstance",
)
"""By which a work leads to its expressions, which may have the title that it has not."""
REALIZING = (
    "http://data.europa.eu/eli/ontology#realizes",
    "http://purl.org/vocab/frbr/core#realizationOf",
    "http://iflastandards.info/ns/fr/frbr/frbrer/P2002",
    "http://rdaregistry.info/Elements/e/P20231",
    "http://iflastandards.info/ns/lrm/lrmoo/R3i_realises",
    "http://www.cidoc-crm.org/lrmoo/R3i_realises",
    "http://iflastandards.info/ns/fr/frbr/frbroo/R3i_realises",
    "http://id.loc.gov/ontologies/bibframe/expressionOf",
    "http://id.loc.gov/ontologies/bibframe/instanceOf",
)
"""By which such an expression leads to its work, where that does not lead to it."""
TITLED = (
    "http://data.europa.eu/eli/ontology#title",
    *(name.value for name in NAMES),
)
"""By which an expression says its title."""
_BIBFRAME = "http://id.loc.gov/ontologies/bibframe/"
_RICO = "https://www.ica.org/standards/RiC/ontology#"
# Of records, agents and places (RiC-O 1.0, Appellation).
_OF_RECORDS = tuple(
    f"{_RICO}hasOrHad{name}"
    for name in ("Title", "AgentName", "PlaceName", "Name", "Appellation")
)
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TITLE_NODES = {
    f"{_BIBFRAME}title": (f"{_BIBFRAME}mainTitle", _LABEL),
    **dict.fromkeys(_OF_RECORDS, (f"{_RICO}textualValue", _LABEL)),
}
"""By which a thing leads to its title as to a node, and by which that spells it."""
TYPES_OF_NAMES = (
    f"{_CRM}P2_has_type",
    "http://erlangen-crm.org/current/P2_has_type",
)
"""By which an appellation says of which type it is."""
# Getty's types of names: preferred terms, display titles, titles, names of persons.
_PREFERRED_TYPES = re.compile(
    r"https?://vocab\.getty\.edu/aat/(300404670|300404669|300417193|300404650|300266386)"
)
_SAYS_NAME = re.compile(
    r"((full|preferred|primary|main|display|official|current|proper|personal|given|"
    r"corporate|standard|authorised|authorized)\W+)*(name|title|label|term)|"
    r"(preferred|primary|main|display|authori[sz]ed)\b.*|"
    r"name|titel|(vollständiger|bevorzugter|offizieller) (name|titel)|vorzugs\w+|"
    r"bevorzugte\w*\b.*|nom|titre|(nom|titre) (complet|préféré|principal)|"
    r"(полное |основное |предпочт\w+ )?(имя|название|заглавие)",
    re.IGNORECASE,
)
CARRIERS = (
    dict.fromkeys(APPELLATIONS, SPELT) | dict.fromkeys(REALIZED, TITLED) | TITLE_NODES
)
"""By what properties a thing leads to what carries its name, and by which that spells it."""
OF_EXPRESSIONS = (*REALIZED, *REALIZING)
"""By which works and expressions stand together."""
TITLED_BY_NODES = {by: CARRIERS[by] for by in (*APPELLATIONS[:2], *TITLE_NODES)}
"""By which an expression leads to its title as to a node."""
VALUED = (RDF("value").value, "https://uri.etsi.org/ngsi-ld/hasValue")
"""By which the value of any name says it, where that is a node (NGSI-LD 1.6, 4.5.2)."""
NAMED_BY_ENTITY = tuple(
    f"http://wikiba.se/ontology#{name}"
    for name in (
        *("directClaim", "directClaimNormalized", "claim"),
        *("statementProperty", "qualifier", "reference"),
    )
)
"""By which the entity that has the name of a property leads to it (Wikibase)."""
NAMED_BESIDE = (*VALUED, *NAMED_BY_ENTITY)
"""By which something of its own says what a thing is called."""
_WHOLE = (
    *(f"{_VCARD}fn", f"{_GEONAMES}officialName", f"{_GEONAMES}name"),
    f"{_RICO}textualValue",
    *APPELLATIONS,
)
_OTHERS = (
    SKOS("altLabel").value,
    *(f"{space}alternateName" for space in SCHEMAS),
    f"{_GEONAMES}alternateName",
    f"{_FOAF}nick",
)
_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_QUOTED = (
    f"{_NIF}anchorOf",
    "http://www.w3.org/ns/oa#exact",
    RDF("value").value,
)
"""By which annotations tell the words that they are about."""
_TEXTS = (
    f"{_NIF}isString",
    "http://www.w3.org/2011/content#chars",
    DCTERMS("bibliographicCitation").value,
)
"""By which documents tell all of their words, or how they are cited."""
_CODES = (
    DCTERMS("identifier").value,
    DC("identifier").value,
    SKOS("notation").value,
    *(schema("identifier").value for schema in SCHEMAS),
)
# “Dr.” and “Baker” name nobody.
_NO_NAMES = (f"{_FOAF}title", f"{_VCARD}title", f"{_VCARD}role")
# of IdentifiedObject.name no more than its end
_LOCAL = re.compile(r"[^/#:.]*$")
_OWN = re.compile(
    r"(has)?((full|display|pref(erred)?|main|official|common|scientific|binomial)[_-]?)?"
    r"(name|label|title)(ForThe\w+)?|authoritativeLabel|legal_?name",
    re.IGNORECASE,
)
# The name of a station by stationName, where the data shows that it is one.
_ENDING = re.compile(r"(?P<of>\w*[a-z])(?:Name|Title|Label|_(?:name|title|label))")
# name_en, nameDe: a name with the language that it is in.
_TAGGED = re.compile(r"\w*?(name|label|title)([_-]?[a-z]{2}([_-][A-Z]{2})?|[A-Z][a-z])")
_GIVEN = re.compile(r"(given|first|fore)[_-]?names?", re.IGNORECASE)
_FAMILY = re.compile(r"(family|last)[_-]?names?|surname", re.IGNORECASE)
_CODE = re.compile(
    r"(has)?(inventory|accession|catalog(ue)?)[_-]?(number|no|nr|id|code)",
    re.IGNORECASE,
)
# What tells things apart, if it is short.
_SHORT = re.compile(
    r"(short_?)?description|alternative(_?title)?|title_?alternative|"
    r"(has)?e?mail(_?address)?|mbox",
    re.IGNORECASE,
)
# What tells at length what a thing is.
_LONG = re.compile(
    r"(P\d+_)?(has|full|long)?[_-]?(description|abstract|comment|definition|summary|"
    r"note|remark|caption|text|transcription|content|body)s?",
    re.IGNORECASE,
)
_DAY = re.compile(r"-?\d{4,}-\d\d(?:-\d\d)?(?:T.*|Z)?")
UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
"""A pattern for UUIDs (RFC 9562, section 4), in letters of either case."""
# What tells a reader nothing, though it may have letters in a row: UUIDs and digests.
_OF_MACHINES = re.compile(
    rf"{UUID}|\b(sha\d*|md5)\b|\b(?=[a-f]*\d)[0-9a-f]{{12,}}\b", re.IGNORECASE
)
_END_OF_ADDRESS = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+){3,}")
# Three letters of which some are small, four, or one of a script that knows no small ones.
_WORD = re.compile(r"[^\W\d_][a-zß-öø-ÿ]{2}|[^\W\d_]{4}|[\u0590-\u1fff\u2e80-\ud7ff]")
_OPAQUE = re.compile(rf"{UUID}/?$|#[^#/]*=[^#]*$", re.IGNORECASE)
LONGEST = 80
"""Characters of a text by which something is called that has no name."""
STRONG, CHOSEN, WHOLE, PARTS, OWN, CARRIED = range(6)
OTHERS, ENDING, SHORT, QUOTED, TEXTS, CODES = range(CARRIED + 1, CARRIED + 7)
"""How well a property names things, the best first."""


@cache
def rank_of(by: str) -> int | None:
    """How well a property names things; None where its values are no names."""
    if by in _STRONG:
        return STRONG
    if by == PREFERRED:
        return CHOSEN
    if by in _WHOLE:
        return WHOLE
    if by == PARTED or is_given(by) or is_family(by):
        return PARTS
    if by in OF_EXPRESSIONS or by in _OF_RECORDS:
        return CARRIED
    if by in _OTHERS:
        return OTHERS
    for rank, known in ((QUOTED, _QUOTED), (TEXTS, _TEXTS), (CODES, _CODES)):
        if by in known:
            return rank
    return None if by in _NO_NAMES else _rank_of_local(_local(by))


def _rank_of_local(name: str) -> int | None:
    """How well a property names things that is known by the end of its IRI alone."""
    if _OWN.fullmatch(name):
        return OWN
    if _ENDING.fullmatch(name):
        return ENDING
    if _SHORT.fullmatch(name):
        return SHORT
    return CODES if _CODE.fullmatch(name) else None


def says_preferred(type_: str | None) -> bool:
    """Whether the type of a name, by its IRI or in words, says that this is the name.

    “Full name” and “title” do; “nickname”, “former name” and “inventory number” do not.
    """
    said = unmarked(type_ or "").strip()
    end = re.sub(r"[_-]|(?<=[a-z])(?=[A-Z])", " ", _local(said))
    words = end if "://" in said else said
    is_known = bool(_PREFERRED_TYPES.fullmatch(said))
    return is_known or bool(_SAYS_NAME.fullmatch(words))


def states_so(by: str) -> bool:
    """Whether a name is the value of its property, and not what that leads to."""
    return by not in (PARTED, PREFERRED, *CARRIERS, *REALIZING)


def may_lead_to_name(by: str) -> bool:
    """Whether what a property leads to may hold the name of a thing, if it is no text."""
    return by in CARRIERS or rank_of(by) in (STRONG, WHOLE, OWN)


def is_of_kind(by: str, kind: str) -> bool:
    """Whether a property says by its own name what those of a kind are called.

    So stationName does of a Station, or of a BusStation.
    """
    found = _ENDING.fullmatch(_local(by))
    if not found:
        return False
    of = _closed_up(found["of"])
    return bool(of) and _closed_up(_local(kind)).endswith(of)


def _closed_up(name: str) -> str:
    """A name in small letters, without what parts its words."""
    return name.replace("_", "").casefold()


def says_a_name(by: str) -> bool:
    """Whether the values of a property are names of what has it, and no codes."""
    rank = rank_of(by)
    return (rank is not None and rank <= ENDING) or bool(_TAGGED.fullmatch(_local(by)))


def is_description(by: str) -> bool:
    """Whether a property tells at length what a thing is."""
    return bool(_LONG.fullmatch(_local(by)))


def is_opaque(iri: str) -> bool:
    """Whether its end tells a reader nothing: a UUID, or a place in some text."""
    return bool(_OPAQUE.search(iri))


def is_code(iri: str) -> bool:
    """Whether its end is no word, as a number or a key in a table is none."""
    end = re.split(r"[/#:]", iri.rstrip("/#"))[-1]
    return any(map(str.isdigit, end)) or is_opaque(iri)


def is_of_signs(words: str) -> bool:
    """Whether a name is a number or a code, and not a word that one can say: “323”, “A-12”."""
    return any(map(str.isdigit, words)) and not _WORD.search(
        _OF_MACHINES.sub("", words)
    )


def is_by_machine(words: str) -> bool:
    """Whether a name is one that machines made: a UUID, a digest, the end of an address.

    Such an end is of words in small letters and numbers, joined by hyphens: “2-boats-2016-05”.
    """
    is_end = bool(_END_OF_ADDRESS.fullmatch(words)) and any(map(str.isdigit, words))
    return is_end or bool(_OF_MACHINES.fullmatch(words.strip()))


def is_telling(words: str, iri: str) -> bool:
    """Whether words tell more of what has no name than its IRI does, and are none.

    A day tells when something was, and not what.
    """
    is_plain = bool(words) and "://" not in words and not _DAY.fullmatch(words)
    return is_plain and not iri.endswith(words)


def cut(words: str) -> str:
    """The beginning of a text in a line, up to a word, as long as a name can be.

    Without the tags of HTML: what is cut between two of them would keep one.
    """
    line = " ".join(unmarked(words).split())
    if len(line.removesuffix("…")) <= LONGEST:
        return line  # it may have been cut before
    whole_words, _, _ = line[: LONGEST + 1].rpartition(" ")
    begun = whole_words if len(whole_words) > LONGEST / 2 else line[:LONGEST]
    return f"{begun.rstrip(' ,;:–—-')}…"


def is_given(by: str) -> bool:
    """Whether a property says what a person is called by friends."""
    return bool(_GIVEN.fullmatch(_local(by)))


def is_family(by: str) -> bool:
    """Whether a property says what the family of a person is called."""
    return bool(_FAMILY.fullmatch(_local(by)))


def _local(by: str) -> str:
    match = _LOCAL.search(by)
    return match[0] if match else ""


def together(given: Iterable[str], family: Iterable[str]) -> str:
    """A name from its parts: the first of each, in the order of letters."""
    parts = (min(one, default="") for one in (given, family))
    return " ".join(filter(None, parts))
