"""Texts that a query asks for with another language tag than they have here, or with none."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from diplomatica.engine import Engine, Row
from diplomatica.engine.sparql.query import Token, tokens
from diplomatica.errors import QueryError
from diplomatica.model.notice import Notice
from diplomatica.model.statement import text_of
from diplomatica.model.text.phrase import Phrase

_TAGS = """
SELECT DISTINCT (LANG(?name) AS ?tag) {
  ?this rdfs:label|skos:prefLabel|skos:altLabel|foaf:name|dcterms:title ?name
} ORDER BY ?tag"""
_FOUND = """
SELECT ?number ?text {
  VALUES (?number ?text) { %s } FILTER EXISTS { ?this ?property ?text }
} ORDER BY ?number ?text"""
_MOST = 20  # texts of a query that are looked for
_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")
_NOTHING = Token("other", "", 0, 0)


@dataclass(frozen=True)
class _TaggedText:
    """A text as a query writes it, in quotes, and its language tag."""

    quoted: str
    tag: str

    @property
    def written(self) -> str:
        return f"{self.quoted}@{self.tag}" if self.tag else self.quoted


class LanguageTags:
    """The language tags of one release."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is asked yet."""
        self._engine = engine

    @cached_property
    def tags(self) -> list[str]:
        """The language tags that names have, and "" where some have none."""
        return [text_of(row["tag"]) for row in self._rows(_TAGS)]

    def notices(self, query: str) -> list[Notice]:
        """Which texts of a query occur here with another tag only, and with which."""
        if '"' not in query and "'" not in query:
            return []
        texts = list(dict.fromkeys(_texts(tokens(query))))[:_MOST]
        tags_by_number = self._tags_by_number(texts) if texts else {}
        notices = []
        for number, tags in sorted(tags_by_number.items()):
            text = texts[number]
            if text.tag.lower() not in map(str.lower, tags):
                notices.append(_notice(text, tags))
        return notices

    def _tags_by_number(self, texts: list[_TaggedText]) -> dict[int, list[str]]:
        """By the number of a text the tags that it occurs with."""
        pairs = [
            f"({number} {_TaggedText(text.quoted, tag).written})"
            for number, text in enumerate(texts)
            for tag in {*self.tags, "", text.tag}
        ]
        tags: dict[int, list[str]] = {}
        for row in self._rows(_FOUND % " ".join(pairs)):
            tag = getattr(row["text"], "language", None) or ""
            tags.setdefault(int(text_of(row["number"])), []).append(tag)
        return tags

    def _rows(self, query: str) -> list[Row]:
        """Nobody asked for this: where it cannot be had, it is left out."""
        with suppress(QueryError):
            return self._engine.rows(query)
        return []


def _texts(read: list[Token]) -> Iterator[_TaggedText]:
    """The texts that are compared with what is in the data: in a pattern, by = or by IN.

    Those in the brackets of a function are not: CONTAINS and its like pass over the language.
    """
    around = [_NOTHING, _NOTHING, *read, _NOTHING, _NOTHING, _NOTHING]
    opened = [
        _NOTHING
    ]  # before each bracket that is open: the word, or another bracket
    for number, token in enumerate(around):
        if token.kind == "other" and token.text in _OPENING:
            opened.append(around[number - 1] if token.text == "(" else token)
        elif token.kind == "other" and token.text in _CLOSING and len(opened) > 1:
            opened.pop()
        elif token.kind == "string":
            after = around[number + 1 : number + 4]
            tag = after[0].text[1:] if after[0].kind == "language" else ""
            is_sought = opened[-1].text in ("{", "[") or opened[-1].word == "IN"
            is_sought |= _is_equated(around[number - 2 : number], after[bool(tag) :])
            if is_sought and after[0].text != "^":
                yield _TaggedText(token.text, tag)


def _is_equated(before: list[Token], after: list[Token]) -> bool:
    """Whether a text with these tokens around it is compared with a variable by =."""
    left, right = [one.text for one in before], [one.text for one in after]
    by_left = left[1] == "=" and before[0].kind == "variable"
    by_right = right[0] == "=" and after[1].kind == "variable"
    return by_left or by_right


def _notice(asked: _TaggedText, tags: list[str]) -> Notice:
    """That a text occurs with other language tags than the query has."""
    there = ", ".join(_TaggedText(asked.quoted, tag).written for tag in tags)
    if not asked.tag:
        text = Phrase(
            "{text} occurs here as {there}, not without a language tag: write the tag "
            "that it has.",
            text=asked.quoted,
            there=there,
        )
        return Notice("language-tags", text)
    text = Phrase(
        "{text} occurs here as {there}, not with the tag @{tag}: write the tag that it has.",
        text=asked.quoted,
        there=there,
        tag=asked.tag,
    )
    return Notice("language-tags", text)
