"""What the notices beside answers mean, each under its name, and what to do then."""

from typing import NamedTuple

from diplomatica.web.speech.speech import Phrase


class Explained(NamedTuple):
    """A notice: in a few words, what is so, and what to do."""

    title: Phrase
    what: Phrase
    advice: Phrase


EXPLAINED = {
    "unknown-names": Explained(
        Phrase("A name occurs nowhere"),
        Phrase(
            "The answer is empty, and the query has a class, a property or a thing of "
            "which no triple here tells anything. Most often it is misspelt, or of "
            "another vocabulary."
        ),
        Phrase(
            "Take the name that the notice proposes, or look for the right one by the "
            "search of the front page, or complete it in the editor of the query page."
        ),
    ),
    "language-tags": Explained(
        Phrase("A text has a language tag"),
        Phrase(
            "In RDF the text “Kazakhstan” and the English text “Kazakhstan”@en are two "
            "different terms, and a pattern or a comparison by = finds only the very "
            "same. Names carry the tag of their language."
        ),
        Phrase(
            'Write the tag, as in "Kazakhstan"@en; or compare the text alone, whatever '
            'its language: FILTER (STR(?label) = "Kazakhstan").'
        ),
    ),
    "date-kinds": Explained(
        Phrase("Dates of several kinds are compared"),
        Phrase(
            "Here a time is stated as exactly as its source states it: a year "
            "(xsd:gYear), a month (xsd:gYearMonth), or a day (xsd:date). SPARQL does "
            "not order one kind by another: with < and > it is an error in the filter, "
            "and the row is passed over without a word; they are never equal, so = "
            "passes over the row as well, and != keeps it. A pattern finds the very "
            "same literal only, and a text that is no date of its kind, such as "
            "2010-1-1, is equal to none."
        ),
        Phrase(
            "Where things have dip:earliest and dip:latest, compare these: both are "
            "days, for every kind of time. Elsewhere compare the texts, as in FILTER "
            '(STR(?time) >= "2015"), which orders years, months and days alike.'
        ),
    ),
    "literal-forms": Explained(
        Phrase("Numbers and dates may be written otherwise than in the source"),
        Phrase(
            'The engine keeps some literals by their value. So "007"^^xsd:integer '
            "comes out of a query as 7, and a filter by sameTerm or STR sees that. "
            "Dumps, documents and tables have every term as its source writes it. "
            "Types derived from xsd:integer, such as xsd:byte, are compared as "
            "xsd:integer, which DATATYPE gives; xsd:dateTimeStamp as xsd:dateTime. "
            "Integers beyond 64 bits and decimals of more than 18 digits after the "
            "point are kept as they are written, but the engine does not compute or "
            "compare with them. Tags of languages are in lower case."
        ),
        Phrase(
            "Compare by value, as in ?number = 7. Where the form matters, take the "
            "dump or the document; for large integers write xsd:decimal(STR(?number)), "
            "for long decimals xsd:double(STR(?number))."
        ),
    ),
    "numbers": Explained(
        Phrase("A number is too long, or cannot be computed"),
        Phrase(
            "Integers have 64 bits here, decimals 20 digits before the point and 18 "
            "after it. Products of decimals are rounded to that, from 170 on to the 16 "
            "digits of a double. What is larger has no value: a cell is empty, and a "
            "filter passes over the row. So it is, now and then, with the sum of a "
            "time and a duration that a variable holds."
        ),
        Phrase(
            "Compute with doubles, as in ?number * 1e0; leave out values that are "
            "unbound or no numbers: FILTER (isNumeric(?value)); add a duration as "
            "?time - -?duration."
        ),
    ),
    "regex": Explained(
        Phrase("A regular expression is none, or is not the engine’s"),
        Phrase(
            "SPARQL has the regular expressions of XPath (Functions and Operators, "
            "section 7.6.1). Where the engine writes the same otherwise, a query is "
            "asked so: [a-z-[aeiou]], \\i, \\c, \\w, \\s, \\p{IsGreek}, white space "
            "under the flag x. It reads some that are none, such as (?i) and \\b, "
            "where another store gives an error. What it cannot read has no value, and "
            "a filter passes over the row; a query with a back-reference, such as "
            "(.)\\1, is refused. One that a variable holds is read as it is."
        ),
        Phrase("Take the flag i for (?i), and write (^|\\W) for \\b."),
    ),
    "replace": Explained(
        Phrase("A replacement is none, or is not the engine’s"),
        Phrase(
            "By XPath (section 7.6.3), $1 in a replacement is a group, whatever "
            "follows it, \\$ is the sign $, and $ before anything else is an error, as "
            "is a pattern that matches a text without characters. A replacement in the "
            "query is asked so; one that a variable holds is read as the engine does, "
            "and what is an error by the standard has a value here."
        ),
        Phrase(
            "Write \\$ for the sign, which is \\\\$ within a text of a query, and .+ "
            "for .* as a pattern."
        ),
    ),
    "truth-values": Explained(
        Phrase("A literal is none of its datatype"),
        Phrase(
            "By SPARQL 1.1 (section 17.2.2), a number or a boolean whose text is none, "
            'such as "abc"^^xsd:integer, is false where a truth value is asked. The '
            "engine takes it for an error, as it does for such literals of the data."
        ),
        Phrase(
            "Write false, or COALESCE(?value && true, false) where the data may have "
            "such literals."
        ),
    ),
    "having": Explained(
        Phrase("HAVING asks for a name of SELECT"),
        Phrase(
            "By SPARQL 1.1 (section 18.2.4), groups are chosen by HAVING before SELECT "
            "gives its names, so such a name is unbound there, and no group passes. "
            "Some stores know it all the same."
        ),
        Phrase(
            "Write the expression itself in HAVING, as in HAVING (COUNT(?x) > 1); "
            "ORDER BY knows the name."
        ),
    ),
    "paths": Explained(
        Phrase("A path may give fewer rows than the standard says"),
        Phrase(
            "SPARQL 1.1 (section 18.4) keeps the duplicates of alternatives and "
            "sequences in a path; the engine drops some. Each solution is there, but "
            "it may be there once instead of twice."
        ),
        Phrase(
            "Where you count rows, write the path as a UNION, or as patterns with a "
            "variable between; where you use DISTINCT, nothing is to be done."
        ),
    ),
    "aggregates": Explained(
        Phrase("An aggregate is empty"),
        Phrase(
            "A sum, a mean, a minimum or a maximum came out empty, because a value of "
            "its group is unbound or is nothing that the aggregate takes, such as a "
            "text in a sum."
        ),
        Phrase(
            "Leave out such values before: FILTER (BOUND(?value)), or FILTER "
            "(isNumeric(?value))."
        ),
    ),
    "group-concat": Explained(
        Phrase("Equal texts were joined once"),
        Phrase(
            "GROUP_CONCAT with DISTINCT joins texts that are equal only once, even "
            'where the values they come from differ, as 1 and "1" do.'
        ),
        Phrase("Leave out DISTINCT, or group by the value as well."),
    ),
    "graph-variable": Explained(
        Phrase("A GRAPH with a variable holds more than patterns"),
        Phrase(
            "By SPARQL 1.1, what stands in GRAPH ?g { … } is evaluated for each graph, "
            "and ?g is joined with it after that. The engine evaluates VALUES, a "
            "subquery, MINUS and another GRAPH once for all graphs, and takes ?g for "
            "known already within the braces."
        ),
        Phrase(
            "Write them outside: VALUES ?x { … } GRAPH ?g { ?x ?p ?o } FILTER "
            "(BOUND(?g)). In a subquery, write GRAPH ?g within it, and group by ?g "
            "where it counts."
        ),
    ),
    "bnode": Explained(
        Phrase("BNODE of one text is one blank node"),
        Phrase(
            'By SPARQL 1.1, BNODE("a") makes one blank node in a row, and another in '
            "the next. The engine makes the same one in all rows."
        ),
        Phrase(
            "Take BNODE() without a text where each row needs one of its own, or a "
            "text that differs by row, as in BNODE(STR(?thing))."
        ),
    ),
    "exists": Explained(
        Phrase("EXISTS with MINUS, or with a path of no length"),
        Phrase(
            "EXISTS is evaluated with the values of a row in the place of its "
            "variables. The engine does not put them into a MINUS, nor into a path "
            "such as p* whose end is an IRI that the data has neither as a subject nor "
            "as an object."
        ),
        Phrase(
            "Write FILTER NOT EXISTS in the place of MINUS, and compare the ends of "
            "the path by a FILTER of their own, as in FILTER (?x = ?y || EXISTS { ?x "
            "dip:partOf+ ?y })."
        ),
    ),
    "unread": Explained(
        Phrase("A query is asked as it stands"),
        Phrase(
            "Where the engine does otherwise than SPARQL 1.1, a query is asked in "
            "another way that means the same. This one could not be read for that, so "
            "the engine was asked its own text."
        ),
        Phrase(
            "Write the query more simply: each path as patterns, true and false in "
            "small letters, GROUP_CONCAT(STR(?x)), and the columns by their names."
        ),
    ),
}
