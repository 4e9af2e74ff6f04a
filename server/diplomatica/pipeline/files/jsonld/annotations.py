"""The context of W3C's annotations, https://www.w3.org/ns/anno.jsonld, in an equal of our own.

It gives each name the IRI that the Web Annotation Vocabulary gives it
(https://www.w3.org/TR/annotation-vocab/); the table is ours, and no text of W3C's is in it.
"""

_SPACES = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "iana": "http://www.iana.org/assignments/relation/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_OWN_NAMES = [
    "Annotation",
    "TextualBody",
    "ResourceSelection",
    "SpecificResource",
    "FragmentSelector",
    "CssSelector",
    "XPathSelector",
    "TextQuoteSelector",
    "TextPositionSelector",
    "DataPositionSelector",
    "SvgSelector",
    "RangeSelector",
    "TimeState",
    "HttpRequestState",
    "Choice",
    "Motivation",
    "assessing",
    "bookmarking",
    "classifying",
    "commenting",
    "describing",
    "editing",
    "highlighting",
    "identifying",
    "linking",
    "moderating",
    "questioning",
    "replying",
    "reviewing",
    "tagging",
    "bodyValue",
    "processingLanguage",
    "exact",
    "prefix",
    "suffix",
    "styleClass",
]
_OTHER_NAMES = {
    "Dataset": "dctypes:Dataset",
    "Image": "dctypes:StillImage",
    "Video": "dctypes:MovingImage",
    "Audio": "dctypes:Sound",
    "Text": "dctypes:Text",
    "CssStylesheet": "oa:CssStyle",
    "Person": "foaf:Person",
    "Organization": "foaf:Organization",
    "Software": "as:Application",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Audience": "schema:Audience",
    **{end: f"oa:{end}Direction" for end in ("auto", "ltr", "rtl")},
    "accessibility": "schema:accessibilityFeature",
    "format": "dc:format",
    "language": "dc:language",
    "value": "rdf:value",
    "label": "rdfs:label",
    "name": "foaf:name",
    "nickname": "foaf:nick",
    "email": "foaf:mbox",
    "email_sha1": "foaf:mbox_sha1sum",
}
_TO_NODES = {
    **{
        f"{name[0].lower()}{name[1:]}": f"oa:has{name}"
        for name in [
            "Body",
            "Target",
            "Source",
            "Selector",
            "State",
            "Scope",
            "StartSelector",
            "EndSelector",
        ]
    },
    **{name: f"oa:{name}" for name in ("refinedBy", "renderedVia", "via", "canonical")},
    "stylesheet": "oa:styledBy",
    "cached": "oa:cachedSource",
    **{name: f"dcterms:{name}" for name in ("creator", "rights", "conformsTo")},
    **{
        name: f"as:{name}"
        for name in ("generator", "partOf", "first", "last", "next", "prev")
    },
    "homepage": "foaf:homepage",
    "audience": "schema:audience",
}
_TO_NAMES = {
    "motivation": "oa:motivatedBy",
    "purpose": "oa:hasPurpose",
    "textDirection": "oa:textDirection",
}
_TIMES = {
    "created": "dcterms:created",
    "modified": "dcterms:modified",
    "generated": "dcterms:issued",
    **{f"sourceDate{end}": f"oa:sourceDate{end}" for end in ("", "Start", "End")},
}
_NUMBERS = {
    "start": "oa:start",
    "end": "oa:end",
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
}
_TYPED = {
    "@id": _TO_NODES,
    "@vocab": _TO_NAMES,
    "xsd:dateTime": _TIMES,
    "xsd:nonNegativeInteger": _NUMBERS,
}
ANNOTATIONS: dict[str, object] = {
    **_SPACES,
    "id": "@id",
    "type": "@type",
    **{name: f"oa:{name}" for name in _OWN_NAMES},
    **_OTHER_NAMES,
    **{
        name: {"@id": iri, "@type": kind}
        for kind, terms in _TYPED.items()
        for name, iri in terms.items()
    },
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
}
"""What each name in a document of annotations stands for."""
