"""Where articles and events come from: text, HTML, feeds, JSON Lines, addresses, event data sets."""
