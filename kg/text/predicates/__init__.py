"""What a predicate says: its rule, how it is meant, and who says so."""
