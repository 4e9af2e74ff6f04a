"""What a thing is called by what is said of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import Term
from diplomatica.model.characters import is_blank
from diplomatica.model.dataset.naming import (
    APPELLATIONS,
    LONGEST,
    OTHERS,
    PARTED,
    PARTS,
    SHORT,
    STRONG,
    cut,
    is_code,
    is_description,
    is_family,
    is_given,
    is_opaque,
    is_telling,
    rank_of,
    together,
)
from diplomatica.model.vocabulary import NAMES, XSD

_STRING = XSD("string")
Said = Mapping[NamedNode, Sequence[Term]]


def names_of(this: NamedNode, said: Said, *, has_word: bool = False) -> list[Triple]:
    """All names that a thing has by the best of the properties that name things.

    What has a word as its end is not called by the beginning of what describes it.
    """
    ranks = {by: rank_of(by.value) for by in said}
    for best in sorted({rank for rank in ranks.values() if rank is not None}):
        bys = NAMES if best == STRONG else _of_rank(ranks, best)
        if best > OTHERS:
            found = _words(this, said, bys)
        else:
            found = (
                _parted(this, said) if best == PARTS else _stated_names(this, said, bys)
            )
        if names := list(found):
            return names
    any_text = _any_text(this, said) if is_opaque(this.value) else []
    return any_text or ([] if has_word else list(_beginning(this, said)))


def _words(this: NamedNode, said: Said, bys: Sequence[NamedNode]) -> Iterator[Triple]:
    """What is said by these in so many words; of a long text its beginning."""
    for by in bys:
        for text in _plain(said[by]):
            if is_telling(text.value, this.value) and _names(by, text.value, this):
                short = cut(text.value)
                name = Literal(short, language=text.language)
                told_by = by if short == text.value else NamedNode(PARTED)
                yield Triple(this, told_by, name)


def _names(by: NamedNode, words: str, this: NamedNode) -> bool:
    """Whether a text names something: of an alternative title no more than a line does."""
    is_short = is_code(this.value) and (
        len(words) <= LONGEST or is_description(by.value)
    )
    return is_short or rank_of(by.value) != SHORT


def _any_text(this: NamedNode, said: Said) -> list[Triple]:
    """The first short text of what has an IRI that tells nothing."""
    texts = (
        (by.value, one.language or "", one.value)
        for by, values in said.items()
        for one in _plain(values)
        if len(one.value) <= LONGEST and is_telling(one.value, this.value)
    )
    for by, tag, words in sorted(texts)[:1]:
        name = Literal(words, language=tag or None)
        return [Triple(this, NamedNode(by), name)]
    return []


def _beginning(this: NamedNode, said: Said) -> Iterator[Triple]:
    """What describes a thing at length, as far as a name goes, once a language."""
    if not is_code(this.value):
        return
    known = [by for by in said if is_description(by.value)]
    for by in sorted(known, key=lambda by: by.value):
        literals = _plain(said[by])
        texts = sorted((one.language or "", one.value) for one in literals)
        telling = {
            tag: words
            for tag, words in reversed(texts)
            if is_telling(cut(words), this.value)
        }
        for tag, words in sorted(telling.items()):
            told_by = by if cut(words) == words else NamedNode(PARTED)
            yield Triple(this, told_by, Literal(cut(words), language=tag or None))
        if telling:
            return


def _plain(values: Sequence[Term]) -> Iterator[Literal]:
    """Those that are texts, and no numbers or dates."""
    for one in _seen_texts(values):
        if one.language or one.datatype == _STRING:
            yield one


def _seen_texts(values: Sequence[Term]) -> Iterator[Literal]:
    """The literals of which a reader sees something: a blank text is no name."""
    for one in values:
        if isinstance(one, Literal) and not is_blank(one.value):
            yield one


def _of_rank(ranks: Mapping[NamedNode, int | None], best: int) -> list[NamedNode]:
    """The properties that name so well; of what is a node of its own, titles first."""
    found = [by for by in ranks if ranks[by] == best]
    places = {by: place for place, by in enumerate(APPELLATIONS)}

    def place(by: NamedNode) -> int:
        return places.get(by.value, -1)

    return sorted(found, key=place)


def _stated_names(
    this: NamedNode, said: Said, bys: Sequence[NamedNode]
) -> Iterator[Triple]:
    for by in bys:
        for name in _seen_texts(said.get(by, ())):
            yield Triple(this, by, name)


def _parted(this: NamedNode, said: Said) -> Iterator[Triple]:
    """The name of a person of which the parts are stated."""
    name = together(_texts(said, is_given), _texts(said, is_family))
    if name:
        yield Triple(this, NamedNode(PARTED), Literal(name))


def _texts(said: Said, is_part: Callable[[str], bool]) -> Iterator[str]:
    for by, values in said.items():
        if is_part(by.value):
            yield from (one.value for one in _seen_texts(values))
