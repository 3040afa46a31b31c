"""CVs: upload or paste, read, confirm each find next to its quote, forget."""
