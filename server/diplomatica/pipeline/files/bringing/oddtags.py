"""Language tags that no registry has: they are told, and published as they are."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from pyoxigraph import Literal, Quad

from diplomatica.errors import Fault
from diplomatica.model.statement import text_of
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source, graph_of
from diplomatica.pipeline.storing.stored import Quads

# Codes of countries (ISO 3166-1) that are none of languages (ISO 639-1), each with that of
# the language which most speak there.
_SPOKEN_IN = {
    **{"cn": "zh", "jp": "ja", "kr": "ko", "vn": "vi", "ir": "fa", "ua": "uk"},
    **{"cz": "cs", "dk": "da", "gr": "el", "rs": "sr", "al": "sq", "at": "de"},
    **{"us": "en", "gb": "en", "au": "en", "mx": "es"},
}
# What stands for no country of ISO 3166-1, and is in the registry of BCP 47 all the same.
_REGIONS = frozenset(
    (
        *("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN", "XK"),
        *("BU", "CS", "DD", "FX", "NT", "SU", "TP", "YD", "YU", "ZR"),
    )
)
_MEANT = {"UK": "GB", "EN": "GB"}
_PRIVATE, _OLD = "x", "i"


def odd_tags(source: Source, tags: Iterable[str]) -> Iterator[Fault]:
    """Hints at texts whose tag is none of the registry (BCP 47), once a tag, of those in use.

    A tag is told once, be it that its language is a country.
    """
    for tag in sorted(tags):
        what, advice = _of_country(tag) or _of_language(tag) or _of_region(tag)
        if what and (first := _first_in(source, tag)):
            words = text_of(first.object)
            said = f"“{words}”@{tag}: {what}"
            yield source.fault(graph_of(first), said, f"{advice}{AS_PUBLISHED}", words)


def _of_country(tag: str) -> tuple[str, str] | None:
    """What is wrong with a tag that begins with the code of a country, and what to write."""
    meant = _SPOKEN_IN.get(tag.partition("-")[0].casefold())
    if not meant:
        return None
    advice = f"write {meant} if that is meant: who asks for {meant} finds none; "
    return f"{tag} is a country, and no language", advice


def _of_language(tag: str) -> tuple[str, str] | None:
    """What is wrong with the language of a tag: the shortest code is that of the registry."""
    language = tag.partition("-")[0].casefold()
    if language in (_PRIVATE, _OLD) or "qaa" <= language <= "qtz":
        return None
    # The codes of all languages take long to be read in.
    import pycountry

    known = pycountry.languages
    if len(language) == 2 and known.get(alpha_2=language):
        return None
    found = known.get(alpha_3=language) or known.get(bibliographic=language)
    meant = getattr(found or known.get(name=language.title()), "alpha_2", "")
    if found and not meant:
        return None
    advice = f"write {meant} if that is meant; " if meant else ""
    return f"{language} is no language of the registry (BCP 47)", advice


def _of_region(tag: str) -> tuple[str, str]:
    """What is wrong with the region of a tag; "" where it is one, or there is none."""
    language, *parts = tag.split("-")
    # what follows a single letter is an extension, or private
    before = takewhile(lambda part: len(part) > 1, parts)
    odd = next((part for part in before if not _may_stand(part)), "")
    if not odd:
        return "", ""
    meant = _MEANT.get(odd.upper(), "")
    better = "-".join((language, *(meant if one == odd else one for one in parts)))
    advice = f"write {better} if that is meant; " if meant else ""
    return f"{odd} is no region of the registry (BCP 47)", advice


def _may_stand(part: str) -> bool:
    """Whether a part of a tag is a region, or of a form that regions do not have."""
    import pycountry

    region = part.upper()
    if len(part) != 2 or not part.isalpha() or region in _REGIONS:
        return True
    return pycountry.countries.get(alpha_2=region) is not None


def _first_in(source: Source, tag: str) -> Quad | None:
    """The first statement of a file with a text in a language."""
    quads: Iterable[Quad] = source.quads
    if isinstance(quads, Quads):
        mark = f'"@{tag} '.encode()
        quads = quads.where(lambda line: mark in line)
    return next((one for one in quads if _language_of(one) == tag), None)


def _language_of(quad: Quad) -> str | None:
    return quad.object.language if isinstance(quad.object, Literal) else None
