"""Parsed sentences as plain lists: words, lemmas, heads, labels, and who stands where around a predicate."""
