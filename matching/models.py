"""Every table of matching, for code outside its slices: each model lives in its slice."""

from matching.matches.models import SharedReceipt
from matching.plans.models import Plan, PlanStep
from matching.scores.models import Heartbeat, HistoryLine, Outlook, Score

__all__ = ["Heartbeat", "HistoryLine", "Outlook", "Plan", "PlanStep", "Score", "SharedReceipt"]
