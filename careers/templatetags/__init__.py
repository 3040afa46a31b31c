"""Template filters for numbers and levels, and a tag for the visitor's own level."""
