"""All custom attributes of a Doc in one table: plain lists, dicts, strings and numbers only."""

from spacy.tokens import Doc

DOC = {
    "kg_date": "",  # ISO date of the article, set before the pipe runs
    "kg_place": "",  # dateline of the article, set before the pipe runs
    "kg_actors": None,  # list of mentions, see components/actors.py
    "kg_times": None,  # list of {"start", "end", "first", "last", "precision"}
    "kg_frames": None,  # list of coded sentences, see components/frames.py
}


def set_extensions() -> None:
    """Declare the attributes; declaring them twice changes nothing."""
    for name, default in DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
