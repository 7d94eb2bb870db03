"""Who acts on whom: the source and the target of what a predicate says."""
