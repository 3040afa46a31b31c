"""Every table of matching, for code outside its slices: each model lives in its slice."""

from matching.matches.models import SharedReceipt
from matching.plans.models import Plan, PlanStep
from matching.postings.models import Posting
from matching.scores.models import Block, Heartbeat, Outlook, Record, Score

__all__ = ["Block", "Heartbeat", "Outlook", "Plan", "PlanStep", "Posting", "Record", "Score", "SharedReceipt"]
