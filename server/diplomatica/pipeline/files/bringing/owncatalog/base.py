"""The base of files, where nobody gives one: chosen among where their IRIs begin."""

import re
from dataclasses import dataclass

from diplomatica.model.vocabulary import KNOWN_SPACES, VANN, VOID
from diplomatica.pipeline.files.bringing.owncatalog.calling import text_said
from diplomatica.pipeline.files.bringing.owncatalog.seen import Seen, base_of
from diplomatica.pipeline.files.bringing.owncatalog.selfnamed import local_address
from diplomatica.pipeline.files.bringing.owncatalog.whole import Whole

_SPACES = (VANN("preferredNamespaceUri"), VOID("uriSpace"))
_OF_OTHERS = 4  # terms of a known vocabulary for each thing that outweigh it
_SHARED = {"purl.org", "w3id.org", "www.w3.org", "purl.obolibrary.org", "schema.org"}
"""Hosts that many vocabularies share."""
_LOCAL = re.compile(r"https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]")
_NOWHERE = ", and nobody elsewhere reaches them"


@dataclass(frozen=True)
class BaseChoice:
    """Of what the base is chosen: what the whole says of itself, and what was seen."""

    whole: Whole
    seen: Seen
    files: str
    """What the files are called."""

    def chosen(self) -> tuple[str, str]:
        """The base, and why it is that."""
        for space in filter(None, map(base_of, self._stated_spaces())):
            if self.seen.has_many_below(space):
                return space, f"that of {self.whole.name}"
        for space in self._spaces():
            if folder := base_of(space):
                found = self._widened(folder) or folder
                why = f"where most IRIs begin, {self.seen.below(found)} of them"
                return found, why + (_NOWHERE if _LOCAL.match(found) else "")
        return local_address(self.files), "no IRI of the data has one"

    def _stated_spaces(self) -> list[str]:
        """Where things begin by what the whole says, and its own IRI."""
        typed = self.whole.typed
        spaces = [text_said(self.whole.told, (term,), "") for term in _SPACES]
        return [*spaces, typed.value if typed else ""]

    def _spaces(self) -> list[str]:
        """Where IRIs begin, most of them first.

        A vocabulary of others, of which a part stands in the file, comes behind what is
        a fourth of it or more.
        """
        ranked = self.seen.spaces.most_common()
        own = [(space, count) for space, count in ranked if space not in KNOWN_SPACES]
        if own and _OF_OTHERS * own[0][1] >= ranked[0][1]:
            ranked = own
        return [space for space, _ in ranked]

    def _widened(self, folder: str) -> str:
        """The folder, or the one above it that also holds what lies beside it on its host.

        No more of it is left out than one IRI in twenty. What many share is no base.
        """
        host = "/".join(folder.split("/")[:3]) + "/"
        enough = 0.95 * self.seen.below(host)
        while self.seen.below(folder) < enough and folder != host:
            folder = folder[: folder[:-1].rindex("/") + 1]
        if folder != host:
            return folder
        name = host.partition("//")[2].rstrip("/")
        return "" if name in _SHARED else host
