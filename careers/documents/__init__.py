"""Reading what people and employers write: which skills of the catalogue a text names, and where."""
