"""Text to skill names. Pure: no table, no framework."""
