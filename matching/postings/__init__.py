"""A job ad as a role of its own: which role it is like, what it asks, the fit to it, the gap and a plan for it."""
