"""What older versions kept is still there after the migrations: plans, outlooks, scores, history."""

import datetime
import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from careers.profile import vectors
from matching.models import Record
from matching.scores.lines import Lines
from tests import flushing, people

flushing.install()

FIRST, SECOND = "0005_attempts_begun", "0006_steps_of_several_levels"  # before and after there were stages
SET_OUT = datetime.date(2026, 1, 1)
UNPROVEN = {"status": "unproven", "value": 4, "bound": None}

pytestmark = [pytest.mark.thorough, pytest.mark.database, pytest.mark.django_db(transaction=True)]


def leaves(app: str) -> list[tuple[str, str]]:
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == app]


def migrate(*to: tuple[str, str]) -> Any:
    """The models as they are after these migrations; careers is at its last one unless one of its own is named."""
    MigrationExecutor(connection).migrate(to)
    careers = [] if any(app == "careers" for app, _ in to) else leaves("careers")
    return MigrationExecutor(connection).loader.project_state([*to, *careers]).apps


@pytest.fixture
def _to_the_end() -> Iterator[None]:
    """Whatever happens, the tables are the last ones again, and empty: other tests use the same database."""
    yield
    after = migrate(*leaves("matching"), *leaves("careers"))
    for app, model in (("matching", "Plan"), ("careers", "User"), ("careers", "Skill")):
        after.get_model(app, model).objects.all().delete()


def make_plan(apps: Any, certificate: Any) -> Any:
    """A plan of somebody, with its skill; `step` makes its steps."""

    def make(app: str, model: str, **fields: Any) -> Any:
        return apps.get_model(app, model).objects.create(**fields)

    user = make("careers", "User", email="a@example.org", password="x")
    profile = make("careers", "Profile", user=user)
    make("careers", "Skill", slug="sql", name="SQL", name_key="sql", kind="tool", position=1, summary="s")
    days = {"start": SET_OUT, "made_at": people.NOON}
    made_on = {"release_number": 1, "profile_version": 1, "fit_before": 0}
    make("matching", "Outlook", profile=profile, seen_on=SET_OUT, release_number=1, hours={"builder": 4})
    return make(
        "matching",
        "Plan",
        profile=profile,
        role="builder",
        hours_per_week=800,
        certificate=certificate,
        **days,
        **made_on,
    )


def step(plan: Any, apps: Any, number: int, to_level: int, **more: Any) -> None:
    fixed = {"hours": 2, "gain": 100, "asked": 2, "essential": True, "fit_after": 100}
    days = {"starts": SET_OUT, "ends": SET_OUT + datetime.timedelta(1)}
    skill = apps.get_model("careers", "Skill").objects.get()
    steps = apps.get_model("matching", "PlanStep").objects
    steps.create(plan=plan, skill=skill, number=number, to_level=to_level, **fixed, **days, **more)


@pytest.mark.usefixtures("_to_the_end")
def test_steps_of_one_level_are_carried_over_with_their_marks() -> None:
    before = migrate(("matching", FIRST))
    plan = make_plan(before, {"hours": UNPROVEN, "order": UNPROVEN})
    step(plan, before, 1, 1, done_at=people.NOON, before=[1, "self", ""], opens=[[1, 2]])
    step(plan, before, 2, 2, done_at=people.NOON)
    step(plan, before, 3, 3)

    after = migrate(("matching", SECOND))

    steps = after.get_model("matching", "PlanStep").objects.order_by("number")
    kept = steps.values_list("from_level", "to_level", "stage", "learned", "before", "skipped", "serves", "opens")
    assert list(kept) == [
        (0, 1, None, 1, [1, "self", ""], False, [], [[1, 2]]),
        (1, 2, None, 2, None, False, [], []),
        (2, 3, None, None, None, False, [], []),
    ]
    assert after.get_model("matching", "Plan").objects.get().projects == []
    outlook = after.get_model("matching", "Outlook").objects.get()
    assert (outlook.release_number, outlook.first_steps) == (0, {}), "the workers record it again"


