"""The records that workers keep: scores and why they moved; with the sweep, the heartbeat and health checks."""
