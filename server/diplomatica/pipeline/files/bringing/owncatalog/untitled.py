"""What data is called that has no title: by its files, else by the kinds of its things."""

import re
from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode

from diplomatica.model.dataset.naming import is_of_signs
from diplomatica.model.terms.bookkeeping import (
    keeps_books,
    may_keep_books,
    stands_at_others,
)
from diplomatica.model.terms.wording import words_of_name
from diplomatica.model.text.filename import tells, title_from_names
from diplomatica.model.vocabulary import LANGUAGES, SAYS_NOTHING, WHOLES
from diplomatica.pipeline.files.bringing.owncatalog.calling import names_in
from diplomatica.pipeline.storing.kept import Together

_OF_OBO = re.compile(r"https?://purl\.obolibrary\.org/obo/(\w+)(?:\.owl)?")
_SHOWN = 3
_READ = 12  # of the largest, of which some may have no word
_LITTLE = 20  # times as many as of another
_TOLD_BY_OTHERS = frozenset(kind.value for kind in (*SAYS_NOTHING, *WHOLES))


def title_of_files(
    files: str,
    base: str,
    around: Sequence[str],
    kinds: Counter[str],
    quads: Together,
    language: str,
) -> tuple[str, str]:
    """What files are called so, and why; "" for the reason where it is their name.

    Where neither their name nor anything around them tells, the kinds of things do.
    """
    title, how = title_from_names(files, base, around)
    if how or tells(files):
        return title, how
    by_kinds = title_of_kinds(kinds, quads, language)
    why = f"what its things are, as the name “{files}” tells nothing"
    return (by_kinds, why) if by_kinds else (title, how)


def prefix_meant(stated: str, head: NamedNode | None, files: str) -> str:
    """The prefix of a vocabulary, where its files are called nothing else; as it writes it."""
    of_obo = _OF_OBO.fullmatch(head.value) if head else None
    prefix = stated or (of_obo[1].upper() if of_obo else "")
    is_same = files.casefold() == prefix.casefold()
    return prefix if is_same or not tells(files) else ""


def title_of_kinds(kinds: Counter[str], quads: Together, language: str) -> str:
    """The kinds of most things, in words: “Boat, Quay, Mast, …”; "" where none is a word.

    Neither those of terms, nor those that only keep the books of others, nor any of which
    there are hardly any.
    """
    told = [(kind[1:-1], count) for kind, count in kinds.most_common() if count]
    telling = [(iri, count) for iri, count in told if _tells(iri)]
    most = max((count for _, count in telling), default=0)
    large = [iri for iri, count in telling if count * _LITTLE >= most]
    names = names_in(set(map(NamedNode, large[:_READ])), quads, language)
    words = [names.get(NamedNode(iri)) or _words(iri) for iri in large[:_READ]]
    named = list(dict.fromkeys(filter(None, words)))
    more = ["…"] if len(named) > _SHOWN else []
    return ", ".join([*named[:_SHOWN], *more])


def _tells(kind: str) -> bool:
    """Whether a kind says what there is, rather than how that is told."""
    is_of_books = any(
        test(kind) for test in (keeps_books, may_keep_books, stands_at_others)
    )
    is_of_terms = kind.startswith(LANGUAGES)
    return not (is_of_books or is_of_terms or kind in _TOLD_BY_OTHERS)


def _words(kind: str) -> str:
    """The end of its IRI in words; "" where that is a code."""
    words = words_of_name(re.split("[/#:]", kind.rstrip("/#"))[-1])
    return "" if is_of_signs(words) else words
