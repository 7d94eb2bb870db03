"""Assembles the spaCy pipeline: a parser of any installed model, and our components in their order."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from kg.errors import BadInput
from kg.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

# Entity tags cost half of the model's time and name no actor that the gazetteer and proper-noun runs miss.
UNUSED = ("ner", "entity_linker", "textcat", "textcat_multilabel", "spancat", "senter")
OURS = ("kg_syntax", "kg_actors", "kg_times", "kg_coref", "kg_frames")
NEEDED = ("parser",)


def build_pipeline(settings: Settings) -> Language:
    """The pipeline that sets `doc._.kg_frames`; raises BadInput if the model cannot be used."""
    import spacy

    try:
        nlp = spacy.load(settings.spacy_model, exclude=list(UNUSED))
    except (OSError, ValueError) as error:
        raise BadInput(
            f"KG_SPACY_MODEL: {settings.spacy_model!r} cannot be loaded: {str(error).splitlines()[0]}"
        ) from error
    for name in NEEDED:
        if name not in nlp.pipe_names:
            raise BadInput(f"KG_SPACY_MODEL: {settings.spacy_model!r} has no {name}")
    for name in OURS:
        if name not in nlp.pipe_names:
            importlib.import_module(f"kg.text.components.{name.removeprefix('kg_')}")
            takes_folder = "folder" in (nlp.get_factory_meta(name).default_config or {})
            nlp.add_pipe(name, config={"folder": settings.knowledge} if takes_folder else {})
    return nlp
