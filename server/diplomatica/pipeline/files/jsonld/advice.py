"""What to write instead of what a parser of JSON-LD refuses."""

import re
from difflib import get_close_matches
from urllib.parse import quote

from diplomatica.model.vocabulary import XSD

GIVE_IT = (
    "save what stands there, and give it with --context ADDRESS=FILE, "
    "or write it into the file"
)
_OF_TERMS = (
    *("@id", "@type", "@container", "@language", "@reverse", "@context", "@prefix"),
    *("@protected", "@nest", "@index", "@direction"),
)
_DATATYPES = (
    *("string", "boolean", "integer", "decimal", "float", "double", "date", "time"),
    *("dateTime", "duration", "gYear", "gYearMonth", "anyURI", "nonNegativeInteger"),
)
_PROTECTED = (
    "call it otherwise, or define it as it stands before: it is protected there"
)
_SAID = (
    (
        r"Inconsistent expansion of (\S+) between (\S+) and (\S+)",
        r"a name with a declared prefix means \2: write that as its @id, "
        r"or call what is \3 otherwise, without a colon",
    ),
    (
        r"(@\w+) (?:keyword can't be redefined|definition (?:must|can only))",
        r'take it out: \1 means the same everywhere; another name for it is written "name": "\1"',
    ),
    ("Cyclic IRI mapping", "write the whole IRI of one of them"),
    ("No @vocab key", 'write its IRI as its "@id", or give the context an "@vocab"'),
    (
        "@container value combination",
        "write one of @set, @list, @language, @index, @id, @type, @graph",
    ),
    ("Term definition value", 'write its IRI, or {"@id": IRI}'),
    (
        "Overriding the protected term",
        _PROTECTED,
    ),
    ("overridden even if it's protected|Definition of .* will be", _PROTECTED),
    ("@index inside of term definitions", 'write "@container": "@index" beside it'),
    (
        "@index value must be a valid IRI",
        "write a whole IRI, or a declared prefix and a name",
    ),
    (
        "keyword definition can't be empty",
        "take it out, or write @container or @protected in it",
    ),
    (
        "@nest value must not be a keyword",
        'write the name of a term that is mapped to "@nest"',
    ),
    ("@nest value must be|not allowed in @nest", "write an object of properties there"),
    (
        "value of @type in a context|Invalid @type (value|iri)|Type mapping must be",
        "write @id, @vocab or the IRI of one datatype",
    ),
    ("@reverse is only compatible", "write @set or @index as its @container, or none"),
    ("@context cannot be aliased", "take it out: @context has no other name"),
    (
        "@reverse object value cannot",
        "state keywords of the object itself, outside of @reverse",
    ),
    ("@reverse value must be", "write an object there, of properties that lead here"),
    (
        "(Lists|Literals) are not allowed inside of reverse",
        'write {"@id": IRI}: what leads here is a thing, and no text or list',
    ),
    ("@type cannot be a blank node", "write the IRI of a datatype"),
    (
        "@prefix cannot be set",
        'take "@prefix" out, or rename the term: no sign / or : in it',
    ),
    (
        "is not a valid IRI or blank node",
        "write a whole IRI, or a declared prefix and a name",
    ),
    ("Only a single @type is allowed", "write one datatype"),
    ("@included", 'write objects with an "@id" there'),
    ("@import must be", "write one address in quotation marks"),
    ("@direction value", 'write "ltr" or "rtl"'),
    ("cannot be used together in a context", "take one of them out"),
    ("terms must not be the empty", "give it a name, or take it out"),
    ("@version", 'write "@version": 1.1, a number'),
    (
        "@context value must be",
        "write an object of terms, an address in quotation marks, or a list of both",
    ),
    (
        "@value value must be",
        "write one text or number there, and its parts as properties of an object without "
        '@value; or add "@type": "@json", if it is to stay JSON',
    ),
    (
        "@id value must be",
        "write one IRI in quotation marks; several things are several objects",
    ),
    (
        "@type value must be a string",
        "write an IRI or a term in quotation marks, or a list of such",
    ),
    (
        "@language can be used only",
        "write the value in quotation marks, or no @language",
    ),
    (
        "@type and @language cannot",
        "take one of them out: a text in a language has no type",
    ),
    ("@value and @id are", "take one of them out: a text or number has no IRI"),
    ("Objects with @value cannot", "take it out, or state it of an object of its own"),
    ("values in a @language map", "write each as a text in quotation marks"),
    ("@list and @set must", "take the other keys out: a list has no properties"),
    ("@list must be the only", "take the other keys out: a list has no properties"),
    ("@id is defined twice", "take one of them out, or make two objects of it"),
    (r"(@\w+) value must be a boolean", r'write "\1": true or "\1": false'),
    (r"(@\w+) value must be a string", r"write it in quotation marks"),
    ("Trailing commas", "take the comma out"),
    ("must be followed by a comma", "write a comma between the two"),
    ("already contains one root", "put all of them into one list: [ …, … ]"),
    ("Unexpected char: '''", "write texts and names in double quotation marks"),
    ("Unexpected char: '/'", "take comments out: JSON has none"),
    (
        "Unexpected char: '[NIT]'",
        "write null, true or false in small letters, and no NaN or Infinity",
    ),
)
_CODE_POINT = re.compile(r"Invalid IRI code point '(.)'")
_TYPE = re.compile(r"Invalid @type iri '(\w+)'")
_KEY = re.compile(r"Unexpected key in term definition '(.*)'")


def advice_on(why: str) -> str:
    """What to do about what a parser says; "" where nothing is known to help."""
    if found := _CODE_POINT.search(why):
        return f"write it as {quote(found[1], safe='')} where it stands in the IRI"
    if found := _TYPE.search(why):
        return _datatype(found[1])
    if found := _KEY.search(why):
        return _key(found[1])
    for form, advice in _SAID:
        if found := re.search(form, why):
            return found.expand(advice)
    return ""


def _datatype(name: str) -> str:
    """How a type is written that has no prefix."""
    near = get_close_matches(name, _DATATYPES, 1)
    example = XSD(near[0] if near else "date").value
    return f"write a whole IRI such as {example}, a declared prefix and a name, or @id"


def _key(name: str) -> str:
    """How a key in the definition of a term may have been meant."""
    near = get_close_matches(f"@{name.lstrip('@')}", _OF_TERMS, 1)
    known = f"there are {', '.join(_OF_TERMS)}"
    return f"did you mean {near[0]}?" if near else f"take it out: {known}"
