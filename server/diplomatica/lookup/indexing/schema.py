"""The tables of the index (SQLite, with FTS5 for words), and those it is made from.

Things, kinds, organisations and speakers are known by numbers, the same in all tables.
"""

from collections.abc import Callable
from sqlite3 import Connection
from typing import Any

Ask = Callable[..., list[tuple[Any, ...]]]
"""Asks an index: a query, and the values of its parameters."""
TABLES = """
CREATE TABLE told (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (property TEXT, node TEXT, first TEXT, second TEXT);
CREATE TABLE thing (
  number INTEGER PRIMARY KEY, iri TEXT, earliest TEXT, latest TEXT, remarks INTEGER);
CREATE TABLE called (
  name TEXT, thing INTEGER, rank_of INTEGER, words TEXT,
  PRIMARY KEY (name, thing, rank_of, words)) WITHOUT ROWID;
CREATE TABLE name_of (
  number INTEGER, iri TEXT, predicate TEXT, words TEXT, language TEXT);
CREATE TABLE ordered (
  language TEXT, thing INTEGER, place INTEGER,
  PRIMARY KEY (language, thing)) WITHOUT ROWID;
CREATE TABLE same (
  iri TEXT, thing INTEGER, PRIMARY KEY (iri, thing)) WITHOUT ROWID;
CREATE TABLE value (
  number INTEGER, facet TEXT, iri TEXT, name TEXT, label TEXT, count INTEGER,
  PRIMARY KEY (facet, number)) WITHOUT ROWID;
CREATE TABLE has (
  facet TEXT, value INTEGER, thing INTEGER,
  PRIMARY KEY (facet, value, thing)) WITHOUT ROWID;
CREATE TABLE narrowest (
  thing INTEGER, kind INTEGER, PRIMARY KEY (thing, kind)) WITHOUT ROWID;
CREATE TABLE above (
  kind INTEGER, broader INTEGER, iri TEXT,
  PRIMARY KEY (kind, broader)) WITHOUT ROWID;
CREATE TABLE span (
  thing INTEGER, first INTEGER, last INTEGER,
  PRIMARY KEY (thing, first, last)) WITHOUT ROWID;
CREATE TABLE belongs (thing INTEGER PRIMARY KEY, owner INTEGER);
CREATE TABLE year (year INTEGER PRIMARY KEY);
CREATE TABLE typical (
  kind INTEGER, place INTEGER, thing INTEGER, PRIMARY KEY (kind, place)) WITHOUT ROWID;
CREATE TABLE linked (place INTEGER PRIMARY KEY, thing INTEGER);
CREATE TABLE drawn (sentence INTEGER, start INTEGER, end INTEGER, claim INTEGER);
CREATE TABLE claim (number INTEGER PRIMARY KEY, iri TEXT);
CREATE TABLE said (
  claim INTEGER, thing INTEGER, PRIMARY KEY (claim, thing)) WITHOUT ROWID;
CREATE TABLE voice (
  claim INTEGER, iri TEXT, PRIMARY KEY (claim, iri)) WITHOUT ROWID;
CREATE TABLE lead_to (
  number INTEGER PRIMARY KEY, label TEXT, sort TEXT, target TEXT, count INTEGER);
CREATE TABLE table_of (kind TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
"""
"""What is read of a finished index, but for the words, which have tables of their own."""

STATEMENTS = """
CREATE TABLE block (
  number INTEGER PRIMARY KEY, is_merged INTEGER, checksum BLOB UNIQUE, start INTEGER,
  size INTEGER);
CREATE TABLE digest (
  short INTEGER, block INTEGER, place INTEGER,
  PRIMARY KEY (short, block, place)) WITHOUT ROWID;
"""
"""Of which blocks the dump is made, and where in its block each statement begins."""

WORDS = """
CREATE VIRTUAL TABLE name USING fts5(
  words, bare, thing UNINDEXED, rank_of UNINDEXED, called UNINDEXED, prefix='2 3',
  {tokens});
CREATE VIRTUAL TABLE together USING fts5(words, content='', {tokens});
CREATE VIRTUAL TABLE sentence USING fts5(
  words, article UNINDEXED, paragraph UNINDEXED, start UNINDEXED, {tokens});
CREATE VIRTUAL TABLE lead USING fts5(words, {tokens});
CREATE VIRTUAL TABLE only_named USING fts5(words, {tokens});
CREATE VIRTUAL TABLE name_word USING fts5vocab(name, row);
CREATE VIRTUAL TABLE sentence_word USING fts5vocab(sentence, row);
CREATE VIRTUAL TABLE lead_word USING fts5vocab(lead, row);
CREATE VIRTUAL TABLE only_named_word USING fts5vocab(only_named, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE TABLE known_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE stem USING fts5(word, tokenize='porter');
""".format(
    tokens="""tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\""""
)
# An accent that stands alone, as in “A ̊ 1659”, is a word of which nothing is left.
SPELLINGS = """
INSERT INTO known_word SELECT term FROM (
  SELECT term FROM name_word UNION
  SELECT term FROM sentence_word UNION
  SELECT term FROM lead_word UNION
  SELECT term FROM only_named_word)
WHERE term <> '';
INSERT INTO spelling SELECT ' ' || word || ' ' FROM known_word ORDER BY word;
INSERT INTO stem SELECT word FROM known_word ORDER BY word;"""
"""How the words are spelt, gathered once all are there."""
INDEXES = """
CREATE UNIQUE INDEX thing_by_iri ON thing (iri);
CREATE INDEX name_of_number ON name_of (number);
CREATE INDEX ordered_by_place ON ordered (language, place, thing);
CREATE INDEX value_by_name ON value (facet, name);
CREATE INDEX value_by_iri ON value (iri);
CREATE INDEX place_by_property ON place (property);
CREATE INDEX belongs_to ON belongs (owner);
CREATE INDEX span_by_last ON span (last, first, thing);
CREATE INDEX drawn_by_sentence ON drawn (sentence);
CREATE INDEX lead_by_label ON lead_to (sort, label);
"""
"""Made once all rows are there, which is quicker than with each of them."""

