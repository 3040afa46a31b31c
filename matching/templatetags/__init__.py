"""Template filters for bands and hours."""
