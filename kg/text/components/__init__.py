"""spaCy factories, one a file."""
