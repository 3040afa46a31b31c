"""What somebody's list of matches is drawn from, in as few queries as that takes."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.models import Claim, Profile
from careers.profile import operations as profile_operations
from careers.profile.models import marks_by_role
from careers.web.prepared import Prepared
from matching.matches.pages import Choices
from matching.plans.models import Plan
from matching.plans.outlooks import Ahead, look_ahead
from matching.scores.models import Outlook, Score

OUTLOOK = ("profile_version", "release_number", "seen_on", "hours", "first_steps")
SCORE = ("profile_version", "release_number", "attempts")

_records = Prepared(
    lambda user: (
        Profile.objects.filter(user=user)
        .annotate(has_plans=Exists(Plan.objects.filter(profile=OuterRef("pk"))))
        .order_by("role_marks__pk")
        .values_list(
            *("role_marks__role", "role_marks__mark"),
            *("pk", "version", "target", "news_seen", "has_plans", "outlook__pk", "score__pk"),
            *(f"outlook__{name}" for name in OUTLOOK),
            *(f"score__{name}" for name in SCORE),
        )
    )
)
_claims = Prepared(lambda profile: Claim.objects.filter(profile=profile).values_list("skill__position", "level"))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person's choices, and what the workers recorded of them; their claims are asked for when they are read.

    `gone` is the role that was their target if the release no longer has it.
    """

    release: Released
    profile: Profile
    choices: Choices
    gone: str
    ahead: Ahead
    recording: str
    has_plans: bool

    @cached_property
    def by_position(self) -> Mapping[int, int]:
        return dict(_claims.rows(self.profile.pk))

    @property
    def ranked(self) -> bool:
        """Say whether there is anything to rank roles by: a skill above level 0."""
        return any(self.by_position.values())

    def drawn_from(self) -> tuple[object, ...]:
        """All that the list of matches shows, as plain values. The profile's version stands for its claims."""
        return (
            (self.release.number, self.release.digest),
            (self.profile.pk, self.profile.version),
            (self.choices.target, sorted(self.choices.marks.items()), self.gone),
            (sorted(self.ahead.hours.items()), sorted(self.ahead.first_steps.items())),
            (self.recording, self.has_plans),
        )


def standing(user: User, release: Released, today: datetime.date) -> Standing:
    profile, marks, has_plans = _profile(user)
    return Standing(
        release=release,
        profile=profile,
        choices=Choices(release.role_slug(profile.target), marks_by_role(release, marks)),
        gone=profile.target if release.role_slug(profile.target) is None else "",
        ahead=look_ahead(profile=profile, release=release, on=today),
        recording=Score.objects.recording(profile, release.number),
        has_plans=has_plans,
    )


def choices_of(release: Released, profile: Profile) -> Choices:
    return Choices(release.role_slug(profile.target), profile.role_marks.by_role(release))


def _profile(user: User) -> tuple[Profile, list[tuple[str, str]], bool]:
    """The person's profile, with what the workers recorded of it, its marks and whether there are plans, in one query.

    A row for each mark, or one without.
    """
    found = _records.rows(user.pk)
    if not found:
        return profile_operations.get_or_create_profile(user=user), [], False
    marks = [(role, mark) for role, mark, *_ in found if role]
    _, _, pk, version, target, news_seen, has_plans, has_outlook, has_score, *recorded = found[0]
    outlook = dict(zip(OUTLOOK, recorded, strict=False)) | {"profile_id": pk}
    profile = Profile(pk=pk, user=user, version=version, target=target, news_seen=news_seen)
    profile._state.fields_cache |= {
        "outlook": _outlook(outlook) if has_outlook else None,
        "score": Score(profile_id=pk, **dict(zip(SCORE, recorded[len(OUTLOOK) :], strict=True))) if has_score else None,
    }
    return profile, marks, bool(has_plans)


def _outlook(values: dict[str, Any]) -> Outlook:
    """The outlook as it was fetched; its JSON is a text still."""
    return Outlook(**values | {name: json.loads(values[name]) for name in ("hours", "first_steps")})
