"""How often the right role comes first: measured on real people and real ads that nobody here wrote (`make evaluate`).

`tasks` reads the data, `ours` and `rivals` rank the roles, `measures` counts, `report` writes it down. From the same
data `weighing` makes importances and `typical` typical fits.
"""
