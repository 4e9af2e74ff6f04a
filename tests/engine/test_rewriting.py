"""What the engine is asked instead of a query: the same by the standard, and answered so."""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Store
from pyoxigraph import Triple as Statement

from diplomatica.engine import Embedded, embedded
from diplomatica.engine.forms import engine_form
from diplomatica.engine.rewriting import rewriting
from diplomatica.engine.rewriting.rewriting import Rewritten, rewrite_query
from diplomatica.model.formats import JSON
from diplomatica.model.vocabulary import XSD

SPACE = "http://example.org/"
PREFIXES = {"": SPACE, "xsd": XSD}
DATA = ":a :p :b ; :q :b . :b :p :c ; rdfs:label 'B' . GRAPH :g { :k :p :l } GRAPH :h { :m :p :n }"


def asked(query: str) -> Rewritten:
    return rewrite_query(query, PREFIXES, f"{SPACE}sparql")


def store_of(data: str) -> Store:
    store = Store()
    label = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    store.update(f"{label} INSERT DATA {{ {data} }}", prefixes=PREFIXES)
    return store


def rows(query: str, data: str = DATA) -> Counter[tuple[str, ...]]:
    """How often each row comes out, with the names of this test left short."""
    found = store_of(data).query(asked(query).query, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return Counter(tuple(map(_short, row)) for row in found)


def _short(term: object) -> str:
    value = getattr(term, "value", "")
    return str(value).removeprefix(SPACE)


def holds(pattern: str) -> bool:
    return bool(
        store_of(DATA).query(asked(f"ASK {{ {pattern} }}").query, prefixes=PREFIXES)
    )


def graph(query: str) -> list[Statement]:
    found = store_of(DATA).query(asked(query).query, prefixes=PREFIXES)
    assert isinstance(found, QueryTriples)
    return list(found)


def names(query: str) -> list[str]:
    found = store_of(DATA).query(asked(query).query, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return [variable.value for variable in found.variables]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o . FILTER (?o > 7 || ?s = :a) }",
        "SELECT (COUNT(*) AS ?n) { ?s :p/:q ?o }",
        'SELECT ?s { ?s :p "(p|q)*" } # (p|q)*',
        "SELECT ?s { ?s :p* ?o }",
        "ASK { ?s (:p|:q) ?o }",
        "CONSTRUCT { ?s :r ?o } WHERE { ?s (:p|:q) ?o }",
        "SELECT DISTINCT ?s { ?s (:p|:q) ?o }",
        "SELECT (GROUP_CONCAT(STR(?s); SEPARATOR = ' ') AS ?all) { ?s ?p ?o }",
        "this is (no|query)*",
    ],
)
def test_a_query_that_needs_nothing_is_asked_as_it_is(query: str) -> None:
    assert asked(query).query == query


def test_columns_come_in_the_order_in_which_they_are_written() -> None:
    assert names("SELECT * { ?s ?p ?o }") == ["s", "p", "o"]
    assert names("SELECT DISTINCT * { ?z :p ?a OPTIONAL { ?a :q ?m } }") == [
        "z",
        "a",
        "m",
    ]
    assert names("SELECT # (\n* { ?z ?y ?x }") == ["z", "y", "x"]
    assert names("SELECT * { ?z :p ?a FILTER (TRUE) }") == ["z", "a"]
    assert names("SELECT * { { SELECT ?z { ?a ?b ?z } } ?z ?y ?x }") == ["z", "y", "x"]


def test_only_select_has_columns() -> None:
    assert asked("DESCRIBE * { ?z :p ?a }") == Rewritten("DESCRIBE * { ?z :p ?a }")


def test_a_query_that_cannot_be_read_is_asked_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rewriting, "tokens", lambda query: query.fault)
    query = "SELECT * { :a :p* ?z }"
    found = asked(query)
    assert (found.query, [one.name for one in found.notices]) == (query, ["unread"])
    assert "has no attribute 'fault'" in caplog.text


