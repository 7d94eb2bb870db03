"""Which graphs an update may write, told from its text."""

import pytest

from kg.rdf.writing import WATCH, read_update

A, B, X = "http://x.test/a", "http://x.test/b", "http://x.test/x"


@pytest.mark.parametrize(
    ("update", "graphs"),
    [
        (f"INSERT DATA {{ GRAPH <{A}> {{ <{X}> <{X}> 'GRAPH <{B}>' }} }}", {A}),
        (f"INSERT DATA {{ <{X}> <{X}> <{B}> }}", set()),
        (f"WITH <{A}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", {A}),
        (f"DROP SILENT GRAPH <{A}>; CLEAR GRAPH <{B}>", {A, B}),
        (f"COPY <{A}> TO <{B}>; MOVE SILENT GRAPH <{A}> TO DEFAULT", {A, B}),
        (f"PREFIX : <http://x.test/> PREFIX y: <{X}> INSERT DATA {{ GRAPH :a {{ y:1 y:2 y:3 }} }}", {A}),
        ("BASE <http://x.test/> CREATE GRAPH <a>", {A}),
        ("INSERT DATA { GRAPH <b> { <urn:s> <urn:p> 1 } }", {B}),
        (f"DROP # comment\n GRAPH # GRAPH ?x\n <{A}>", {A}),
        (f"insert data{{graph<{A}>{{<{X}><{X}>1GRAPH<{B}>{{}}}}}}", {A, B}),
        (f"PREFIX p: <{A}> PREFIX p: <http://x.test/> CLEAR GRAPH p:b", {B}),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p <{B}> }} }}", {A}),
        (f"DELETE WHERE {{ GRAPH <{A}> {{ ?s ?p <{B}> }} }}", {A}),
        ("DELETE { ?s ?p ?o } WHERE { FILTER(?s<?o#x>)\n ?s ?p ?o }", None),
        ("DELETEWHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("LOAD <urn:a>", None),
        ("CLEAR ALL", None),
        ("DROP SILENT NAMED", None),
        ("CLEAR DEFAULT", set()),
        ("INSERT DATA { GRAPHp:a { <urn:s> <urn:p> 1 } }", None),
        ("CLEAR GRAPH p:a", None),
        (r"CLEAR GRAPH <http://x.test/\u0061>", None),
    ],
)
def test_written_graphs(update: str, graphs: set[str] | None) -> None:
    assert read_update(update, base_iri="http://x.test/").graphs == graphs


def test_a_relative_name_without_a_base_is_any() -> None:
    assert read_update("CLEAR GRAPH <a>").graphs is None


@pytest.mark.parametrize(
    ("update", "has_default"),
    [
        (f"INSERT DATA {{ GRAPH <{A}> {{ <{X}> <{X}> (1 2) }} }}", False),
        (f"INSERT DATA {{ <{X}> <{X}> 1 . GRAPH <{A}> {{ }} }}", True),
        (f"INSERT DATA {{ GRAPH <{A}> {{ }} [] <{X}> 1 }}", True),
        (f"WITH <{A}> INSERT {{ ?s ?p 1 }} WHERE {{ ?s ?p ?o }}", False),
        (f"WITH <{A}> INSERT {{ ?s ?p 1 }} WHERE {{ }}; DELETE WHERE {{ ?s ?p ?o }}", True),
        (f"DELETE WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", False),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p 1 }} }} WHERE {{ ?s ?p ?o }}", False),
        (f"DROP GRAPH <{A}>", False),
        (f"MOVE <{A}> TO DEFAULT", True),
        ("CLEAR DEFAULT", True),
    ],
)
def test_the_default_graph_is_written_or_not(update: str, has_default: bool) -> None:
    assert read_update(update).has_default == has_default


G = "GRAPH ?g { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("update", "watched", "asked"),
    [
        (
            f"DELETE {{ {G} }} WHERE {{ {G} FILTER(?o = 1) }}",
            f"DELETE {{ {G} }} WHERE {{ {{ {G} FILTER(?o = 1) }} BIND(<{WATCH}>(?g) AS ?written0) }}",
            f" SELECT DISTINCT ?g  WHERE {{ {G} FILTER(?o = 1) }}",
        ),
        (
            f"BASE <urn:b> DELETE WHERE {{{G}}}",
            f"BASE <urn:b> DELETE {{{G}}} WHERE {{ {{{G}}} BIND(<{WATCH}>(?g) AS ?written0) }}",
            f"BASE <urn:b>  SELECT DISTINCT ?g  WHERE {{{G}}}",
        ),
        (
            f"INSERT {{ GRAPH $h {{ ?s ?p 1 }} {G} }} USING <{A}> USING NAMED <{B}> "
            f"WHERE {{ VALUES ?h {{ <{A}> }} {G} BIND(1 AS ?written0) }}",
            f"INSERT {{ GRAPH $h {{ ?s ?p 1 }} {G} }} USING <{A}> USING NAMED <{B}> "
            f"WHERE {{ {{ VALUES ?h {{ <{A}> }} {G} BIND(1 AS ?written0) }} "
            f"BIND(<{WATCH}>(?h) AS ?written_0) BIND(<{WATCH}>(?g) AS ?written_1) }}",
            f" SELECT DISTINCT ?h ?g FROM <{A}> FROM NAMED <{B}> "
            f"WHERE {{ VALUES ?h {{ <{A}> }} {G} BIND(1 AS ?written0) }}",
        ),
        (
            f"INSERT {{ {G} }} WHERE {{ ?s ?p ?o BIND(<{A}> AS ?g) }}",
            f"INSERT {{ {G} }} WHERE {{ {{ ?s ?p ?o BIND(<{A}> AS ?g) }} BIND(<{WATCH}>(?g) AS ?written0) }}",
            None,
        ),
        (f"INSERT DATA {{ GRAPH <{A}> {{ <{A}> <{A}> 1 }} }}", None, None),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p ?o }} }} WHERE {{ {G} }}", None, None),
    ],
)
def test_where_variables_name_the_graphs_the_update_tells_them(
    update: str, watched: str | None, asked: str | None
) -> None:
    found = read_update(update)
    assert (found.watched, found.asked) == (watched, asked)


def test_of_several_operations_none_is_asked_before() -> None:
    found = read_update(
        f"DELETE WHERE {{ {G} }}; INSERT {{ {G} }} WHERE {{ {G} FILTER(EXISTS {{ ?x ?y ?z }}) }}"
    )
    assert (found.watched or "").count(WATCH) == 2
    assert found.asked is None
