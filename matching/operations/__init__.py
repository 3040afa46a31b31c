"""The verbs of matching: publish a release, score profiles, sweep up what is stale, make plans, let somebody leave."""

from matching.operations.advising import advise
from matching.operations.beating import beat
from matching.operations.leaving import delete_account
from matching.operations.outlooks import look_ahead, record_outlooks, want_outlook
from matching.operations.planning import (
    Drawn,
    OutOfCalendar,
    Ticked,
    TooManyPlans,
    Wish,
    delete_plan,
    draw_plan,
    make_plan,
    remake_plan,
    tick,
    untick,
)
from matching.operations.publishing import NotPublishable, load_draft, preview_release, publish_release
from matching.operations.scoring import score_profiles, want_score
from matching.operations.sweeping import sweep, sweep_outlooks

__all__ = [
    "Drawn",
    "NotPublishable",
    "OutOfCalendar",
    "Ticked",
    "TooManyPlans",
    "Wish",
    "advise",
    "beat",
    "delete_account",
    "delete_plan",
    "draw_plan",
    "load_draft",
    "look_ahead",
    "make_plan",
    "preview_release",
    "publish_release",
    "record_outlooks",
    "remake_plan",
    "score_profiles",
    "sweep",
    "sweep_outlooks",
    "tick",
    "untick",
    "want_outlook",
    "want_score",
]
