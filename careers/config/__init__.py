"""The wiring: settings, addresses, Celery and the launcher of `make run`. Nobody imports it."""
