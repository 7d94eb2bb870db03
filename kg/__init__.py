"""News articles to a knowledge graph of who did what to whom, when, and which sentence says so."""
