"""Maps by types (JSON-LD 1.1, 4.6.4), which PyLD reads as W3C says: it expands what has them.

The other parser knows them in part: it refuses some, and others get the terms of a context
that is not theirs. An expanded document has neither contexts nor maps, and is read as any.
"""

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from json import dumps
from typing import Any

from pyoxigraph import RdfFormat, parse

from diplomatica.errors import Fault
from diplomatica.pipeline.files.jsonld.advice import advice_on
from diplomatica.pipeline.files.jsonld.keys import terms_within

# Characters of a document that is expanded: it takes 40 times as much memory.
_LARGEST = 64 << 20
_SLOW = 4 << 20  # characters that take seconds
_CONTAINER, _CONTEXT, _TYPE = "@container", "@context", "@type"
_WITHOUT = (
    'list the objects there, each with its "@type", without "@container": "@type"'
)
IS_SLOW = (
    "has values by their types, so another parser expands it first: "
    "that takes four times as long"
)
AT_ONCE = f"to have it read at once, {_WITHOUT}"
Json = Any


def has_type_maps(contexts: Iterable[Json]) -> bool:
    """Whether a term of some contexts, or of those within them, has values by types."""
    return any(_is_type_map(told) for _, told in terms_within(contexts))


def without_type_maps(context: Json) -> Json:
    """A context whose terms have no values by types: what is around them can be judged."""
    if not isinstance(context, dict):
        return context
    return {
        term: {by: one for by, one in told.items() if by != _CONTAINER}
        if _is_type_map(told)
        else told
        for term, told in context.items()
    }


def is_slow(text: str) -> bool:
    """Whether one waits for a document of this length to be expanded."""
    return len(text) > _SLOW


def prefixes_in(contexts: Iterable[list[Json]]) -> dict[str, str]:
    """The prefixes that some contexts declare, as the parser understands them."""
    found = dict[str, str]()
    for context in contexts:
        alone = {_CONTEXT: list(map(without_type_maps, context))}
        parser = parse(dumps(alone), format=RdfFormat.JSON_LD)
        with suppress(SyntaxError):
            deque(parser, maxlen=0)
        found |= parser.prefixes
    return found


def too_long(name: str, text: str) -> Fault | None:
    """That a document takes more than there is to be expanded; None where it does not."""
    if len(text) <= _LARGEST:
        return None
    what = f"is longer than {_LARGEST >> 20} MiB, and has values by their types"
    return Fault(name, 0, what, f"bring it in parts, or {_WITHOUT}")


def expanded(name: str, document: Json, base: str | None) -> str | Fault:
    """A document with all that its contexts mean in place, or why it has no meaning."""
    # it takes as long to load as all else, and few documents need it
    from pyld.jsonld import JsonLdError, expand

    options = {"base": base or "", "documentLoader": _nothing}
    try:
        return dumps(expand(document, options))
    except JsonLdError as error:
        why = f"{error.code or 'no JSON-LD'}: {error.args[0]}"
    except RecursionError:
        why = "nests too deep for values that stand by their types"
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        why = "has no values of objects where its @context has values by their types"
    return Fault(name, 0, why, advice_on(why) or _WITHOUT)


def _nothing(address: str, _options: object = None) -> None:
    """Fetch nothing: what is given was put into the document before."""
    raise ValueError(address)


def _is_type_map(told: Json) -> bool:
    if not isinstance(told, dict):
        return False
    container = told.get(_CONTAINER)
    return container == _TYPE or (isinstance(container, list) and _TYPE in container)
