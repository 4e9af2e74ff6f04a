"""Which mark is lacking between two statements, as far as what comes behind it tells."""

from itertools import takewhile

from diplomatica.pipeline.files.tokens import FileToken, tokens

_ANY = "dot, comma or semicolon"
# Of what follows: an object alone, a predicate with its object, or a whole statement.
_BY_TERMS = {1: "comma", 2: "semicolon", 3: "dot"}
_LOOKED_AT = 1 << 12  # characters behind the place
_OPENS = ("[", "(")
_ENDS = (";", ",", "]", ")", ".")
_GOES_ON = ("@", "^^")  # the language or the type of the text before


def mark_lacking(after: str) -> str:
    """The mark that is lacking before this text: a dot, a comma, a semicolon, or any."""
    terms = 0
    type_follows = False
    for token in takewhile(_is_term, tokens(after[:_LOOKED_AT])):
        belongs_to_text = type_follows or token.text.startswith(_GOES_ON)
        terms += not belongs_to_text
        type_follows = token.text == "^^"
        if token.text in _OPENS or _ends_here(token, after):
            break
    return _BY_TERMS.get(terms, _ANY)


def _is_term(token: FileToken) -> bool:
    return token.kind != "brace" and token.text not in _ENDS


def _ends_here(token: FileToken, after: str) -> bool:
    """Whether a dot stands right behind a term, which counts as no part of it."""
    end = token.start + len(token.text)
    return after[end : end + 1] == "."
