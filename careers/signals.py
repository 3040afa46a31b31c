"""The signals of profiles: careers says what happens to one, and does not know who listens."""

from django.dispatch import Signal

# Sent inside the transaction that changed the claims, with profile_id and version.
profile_changed = Signal()
# Sent inside the transaction that deletes a profile and its account, before it touches anything, with profile_id.
profile_leaves = Signal()
