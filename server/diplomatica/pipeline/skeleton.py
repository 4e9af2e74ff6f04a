"""The skeleton of a claim, to be pasted into a file of claims and filled in by an editor."""

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.statement import text_of
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH
from diplomatica.pipeline.files.kinds import Kinds
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.reading import Reading

_SMALL = re.compile(
    r"a|an|and|as|at|by|for|from|has|in|is|it|of|on|or|that|the|this|to|was|were|which|with"
)


def skeleton(reading: Reading, slug: str, words: str) -> str:
    """A block of TriG that quotes the words, with the things and kinds that they name as comments.

    Raises InvalidInput where there is no such article, or where the words are not there once.
    """
    article = next((one for one in reading.articles if one.slug == slug), None)
    if article is None:
        known = ", ".join(one.slug for one in reading.articles) or "there is none"
        raise InvalidInput(
            [
                Fault(
                    f"seeds/{slug}.txt",
                    0,
                    "is no article of this dataset",
                    f"name one of: {known}",
                )
            ]
        )
    passage = _only(article, words)
    name = _name(
        passage,
        {
            text_of(claim.iri).rpartition("/")[2]
            for claim in reading.claims.get(slug, [])
        },
    )
    lines = [
        f"# ¶ {passage.paragraph}",
        f"c:{name} {{ c:{name} dip:quote {_literal(words)} .",
        *_hints(reading, article, passage),
    ]
    return "\n".join([*lines, "}"])


def _only(article: Article, words: str) -> Passage:
    found = quote.find(article, words) if any(map(str.isalnum, words)) else []
    if len(found) == 1:
        return found[0]
    file = f"seeds/{article.slug}.txt"
    if found:
        places = (
            Fault(
                file,
                one.paragraph,
                f"holds “{one.words}”",
                "quote more words, or tell which with dip:prefix or dip:suffix in the claim",
            )
            for one in found
        )
        raise InvalidInput(places)
    nearest = quote.nearest(article, words)
    advice = (
        f"the nearest text is “{nearest}”"
        if nearest
        else "quote the words exactly as they stand"
    )
    raise InvalidInput([Fault(file, 0, f"does not hold the words “{words}”", advice)])


def _literal(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(passage: Passage, taken: set[str]) -> str:
    """A name of its first words that say something, which no other claim has."""
    telling = [
        word
        for word in re.findall(r"[a-z0-9]+", passage.words.lower())
        if not _SMALL.fullmatch(word)
    ]
    name = "-".join(telling[:4]) or "claim"
    return next(
        one
        for one in (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
        if one not in taken
    )


def _hints(reading: Reading, article: Article, passage: Passage) -> Iterator[str]:
    kinds = Kinds(reading.ontology)
    around = _named(reading, article.sentence_of(passage), kinds)
    here = _named(reading, passage.words, kinds)
    yield f"    # Named in the words: {_list(here)}"
    if more := {thing: name for thing, name in around.items() if thing not in here}:
        yield f"    # Named in the sentence: {_list(more)}"
    if article.is_spoken(passage):
        yield f"    # These words are spoken. {_template(DIP('Remark'), reading, kinds)}"
    evoked = kinds.evoked_by(passage.words)
    if not evoked:
        yield "    # No kind is known by these words; the ontology lists all of them."
    yield from (f"    # {_template(kind, reading, kinds)}" for kind in evoked)


def _template(kind: NamedNode, reading: Reading, kinds: Kinds) -> str:
    """A thing of this kind with the properties that the shapes ask for."""
    shapes = {
        quad.subject
        for quad in reading.shapes
        if quad.predicate == SH("targetClass") and kind in kinds.of(quad.object)
    }
    parts = {
        quad.object
        for quad in reading.shapes
        if quad.subject in shapes and quad.predicate == SH("property")
    }
    asked = {
        quad.subject
        for quad in reading.shapes
        if quad.subject in parts and quad.predicate == SH("minCount")
    }
    paths = {
        quad.object
        for quad in reading.shapes
        if quad.subject in asked and quad.predicate == SH("path")
    }
    needed = sorted(
        reading.iris.short(text_of(path)) for path in paths - {RDFS("label")}
    )
    return (
        " ; ".join(
            [
                f":… a {reading.iris.short(kind.value)}",
                *(f"{path} …" for path in needed),
            ]
        )
        + " ."
    )


def _list(named: dict[str, str]) -> str:
    return (
        ", ".join(f"{thing} “{name}”" for thing, name in named.items())
        or "nothing that is known"
    )


def _named(reading: Reading, text: str, kinds: Kinds) -> dict[str, str]:
    """The known things that a text names, each with the longest of its names that stands there; remarks have none."""
    labels = Labels(fact.triple for fact in reading.facts)
    remarks = kinds.of(DIP("Remark"))
    said = {
        fact.subject
        for fact in reading.facts
        if fact.predicate == RDF("type") and fact.object in remarks
    }
    things = {
        fact.subject for fact in reading.facts if isinstance(fact.subject, NamedNode)
    } - said
    found = (
        (thing, labels.standing(thing, text))
        for thing in sorted(filter(reading.iris.is_thing, things), key=str)
    )
    return {
        reading.iris.short(thing.value): names[0] for thing, names in found if names
    }
