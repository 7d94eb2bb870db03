"""From an article to its events."""
