"""A parsed sentence to its codings: readings with their parties, by trust, one pair each."""
