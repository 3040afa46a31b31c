"""What workers record: scores and why they moved, the sweep, the heartbeat, and whether all of it runs."""
