"""What experts know and edit: ontology, actors, lexicon and cues, read strictly."""
