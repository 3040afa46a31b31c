"""Ten at once want what there can be only once: one gets it, the others read what anybody reads who comes later, or
the very same as the one.

Every unique value of the models has a row here: the requests that collide on it, or why none from outside can.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse

from careers import models
from tests import drafts, flushing, people
from tests.trust import collisions, desk_collisions
from tests.trust.collisions import MANY, Race
from tests.trust.conftest import FULL, Tell
from tests.trust.constraints import constraints
from tests.trust.desk_collisions import adding, adding_inline, giving, pk_of, renaming
from tests.trust.racing import Answer, answer, at_once

pytestmark = [pytest.mark.database, pytest.mark.thorough]
flushing.install()

ADDRESS = "@example.org"
ROLE = {
    "title": "Maker {n}",
    "group": pk_of(models.RoleGroup, slug="build"),
    "summary": "One.",
    "day": "One.",
    "entry": "One.",
    "esco_code": "none",
    "onet_code": "none",
    "usual": "0",
}
LEVELS = {
    f"levels-{n}-{name}": value
    for n, slug in enumerate(("python", "rag", "react"))
    for name, value in (("skill", pk_of(models.Skill, slug=slug)), ("level", "2"))
}
PROJECT = {
    **LEVELS,
    "role": pk_of(models.Role, slug="builder"),
    "hours": "3",
    "build": "It.",
    "good": "It.",
    "show": "It.",
}
SKILL = {"kind": "tool", "summary": "One.", "hours_factor": "100"}
LINK = "https://example.org/new"
USES = {
    "uses-0-skill": pk_of(models.Skill, slug="react"),
    "uses-0-from_level": "0",
    "uses-0-to_level": "1",
    "uses-0-hours": "1",
}
LINE = {"order": "77", "text": "One."}
PYTHON, SQL = pk_of(models.Skill, slug="python"), pk_of(models.Skill, slug="sql")

RACES: Mapping[str, Callable[[], Race]] = {
    "careers.User.email": collisions.signing_up,
    "careers.User:user_email_once_whatever_case": collisions.signing_up,
    "careers.User_groups:user+group": giving(
        "groups", desk_collisions.group, desk_collisions.page_of_somebody, models.User.groups.through
    ),
    "careers.User_user_permissions:user+permission": giving(
        "user_permissions",
        desk_collisions.right,
        desk_collisions.page_of_somebody,
        models.User.user_permissions.through,
    ),
    "auth.Group.name": adding(Group, {"name": "Readers"}),
    "auth.Group_permissions:group+permission": giving(
        "permissions", desk_collisions.right, desk_collisions.page_of_a_group, Group.permissions.through
    ),
    "account.EmailAddress:user+email": collisions.adding_an_address,
    "account.EmailAddress:unique_primary_email": collisions.confirming_a_change,
    "account.EmailAddress:unique_verified_email": collisions.confirming_one_address,
    "mfa.Authenticator:unique_authenticator_type": collisions.adding_a_second_factor,
    "careers.Profile.user": collisions.first_look,
    "careers.Claim:claim_one_level_per_skill": collisions.claiming,
    "careers.Deed:deed_one_per_version": collisions.doing,
    "careers.RoleMark:role_mark_one_per_role": collisions.pinning,
    "careers.OwnWord:own_word_once": collisions.keeping_a_word,
    "careers.Document:document_kept_once": collisions.sending_a_cv,
    "matching.SharedReceipt:shared_receipt_one_per_role": collisions.sharing,
    "matching.PlanStep:plan_step_number_once": collisions.putting_a_plan_back,
    "matching.PlanStep:plan_step_once": collisions.planning,
    "matching.Score.profile": collisions.scored_first,
    "matching.Outlook.profile": collisions.first_list,
    "careers.Release.number": desk_collisions.publishing,
    "careers.KindLevel:kind_level_once": adding(models.KindLevel, {"kind": "domain", "level": 1}, meaning="One."),
    "careers.Skill.slug": adding(models.Skill, {"slug": "new"}, **SKILL, name="New {n}", position="10{n}"),
    "careers.Skill.name_key": adding(models.Skill, {"name": "New"}, **SKILL, slug="one-{n}", position="10{n}"),
    "careers.Skill.position": adding(models.Skill, {"position": 99}, **SKILL, slug="one-{n}", name="One {n}"),
    "careers.Alias:alias_of_one_skill": adding_inline(
        models.Skill, "airflow python", "aliases", models.Alias, {"key": "same"}, text="Same"
    ),
    "careers.FormerSkillSlug.slug": renaming(models.Skill, "airflow", models.FormerSkillSlug),
    "careers.SkillLevel:skill_level_once": adding_inline(
        models.Skill, "sql", "levels", models.SkillLevel, {"skill": SQL, "level": 3}, level=3, meaning="One."
    ),
    "careers.Near:near_once": adding(models.Near, {"skill": PYTHON, "counts_as": SQL}, distance=1),
    "careers.Prerequisite:prerequisite_once": adding(
        models.Prerequisite, {"skill": PYTHON, "level": 3, "needs": SQL}, needs_level=1
    ),
    "careers.RoleGroup.slug": adding(models.RoleGroup, {"slug": "new"}, title="New {n}", order=3),
    "careers.Role.slug": adding(models.Role, {"slug": "new"}, **ROLE),
    "careers.RoleName.key": adding_inline(
        models.Role, "builder engineer", "other_titles", models.RoleName, {"key": "same"}, text="Same"
    ),
    "careers.FormerRoleSlug.slug": renaming(models.Role, "builder", models.FormerRoleSlug),
    "careers.Responsibility:responsibility_order_once": adding_inline(
        models.Role, "builder", "responsibilities", models.Responsibility, {"order": 77}, **LINE
    ),
    "careers.BeyondStudy:beyond_study_order_once": adding_inline(
        models.Role, "builder", "beyond_study", models.BeyondStudy, {"order": 77}, **LINE
    ),
    "careers.Difference:difference_once": adding_inline(
        models.Role,
        "engineer",
        "differences",
        models.Difference,
        {"role__slug": "engineer", "other__slug": "builder"},
        other=pk_of(models.Role, slug="builder"),
        text="One.",
    ),
    "careers.Requirement:requirement_once": adding(
        models.Requirement,
        {"role": pk_of(models.Role, slug="engineer"), "skill": pk_of(models.Skill, slug="react")},
        level=2,
        importance=3,
    ),
    "careers.Project.slug": adding(models.Project, {"slug": "new"}, **PROJECT, title="New {n}"),
    "careers.Project:project_title_once_a_role": adding(models.Project, {"title": "New"}, **PROJECT, slug="new-{n}"),
    "careers.ProjectSkill:project_skill_once": adding_inline(
        models.Project,
        "question-answerer",
        "levels",
        models.ProjectSkill,
        {"project__slug": "question-answerer", "skill__slug": "react"},
        skill=SQL,
        level=1,
    ),
    "careers.Resource.url": adding(
        models.Resource,
        {"url": LINK},
        title="New {n}",
        provider="Somebody",
        kind="course",
        hours=3,
        language="en",
        seen_on="2026-11-01",
        **USES,
    ),
    "careers.ResourceUse:resource_use_once": adding_inline(
        models.Skill,
        "react",
        "resource_uses",
        models.ResourceUse,
        {"skill__slug": "react"},
        resource=lambda: models.Resource.objects.earliest("pk").pk,
        from_level=0,
        to_level=1,
        hours=1,
    ),
    "careers.StartGroup.slug": adding(models.StartGroup, {"slug": "new"}, title="New {n}", order=3),
    "careers.StartingPoint.slug": adding(
        models.StartingPoint,
        {"slug": "new"},
        title="New {n}",
        group=lambda: models.StartGroup.objects.earliest("pk").pk,
        summary="One.",
        **{"levels-0-skill": PYTHON, "levels-0-level": "2"},
    ),
    "careers.StartName.key": adding_inline(
        models.StartingPoint, "tester", "other_names", models.StartName, {"key": "same"}, text="Same"
    ),
    "careers.StartingLevel:starting_level_once": adding_inline(
        models.StartingPoint,
        "tester",
        "levels",
        models.StartingLevel,
        {"skill__slug": "react"},
        skill=pk_of(models.Skill, slug="react"),
        level=1,
    ),
    "careers.Signpost.slug": adding(models.Signpost, {"slug": "new"}, says="New {n}", **{"words-0-text": "word {n}"}),
    "careers.SignpostWord.key": adding_inline(
        models.Signpost, "juggling", "words", models.SignpostWord, {"key": "same"}, text="Same"
    ),
    "careers.SignpostLead:signpost_lead_order_once": adding_inline(
        models.Signpost, "juggling", "leads", models.SignpostLead, {"order": 77}, order=77, skill=PYTHON
    ),
}
RANDOM = "256 or 128 random bits that nobody outside chooses"
NEVER: Mapping[str, str] = {
    "careers.AccessToken.digest": RANDOM,
    "careers.Session.session_key": RANDOM,
    "matching.SharedReceipt.token": RANDOM,
    "matching.Block:block_once": "only sweeps write it, and two that cut alike are no error; test_blocks.py lets them",
    "matching.Record.pk": "only workers write it, while they hold its score; test_blocks.py lets several at it",
    "sessions.Session.session_key": "a table of Django's that nothing writes: ours is careers.Session",
    "auth.Permission:content_type+codename": "only migrations write it",
    "contenttypes.ContentType:app_label+model": "only migrations write it",
    "account.EmailConfirmation.key": "nothing writes it: the links of ours are signed",
}
# What `make test` runs: one for each way in which losing is noticed.
QUICK = (
    "careers.User.email",
    "account.EmailAddress:unique_verified_email",
    "mfa.Authenticator:unique_authenticator_type",
    "careers.Profile.user",
    "careers.RoleGroup.slug",
)


def test_every_unique_value_has_a_row() -> None:
    assert sorted(constraints()) == sorted([*RACES, *NEVER])
    assert not RACES.keys() & NEVER.keys()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("constraint", RACES if FULL else QUICK)
def test_the_loser_gets_the_answer_of_a_second_try(
    constraint: str, tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    people.publish({**drafts.small(), "projects": [drafts.project()]})
    race = RACES[constraint]()
    with caplog.at_level(logging.DEBUG):
        answers = at_once(race.posts, table=race.table)
    left = race.rows().count()
    later = answer(race.later())
    others = [one for one in answers if one != later]
    odd = 0 if len(set(answers)) == 1 else len(others)
    tell(constraint, "<= 1", odd, MANY)
    assert max(one.status for one in answers) < 500, answers
    assert odd <= 1, (later, others)
    assert left == race.left, (later, others)
    assert said(caplog) == []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_sign_up_leads_where_one_click_does(settings: Any) -> None:
    """In production, where the answer must not tell who has an account."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    people.publish()
    race = collisions.signing_up()
    answers = at_once(race.posts, table=race.table)
    assert set(answers) == {Answer(302, reverse("account_email_verification_sent"), wrong=False)}
    assert race.rows().count() == EmailAddress.objects.count() == 1


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines with somebody's address, tracebacks included, before anything could be hidden in them."""
    return [line for line in map(logging.Formatter().format, caplog.records) if ADDRESS in line]
