"""The language of files, where nobody gives one: as it is stated, or as most is written."""

import re
from dataclasses import dataclass

from pyoxigraph import Literal

from diplomatica.model.vocabulary import DC, DCTERMS
from diplomatica.pipeline.files.bringing.owncatalog.calling import DESCRIPTIONS, TITLES
from diplomatica.pipeline.files.bringing.owncatalog.seen import Seen
from diplomatica.pipeline.files.bringing.owncatalog.whole import Whole

_LANGUAGES = (DCTERMS("language"), DC("language"))
_FEW = 20  # texts without a language for each in one that says what the whole is in
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class LanguageChoice:
    """Of what the language is chosen: what the whole says of itself, and what was seen."""

    whole: Whole
    seen: Seen

    def chosen(self) -> tuple[str, str]:
        """The tag, and why it is that; "" where no language stands for the whole."""
        if stated := self.stated_tags():
            return self.seen.spoken(stated), "as is stated"
        tag = self.seen.spoken(self._of_title())
        # One quotation in Japanese says nothing of a thousand texts without a language.
        if not tag or self.seen.tags[tag] * _FEW < self.seen.untagged:
            return "", ""
        named, texts = self.seen.named[tag], self.seen.tags[tag]
        return tag, f"things named in it: {named}" if named else f"texts in it: {texts}"

    def stated_tags(self) -> list[str]:
        """The tags of languages that the whole says it is in."""
        said = [one.object for one in self.whole.said if one.predicate in _LANGUAGES]
        values = [one.value for one in said if isinstance(one, Literal)]
        return [tag for tag in values if _TAG.fullmatch(tag)]

    def _of_title(self) -> list[str]:
        """The languages of the title of the whole, else of its description.

        Without those in which fewer than half as many things have a name as in another.
        """
        most = max(self.seen.named.values(), default=1)
        said = [one for some in self.whole.texts for one in some]
        for terms in (TITLES, DESCRIPTIONS):
            texts = [one.object for one in said if one.predicate in terms]
            tags = {one.language for one in texts if isinstance(one, Literal)}
            known = sorted(filter(None, tags))
            if found := [tag for tag in known if 2 * self.seen.named[tag] > most]:
                return found
        return []
