"""Learning plans: what may be asked, what is stored, steps, and the hours to ready."""
