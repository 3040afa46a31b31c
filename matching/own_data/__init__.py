"""Everything we hold about a person, as a file; and leaving."""