@pytest.mark.parametrize(
    ("path", "times"),
    [
        ("(:p|:q)", 2),
        (":p|:q|:p", 3),
        ("(:p|:p)/^(:q|:q)/:p", 4),
        ("(:p|:q)?", 1),
        ("(:p|:q)*", 1),
    ],
)
def test_an_alternative_counts_what_each_branch_finds(path: str, times: int) -> None:
    assert rows(f"SELECT ?o {{ :a {path} ?o FILTER (?o = :b) }}") == {("b",): times}


def test_properties_and_objects_are_told_apart_in_a_list() -> None:
    query = "SELECT * { ?s :p ?o ; (:p|:q) :b, ?x . OPTIONAL { ?o (:p|:p) ?z } }"
    assert rows(query) == {("a", "b", "b", "c"): 8}


@pytest.mark.parametrize("path", [":p*", ":p?", "(:p/:q)*", "(:p|:q)?", ":q|:p*"])
def test_a_way_of_no_length_begins_at_what_is_not_in_the_data(path: str) -> None:
    assert rows(f"SELECT ?o {{ :x {path} ?o }}") == {("x",): 1}
    assert rows(f"SELECT ?s {{ ?s {path} 'x' }}") == {("x",): 1}
    assert holds(f":x {path} :x")
    assert not holds(f":x {path} :y")


def test_a_way_of_no_length_is_there_in_each_graph() -> None:
    assert rows("SELECT ?g ?o { GRAPH ?g { :x :p* ?o } }") == {
        ("g", "x"): 1,
        ("h", "x"): 1,
    }
    found = {("g", "k"): 1, ("g", "l"): 1, ("h", "k"): 1}
    assert rows("SELECT ?g ?o { GRAPH ?g { :k :p* ?o } }") == found
    assert rows("SELECT ?o { GRAPH :g { :x :p* ?o } }") == {("x",): 1}


def test_a_way_of_no_length_is_there_within_exists_optional_and_minus() -> None:
    values = "VALUES ?o { :x :y }"
    assert rows(f"SELECT ?o {{ {values} FILTER EXISTS {{ :x :p* ?o }} }}") == {
        ("x",): 1
    }
    assert rows(f"SELECT ?o {{ {values} FILTER NOT EXISTS {{ :x :p* ?o }} }}") == {
        ("y",): 1
    }
    assert rows(f"SELECT ?o {{ {values} MINUS {{ :x :p* ?o }} }}") == {("y",): 1}
    assert rows("SELECT ?o { OPTIONAL { :x :p* ?o } }") == {("x",): 1}


@pytest.mark.parametrize(
    ("pattern", "times"),
    [
        ("_:c :p ?o . :x :p* ?b . FILTER (?b = :x) _:c :q ?o", 1),
        ("_:c (:p|:q) ?o . FILTER (?o = :b) _:c (:q|:p) ?o", 4),
        ("[ :p _:c ] :q ?o . ?o :p* _:c . FILTER (true) ?o ^(:p|:q) :a", 2),
        (":x :p* _:c . ?o :p? _:d FILTER (?o = :b)", 2),
    ],
)
def test_a_blank_node_may_stand_on_both_sides_of_a_union(
    pattern: str, times: int
) -> None:
    assert rows(f"SELECT ?o {{ {pattern} }}") == {("b",): times}
    assert not asked(f"SELECT ?o {{ {pattern} }}").notices


def test_a_blank_node_is_no_column() -> None:
    query = "SELECT * { ?z :p* _:c . :x :p* _:c . ?a :p ?z }"
    assert names(query) == ["z", "a"]
    described = asked("DESCRIBE * { :x :p* _:c . ?z :p ?a }").query
    assert described.startswith("DESCRIBE  ?z ?a  {")


