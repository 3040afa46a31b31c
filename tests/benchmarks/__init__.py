"""Measurements: programs of their own, never part of a test run."""
