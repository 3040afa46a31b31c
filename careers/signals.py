"""The one signal: what follows from a profile hears of its change without careers knowing who listens."""

from django.dispatch import Signal

# Sent inside the transaction that changed the claims, with profile_id and version.
profile_changed = Signal()
