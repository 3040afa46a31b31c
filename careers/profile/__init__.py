"""A person's claims, choices and own words, and the builder that changes them, also without an account."""
