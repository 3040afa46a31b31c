"""The database repeats each row-level rule: what gets round the forms does not get round it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from careers import models
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


def _skill(slug: str) -> models.Skill:
    return models.Skill.objects.get(slug=slug)


def _role() -> models.Role:
    return models.Role.objects.get(slug="builder")


def _signpost() -> models.Signpost:
    return models.Signpost.objects.get(slug="juggling")


def _requirement(**fields: Any) -> models.Requirement:
    return models.Requirement.objects.create(
        **{"role": _role(), "skill": _skill("sql"), "level": 3, "importance": 3, **fields}
    )


def _profile() -> models.Profile:
    return models.Profile.objects.get_or_create(user=models.User.objects.first() or people.person())[0]


def _claim(**fields: Any) -> models.Claim:
    return models.Claim.objects.create(**{"profile": _profile(), "skill": _skill("sql"), "level": 3, **fields})


def _twice(model: Any, **fields: Any) -> None:
    model.objects.create(**fields)
    model.objects.create(**fields)


BROKEN: dict[str, Callable[[], Any]] = {
    "mail_server_is_one": lambda: models.MailServer.objects.create(pk=2, next_turn_at=people.NOON),
    "skill_known_kind": lambda: models.Skill.objects.filter(slug="sql").update(kind="magic"),
    "skill_hours_factor_10_to_1000": lambda: models.Skill.objects.update(hours_factor=9),
    "skill_has_slug_and_name": lambda: models.Skill.objects.filter(slug="sql").update(name=""),
    "skill_level_1_to_5": lambda: models.SkillLevel.objects.create(skill=_skill("sql"), level=6, meaning="x"),
    "skill_level_once": lambda: _twice(models.SkillLevel, skill=_skill("sql"), level=1, meaning="x"),
    "kind_level_hours_positive": lambda: models.KindLevel.objects.update(hours=0),
    "kind_level_1_to_5": lambda: models.KindLevel.objects.filter(kind="tool", level=5).update(level=6),
    "alias_of_one_skill": lambda: models.Alias.objects.create(skill=_skill("sql"), text="PY"),
    "alias_preferred_is_exact": lambda: models.Alias.objects.filter(text="py").update(preferred=True),
    "near_distance_0_to_4": lambda: models.Near.objects.update(distance=5),
    "near_another_skill": (
        lambda: models.Near.objects.create(skill=_skill("sql"), counts_as=_skill("sql"), distance=1)
    ),
    "prerequisite_levels_1_to_5": lambda: models.Prerequisite.objects.update(needs_level=0),
    "role_usual_0_to_100_points": lambda: models.Role.objects.update(usual=10_001),
    "role_group_order_1_to_1000": lambda: models.RoleGroup.objects.update(order=0),
    "role_group_has_slug_and_title": lambda: models.RoleGroup.objects.update(title=""),
    "requirement_once": lambda: (_requirement(), _requirement()),
    "requirement_level_1_to_5": lambda: _requirement(level=0),
    "requirement_importance_1_to_5": lambda: _requirement(importance=6),
    "requirement_counted_of_ads": lambda: _requirement(counted=9, of=8),
    "requirement_named_3_to_5": lambda: _requirement(named=2),
    "difference_from_another_role": (
        lambda: models.Difference.objects.create(
            role=models.Role.objects.get(slug="builder"), other=models.Role.objects.get(slug="builder"), text="x"
        )
    ),
    "resource_use_leads_upwards": lambda: models.ResourceUse.objects.update(to_level=0),
    "resource_hours_positive": lambda: models.Resource.objects.update(hours=0),
    "starting_point_has_slug_and_title": lambda: models.StartingPoint.objects.update(title=""),
    "starting_level_1_to_5": lambda: models.StartingLevel.objects.update(level=0),
    "starting_level_once": (
        lambda: models.StartingLevel.objects.create(
            start=models.StartingPoint.objects.get(slug="tester"), skill=_skill("sql"), level=1
        )
    ),
    "role_name_has_text": lambda: models.RoleName.objects.create(role=_role(), text=""),
    "signpost_has_slug": lambda: models.Signpost.objects.filter(slug="juggling").update(slug=""),
    "signpost_word_has_text": lambda: models.SignpostWord.objects.filter(text="juggling").update(text=""),
    "signpost_lead_order_once": lambda: _twice(models.SignpostLead, signpost=_signpost(), order=1, role=_role()),
    "signpost_leads_to_one_thing": (
        lambda: models.SignpostLead.objects.create(signpost=_signpost(), role=_role(), skill=_skill("sql"))
    ),
    "release_number_from_1": (
        lambda: models.Release.objects.create(number=0, digest="d", content="{}", reason="r", published_at=people.NOON)
    ),
    "catalogue_one_row": lambda: models.Catalogue.objects.create(pk=2),
    "claim_level_0_to_5": lambda: _claim(level=6),
    "claim_known_source": lambda: _claim(source="gossip"),
    "deed_one_per_version": lambda: _twice(models.Deed, profile=_profile(), version=1, kind="self", changes=[]),
    "deed_known_kind": lambda: models.Deed.objects.create(profile=_profile(), version=1, kind="magic", changes=[]),
    "own_word_once": lambda: _twice(models.OwnWord, profile=_profile(), text="x", key="x"),
    "own_word_not_empty": lambda: models.OwnWord.objects.create(profile=_profile(), text="x", key=""),
    "user_email_once_whatever_case": (
        lambda: (people.person("a@example.org"), models.User.objects.create(email="A@example.org"))
    ),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_a_broken_rule_is_refused_by_name(constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[constraint]()
    # SQLite names check constraints and the columns of unique ones; PostgreSQL names both.
    assert constraint in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


@pytest.mark.parametrize("counts", [{"counted": 1}, {"of": 1}, {"counted": 0, "of": 0}])
def test_ads_are_counted_out_of_some_or_not_at_all(counts: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="requirement_counted_of_ads"), transaction.atomic():
        _requirement(**counts)


def test_a_group_with_roles_stays() -> None:
    with pytest.raises(ProtectedError):
        models.RoleGroup.objects.get(slug="build").delete()
