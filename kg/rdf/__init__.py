"""Events to RDF and back, the store that holds them, and the workers that answer outside queries."""
