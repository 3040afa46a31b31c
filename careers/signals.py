"""The one signal: it says that a profile changed, and careers does not know who listens."""

from django.dispatch import Signal

# Sent inside the transaction that changed the claims, with profile_id and version.
profile_changed = Signal()
