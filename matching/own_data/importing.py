"""Bring a download of one's data into an account, also of another Rolewise: skills, words, marks and the target.

Scores, history and plans are not read: they follow from the skills and from what roles ask here.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from rest_framework import serializers

from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.profile import choices, claims, operations, own_words
from careers.profile.claims import Held, Replaced
from careers.profile.models import Claim, RoleMark
from matching.own_data.export import FORMAT

NOT_OURS = "This is not a download of Rolewise. Choose the file that “Download everything” gave you, as it was."


NOTHING: Mapping[str, Any] = {"claims": [], "words": [], "marks": [], "target": None}


class Unreadable(Exception):
    """A file that cannot be read; the message is for the person."""


class Brought(NamedTuple):
    """The content of a file under the names of a release: claims and what shows them by position, words and choices.

    `left_out` names the skills that the release does not have.
    """

    claims: Mapping[int, Held]
    shown_by: Mapping[int, str]
    words: list[str]
    marks: Mapping[str, str]
    target: str | None
    left_out: list[str]


class _Claim(serializers.Serializer[Any]):
    skill = serializers.CharField(max_length=80)
    name = serializers.CharField(max_length=120, required=False)
    level = serializers.IntegerField(min_value=0, max_value=5)
    source = serializers.ChoiceField(choices=Claim.Source.choices)  # type: ignore[assignment]
    quote = serializers.CharField(max_length=300, allow_blank=True)
    shown_by = serializers.CharField(max_length=200, allow_blank=True)


class _Mark(serializers.Serializer[Any]):
    role = serializers.CharField(max_length=80)
    mark = serializers.ChoiceField(choices=RoleMark.Mark.choices)


class _Profile(serializers.Serializer[Any]):
    claims = _Claim(many=True)
    words = serializers.ListField(child=serializers.CharField(max_length=60), max_length=1_000)
    marks = _Mark(many=True)
    target = serializers.CharField(max_length=80, allow_null=True)


class _File(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=[FORMAT])
    profile = _Profile(allow_null=True)


def read(content: bytes, release: Released) -> Brought:
    """Read a file of the format that `export.everything` writes. Raises Unreadable."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(NOT_OURS) from error
    file = _File(data=document)
    if not isinstance(document, dict) or not file.is_valid():
        raise Unreadable(NOT_OURS)
    told = file.validated_data["profile"] or NOTHING
    named = [(claim, release.skill_slug(claim["skill"])) for claim in told["claims"]]
    known = {release.skills[slug].position: claim for claim, slug in named if slug}
    marks = {release.role_slug(one["role"]): one["mark"] for one in told["marks"]}
    return Brought(
        claims={position: Held(one["level"], one["source"], one["quote"]) for position, one in known.items()},
        shown_by={position: one["shown_by"] for position, one in known.items() if one["shown_by"]},
        words=[word for word in told["words"] if release.find(word) is None],
        marks={role: mark for role, mark in marks.items() if role},
        target=release.role_slug(told["target"]) if told["target"] else None,
        left_out=sorted(one.get("name", one["skill"]) for one, slug in named if not slug),
    )


def bring_along(*, user: User, release: Released, brought: Brought) -> tuple[Replaced, ...]:
    """Add what a file holds to a person's profile; return the claims that changed, with those before them.

    No level is lowered, no word or mark is taken away, and a target that was chosen here stays.
    """
    with transaction.atomic():
        replaced = operations.bring_claims(user=user, claims=brought.claims, shown_by=brought.shown_by)
        _bring_words(user, brought.words)
        profile = operations.get_or_create_profile(user=user)
        own = profile.role_marks.by_role(release)
        for role, mark in brought.marks.items():
            if role not in own:
                choices.mark_role(user=user, release=release, role=role, mark=mark)
        if brought.target and not release.role_slug(profile.target):
            choices.choose_target(user=user, release=release, role=brought.target)
        return replaced


def _bring_words(user: User, words: list[str]) -> None:
    """Keep as many of these words as a person may have."""
    for word in words:
        try:
            own_words.keep_word(user=user, word=word)
        except claims.TooMuch:
            return