@pytest.mark.usefixtures("_to_the_end")
def test_the_way_back_keeps_what_the_first_version_knew() -> None:
    now = migrate(("matching", SECOND))
    proof = {"status": "optimal", "value": 4, "bound": 4}
    plan = make_plan(now, proof)
    step(plan, now, 1, 1, from_level=0, stage=1, learned=1, before=[1, "self", ""])  # said
    step(plan, now, 2, 2, from_level=1, stage=1, learned=2, before=[1, "self", ""], done_at=people.NOON)
    step(plan, now, 3, 3, from_level=2, stage=2, learned=3, before=[], done_at=people.NOON)  # cut loose
    step(plan, now, 4, 5, from_level=3, stage=3, skipped=True)

    before = migrate(("matching", FIRST))

    steps = before.get_model("matching", "PlanStep").objects.order_by("number")
    assert list(steps.values_list("to_level", "before", "done_at")) == [
        (1, None, None), (2, [1, "self", ""], people.NOON), (3, [3, "plan", ""], people.NOON), (5, None, None),
    ]  # fmt: skip
    certificate = before.get_model("matching", "Plan").objects.get().certificate
    assert (certificate["hours"], certificate["order"]["status"]) == (proof, "unproven")
    assert before.get_model("matching", "Outlook").objects.get().release_number == 0

    again = migrate(*leaves("matching")).get_model("matching", "PlanStep").objects.order_by("number")
    assert list(again.values_list("from_level", "to_level", "learned")) == [
        (0, 1, None),
        (1, 2, 2),
        (2, 3, 3),
        (4, 5, None),
    ]


@pytest.mark.usefixtures("_to_the_end")
def test_scores_are_packed_and_the_history_is_told_as_it_was() -> None:
    before = migrate(("matching", "0007_shared_receipts"), ("careers", "0016_words_counted_when_read"))

    def make(app: str, model: str, **fields: Any) -> Any:
        return before.get_model(app, model).objects.create(**fields)

    content = json.dumps({"roles": [{"slug": "builder"}, {"slug": "engineer"}]})
    make("careers", "Release", number=1, digest="x", content=content, reason="r", published_at=people.NOON)
    profile, nobody = (
        make("careers", "Profile", user=make("careers", "User", email=f"{name}@example.org"), version=2)
        for name in ("a", "b")
    )
    for position, level in ((1, 0), (4, 3)):
        named = {"slug": f"s{position}", "name": f"S{position}", "name_key": f"s{position}"}
        skill = make("careers", "Skill", **named, kind="tool", position=position, summary="s")
        make("careers", "Claim", profile=profile, skill=skill, level=level)
    scored = {"wanted_version": 2, "profile_version": 2, "release_number": 1, "scored_at": people.NOON}
    make("matching", "Score", profile=profile, fits={"engineer": 2, "builder": 700}, levels={"4": 3, "1": 0}, **scored)
    make("matching", "Score", profile=nobody, fits={"builder": None, "engineer": None}, levels={}, **scored)
    seen = {"release_before": 1, "release_after": 1, "version_before": 0, "recorded_at": people.NOON}
    parts = [{"cause": "profile", "skill": "s4", "points": 700, "have": [0, 3]}]
    for role, version, fit in (("engineer", 2, 2), ("builder", 2, 700), ("builder", 1, 5)):
        row = {"fit_before": None, "fit_after": fit, "parts": parts if fit == 700 else []}
        make("matching", "HistoryLine", profile=profile, role=role, version_after=version, **row, **seen)

    after = migrate(*leaves("matching"), *leaves("careers"))

    profiles = after.get_model("careers", "Profile").objects
    assert vectors.unpacked(bytes(profiles.get(pk=profile.pk).levels)) == {1: 0, 4: 3}
    assert bytes(profiles.get(pk=nobody.pk).levels) == b""
    scores = after.get_model("matching", "Score").objects
    assert struct.unpack("<2H", bytes(scores.get(pk=profile.pk).fits)) == (700, 2), "in the order of the release"
    assert vectors.unpacked(bytes(scores.get(pk=profile.pk).levels)) == {1: 0, 4: 3}
    assert bytes(scores.get(pk=nobody.pk).fits) == b""
    records = after.get_model("matching", "Record").objects.order_by("version_after")
    assert list(records.values_list("version_after", "told")) == [
        (1, [{"role": "builder", "fit_before": None, "fit_after": 5, "parts": []}]),
        (
            2,
            [
                {"role": "builder", "fit_before": None, "fit_after": 700, "parts": parts},
                {"role": "engineer", "fit_before": None, "fit_after": 2, "parts": []},
            ],
        ),
    ]
    told = Lines(Record.objects.newest_first())
    assert [(line.role, line.fit_after, list(line.parts)) for line in told.all()] == [
        ("builder", 700, parts), ("engineer", 2, []), ("builder", 5, []),
    ]  # fmt: skip
