"""Every role that we ship, for random people: the plans are valid, dated and reach what they are for.

10 people a role; 50 among what `make faults` runs.
"""

import datetime
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from careers.catalogue.released import Released
from matching.plans import operations as plans_operations
from matching.plans import wishes
from matching.plans.api import DrawnPlanSerializer
from matching.plans.shown import drawn_plan
from tests import shipped
from tests.engine import plan_checker
from tests.matching.plans.test_plan_api import rules

pytestmark = pytest.mark.thorough

SHIPPED = shipped.released()


def drawn(release: Released, levels: dict[str, int], **asked: Any) -> dict[str, Any]:
    wish = wishes.wish(release=release, **asked)
    made = plans_operations.draw_plan(release=release, levels=levels, wish=wish)
    return dict(DrawnPlanSerializer(drawn_plan(release, wish, made)).data)


def somebody(dice: random.Random) -> dict[str, int]:
    slugs = sorted(SHIPPED.skills)
    return {slug: dice.randint(0, 5) for slug in dice.sample(slugs, dice.randint(0, 40))}


@pytest.mark.parametrize("number", [10, pytest.param(50, marks=pytest.mark.slow)])
@pytest.mark.parametrize("slug", sorted(SHIPPED.roles))
def test_plans_are_valid(slug: str, number: int) -> None:
    dice = random.Random(slug)
    checked = rules(SHIPPED)
    [role] = [one for one in checked.spec.roles if one.slug == slug]
    steps = 0
    for _ in range(number):
        levels = somebody(dice)
        target = dice.choice([None, Decimal(dice.randint(0, 10_000)) / 100])
        hours, start = Decimal(dice.randint(25, 4_000)) / 100, datetime.date(2026, 1, 1)
        body = drawn(SHIPPED, levels, role=slug, target=target, hours_per_week=hours, start=start)
        goal = None if target is None else Fraction(target)
        assert plan_checker.faults(checked, levels, role, goal, body["steps"]) == []
        assert plan_checker.date_faults(body["steps"], Fraction(hours), start, body["weeks"], body["hours"]) == []
        assert all(step["why"] for step in body["steps"])
        steps += len(body["steps"])
    assert steps > number


def without(steps: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    return steps[:place] + steps[place + 1 :]


def swapped(steps: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    return [*steps[:place], steps[place + 1], steps[place], *steps[place + 2 :]]


@pytest.mark.parametrize("spoil", [without, swapped], ids=["without a step", "two steps swapped"])
def test_the_checker_finds_what_is_spoilt(spoil: Callable[..., list[dict[str, Any]]]) -> None:
    checked = rules(SHIPPED)
    role = checked.spec.roles[0]
    asked = {"hours_per_week": Decimal(8), "start": datetime.date(2026, 1, 1)}
    steps = drawn(SHIPPED, {}, role=role.slug, target=None, **asked)["steps"]
    fits = ["0.00", *(step["fit_after"] for step in steps)]
    # Of two neighbours that bring nothing themselves either may come first: swapped they make a valid plan too.
    places = [at for at in range(len(steps) - 1) if spoil is without or len(set(fits[at : at + 3])) > 1]
    assert len(places) > len(steps) / 2
    found = [plan_checker.faults(checked, {}, role, None, spoil(steps, at)) for at in places]
    assert all(found)