def test_labels_in_a_template_are_others() -> None:
    query = "CONSTRUCT { _:c :r ?o } { :x :p* _:c . ?o :p :c }"
    assert len(list(graph(query))) == 1
    assert "{ _:c :r ?o }" in asked(query).query


@pytest.mark.parametrize("node", ["[]", "_:n", "[ :s :t ]"])
def test_a_blank_node_in_a_template_shows_how_often_a_row_is_found(node: str) -> None:
    made = graph(f"CONSTRUCT {{ {node} :r ?o }} WHERE {{ :a (:p|:q) ?o }}")
    assert len({triple.subject for triple in made}) == 2


@pytest.mark.parametrize("call", ["UUID()", "STRUUID()", "RAND()", "BNODE()"])
def test_what_is_new_in_each_row_shows_how_often_it_is_found(call: str) -> None:
    found = rows(f"SELECT DISTINCT ?o ({call} AS ?new) {{ :a (:p|:q) ?o }}")
    assert len(found) == 2
    made = graph(f"CONSTRUCT {{ :a :r ?n }} {{ :a (:p|:q) ?o BIND ({call} AS ?n) }}")
    assert len(made) == 2


def test_a_label_in_two_patterns_is_a_fault_of_the_query() -> None:
    query = "SELECT ?o { _:c :p* :x OPTIONAL { _:c :p ?o } }"
    assert asked(query).query == query


def test_a_way_of_no_length_leads_to_a_blank_node() -> None:
    assert rows("SELECT (COUNT(*) AS ?n) { :x :p* _:b }") == {("1",): 1}
    assert holds(":x :p? _:b")


def test_what_is_no_path_is_mended_beside_one() -> None:
    query = "SELECT (TRUE AS ?t) { _:c :p ?o . :x :p* ?b . FILTER (?b = :x) _:c :q ?o }"
    assert rows(query) == {("true",): 1}
    query = (
        "SELECT (GROUP_CONCAT(?n) AS ?t) { VALUES ?n { 1 } :x :p* ?n FILTER (TRUE) }"
    )
    assert rows(query) == {("",): 1}
    query = "SELECT (COUNT(*) AS ?n) { :x :p* ?o ; :q TRUE }"
    assert rows(query) == {("0",): 1}


@pytest.mark.parametrize(
    "pattern",
    [
        "?w :q ?v . { ?w :q ?x . FILTER NOT EXISTS { ?v ?t :b } }",
        "?w :q ?v . { { ?w :q ?x . FILTER (1 > 2 || NOT EXISTS { ?v ?t :b }) } } UNION "
        "{ ?w :r ?x }",
        "?w :q ?v . { SELECT ?w { ?w :q ?x . FILTER NOT EXISTS { ?v ?t :b } } }",
        "?w :q ?v . { BIND (NOT EXISTS { $v ?t :b } AS ?e) FILTER (?e) }",
        "FILTER EXISTS { ?w :q ?v . { ?w :q ?x FILTER NOT EXISTS { ?v ?t :b } } }",
    ],
)
def test_exists_sees_only_what_its_own_group_binds(pattern: str) -> None:
    query = f"SELECT ?w {{ {pattern} }}"
    assert rows(query) == {}


@pytest.mark.parametrize(
    "pattern",
    [
        "?w :q ?v . FILTER EXISTS { { ?v :p ?x } }",
        "?w :q ?v OPTIONAL { ?w :q ?x FILTER EXISTS { ?v :p ?t } }",
        "?w :q ?v FILTER EXISTS { { ?w :q ?x FILTER EXISTS { ?v :p ?t } } }",
        "{ VALUES ?v { :b } FILTER EXISTS { ?v :p ?t } } ?w :q ?v",
        "{ SELECT * { ?w :q ?v } } FILTER EXISTS { ?v :p ?t }",
        "{ BIND (:b AS ?v) FILTER EXISTS { ?v :p ?t } } ?w :q ?v",
    ],
)
def test_exists_keeps_what_its_group_binds(pattern: str) -> None:
    query = f"SELECT ?w {{ {pattern} }}"
    assert asked(query).query == query
    assert rows(query) == {("a",): 1}


