"""Answers to steps, undone in any order: compared with a plain account of who gave which level."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Claim, Profile
from careers.profile import operations as profile_operations
from careers.profile.claims import Held
from matching import engine
from matching.models import PlanStep
from matching.plans import operations as plans_operations
from tests import people
from tests.matching.plans.test_plans import WISH, make

pytestmark = [pytest.mark.thorough, pytest.mark.database]

PACES = (800, 900)  # two plans for one role: the same steps twice
EVERY = [(plan, step) for plan in (0, 1) for step in range(4)]


class Account:
    """The claim of one skill as a plain list of those who gave it a level, the first of them on the ground of all."""

    def __init__(self, claim: Held | None) -> None:
        self.claim = self.ground = claim
        self.given: dict[Any, Held] = {}

    def settle(self) -> None:
        """The claim stays if somebody who gave the most gave just that, else it is theirs who taught, not only said."""
        every = [self.ground, *self.given.values()] if self.ground else list(self.given.values())
        most = max((held.level for held in every), default=None)
        best = [held for held in every if held.level == most]
        if self.claim not in best:
            ground = [held for held in best if held == self.ground]
            self.claim = next(iter(ground or sorted(best, key=lambda held: held.source)), None)  # "plan", "self"

    def look(self) -> None:
        """Forget everybody if the claim is not what they left: it was changed elsewhere."""
        before = self.claim
        self.settle()
        if self.claim != before:
            self.claim = self.ground = before
            self.given = {}

    def give(self, who: Any, level: int, source: str) -> None:
        self.look()
        said = self.given.get(who)
        if said is None or said.level <= level:
            self.given[who] = Held(level, source, "")
        self.settle()

    def take(self, who: Any) -> None:
        self.look()
        if self.given.pop(who, None):
            self.settle()


class Act(NamedTuple):
    verb: str
    plan: int
    step: int
    level: int


ACTS = st.builds(
    Act,
    st.sampled_from(["tick", "tick", "say", "undo", "undo", "change", "delete", "restore"]),
    st.integers(0, 1),
    st.integers(0, 3),
    st.integers(0, 5),
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def claims(profile: Profile) -> dict[str, Held]:
    rows = profile.claims.values_list("skill__slug", "level", "source", "quote")
    return {slug: Held(*values) for slug, *values in rows}


class Life:
    """One person with two plans for one role, and the account of it next to the database."""

    def __init__(self, profile: Profile) -> None:
        self.user, self.profile = profile.user, profile
        self.plans = [make(profile, WISH._replace(pace=engine.Pace(pace))) for pace in PACES]
        self.steps = list(self.plans[0].steps.select_related("skill"))
        held = claims(profile)
        self.accounts = {step.skill.slug: Account(held.get(step.skill.slug)) for step in self.steps}
        self.done: set[tuple[int, int]] = set()
        self.deleted: list[tuple[int, str]] = []
        self.blurred: set[str] = set()  # changed elsewhere while a plan was away: the account is no oracle any more

    def act(self, act: Act) -> None:
        getattr(self, act.verb)(act)
        found = claims(self.profile)
        for skill, account in self.accounts.items():
            if skill not in self.blurred:
                assert found.get(skill) == account.claim, (skill, act)

    def away(self, plan: int) -> bool:
        return plan in [number for number, _ in self.deleted]

    def tick(self, act: Act) -> None:
        if not self.away(act.plan):
            step, who = self.steps[act.step], (act.plan, act.step)
            plans_operations.tick(user=self.user, plan=self.plans[act.plan], number=step.number)
            if who not in self.done:
                self.done.add(who)
                self.accounts[step.skill.slug].give(who, step.to_level, "plan")

    def say(self, act: Act) -> None:
        if not self.away(act.plan):
            step, who = self.steps[act.step], (act.plan, act.step)
            level = max(act.level, 1)
            plans_operations.say_level(user=self.user, plan=self.plans[act.plan], number=step.number, level=level)
            if who not in self.done:
                self.accounts[step.skill.slug].give(who, level, "self")

    def undo(self, act: Act) -> None:
        if not self.away(act.plan):
            step, who = self.steps[act.step], (act.plan, act.step)
            plans_operations.unmark(user=self.user, plan=self.plans[act.plan], number=step.number)
            self.done.discard(who)
            self.accounts[step.skill.slug].take(who)

    def change(self, act: Act) -> None:
        """The person changes or takes away a claim on the profile page."""
        skill = self.steps[act.step].skill.slug
        level = None if act.level == 5 else act.level
        profile_operations.change_claims(user=self.user, release=releases.current(), levels={skill: level})
        account = self.accounts[skill]
        if level != (account.claim and account.claim.level):
            account.claim = None if level is None else Held(level, "self", "")
            if self.deleted:
                self.blurred.add(skill)

    def delete(self, act: Act) -> None:
        if not self.away(act.plan):
            for account in self.accounts.values():
                if any(plan == act.plan for plan, _ in account.given):
                    account.look()
            text = plans_operations.delete_plan(user=self.user, plan=self.plans[act.plan])
            self.deleted.append((act.plan, text))

    def restore(self, act: Act) -> None:
        if self.deleted:
            number, text = self.deleted.pop()
            back = plans_operations.restore_plan(user=self.user, deleted=text)
            assert back == self.plans[number]


@given(acts=st.lists(ACTS, max_size=14))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_claim_is_always_what_the_answers_that_stand_have_given(acts: list[Act], release: Released) -> None:
    with undone():
        profile = people.person_with({"python": 2})
        Claim.objects.update(source=Claim.Source.DOCUMENT, quote="two years of Python")
        life = Life(profile)
        for act in acts:
            life.act(act)
            event(act.verb)


@given(there=st.permutations(EVERY), back=st.permutations(EVERY))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_ticked_and_all_undone_in_any_order_leads_to_where_it_began(
    there: list[tuple[int, int]], back: list[tuple[int, int]], release: Released
) -> None:
    with undone():
        profile = people.person_with({"python": 2})
        Claim.objects.update(source=Claim.Source.DOCUMENT, quote="two years of Python")
        before, life = claims(profile), Life(profile)
        for plan, step in there:
            life.act(Act("tick", plan, step, 0))
        for plan, step in back:
            life.act(Act("undo", plan, step, 0))
        assert claims(profile) == before
        assert not PlanStep.objects.exclude(learned=None).exists()
