"""Values for the states of components: of the release in force, through the builders of the pages themselves."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

import msgspec

from careers.browse.role_pages import RolePage, role_page
from careers.catalogue.content import Role, Skill
from careers.catalogue.released import Released
from matching import engine
from matching.about import home_pages, method_pages
from matching.matches.pages import Choices, MatchesPage, RankedRole, matches_page
from matching.matches.receipt_pages import ReceiptPage, receipt_page
from matching.plans.models import Plan
from matching.plans.shown import ShownPlan, Step

LONG = "Senior Principal Engineer for Distributed Donaudampfschifffahrtsgesellschaft-MLs"  # 80 letters
ARABIC = "مهندس الذكاء الاصطناعي"

Thing = TypeVar("Thing")


def first(things: Iterable[Thing], fits: Callable[[Thing], object] = lambda _: True) -> Iterator[Thing]:
    """The first thing that fits, or none: not every release has each case."""
    return islice(filter(fits, things), 1)


def renamed(thing: Thing, name: str) -> Thing:
    """The same skill, role, score or step by another name."""
    value: Any = thing
    if isinstance(value, RankedRole):
        return value._replace(score=renamed(value.score, name))  # type: ignore[return-value]
    if isinstance(value, engine.RoleScore):
        return value._replace(title=name)  # type: ignore[return-value]
    replace: Callable[..., Thing] = (
        msgspec.structs.replace if isinstance(value, msgspec.Struct) else dataclasses.replace
    )
    return replace(value, **{"name" if hasattr(value, "name") else "title": name})


@dataclass(frozen=True)
class Real:
    """People against a role of a release: the person of the landing page, and others for more cases."""

    release: Released
    today: datetime.date

    @property
    def role(self) -> Role:
        return home_pages.person(self.release)[0]

    @property
    def held(self) -> dict[str, int]:
        """The levels of the person on the landing page."""
        return home_pages.person(self.release)[1]

    @property
    def asked(self) -> dict[str, int]:
        """All that the role asks."""
        return {one.skill: one.level for one in self.role.requirements}

    @property
    def other(self) -> Role:
        """A role that is not theirs."""
        return self.release.roles_by_title[-1]

    @property
    def skill(self) -> Skill:
        """The first skill that the role asks."""
        return self.release.skills[self.role.requirements_in_order[0].skill]

    @cached_property
    def page(self) -> RolePage:
        return role_page(self.release, self.role)

    def positions(self, levels: Mapping[str, int]) -> dict[int, int]:
        return {self.release.skills[slug].position: level for slug, level in levels.items()}

    # Receipts

    def receipt(self, levels: Mapping[str, int], *, role: str = "", against: str = "") -> ReceiptPage:
        return receipt_page(self.release, self.positions(levels), role or self.role.slug, against=against)

    @cached_property
    def own(self) -> ReceiptPage:
        """The receipt of the person on the landing page."""
        return self.receipt(self.held)

    @cached_property
    def blank(self) -> ReceiptPage:
        """The receipt of somebody who has said nothing."""
        return self.receipt({})

    @cached_property
    def begun(self) -> ReceiptPage:
        """The receipt of somebody who has named one skill."""
        return self.receipt({self.skill.slug: 1})

    @cached_property
    def full(self) -> ReceiptPage:
        """The receipt of somebody who has all that the role asks."""
        return self.receipt(self.asked)

    @cached_property
    def mixed(self) -> ReceiptPage:
        """The receipt of the method page: held above and below, near, implied, none and unknown, once each."""
        role, held = method_pages.example(self.release)
        return self.receipt(held, role=role.slug)

    # Ranks

    def matches(self, levels: Mapping[str, int], choices: Choices = Choices()) -> MatchesPage:  # noqa: B008 - frozen
        return matches_page(self.release, self.positions(levels), choices, {self.role.slug: self.plan.hours})

    def ranked(self, levels: Mapping[str, int], choices: Choices = Choices()) -> RankedRole:  # noqa: B008 - frozen
        """The role in the list of somebody with these levels."""
        return next(one for one in self.matches(levels, choices).roles if one.score.role == self.role.slug)

    @property
    def score(self) -> engine.RoleScore:
        return self.own.score

    # Plans

    @cached_property
    def plan(self) -> ShownPlan:
        """The plan of the landing page, as it would look if it were kept."""
        way = home_pages.example(self.release).way
        if way is None:
            raise LookupError("The example of the landing page has no plan.")
        return dataclasses.replace(way.plan, row=Plan(pk=1, fit_before=way.plan.fit or 0))

    @cached_property
    def under_way(self) -> ShownPlan:
        """The same plan with its first steps behind: one done, one held by now, one late and one left for later."""
        changes: list[dict[str, Any]] = [{"state": "done"}, {"state": "held"}, {"late": True}, {"skipped": True}]
        changes += [{}] * (len(self.plan.lines) - len(changes))
        lines = [dataclasses.replace(line, **change) for line, change in zip(self.plan.lines, changes, strict=False)]
        return dataclasses.replace(self.plan, lines=tuple(lines))

    @property
    def step(self) -> Step:
        return self.plan.lines[0]
