"""Which graphs an update may write, told from its text."""

import pytest

from kg.rdf.writing import written_graphs

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
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("CLEAR ALL", None),
        ("DROP SILENT NAMED", None),
        ("CLEAR DEFAULT", set()),
        ("INSERT DATA { GRAPHp:a { <urn:s> <urn:p> 1 } }", None),
        ("CLEAR GRAPH p:a", None),
        (r"CLEAR GRAPH <http://x.test/\u0061>", None),
    ],
)
def test_written_graphs(update: str, graphs: set[str] | None) -> None:
    assert written_graphs(update, base_iri="http://x.test/") == graphs


def test_a_relative_name_without_a_base_is_any() -> None:
    assert written_graphs("CLEAR GRAPH <a>") is None
