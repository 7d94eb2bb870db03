"""Noun phrases to actors: names, role nouns, titles, offices and places, put together piece by piece."""
