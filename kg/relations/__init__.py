"""Relationships between actors, computed from dyads with NetworkX."""
