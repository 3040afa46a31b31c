"""Everything that is held of a person, as a file; and leaving."""