READ = """
CREATE TABLE read.node (number INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE read.described (number INTEGER PRIMARY KEY);
CREATE TABLE read.kind (
  subject INTEGER, kind INTEGER, PRIMARY KEY (subject, kind)) WITHOUT ROWID;
CREATE TABLE read.wider (kind INTEGER, broader INTEGER);
CREATE TABLE read.link (subject INTEGER, object INTEGER, is_speaker INTEGER);
CREATE TABLE read.same_as (subject INTEGER, iri TEXT);
CREATE TABLE read.text (
  subject INTEGER, predicate TEXT, words TEXT, language TEXT, is_text INTEGER,
  is_of_node INTEGER);
CREATE TABLE read.figure (
  subject INTEGER, figure TEXT, PRIMARY KEY (subject, figure)) WITHOUT ROWID;
CREATE TABLE read.inner_text (node INTEGER, predicate TEXT, words TEXT);
CREATE TABLE read.label_node (
  subject INTEGER, predicate TEXT, object INTEGER, said_of INTEGER);
CREATE TABLE read.name_type (node INTEGER, type INTEGER);
CREATE TABLE read.day (subject INTEGER, is_first INTEGER, day TEXT);
CREATE TABLE read.date (
  node INTEGER, day TEXT, first INTEGER, last INTEGER, is_of_record INTEGER,
  is_of_moment INTEGER);
CREATE TABLE read.inside (
  node INTEGER, owner INTEGER, PRIMARY KEY (node, owner)) WITHOUT ROWID;
CREATE TABLE read.rest (cell INTEGER PRIMARY KEY, next INTEGER);
CREATE TABLE read.drawn_place (node INTEGER, property TEXT, words TEXT);
CREATE TABLE read.located (number INTEGER PRIMARY KEY);
CREATE TABLE read.placed (
  node INTEGER, owner INTEGER, PRIMARY KEY (node, owner)) WITHOUT ROWID;
CREATE TABLE read.noted (
  node INTEGER, owner INTEGER, PRIMARY KEY (node, owner)) WITHOUT ROWID;
CREATE TABLE read.spoken (claim INTEGER, voice INTEGER);
CREATE TABLE read.quoted (subject INTEGER, claim INTEGER, speaker INTEGER);
CREATE TABLE read.spoken_of (subject INTEGER, claim INTEGER, node INTEGER);
CREATE TABLE read.written_in (subject INTEGER, language TEXT);
CREATE TABLE read.rights (subject INTEGER, rights TEXT);
CREATE TABLE read.of_article (graph INTEGER, claim INTEGER, article INTEGER);
CREATE TABLE read.has_passage (graph INTEGER, claim INTEGER, passage INTEGER);
CREATE TABLE read.bound (
  graph INTEGER, passage INTEGER, is_start INTEGER, at INTEGER);
CREATE TABLE read.used (iri TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE read.made_of (premises TEXT, nodes INTEGER, renewed INTEGER);
"""
"""What is read of the dump, and joined to the tables above: each row of one subject."""

BY_SUBJECT = {
    "described": "number",
    "kind": "subject",
    "wider": "kind",
    "link": "subject",
    "same_as": "subject",
    "text": "subject",
    "figure": "subject",
    "inner_text": "node",
    "label_node": "said_of",
    "name_type": "node",
    "day": "subject",
    "date": "node",
    "inside": "owner",
    "rest": "cell",
    "drawn_place": "node",
    "located": "number",
    "placed": "owner",
    "noted": "owner",
    "spoken": "claim",
    "quoted": "subject",
    "spoken_of": "subject",
    "written_in": "subject",
    "rights": "subject",
    "of_article": "claim",
    "has_passage": "claim",
    "bound": "passage",
}
"""The tables of what is said of a subject, each with the column that holds its number."""

READ_INDEXES = """
CREATE INDEX read.link_by_subject ON link (subject, object, is_speaker);
CREATE INDEX read.link_by_object ON link (object, subject, is_speaker);
CREATE INDEX read.text_by_subject ON text (subject);
CREATE INDEX read.text_of_node ON text (is_of_node) WHERE is_of_node;
CREATE INDEX read.drawn_by_node ON drawn_place (node, property);
CREATE INDEX read.bound_by_passage ON bound (passage, graph);
CREATE INDEX read.has_by_claim ON has_passage (claim, graph);"""

JOINED = """
CREATE TABLE joined.described_by (predicate TEXT);
CREATE TABLE joined.naming_type (number INTEGER PRIMARY KEY);
CREATE TABLE joined.called (
  name TEXT, thing INTEGER, rank_of INTEGER, words TEXT);
CREATE TABLE joined.within (
  node INTEGER, owner INTEGER, PRIMARY KEY (node, owner)) WITHOUT ROWID;
CREATE TABLE joined.heard (claim INTEGER, voice INTEGER);
"""
"""What is made of it on the way, and needed no longer once the index is made."""


def run(into: Connection, script: str) -> None:
    """Run statements within the transaction that has begun."""
    for statement in filter(str.strip, script.split(";")):
        into.execute(statement)
