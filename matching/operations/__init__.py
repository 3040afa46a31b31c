"""The verbs of matching: publish a release, score profiles, sweep up what is stale, let somebody leave."""

from matching.operations.advising import advise
from matching.operations.beating import beat
from matching.operations.leaving import delete_account
from matching.operations.publishing import NotPublishable, load_draft, preview_release, publish_release
from matching.operations.scoring import score_profiles, want_score
from matching.operations.sweeping import sweep

__all__ = [
    "NotPublishable",
    "advise",
    "beat",
    "delete_account",
    "load_draft",
    "preview_release",
    "publish_release",
    "score_profiles",
    "sweep",
    "want_score",
]
