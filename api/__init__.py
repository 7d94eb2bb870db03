"""The Flask API and the console script: the only importer of Flask."""
