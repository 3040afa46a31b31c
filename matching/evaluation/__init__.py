"""Measure how often the right role comes first, on real people and real ads that nobody here wrote (`make evaluate`).

`tasks` reads the data, `ours` and `rivals` rank the roles, `measures` counts. `unseen` leaves each source out in turn,
`cuts` cuts people and ads down to three skills, `groups` compares groups of people. `report` puts all of it into one
document, `table` writes it for people, and `measured` keeps what pages show. From the same data `usual` works out the
usual fit of each role.
"""
