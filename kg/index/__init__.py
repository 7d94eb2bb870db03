"""The read model in SQLite: ledger, events, dyads and search; rebuilt from the RDF at any time."""
