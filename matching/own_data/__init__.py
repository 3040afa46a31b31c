"""Everything we hold about a person, as a file; and the page to leave by."""
