"""Names of terms of vocabularies that many use, for data that brings none of them.

Only those whose IRIs do not read as words: codes, and what is cut short. Each vocabulary
names its own terms; its address stands above them.
"""

from diplomatica.model.terms.relators import RELATORS

# The OBO Foundry: BFO, RO and IAO (http://purl.obolibrary.org/obo/).
_OBO = """
BFO_0000001 entity
BFO_0000002 continuant
BFO_0000003 occurrent
BFO_0000004 independent continuant
BFO_0000006 spatial region
BFO_0000008 temporal region
BFO_0000015 process
BFO_0000016 disposition
BFO_0000017 realizable entity
BFO_0000019 quality
BFO_0000020 specifically dependent continuant
BFO_0000023 role
BFO_0000024 fiat object part
BFO_0000027 object aggregate
BFO_0000029 site
BFO_0000030 object
BFO_0000031 generically dependent continuant
BFO_0000034 function
BFO_0000035 process boundary
BFO_0000040 material entity
BFO_0000141 immaterial entity
BFO_0000050 part of
BFO_0000051 has part
BFO_0000054 realized in
BFO_0000055 realizes
BFO_0000062 preceded by
BFO_0000063 precedes
BFO_0000066 occurs in
BFO_0000067 contains process
RO_0000052 characteristic of
RO_0000053 has characteristic
RO_0000056 participates in
RO_0000057 has participant
RO_0000058 is concretized as
RO_0000059 concretizes
RO_0000079 function of
RO_0000080 quality of
RO_0000081 role of
RO_0000085 has function
RO_0000086 has quality
RO_0000087 has role
RO_0000091 has disposition
RO_0001000 derives from
RO_0001001 derives into
RO_0001015 location of
RO_0001018 contained in
RO_0001019 contains
RO_0001025 located in
RO_0002081 before or simultaneous with
RO_0002082 simultaneous with
RO_0002083 before
RO_0002086 ends after
RO_0002087 immediately preceded by
RO_0002090 immediately precedes
RO_0002091 starts during
RO_0002092 happens during
RO_0002093 ends during
RO_0002131 overlaps
RO_0002150 continuous with
RO_0002160 only in taxon
RO_0002162 in taxon
RO_0002170 connected to
RO_0002176 connects
RO_0002177 attached to part of
RO_0002178 supplies
RO_0002179 drains
RO_0002180 has component
RO_0002200 has phenotype
RO_0002201 phenotype of
RO_0002202 develops from
RO_0002203 develops into
RO_0002207 directly develops from
RO_0002210 directly develops into
RO_0002211 regulates
RO_0002212 negatively regulates
RO_0002213 positively regulates
RO_0002215 capable of
RO_0002216 capable of part of
RO_0002219 surrounded by
RO_0002220 adjacent to
RO_0002221 surrounds
RO_0002223 starts
RO_0002224 starts with
RO_0002225 develops from part of
RO_0002226 develops in
RO_0002229 ends
RO_0002230 ends with
RO_0002233 has input
RO_0002234 has output
RO_0002254 has developmental contribution from
RO_0002296 results in development of
RO_0002297 results in formation of
RO_0002314 characteristic of part of
RO_0002327 enables
RO_0002331 involved in
RO_0002333 enabled by
RO_0002350 member of
RO_0002351 has member
RO_0002352 input of
RO_0002353 output of
RO_0002371 attached to
RO_0002372 has muscle origin
RO_0002373 has muscle insertion
RO_0002380 branching part of
RO_0002411 causally upstream of
RO_0002418 causally upstream of or within
RO_0002432 is active in
RO_0002434 interacts with
RO_0002473 composed primarily of
RO_0002488 existence starts during
RO_0002489 existence starts with
RO_0002490 existence overlaps
RO_0002491 existence starts and ends during
RO_0002492 existence ends during
RO_0002493 existence ends with
RO_0002494 transformation of
RO_0002495 immediate transformation of
RO_0002496 existence starts during or after
RO_0002497 existence ends during or before
RO_0002503 towards
RO_0002551 has skeleton
RO_0002571 lumen of
RO_0002572 luminal space of
RO_0002573 has modifier
RO_0003000 produces
RO_0003001 produced by
RO_0004026 disease has location
IAO_0000111 preferred term of the editors
IAO_0000112 example of usage
IAO_0000114 curation status
IAO_0000115 definition
IAO_0000116 note of the editors
IAO_0000117 editor of the term
IAO_0000118 alternative term
IAO_0000119 source of the definition
IAO_0000136 is about
IAO_0000219 denotes
IAO_0000231 reason of obsolescence
IAO_0000232 note of the curators
IAO_0000233 tracked at
IAO_0000234 requested by
IAO_0000412 imported from
IAO_0000424 expand expression to
IAO_0000425 expand assertion to
IAO_0000589 unique label in the OBO Foundry
IAO_0000600 elucidation
IAO_0000700 root term of the ontology
IAO_0100001 term replaced by
"""
# The terms of OBO's own format (http://www.geneontology.org/formats/oboInOwl).
_OBO_IN_OWL = """
hasDbXref cross-reference
hasExactSynonym exact synonym
hasBroadSynonym broad synonym
hasNarrowSynonym narrow synonym
hasRelatedSynonym related synonym
hasSynonymType type of synonym
hasOBONamespace OBO namespace
hasOBOFormatVersion version of the OBO format
hasAlternativeId alternative identifier
hasScope scope
inSubset in subset
created_by created by
creation_date created on
id identifier
"""
# RDF and RDF Schema (https://www.w3.org/TR/rdf-schema/).
_RDF = """
type is a
"""
_RDFS = """
subClassOf subclass of
subPropertyOf subproperty of
isDefinedBy defined by
"""
# SKOS (https://www.w3.org/TR/skos-reference/).
_SKOS = """
prefLabel preferred label
altLabel also called
"""
# Schema.org (https://schema.org/docs/schemas.html).
_SCHEMA = """
addressCountry country
addressLocality locality
addressRegion region
geo coordinates
isPartOf part of
mainEntityOfPage main topic of
url web address
"""
# Basic Geo (https://www.w3.org/2003/01/geo/).
_GEO = """
lat latitude
long longitude
alt altitude
"""
# GeoSPARQL (https://www.ogc.org/standard/geosparql/).
_GEOSPARQL = """
asWKT shape
asGML shape in GML
asGeoJSON shape in GeoJSON
"""
# OWL-Time (https://www.w3.org/TR/owl-time/).
_TIME = """
inXSDDate date
inXSDDateTime date and time
inXSDDateTimeStamp date and time
inXSDgYear year
inXSDgYearMonth month
"""
# FOAF (http://xmlns.com/foaf/spec/).
_FOAF = """
mbox mailbox
mbox_sha1sum digest of the mailbox
depiction picture
img picture
"""
# vCard (https://www.w3.org/TR/vcard-rdf/).
_VCARD = """
fn full name
tel telephone
"""
# Creative Commons (https://creativecommons.org/ns).
_CC = """
license licence
attributionName to be attributed to
attributionURL attribution links to
"""
# The Simple Event Model (https://semanticweb.cs.vu.nl/2009/11/sem/).
_SEM = """
hasTimeStamp time
hasBeginTimeStamp begin
hasEndTimeStamp end
hasEarliestBeginTimeStamp earliest begin
hasLatestBeginTimeStamp latest begin
hasEarliestEndTimeStamp earliest end
hasLatestEndTimeStamp latest end
"""
# Data Cube (https://www.w3.org/TR/vocab-data-cube/).
_CUBE = """
dataSet dataset
DataSet Dataset
"""
# What SDMX calls the parts of statistics (https://www.w3.org/TR/vocab-data-cube/#dsd-cog).
_SDMX = """
freq frequency
refArea reference area
refPeriod reference period
obsStatus status of the observation
obsValue observed value
unitMeasure unit of measure
unitMult multiplier of the unit
"""
_OF_SDMX = "http://purl.org/linked-data/sdmx/2009/"
# What most data that comes from Wikidata says (https://www.wikidata.org/).
_WIKIDATA_CLASSES = """
Q5 human
Q515 city
Q532 village
Q571 book
Q3918 university
Q4022 river
Q6256 country
Q8502 mountain
Q7889 video game
Q11424 film
Q16521 taxon
Q23442 island
Q33506 museum
Q34770 language
Q41176 building
Q43229 organization
Q101352 family name
Q202444 given name
Q215380 musical group
Q482994 album
Q486972 human settlement
Q838948 work of art
Q3305213 painting
Q3624078 sovereign state
Q4830453 business
Q6581072 female
Q6581097 male
Q7725634 literary work
Q13442814 scholarly article
"""
_WIKIDATA_PROPERTIES = """
P17 country
P18 image
P19 birth place
P20 death place
P21 gender
P22 father
P25 mother
P26 spouse
P27 country of citizenship
P31 is a
P36 capital
P39 position held
P40 child
P50 author
P57 director
P69 educated at
P84 architect
P86 composer
P101 field of work
P106 occupation
P108 employer
P123 publisher
P131 located in
P136 genre
P159 headquarters
P170 creator
P175 performer
P180 depicts
P186 made from
P195 collection
P217 inventory number
P276 location
P279 subclass of
P361 part of
P407 language
P463 member of
P495 country of origin
P527 has part
P569 birth date
P570 death date
P571 inception
P577 date published
P580 start time
P582 end time
P585 point in time
P625 coordinates
P856 official website
P921 main subject
P1082 population
"""
_SPACES = {
    "http://id.loc.gov/vocabulary/relators/": RELATORS,
    "http://www.wikidata.org/entity/": _WIKIDATA_CLASSES,
    "http://www.wikidata.org/prop/direct/": _WIKIDATA_PROPERTIES,
    "http://semanticweb.cs.vu.nl/2009/11/sem/": _SEM,
    "http://purl.org/linked-data/cube#": _CUBE,
    **{f"{_OF_SDMX}{part}#": _SDMX for part in ("dimension", "attribute", "measure")},
    "http://purl.obolibrary.org/obo/": _OBO,
    "http://www.geneontology.org/formats/oboInOwl#": _OBO_IN_OWL,
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": _RDF,
    "http://www.w3.org/2000/01/rdf-schema#": _RDFS,
    "http://www.w3.org/2004/02/skos/core#": _SKOS,
    "https://schema.org/": _SCHEMA,
    "http://schema.org/": _SCHEMA,
    "http://www.w3.org/2003/01/geo/wgs84_pos#": _GEO,
    "http://www.opengis.net/ont/geosparql#": _GEOSPARQL,
    "http://www.w3.org/2006/time#": _TIME,
    "http://xmlns.com/foaf/0.1/": _FOAF,
    "http://www.w3.org/2006/vcard/ns#": _VCARD,
    "http://creativecommons.org/ns#": _CC,
    "http://purl.org/dc/terms/": "license licence",
}
KNOWN = {
    space + local: name
    for space, terms in _SPACES.items()
    for local, _, name in (line.partition(" ") for line in terms.strip().splitlines())
}
"""What terms are called, by their IRIs."""
