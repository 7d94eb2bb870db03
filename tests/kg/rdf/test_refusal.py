"""What never reaches the parser, in every spelling; and what must not be refused."""

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused, TextTooLong
from kg.rdf.refusal import is_fickle, refuse_unsafe

CANARY = "http://127.0.0.1:9/"
SPELLINGS = [
    f"SELECT * {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service <{CANARY}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ sErViCe SILENT <{CANARY}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE\n\n#comment\n<{CANARY}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{SERVICE<{CANARY}>{{}}}}",
    f"PREFIX : <{CANARY}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"PREFIX x: <{CANARY}> SELECT * {{ SERVICEx:y {{ ?s ?p ?o }} }}",
    f"PREFIX x: <{CANARY}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?u {{ <{CANARY}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?u {{ <{CANARY}> }} SERVICE?u{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE<{CANARY}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<{CANARY}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.0e1SERVICE<{CANARY}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'x'SERVICE<{CANARY}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'x'@en SERVICE<{CANARY}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ OPTIONAL {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ GRAPH ?g {{ SERVICE <{CANARY}> {{}} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f'SELECT * {{ ?s ?p """ " """ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}',
    f"SELECT * {{ ?s ?p ''' ' ''' SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f'SELECT * {{ ?s ?p "\\"" SERVICE <{CANARY}> {{ ?s ?p "" }} }}',
    # What one lexer takes for an IRI, another takes for a comparison and a comment.
    f"SELECT * {{ ?a ?b ?x FILTER(?a<?b)SERVICE#>\n<{CANARY}> {{ ?s ?p ?o }} }}",
    f'SELECT * {{ ?a ?b ?x FILTER(?a<?b#>"""\n)SERVICE <{CANARY}> {{ ?s ?p ?o }}#"""\n}}',
    f"PREFIX x: <urn:> SELECT * {{ ?a ?b ?x FILTER(?a<x:y#>'''\n)SERVICE <{CANARY}> {{ ?s ?p ?o }}#'''\n}}",
    f"PREFIX ex: <urn:> SELECT * {{ ?s ?p ex:a\\# SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f"PREFIX ex: <urn:> SELECT * {{ ?s ?p ex:\u2070\\# SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p <http://x/\\u0041#> SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    f"LOAD <{CANARY}>",
    f"load silent <{CANARY}> into graph <urn:g>",
    f"PREFIX x: <{CANARY}> LOAD x:",
    f"PREFIX : <{CANARY}>LOAD:x",
    f"INSERT DATA {{}} ;LOAD<{CANARY}>",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}",
    "{" * 65,
    "(" * 65,
    "[{(" * 22,
]
HARMLESS = [
    "SELECT ?service ?load { ?s <http://x.test/service#> ?load }",
    'SELECT * { ?s ?p "SERVICE LOAD", "a # b" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://x.test/>",
    "PREFIX ex: <http://x.test/> SELECT * { ?s ex:service ex:load, ex:download }",
    "SELECT * { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
    "SELECT * { ?s ?p '''SERVICE''', \"\"\"LOAD\"\"\" }",
    "SELECT * { " + "{" * 60 + "}" * 60 + " }",
    "SELECT * { ?s <#rel> ?o }",
    "SELECT * { " + "{} UNION " * 500 + "{} }",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_is_refused_with_its_place(text):
    with pytest.raises(QueryRefused) as caught:
        refuse_unsafe(text)
    assert caught.value.line is not None
    assert caught.value.column is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_so_is_let_through(text):
    assert refuse_unsafe(text) is False
    ox.Store().query(text, base_iri="http://x.test/")


def test_a_long_text_is_refused():
    with pytest.raises(TextTooLong, match="65536 are allowed"):
        refuse_unsafe("ASK {} #" + "x" * 65_536)


@pytest.mark.parametrize(
    ("text", "has_from"),
    [
        ("SELECT * FROM <urn:g> {}", True),
        ("SELECT*FROM NAMED<urn:g>{}", True),
        ("SELECT ?from { ?from <urn:from> 'FROM' } # FROM", False),
        ("PREFIX from: <urn:> SELECT * { ?s from:x ?o }", False),
    ],
)
def test_named_graphs_of_the_query_are_noticed(text, has_from):
    assert refuse_unsafe(text) is has_from


FICKLE = [
    "NOW()",
    "rand()",
    "UUID()",
    "struuid ()",
    "BNODE('x')",
    "1+now()",
    "IF(true,RAND(),2)",
    "1<RAND()*2>1",
]
LASTING = [
    "'NOW()'",
    '"""rand()"""',
    "?now",
    "1 # NOW()\n",
    "<urn:x>",
    "STR(<http://x.test/nowadays>)",
    "?rand",
]


@pytest.mark.parametrize("expression", FICKLE)
def test_what_is_another_at_each_call_is_noticed(expression):
    assert is_fickle(f"SELECT ({expression} AS ?x) {{}}")


@pytest.mark.parametrize("expression", LASTING)
def test_what_stays_is_not_taken_for_fickle(expression):
    assert not is_fickle(f"SELECT * {{ ?s ?p ?now ; ?q ?rand FILTER({expression}) }}")
