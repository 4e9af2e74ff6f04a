"""The terms of long contexts that a document has a use for: its parser is given no others.

A context for all that a museum may say has some hundred terms with contexts of their own,
which the parser goes through anew for each node of their kinds.
"""

import re
from collections.abc import Iterable, Iterator
from json import JSONDecoder, dumps, loads

from pyoxigraph import RdfFormat, parse

from diplomatica.pipeline.files.jsonld.keys import passed_over

_CONTEXT = re.compile(r'(?<!\\)"@context"\s*:\s*')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_DECODER = JSONDecoder()
_KEY = "@context"
_LONG = 2_000  # signs of a context that is worth it
_LONGEST_NAME = 256
_NAMING = ("@id", "@reverse", "@type", "@index", "@nest", "@vocab", "@base")
"""What a definition names other terms by (JSON-LD 1.1, section 9.15)."""


def with_used_terms(text: str) -> str:
    """A document whose long contexts have the terms that it may use, on the same lines."""
    found = list(_contexts(text))
    distinct = {text[start:end] for start, end, _ in found}
    # what is wrong with a term that nobody uses is told by a parser that is given all
    if not found or not all(map(_is_sound, distinct)):
        return text
    used = _used(text, found)
    pieces, last = list[str](), 0
    for start, end, context in found:
        lines = text.count("\n", start, end) * "\n"
        pieces += [text[last:start], dumps(_cut(context, used, is_outer=True)), lines]
        last = end
    return "".join([*pieces, text[last:]])


def with_keys_passed(text: str) -> str:
    """A document whose contexts say of each key that means nothing that it does.

    Of what stands below one that they do not name the parser reads the kinds, though all
    of it is to be passed over (JSON-LD 1.1 API, section 5.1.2, step 13.3).
    """
    try:
        keys = passed_over(loads(text))
    except (ValueError, RecursionError):
        return text  # and the parser tells where it is no JSON
    told = ", ".join(f"{dumps(key)}: null" for key in sorted(keys))
    pieces, last = list[str](), 0
    for at in _CONTEXT.finditer(text) if told else ():
        if at.end() >= last:
            context, end = _DECODER.raw_decode(text, at.end())
            pieces += [
                text[last : at.end()],
                _with(text[at.end() : end], context, told),
            ]
            last = end
    return "".join([*pieces, text[last:]])


def _with(written: str, context: object, told: str) -> str:
    """A context as it is written, with more that it tells."""
    if isinstance(context, dict):
        return f"{written[:-1]}{', ' if context else ''}{told}}}"
    if isinstance(context, list):
        return f"{written[:-1]}{', ' if context else ''}{{{told}}}]"
    return f"[{written}, {{{told}}}]"


def _contexts(text: str) -> Iterator[tuple[int, int, object]]:
    """Where each long context begins and ends, and what it holds; none within others."""
    last = 0
    for at in _CONTEXT.finditer(text):
        if at.end() < last:
            continue
        try:
            context, last = _DECODER.raw_decode(text, at.end())
        except (ValueError, RecursionError):
            return  # and the parser tells where it is no JSON
        if last - at.end() > _LONG:
            yield at.end(), last, context


def _is_sound(context: str) -> bool:
    """Whether a parser takes all of a context."""
    try:
        return not list(parse(f'{{"{_KEY}": {context}}}', format=RdfFormat.JSON_LD))
    except SyntaxError:
        return False


def _used(text: str, contexts: Iterable[tuple[int, int, object]]) -> set[str]:
    """All names that the document uses, and those by which contexts define these."""
    used, last = set[str](), 0
    needs: dict[str, set[str]] = {}
    for start, end, context in contexts:
        used |= _names_in(text[last:start])
        last = end
        used |= _needed_in(context, needs)
    used |= _names_in(text[last:])
    left = list(used)
    while left:
        new = needs.pop(left.pop(), set()) - used
        used |= new
        left += new
    return used


def _names_in(text: str) -> set[str]:
    """All strings of some JSON that may be terms, and what may be prefixes of them."""
    strings = {found[0] for found in _STRING.finditer(text)}
    known = (loads(one) if "\\" in one else one[1:-1] for one in strings)
    return set(_with_prefixes(one for one in known if len(one) <= _LONGEST_NAME))


def _with_prefixes(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        if ":" in name:
            yield name.partition(":")[0]


def _needed_in(context: object, needs: dict[str, set[str]]) -> set[str]:
    """What a context needs by itself; what each of its terms does is added to `needs`."""
    if isinstance(context, list):
        return set().union(*(_needed_in(one, needs) for one in context))
    if not isinstance(context, dict):
        return set()
    found = set(_with_prefixes(_named_by(context)))
    for term, told in context.items():
        if not term.startswith("@"):
            needed = needs.setdefault(term, set())
            needed |= {*_with_prefixes((term, *_named_by(told)))}
            if isinstance(told, dict):
                needed |= _needed_in(told.get(_KEY), needs)
    return found


def _named_by(told: object) -> list[str]:
    """The names by which a term is defined, or a context says what holds in it."""
    if isinstance(told, str):
        return [told]
    if not isinstance(told, dict):
        return []
    return [name for by in _NAMING if isinstance(name := told.get(by), str)]


def _cut(context: object, used: set[str], *, is_outer: bool = False) -> object:
    """A context with the terms that are used; an outer one with its prefixes, too."""
    if isinstance(context, list):
        return [_cut(one, used, is_outer=is_outer) for one in context]
    if not isinstance(context, dict):
        return context
    return {
        term: _inner(told, used)
        for term, told in context.items()
        if term in used or term.startswith("@") or (is_outer and isinstance(told, str))
    }


def _inner(told: object, used: set[str]) -> object:
    """A definition, with the terms that are used of the context that holds below it."""
    if not isinstance(told, dict) or _KEY not in told:
        return told
    return {**told, _KEY: _cut(told[_KEY], used)}