def test_texts_of_all_terms_are_joined() -> None:
    numbers = "{ SELECT ?n { VALUES ?n { 1 2 } } ORDER BY ?n }"
    assert rows(f"SELECT (GROUP_CONCAT(?n) AS ?all) {{ {numbers} }}") == {("1 2",): 1}
    joined = "GROUP_CONCAT(?n + 1; SEPARATOR = ', ')"
    assert rows(f"SELECT ({joined} AS ?all) {{ {numbers} }}") == {("2, 3",): 1}


def test_keywords_of_any_case_are_booleans() -> None:
    assert rows("SELECT (TRUE AS ?t) (False AS ?f) {}") == {("true", "false"): 1}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("SELECT (COUNT(DISTINCT *) AS ?n) { _:b :p* :x . ?s :p ?o }", "paths"),
        ("SELECT ?n { { SELECT DISTINCT * { _:b (:p|:p) ?n } } }", "paths"),
        ("SELECT * { _:b (:p|:q) :b }", "paths"),
        ("SELECT ?o { [ (:p|:q) ?o ] :p ?s }", "paths"),
        ("SELECT ?o { ?s " + "/".join(["(:p|:q)"] * 6) + " ?o }", "paths"),
        ("SELECT (GROUP_CONCAT(DISTINCT ?o) AS ?all) { ?s ?p ?o }", "group-concat"),
        ('SELECT ?s { ?s :p "007"^^xsd:integer }', "literal-forms"),
        ("SELECT (1.50 AS ?n) {}", "literal-forms"),
        (
            f"PREFIX xs: <{XSD}> SELECT (STR('007'^^xs:integer) AS ?a) {{}}",
            "literal-forms",
        ),
        (f"PREFIX : <{XSD}> SELECT (STR('007'^^:integer) AS ?a) {{}}", "literal-forms"),
        ("SELECT (strdt('007', xsd:integer) AS ?n) {}", "literal-forms"),
        ("SELECT ?g { GRAPH ?g { VALUES ?x { 1 } } }", "graph-variable"),
        ("SELECT ?g { GRAPH $g { SELECT ?x { ?x ?y ?z } } }", "graph-variable"),
        ("SELECT ?g { GRAPH ?g { ?x ?y ?z FILTER (BOUND($g)) } }", "graph-variable"),
        ("ASK { GRAPH#\n?g { ?x ?y ?z MINUS { ?x :p ?z } } }", "graph-variable"),
        ("ASK { GRAPH ?g { GRAPH :g { ?x ?y ?z } } }", "graph-variable"),
        ("ASK { GRAPH ?g { ?x ?y ?z OPTIONAL { ?g ?a ?b } } }", "graph-variable"),
        ("SELECT (BNODE('a') AS ?n) { ?x ?y ?z }", "bnode"),
        ("ASK { ?x ?y ?z FILTER EXISTS { ?x :p ?o MINUS { ?x :q ?o } } }", "exists"),
        ("ASK { VALUES ?x { :n } FILTER EXISTS { ?x :p* ?y } }", "exists"),
        ("ASK { ?a ?x ?b FILTER EXISTS { :a :p* ?x } }", "exists"),
        ("ASK { :n :p* ?x FILTER NOT EXISTS { ?y :q? ?x } }", "exists"),
        ("ASK { BIND (:n AS ?x) FILTER NOT EXISTS { ?y :p? ?x } }", "exists"),
    ],
)
def test_what_is_left_to_the_engine_is_told(query: str, name: str) -> None:
    assert [notice.name for notice in asked(query).notices] == [name]


@pytest.mark.parametrize("sign", ["?", "0", "1.", "a.", "(", ":p*", " "])
def test_what_nobody_writes_is_passed_on_soon(sign: str) -> None:
    query = f"SELECT * {{ {sign * 200_000}"
    begun = time.process_time()
    assert asked(query).query == query
    assert time.process_time() - begun < 5


