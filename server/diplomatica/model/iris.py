"""The IRIs of a dataset: which kinds there are, and what an IRI says by its form."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from pyoxigraph import NamedNode

from diplomatica.model.terms.known import KNOWN
from diplomatica.model.terms.licences import licence_called
from diplomatica.model.terms.wording import words_of_name
from diplomatica.model.vocabulary import DIP, prefixes, prefixes_of

Term = tuple[str, str, str]
"""An IRI, the word for it in the context of a file, and the name of that file."""
_ITSELF = {"id", "this", "it", "me", "i"}
"""Fragments by which a thing is told from the document of it."""
_URN = "urn:"
_SEAM = re.compile("(?<=[a-z])(?=[A-Z])")
_STEPS = re.compile(
    "[a-z][a-z-]{3,}(/[^/#]+){1,2}"
)  # of a word, and what stands below it
_NUMBERED = re.compile(
    r"[A-Z]\d{1,3}[a-z]?i? [^\W\d]{2}"
)  # E39 Actor, P1 is identified by


@dataclass(frozen=True)
class Iris:
    """The IRIs below one base, such as https://w3id.org/diplomatica/."""

    base: str
    brought: tuple[tuple[str, str], ...] | None = None
    """The prefixes of the files of data without claims; None where claims are made."""
    terms: tuple[Term, ...] = ()
    """What contexts of JSON-LD call what is known by a code alone."""

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes by which the IRIs of the dataset are written."""
        if self.brought is None:
            return prefixes(self.base)
        return prefixes_of(self.base, self.brought)

    def __call__(self, *parts: str) -> NamedNode:
        """The IRI of the parts, joined by slashes: `iris("claim", article, slug)`."""
        return NamedNode(self.base + "/".join(parts))

    def passage(self, article: str, start: int, end: int) -> NamedNode:
        """The characters from `start` to `end` of an article's text (RFC 5147)."""
        return NamedNode(f"{self.base}article/{article}/text#char={start},{end}")

    def kind(self, iri: str) -> str:
        """The first part of an IRI of this dataset, such as "id", "claim" or "note".

        Empty for IRIs of others.
        """
        if not iri.startswith(self.base):
            return ""
        return iri.removeprefix(self.base).partition("/")[0]

    def slug(self, iri: str) -> str:
        """All after the first part: "kazakhstan" of `id/kazakhstan`."""
        return iri.removeprefix(self.base).partition("/")[2]

    def short(self, iri: str) -> str:
        """An IRI as people write it, with the prefix of the longest namespace."""
        if not iri.startswith(self._starts):
            return iri
        fitting = (one for one in self._spaces if iri.startswith(one[0]))
        space, prefix = next(fitting, ("", ""))
        return f"{prefix}:{iri.removeprefix(space)}" if space else iri

    @cached_property
    def _spaces(self) -> list[tuple[str, str]]:
        """The namespaces with their prefixes, the longest first."""
        spaces = [(space, prefix) for prefix, space in self.prefixes.items()]
        return sorted(spaces, key=lambda one: -len(one[0]))

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        """What IRIs begin with that are written with a prefix."""
        return tuple(space for space, _ in self._spaces if space)

    def readable(self, iri: str) -> str:
        """What an IRI is called that has no name.

        In data that somebody brings by what is known of it, or by its end in words; else
        with a prefix, or by its end as it is.
        """
        short = self.short(iri)
        # “DECREE#id” is what DECREE is of; the term `id` of a vocabulary is what it says.
        before, mark, end = iri.rpartition("#")
        if end in _ITSELF and mark and before and short.partition(":")[2] != end:
            return self.term(iri) or self.readable(before)
        # What ends with a mark is named before it: “boats” of https://example.org/boats#.
        is_short = short != iri and short[0] != ":" and short[-1] not in "#/:"
        as_it_is = short if is_short else self.ending(iri)
        if self.brought is None:
            return as_it_is
        if licence := licence_called(iri):
            return licence
        if iri.startswith(_URN):
            return iri.removeprefix(_URN) if short == iri else short
        local = short.partition(":")[2] if is_short else _numbered_term(as_it_is)
        # A prefix of one term alone is what its file calls it: `site:` of obo:BFO_0000029.
        alone = short[:-1] if short != iri and short[-1] == ":" else ""
        known = self._words_of(iri, local) or words_of_name(alone) or _way_below(local)
        is_number = not any(map(str.isalpha, as_it_is))
        return known or (is_number and _two_ends(iri)) or as_it_is

    def has_word(self, iri: str) -> bool:
        """Whether what has no name is called by a word all the same, and by no code."""
        short = self.short(iri)
        local = short.partition(":")[2] if short != iri else self.ending(iri)
        return bool(self._words_of(iri, local))

    def _words_of(self, iri: str, local: str) -> str:
        """What is known of a term, or its end in words; "" where that is a code."""
        return (
            KNOWN.get(iri) or self.term(iri) or words_of_name(local.rpartition("#")[2])
        )

    def term(self, iri: str) -> str:
        """The word for an IRI in the context of a file, in small letters; "" for none."""
        word = self._terms.get(iri, ("", ""))[0]
        return words_of_name(word) or word

    def context_of(self, iri: str) -> str:
        """The file in whose context an IRI is called so; "" where that is not known."""
        return self._terms.get(iri, ("", ""))[1]

    @cached_property
    def _terms(self) -> dict[str, tuple[str, str]]:
        return {iri: (word, file) for iri, word, file in self.terms}

    def with_host(self, iri: str, name: str) -> str:
        """What an IRI of others is called by its end, with where it is: “12345 (viaf.org)”.

        A prefix tells that already, and so does the address of a whole site. The host of
        the data itself is told of nothing.
        """
        host = host_of(iri)
        is_ours = host == host_of(self.base)
        is_told = not host or is_ours or host in name or self.short(iri) != iri
        return name if is_told else f"{name} ({host})"

    def ending(self, iri: str) -> str:
        """The end of an IRI, as words."""
        end = re.split("[/#:]", iri.rstrip("/#:"))[-1]
        return unquote(end).replace("_", " ") or iri

    def words(self, iri: str) -> str:
        """The end of an IRI without a name as plain words: “authored by” of authoredBy."""
        ending = self.ending(iri).replace("-", " ")
        words = _SEAM.sub(" ", ending)
        return words.lower() if words != ending else ending

    def name(self, iri: str) -> str:
        """How an address names a thing or a kind: as briefly as can be told apart."""
        if self.kind(iri) == "id":
            return self.slug(iri)
        if iri.startswith(DIP):
            return iri.removeprefix(DIP)
        return self.short(iri)

    def named(self, name: str) -> NamedNode:
        """The kind that an address names so. Raises ValueError where that is no IRI."""
        prefix, colon, local = name.partition(":")
        if not colon:
            return DIP(name)
        space = self.prefixes.get(prefix, f"{prefix}:")
        return NamedNode(space + local)

    def is_thing(self, term: object) -> bool:
        """Whether a term names a thing of this dataset."""
        return isinstance(term, NamedNode) and self.kind(term.value) == "id"


def _way_below(local: str) -> str:
    """What stands below a prefix step by step, in a row: “country JO” of country/JO."""
    return " ".join(unquote(local).split("/")) if _STEPS.fullmatch(local) else ""


def _numbered_term(end: str) -> str:
    """The end of an IRI, as its vocabulary has it where that is of the kin of CIDOC CRM."""
    return end.replace(" ", "_") if _NUMBERED.match(end) else end


def host_of(iri: str) -> str:
    """The host of an address on the Web, as people write it; "" of what is none."""
    scheme, _, rest = iri.partition("://")
    host = re.split("[/?#]", rest)[0].rpartition("@")[2]
    return host.removeprefix("www.") if scheme in ("http", "https") else ""


def _two_ends(iri: str) -> str:
    """The last two parts of the path of an IRI: “gogh-theo-van 4964”; "" for fewer."""
    parts = iri.rstrip("/#").partition("://")[2].split("/")[1:]
    return unquote(" ".join(parts[-2:])) if len(parts) > 1 else ""
