"""The vocabularies that the code knows, and the prefixes that dumps and queries use."""

from functools import cache

from pyoxigraph import NamedNode

from diplomatica.model.kinds import PREFIXED


class Vocabulary(str):
    """A namespace; called with a local name, it gives the term."""

    def __call__(self, name: str) -> NamedNode:
        """The term of this name."""
        return _node(str(self) + name)


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


ADMS = Vocabulary("http://www.w3.org/ns/adms#")
AS = Vocabulary("https://www.w3.org/ns/activitystreams#")
DIP = Vocabulary("https://w3id.org/diplomatica/ontology#")
DC = Vocabulary("http://purl.org/dc/elements/1.1/")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
DQV = Vocabulary("http://www.w3.org/ns/dqv#")
DCTERMS = Vocabulary("http://purl.org/dc/terms/")
LDES = Vocabulary("https://w3id.org/ldes#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
PAV = Vocabulary("http://purl.org/pav/")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Vocabulary("https://schema.org/")
SCHEMAS = (SCHEMA, Vocabulary("http://schema.org/"))
"""Both addresses by which schema.org is written."""
SH = Vocabulary("http://www.w3.org/ns/shacl#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Vocabulary("http://www.w3.org/2008/05/skos-xl#")
SPDX = Vocabulary("http://spdx.org/rdf/terms#")
SWRL = Vocabulary("http://www.w3.org/2003/11/swrl#")
SSSOM = Vocabulary("https://w3id.org/sssom/")
TREE = Vocabulary("https://w3id.org/tree#")
VANN = Vocabulary("http://purl.org/vocab/vann/")
VOID = Vocabulary("http://rdfs.org/ns/void#")
WD = Vocabulary("http://www.wikidata.org/entity/")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")

# The access rights of what everybody may read in full.
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"

TO_COME = frozenset(DIP(name) for name in ("planned", "proposed", "toCome"))
"""The statuses of what has not taken place yet."""

# By which the words of a claim may name a thing; dip:inflection is a form of its name
# in a sentence.
LABELS = (
    RDFS("label"),
    SKOS("prefLabel"),
    SKOS("altLabel"),
    SKOS("hiddenLabel"),
    DIP("inflection"),
)

# By which a page calls what has no rdfs:label, as in RDF that somebody brings.
NAMES = (
    RDFS("label"),
    SKOS("prefLabel"),
    SKOSXL("literalForm"),
    DCTERMS("title"),
    DC("title"),
    *(schema("name") for schema in SCHEMAS),
    _node("http://xmlns.com/foaf/0.1/name"),
)

# By which a vocabulary says how stable a term is, and what it says of those no longer used.
TERM_STATUS = _node("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
ABANDONED = frozenset(("archaic", "deprecated"))

# The datatypes of texts.
TEXT_TYPES = frozenset((XSD("string"), RDF("langString")))

# What vocabularies themselves are written in.
LANGUAGES = tuple(map(str, (RDF, RDFS, OWL, SH, SWRL)))

# In which is written what holds of terms.
RULES = tuple(map(str, (SH, SWRL)))

# Kinds of which everything may be.
SAYS_NOTHING = frozenset(
    (
        *(OWL("NamedIndividual"), OWL("Thing"), RDFS("Resource")),
        *(schema("Thing") for schema in SCHEMAS),
    )
)

# Kinds of what only states something of others: it is no thing that anybody looks for.
SCAFFOLDING = frozenset(
    (
        *map(OWL, ("AllDifferent", "AllDisjointClasses", "AllDisjointProperties")),
        *map(OWL, ("Annotation", "Axiom", "NegativePropertyAssertion", "Restriction")),
        *(RDF("List"), RDF("Statement")),
    )
)

# Kinds of what only says something of another: a label of a concept, a note on it.
LABELLING = frozenset(
    (
        SKOSXL("Label"),
        _node("http://rdf-vocabulary.ddialliance.org/xkos#ExplanatoryNote"),
    )
)

# By which a class, a property or a shape is told, whatever it says to be.
TELLS_A_TERM = frozenset(
    (
        *map(RDFS, ("domain", "range", "subClassOf", "subPropertyOf")),
        *map(OWL, ("disjointWith", "equivalentClass", "equivalentProperty")),
        *map(OWL, ("intersectionOf", "inverseOf", "onProperty", "unionOf")),
        *map(SH, ("and", "or", "path", "property", "targetClass", "xone")),
    )
)

# By which is said what those state that are no things.
TELLS_A_RULE = frozenset(
    (
        *map(OWL, ("annotatedProperty", "annotatedSource", "annotatedTarget")),
        *map(OWL, ("allValuesFrom", "someValuesFrom", "hasValue", "onProperty")),
        *map(OWL, ("onClass", "members", "distinctMembers", "propertyChainAxiom")),
    )
)

# By which it is said of what kind something is, where its rdf:type is too wide to tell it.
KINDS_BESIDE = (
    *(schema("additionalType") for schema in SCHEMAS),
    DCTERMS("type"),
    DC("type"),
    _node("http://www.cidoc-crm.org/cidoc-crm/P2_has_type"),
    _node("http://erlangen-crm.org/current/P2_has_type"),
)

WIDE_KINDS = frozenset(
    (
        SKOS("Concept"),
        PROV("Entity"),
        PROV("Agent"),
        _node("http://xmlns.com/foaf/0.1/Agent"),
    )
)
"""Kinds that tell little of what is of a narrower one, too."""

# The kinds of what may stand for a whole, the likeliest first.
WHOLES = (
    OWL("Ontology"),
    SKOS("ConceptScheme"),
    DCAT("Dataset"),
    # It is a dataset too, and tells of two others what it links.
    VOID("Linkset"),
    VOID("Dataset"),
    *(schema("Dataset") for schema in SCHEMAS),
    _node("http://purl.org/dc/dcmitype/Dataset"),
    _node("http://purl.org/linked-data/cube#DataSet"),
    _node("http://www.w3.org/ns/lemon/lime#Lexicon"),
)

NOTES = frozenset(
    SKOS(name).value
    for name in (
        *("note", "definition", "scopeNote", "example"),
        *("historyNote", "editorialNote", "changeNote"),
    )
)
"""By which a concept leads to its notes, which may be things of their own (SKOS, section 7)."""

# By which it is said under which licence something may be used.
LICENCES = (
    DCTERMS("license"),
    _node("http://creativecommons.org/ns#license"),
    _node("https://schema.org/license"),
    _node("http://schema.org/license"),
)

# By which a thing is linked with another dataset's (SKOS, section 10).
MATCHES = frozenset(
    SKOS(f"{degree}Match")
    for degree in ("exact", "close", "broad", "narrow", "related")
)

_EVERYWHERE = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dip": DIP,
    "dqv": DQV,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "pav": PAV,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": SH,
    "skos": SKOS,
    "skosxl": SKOSXL,
    "spdx": SPDX,
    "sssom": SSSOM,
    "vann": VANN,
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": VOID,
    "wd": WD,
    "xsd": XSD,
}

KNOWN_SPACES = frozenset(
    (
        *map(str, _EVERYWHERE.values()),
        "http://schema.org/",
        "http://purl.org/dc/elements/1.1/",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "http://www.opengis.net/ont/geosparql#",
        "http://www.w3.org/2006/time#",
        "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "http://creativecommons.org/ns#",
        "http://www.geonames.org/ontology#",
        "http://purl.org/ontology/bibo/",
        "http://www.w3.org/ns/sosa/",
        "http://www.w3.org/ns/ssn/",
        "http://www.w3.org/ns/locn#",
        "http://purl.org/linked-data/cube#",
        "http://rdfs.org/sioc/ns#",
        "http://www.w3.org/ns/oa#",
        "http://www.cidoc-crm.org/cidoc-crm/",
        "http://www.w3.org/ns/csvw#",
    )
)
"""The namespaces of vocabularies that many use, as these write them."""


@cache
def prefixes(base: str) -> dict[str, str]:
    """The prefixes of every query of ours, and of what a dataset with claims publishes.

    They are fixed: where two files bind one prefix differently, the prefixes of the
    dumps would otherwise be a matter of chance.
    """
    own = {kind: f"{base}{kind}/" for kind in PREFIXED}
    everywhere = {prefix: str(space) for prefix, space in _EVERYWHERE.items()}
    return {"": f"{base}id/", **own, **everywhere}


@cache
def prefixes_of(base: str, brought: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The prefixes of data that somebody brings: those of its files, then those that all know."""
    everywhere = {prefix: str(space) for prefix, space in _EVERYWHERE.items()}
    del everywhere["dip"]
    own = {"": f"{base}id/", "graph": f"{base}graph/"}
    return {**own, **everywhere, **dict(brought)}
