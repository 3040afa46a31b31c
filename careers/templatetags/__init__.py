"""How templates write numbers and levels, and what public pages show of the visitor."""
