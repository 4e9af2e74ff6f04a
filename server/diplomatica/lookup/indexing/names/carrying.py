"""What things are called by what they lead to: labels, appellations, titles as nodes."""

from sqlite3 import Connection

from diplomatica.lookup.indexing.schema import run
from diplomatica.model.dataset.naming import (
    APPELLATIONS,
    CARRIERS,
    OF_EXPRESSIONS,
    PREFERRED,
    TITLED,
    TITLED_BY_NODES,
    VALUED,
    says_preferred,
)
from diplomatica.model.vocabulary import SKOS, SKOSXL

_OF_SKOS = ", ".join(
    f"'{SKOS(n).value}'" for n in ("prefLabel", "altLabel", "hiddenLabel")
)
_LAST_PLACE = 100  # after all others
_MOST = 50  # types of names by which pages look for the preferred ones
# Of each property the ways to spell, the best first; any may lead to a value.
_SPELT = " UNION ALL ".join(
    f"SELECT {place} AS place, '{by}' AS by, '{leading}' AS leading"
    for leading, spelt in (*CARRIERS.items(), ("", VALUED))
    for place, by in enumerate(spelt, 0 if leading else _LAST_PLACE)
)
# Their titles may be nodes themselves, of which the texts are known by then.
_TITLES_OF_EXPRESSIONS = " UNION ALL ".join(
    f"SELECT {place} AS place, '{by}' AS by, '' AS leading"
    for place, by in enumerate((*TITLED, *TITLED_BY_NODES))
)


def _sql_list(iris: tuple[str, ...]) -> str:
    return ", ".join(f"'{iri}'" for iri in iris)


_BY_EXPRESSIONS = _sql_list(OF_EXPRESSIONS)
_CARRIED = """
INSERT INTO read.text
SELECT subject, {by}, words, language, is_text, 1 FROM (
  SELECT label_node.subject, label_node.predicate, words, language, is_text,
    spelt.place AS place,
    MIN(spelt.place) OVER (PARTITION BY label_node.subject, object) AS best
  FROM read.label_node JOIN read.text ON text.subject = label_node.object
  JOIN ({spelt}) AS spelt
    ON spelt.by = text.predicate AND spelt.leading IN (label_node.predicate, '')
  WHERE label_node.predicate {which})
WHERE place = best;"""
_PLAIN = f"""
INSERT INTO read.text
SELECT label_node.subject, label_node.predicate, words, language, is_text, 1
FROM read.label_node JOIN read.text ON text.subject = label_node.object
WHERE text.predicate = '{SKOSXL("literalForm").value}';
{
    _CARRIED.format(
        by="predicate", spelt=_SPELT, which=f"NOT IN ({_OF_SKOS}, {_BY_EXPRESSIONS})"
    )
}
{
    _CARRIED.format(
        by="predicate",
        spelt=_TITLES_OF_EXPRESSIONS,
        which=f"IN ({_BY_EXPRESSIONS})",
    )
}"""
_TYPES = """
SELECT DISTINCT type, iri, words
FROM (
  SELECT DISTINCT type FROM read.name_type
  WHERE node IN (SELECT object FROM read.label_node))
JOIN read.node ON number = type
LEFT JOIN read.text ON subject = type AND is_text
ORDER BY iri, words"""
_PREFERRED = _CARRIED.format(
    by=f"'{PREFERRED}'",
    spelt=_SPELT,
    which=f"""IN ({_sql_list(APPELLATIONS)}) AND object IN (
    SELECT node FROM read.name_type WHERE type IN (SELECT number FROM joined.naming_type))""",
)
_NAMING_TYPES = f"""
SELECT iri FROM joined.naming_type JOIN read.node USING (number) ORDER BY iri LIMIT {_MOST}"""


def carry_names(read: Connection) -> None:
    """Add the texts of what things lead to that carries their names to those of things.

    Those first whose type says that they are preferred: an inventory number is no name
    where there is one.
    """
    types = read.execute(_TYPES).fetchall()
    naming = {number for number, *said in types if any(map(says_preferred, said))}
    rows = ((number,) for number in sorted(naming))
    read.executemany("INSERT INTO joined.naming_type VALUES (?)", rows)
    if naming:
        run(read, _PREFERRED)
    run(read, _PLAIN)


def naming_types(read: Connection) -> list[str]:
    """The types of names that are preferred to others here, by their IRIs."""
    return [iri for (iri,) in read.execute(_NAMING_TYPES)]
