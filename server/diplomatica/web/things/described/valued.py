"""What a page calls that has no name but the end of its address: by what it says, too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from diplomatica.model.dataset.naming import is_code
from diplomatica.web.notes.notes import notes_by_values
from diplomatica.web.site import Site

_MOST = 100  # things of a page that are looked at


def words_by_values(
    site: Site, terms: Iterable[object], labels: Mapping[str, str], this: NamedNode
) -> dict[str, str]:
    """“medal 783: gold · decathlon” for what is called medal_783 alone, by its IRI.

    So on the page of `this`, which needs not be told there.
    """
    nameless = [
        one
        for one in sorted(terms, key=str)
        if isinstance(one, NamedNode)
        and not labels.get(one.value)
        and is_code(one.value)
    ]
    groups: dict[tuple[NamedNode, ...], list[NamedNode]] = defaultdict(list)
    kinds = site.describing.kinds(nameless[:_MOST])
    for one in nameless[:_MOST]:
        groups[tuple(kinds[one])].append(one)
    notes = notes_by_values(
        list(groups.values()), site, own=True, besides=labels.get(this.value, "")
    )
    times = site.index.times(one.value for one in nameless[:_MOST])
    spans = {iri: site.span(*time) for iri, time in times.items()}
    told: dict[str, str] = {}
    for iri in (one.value for one in nameless[:_MOST]):
        words = "; ".join(filter(None, (notes.get(iri), spans.get(iri))))
        told |= {iri: f"{site.iris.readable(iri)}: {words}"} if words else {}
    return told
