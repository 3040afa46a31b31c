"""Ranked roles and their receipts, roles side by side, and why one ranks before another."""
