"""What heads a page: of a reason its words or what it states, of a thing its name."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.reason import Reason, Statement
from diplomatica.model.dataset.naming import ENDING, SHORT, is_description, rank_of
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF
from diplomatica.web.speech.definite import indefinite

_LONGEST = 110  # letters
_LONGEST_QUOTE = (
    300  # letters: what fits on a telephone, and is not said once more below
)


def heading(
    reason: Reason, within: Sequence[Statement], labels: Mapping[str, str], iris: Iris
) -> str:
    """The quoted words, else the name, else the first triple in words, else the slug."""
    if reason.quote and reason.kind == "Claim":
        return f"“{_short_words(reason.quote, _LONGEST_QUOTE)}”"
    if reason.graph.value in labels:
        return labels[reason.graph.value]
    if reason.kind == "Content" and within:
        said = min(within, key=lambda one: one.triple.predicate == RDF("type"))
        return f"Said, not stated: {_short_words(_in_words(said, labels, iris))}"
    if reason.kind and within:
        return _short_words(_in_words(within[0], labels, iris))
    if reason.kind == "Corroboration":
        return f"“{_short_words(reason.quote)}”" if reason.quote else reason.reason
    return iris.words(reason.graph.value)


def _in_words(statement: Statement, labels: Mapping[str, str], iris: Iris) -> str:
    """A statement as a short sentence."""
    triple = statement.triple
    terms = (triple.subject, triple.predicate, triple.object)
    words = [labels.get(iri) or iris.words(iri) for iri in map(text_of, terms)]
    if triple.predicate == RDF("type"):
        words[1] = f"is {indefinite(words[2])}"
    return " ".join(words)


def _short_words(words: str, most: int = _LONGEST) -> str:
    if len(words) <= most:
        return words
    return words[:_LONGEST].rpartition(" ")[0] + " …"


def called_by(describing: Describing, this: NamedNode) -> NamedNode | None:
    """By which property it is called, where nothing names it that names all things."""
    by = (name.predicate for name in describing.cards.of([this])[this].names)
    return next((one for one in by if _is_told(one.value)), None)


def _is_told(by: str) -> bool:
    """Whether a reader is told that something is called so by a property."""
    return rank_of(by) in (ENDING, SHORT) or is_description(by)
