"""The skeleton of a claim, for an editor to paste into a file of claims and fill in."""

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.statement import text_of
from diplomatica.model.text import quote
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.reading import Reading

_TELL = "tell which with dip:prefix or dip:suffix in the claim"
# Words that say nothing in the name of a claim.
_SMALL = re.compile(
    "a|an|and|as|at|by|for|from|has|in|is|it|of|on|or|that|the|this|to|"
    "was|were|which|with"
)


def skeleton(reading: Reading, slug: str, words: str) -> str:
    """A block of TriG that quotes the words, with what they name as comments.

    Raises InvalidInput where there is no such article, or where the words do not stand
    there exactly once.
    """
    article = _article(reading, slug)
    passage = _only(article, words)
    claims = reading.claims.get(slug, [])
    taken = {claim.iri.value.rpartition("/")[2] for claim in claims}
    name = _name(passage, taken)
    lines = [
        f"# ¶ {passage.paragraph}",
        f"c:{name} {{ c:{name} dip:quote {_literal(words)} .",
        *_hints(reading, article, passage),
        "}",
    ]
    return "\n".join(lines)


def _article(reading: Reading, slug: str) -> Article:
    """The article of this name. Raises InvalidInput for none."""
    for article in reading.articles:
        if article.slug == slug:
            return article
    known = ", ".join(one.slug for one in reading.articles) or "there is none"
    message = "is no article of this dataset"
    fault = Fault(f"seeds/{slug}.txt", 0, message, f"name one of: {known}")
    raise InvalidInput([fault])


def _only(article: Article, words: str) -> Passage:
    """The one passage that these words mean. Raises InvalidInput."""
    passages = quote.find(article, words) if any(map(str.isalnum, words)) else []
    if len(passages) == 1:
        return passages[0]
    file = f"seeds/{article.slug}.txt"
    if passages:
        advice = f"quote more words, or {_TELL}"
        raise InvalidInput(
            Fault(file, one.paragraph, f"holds “{one.words}”", advice)
            for one in passages
        )
    advice = "quote the words exactly as they stand"
    nearest = quote.nearest(article, words)
    if nearest:
        advice = f"the nearest text is “{nearest}”"
    raise InvalidInput([Fault(file, 0, f"does not hold the words “{words}”", advice)])


def _literal(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(passage: Passage, taken: set[str]) -> str:
    """A name of its first words that say something, which no other claim has."""
    words = re.findall(r"[a-z0-9]+", passage.words.lower())
    telling = [word for word in words if not _SMALL.fullmatch(word)]
    stem = name = "-".join(telling[:4]) or "claim"
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _hints(reading: Reading, article: Article, passage: Passage) -> Iterator[str]:
    """Comments below a new claim: which things and kinds its words may mean."""
    kinds = ClassWords(reading.ontology)
    around = _names_in(reading, article.sentence_of(passage), kinds)
    here = _names_in(reading, passage.words, kinds)
    yield f"    # Named in the words: {_list(here)}"
    more = {thing: name for thing, name in around.items() if thing not in here}
    if more:
        yield f"    # Named in the sentence: {_list(more)}"
    if article.is_spoken(passage):
        remark = _template(DIP("Remark"), reading, kinds)
        yield f"    # These words are spoken. {remark}"
    evoked = kinds.evoked_by(passage.words)
    if not evoked:
        yield "    # No kind is known by these words; the ontology lists all of them."
    for kind in evoked:
        yield f"    # {_template(kind, reading, kinds)}"


def _template(kind: NamedNode, reading: Reading, kinds: ClassWords) -> str:
    """A thing of this kind with the properties that the shapes ask for."""
    iris = reading.iris
    paths = _asked_of(kind, reading, kinds) - {RDFS("label")}
    needed = sorted(iris.short(text_of(path)) for path in paths)
    parts = [f":… a {iris.short(kind.value)}", *(f"{path} …" for path in needed)]
    return f"{' ; '.join(parts)} ."


def _asked_of(kind: NamedNode, reading: Reading, kinds: ClassWords) -> set[object]:
    """The properties that the shapes ask for in each thing of a kind."""
    quads_by_term: dict[str, list[Quad]] = {}
    for name in ("targetClass", "property", "minCount", "path"):
        term = SH(name)
        quads_by_term[name] = [
            quad for quad in reading.shapes if quad.predicate == term
        ]
    targets = quads_by_term["targetClass"]
    shapes = {quad.subject for quad in targets if kind in kinds.of(quad.object)}
    parts = {
        quad.object for quad in quads_by_term["property"] if quad.subject in shapes
    }
    required = {
        quad.subject for quad in quads_by_term["minCount"] if quad.subject in parts
    }
    return {quad.object for quad in quads_by_term["path"] if quad.subject in required}


def _list(named: dict[str, str]) -> str:
    things = [f"{thing} “{name}”" for thing, name in named.items()]
    return ", ".join(things) or "nothing that is known"


def _names_in(reading: Reading, text: str, kinds: ClassWords) -> dict[str, str]:
    """The known things that a text names, each with the longest name that stands there.

    Remarks have no names.
    """
    facts, iris = reading.facts, reading.iris
    labels = Labels(fact.triple for fact in facts)
    remarks = kinds.of(DIP("Remark"))
    typed = [fact for fact in facts if fact.predicate == RDF("type")]
    spoken = {fact.subject for fact in typed if fact.object in remarks}
    subjects = {fact.subject for fact in facts} - spoken
    names: dict[str, str] = {}
    for thing in sorted(subjects, key=str):
        if isinstance(thing, NamedNode) and iris.is_thing(thing):
            for name in labels.standing(thing, text)[:1]:
                names[iris.short(thing.value)] = name
    return names
