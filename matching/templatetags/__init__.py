"""How templates write bands and hours."""
