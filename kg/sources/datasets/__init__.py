"""Event data sets that others coded: their records as events of the graph."""
