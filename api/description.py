"""What the SPARQL service says of itself: a SPARQL 1.1 Service Description."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf.documents import write_graph

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads", "N3")


def describe_service(root: str, format_name: str, *, is_union: bool) -> bytes:
    """The description of what answers queries and of what takes updates on this server, as a document."""
    endpoint, update = f"{root}sparql", f"{root}update"
    formats = ", ".join(f"formats:{name}" for name in (*_RESULTS, *_GRAPHS))
    union = "sd:feature sd:UnionDefaultGraph ;" if is_union else ""
    text = f"""
        @prefix sd: <{_SD}> .
        @prefix formats: <{_FORMATS}> .
        <{endpoint}> a sd:Service ;
            sd:endpoint <{endpoint}> ;
            sd:supportedLanguage sd:SPARQL11Query ;
            {union}
            sd:resultFormat {formats} ;
            sd:defaultDataset <{endpoint}#dataset> .
        <{update}> a sd:Service ;
            sd:endpoint <{update}> ;
            sd:supportedLanguage sd:SPARQL11Update ;
            sd:defaultDataset <{endpoint}#dataset> .
        <{endpoint}#dataset> a sd:Dataset ; sd:defaultGraph <{endpoint}#default> .
        <{endpoint}#default> a sd:Graph .
    """
    triples = (quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))
    prefixes = {"sd": _SD, "formats": _FORMATS}
    return write_graph(triples, format_name, prefixes=prefixes)