def test_many_groups_of_exists_are_read_soon() -> None:
    query = f"ASK {{ {{ {'FILTER EXISTS { ?s ?p ?o } ' * 10_000} }} ?s ?p ?o }}"
    begun = time.process_time()
    assert asked(query).query.count("?own9999_s") == 1
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s :p ?n FILTER (?n > 1.50 && ?n < 2.0) }",
        'SELECT ?s { ?s :p 7, "7"^^xsd:integer, true }',
        "PREFIX xsd: <urn:x:> SELECT (STRDT('007', xsd:integer) AS ?n) {}",
        "SELECT (STRDT('007', ?x) AS ?n) (STRDT('7', xsd:integer) AS ?m) {}",
        "ASK { _:b (:p|:q) ?o }",
        "SELECT (BNODE() AS ?n) ?g { GRAPH ?g { ?x ?y ?z BIND (1 AS ?n) } }",
        "ASK { VALUES ?g { :g } GRAPH ?g { ?x ?y ?z } MINUS { GRAPH :g { ?x :p :z } } }",
        "ASK { ?x ?y ?z FILTER EXISTS { ?x :p ?o } MINUS { ?x :q :z } }",
        "ASK { GRAPH ?g { ?g ?y ?z . VALUES ?z { 1 } } }",
        "ASK { ?x :q ?z FILTER EXISTS { ?x :p* ?y } }",
    ],
)
def test_nothing_is_told_where_nothing_differs(query: str) -> None:
    assert asked(query).notices == ()


def test_the_engine_has_one_form_for_each_value() -> None:
    integer, boolean = (NamedNode(XSD + name) for name in ("integer", "boolean"))
    assert engine_form(Literal("007", datatype=integer)) == Literal(7)
    assert engine_form(Literal("1", datatype=boolean)) == Literal(True)
    assert engine_form(Literal("007")) == Literal("007")


# Any path over any small graph: the engine with the rewritten query, against section 18.4.

NODES, PREDICATES = ("a", "b", "c"), ("p", "q")
Triple = tuple[str, str, str]
End = str | None
Pairs = list[tuple[str, str]]
Eval = Callable[[End, End], Pairs]


class Reference:
    """Section 18.4 as it stands there, for paths that are made of tuples."""

    def __init__(self, graph: list[Triple]) -> None:
        self.graph = graph
        self.nodes = {node for triple in graph for node in (triple[0], triple[2])}

    def pairs(self, path: tuple[object, ...], start: End, end: End) -> Pairs:
        kind, *parts = path
        found: Eval = getattr(self, f"_{kind}")(*parts)
        return found(start, end)

    def _link(self, predicate: str) -> Eval:
        linked = [(s, o) for s, p, o in self.graph if p == predicate]

        def found(start: End, end: End) -> Pairs:
            return [
                (s, o) for s, o in linked if start in (None, s) and end in (None, o)
            ]

        return found

    def _inverse(self, path: tuple[object, ...]) -> Eval:
        return lambda start, end: [(o, s) for s, o in self.pairs(path, end, start)]

    def _sequence(self, left: tuple[object, ...], right: tuple[object, ...]) -> Eval:
        return lambda start, end: [
            (s, o)
            for s, between in self.pairs(left, start, None)
            for same, o in self.pairs(right, None, end)
            if between == same
        ]

    def _alternative(self, left: tuple[object, ...], right: tuple[object, ...]) -> Eval:
        return lambda start, end: [
            *self.pairs(left, start, end),
            *self.pairs(right, start, end),
        ]

    def _negated(self, predicate: str) -> Eval:
        (other,) = (self._link(name) for name in PREDICATES if name != predicate)
        return lambda start, end: sorted(set(other(start, end)))

    def _optional(self, path: tuple[object, ...]) -> Eval:
        return lambda start, end: sorted(
            {*self._stay(start, end), *self.pairs(path, start, end)}
        )

    def _star(self, path: tuple[object, ...]) -> Eval:
        return lambda start, end: sorted(
            {*self._stay(start, end), *self._plus(path)(start, end)}
        )

    def _plus(self, path: tuple[object, ...]) -> Eval:
        def found(start: End, end: End) -> Pairs:
            if start is None and end is not None:
                return [(s, o) for o, s in self._plus(("inverse", path))(end, None)]
            starts = self.nodes if start is None else {start}
            return [
                (s, o)
                for s in starts
                for o in self._reached(path, s)
                if end in (None, o)
            ]

        return found

    def _reached(self, path: tuple[object, ...], start: str) -> set[str]:
        reached: set[str] = set()
        ahead = {o for _, o in self.pairs(path, start, None)}
        while ahead:
            reached |= ahead
            ahead = {o for s in ahead for _, o in self.pairs(path, s, None)} - reached
        return reached

    def _stay(self, start: End, end: End) -> set[tuple[str, str]]:
        if start is None and end is None:
            return {(node, node) for node in self.nodes}
        one, other = start or end, end or start
        assert one is not None
        return {(one, one)} if one == other else set()


