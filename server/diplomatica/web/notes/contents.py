"""What containers without a name are called: by what is in them."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.containers import members
from diplomatica.model.dataset.naming import cut
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import readable_name

_NAMED = 3  # members that are named


def contents_of(things: Sequence[NamedNode], site: Site) -> dict[str, str]:
    """What is in those that are containers: “DARE; VERCE”, “DARE; VERCE; EIDA; … (7)”."""
    found = members(things, site.engine, site.profile)
    held = [one for some in found.values() for one in some[:_NAMED]]
    labels = site.describing.labels([one for one in held if isinstance(one, NamedNode)])

    def word(value: Term) -> str:
        text = text_of(value)
        if isinstance(value, NamedNode) and text not in labels:
            return readable_name(text, site.iris)
        return cut(labels.get(text, text))

    return {
        iri: "; ".join([*map(word, some[:_NAMED]), *_and_more(len(some))])
        for iri, some in found.items()
    }


def _and_more(count: int) -> list[str]:
    """What tells that not all of so many are named."""
    return [f"… ({count})"] if count > _NAMED else []
