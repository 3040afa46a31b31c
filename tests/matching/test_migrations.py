"""Plans and outlooks of the first version are still there after the migration to steps of several levels."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import people

LAST = "0006_steps_of_several_levels"

pytestmark = [pytest.mark.thorough, pytest.mark.database, pytest.mark.django_db(transaction=True)]


def migrate(name: str) -> Any:
    """The models as they are after that migration of matching, those of careers included."""
    MigrationExecutor(connection).migrate([("matching", name)])
    loader = MigrationExecutor(connection).loader
    careers = [node for node in loader.graph.leaf_nodes() if node[0] == "careers"]
    return loader.project_state([("matching", name), *careers]).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate("0005_attempts_begun")
    after = migrate(LAST)
    for app, model in (("matching", "Plan"), ("careers", "User"), ("careers", "Skill")):
        after.get_model(app, model).objects.all().delete()


def test_steps_of_one_level_are_carried_over_with_their_marks(before: Any) -> None:
    def make(app: str, model: str, **fields: Any) -> Any:
        return before.get_model(app, model).objects.create(**fields)

    user = make("careers", "User", email="a@example.org", password="x")
    profile = make("careers", "Profile", user=user)
    skill = make("careers", "Skill", slug="sql", name="SQL", name_key="sql", kind="tool", position=1, summary="s")
    plan = make(
        "matching",
        "Plan",
        profile=profile,
        role="builder",
        hours_per_week=800,
        start=datetime.date(2026, 1, 1),
        release_number=1,
        profile_version=1,
        fit_before=0,
        certificate={"hours": {"status": "unproven", "value": 4, "bound": None}, "order": {}},
        made_at=people.NOON,
    )
    day = {"starts": datetime.date(2026, 1, 1), "ends": datetime.date(2026, 1, 2)}
    step = {"plan": plan, "skill": skill, "hours": 2, "gain": 100, "asked": 2, "essential": True, "fit_after": 100}
    make("matching", "PlanStep", number=1, to_level=1, done_at=people.NOON, before=[1, "self", ""], **step, **day)
    make("matching", "PlanStep", number=2, to_level=2, **step, **day)
    make("matching", "Outlook", profile=profile, seen_on=day["starts"], release_number=1, hours={"builder": 4})

    after = migrate(LAST)

    steps = after.get_model("matching", "PlanStep").objects.order_by("number")
    kept = steps.values_list("from_level", "to_level", "stage", "learned", "before", "skipped", "serves")
    assert list(kept) == [(0, 1, None, 1, [1, "self", ""], False, []), (1, 2, None, None, None, False, [])]
    assert after.get_model("matching", "Plan").objects.get().projects == []
    outlook = after.get_model("matching", "Outlook").objects.get()
    assert (outlook.release_number, outlook.first_steps) == (0, {}), "the workers record it again"