SIGNS = {"optional": "?", "star": "*", "plus": "+"}


def text_of(path: tuple[object, ...]) -> str:
    kind, *parts = path
    if kind in ("link", "negated"):
        return f"{'!' if kind == 'negated' else ''}:{parts[0]}"
    inner = [text_of(part) for part in parts if isinstance(part, tuple)]
    if kind in ("sequence", "alternative"):
        return f"({('/' if kind == 'sequence' else '|').join(inner)})"
    return f"^({inner[0]})" if kind == "inverse" else f"({inner[0]}){SIGNS[str(kind)]}"


def _larger(
    paths: st.SearchStrategy[tuple[object, ...]],
) -> st.SearchStrategy[tuple[object, ...]]:
    of_one = st.tuples(st.sampled_from(["inverse", *SIGNS]), paths)
    of_two = st.tuples(st.sampled_from(["sequence", "alternative"]), paths, paths)
    return of_one | of_two


LEAVES = st.tuples(
    st.sampled_from(["link", "link", "negated"]), st.sampled_from(PREDICATES)
)
PATHS: st.SearchStrategy[tuple[object, ...]] = st.recursive(
    LEAVES, _larger, max_leaves=5
)
TRIPLES = st.tuples(*map(st.sampled_from, (NODES, PREDICATES, NODES)))
GRAPHS = st.lists(TRIPLES, unique=True, max_size=6)
ENDS = st.sampled_from([None, "a", "x"])


@settings(max_examples=300, deadline=None)
@given(path=PATHS, graph=GRAPHS, start=ENDS, end=ENDS)
def test_any_path_is_answered_as_the_standard_says(
    path: tuple[object, ...], graph: list[Triple], start: End, end: End
) -> None:
    subject, node = (f":{start}" if start else "?s"), (f":{end}" if end else "?o")
    pattern = f"{subject} {text_of(path)} {node}"
    shown = f"({subject} AS ?from) ({node} AS ?to)"
    data = " . ".join(f":{s} :{p} :{o}" for s, p, o in graph)
    expected = Counter(Reference(graph).pairs(path, start, end))
    query = f"SELECT {shown} {{ {pattern} }}"
    assert not asked(query).notices
    assert rows(query, data) == expected, asked(query).query


def test_where_the_engine_rejects_another_text_its_own_is_asked_and_told(
    engine: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Rewritten("SELECT { }")
    monkeypatch.setattr(embedded, "rewrite_query", lambda *_: wrong)
    answer = engine.answer("ASK {}", JSON, None)
    assert answer is not None
    assert [notice.name for notice in answer.notices] == ["unread"]
