"""Graphs to pages: the only importer of pyvis."""
