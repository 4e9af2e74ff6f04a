"""What the data has to say of a query beside its answer: hints for persons and programs alike."""

from diplomatica.engine import Answer, Engine
from diplomatica.engine.sparql.readings import keep_last
from diplomatica.lookup.advice.datekinds import DateKinds
from diplomatica.lookup.advice.languagetags import LanguageTags
from diplomatica.lookup.advice.literalforms import LiteralForms
from diplomatica.lookup.advice.regex import are_due
from diplomatica.lookup.advice.regex import notices as of_patterns
from diplomatica.lookup.advice.terms import Terms
from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.release import Release
from diplomatica.model.notice import Notice


class Advice:
    """The advice that one release gives."""

    def __init__(self, release: Release, engine: Engine, terms: Terms) -> None:
        """Nothing is asked yet."""
        self._terms = terms
        self._tags = LanguageTags(engine)
        self._dates = DateKinds(engine, terms, release.iris.prefixes)
        self._forms = LiteralForms(release)
        self._may_deviate = keep_last(self._has_cause)

    def is_due(self, query: str, answer: Answer) -> bool:
        """Whether the text of a query, or an answer without rows, gives cause to look further."""
        is_due = self._dates.is_due(query) or self._may_deviate(query)
        return is_due or answer.is_empty

    def _has_cause(self, query: str) -> bool:
        return self._forms.is_due(query) or are_due(query)

    def notices(self, query: str, answer: Answer) -> tuple[Notice, ...]:
        """All that can be told of a query and its answer, the notices of the engine first."""
        hints = self._terms.hints(query) if answer.is_empty else []
        names = (hint.notice for hint in hints)
        return (*answer.notices, *names, *self.beside_names(query, answer))

    def beside_names(self, query: str, answer: Answer) -> tuple[Notice, ...]:
        """What can be told of a query and its answer beside its names and the engine."""
        is_none = answer.is_empty
        tags = self._tags.notices(query) if is_none else []
        dates, forms = (
            part.notices(query, is_none) for part in (self._dates, self._forms)
        )
        return (*tags, *dates, *forms, *of_patterns(query))


def advice_of(release: Release, engine: Engine) -> Advice:
    """The advice to give where no site is served, and labels have no use."""
    describing = Describing(engine, release.iris, Languages())
    return Advice(release, engine, Terms(release, engine, describing))
