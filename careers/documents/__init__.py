"""Documents: a CV as a file or as text, until its owner has confirmed what was found in it."""
