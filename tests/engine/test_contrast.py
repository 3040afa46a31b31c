"""What-ifs and contrasts add up and come true. The oracle is the plain reference, asked anew for every change."""

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from matching.engine import (
    CatalogueSpec,
    Compiled,
    Contrast,
    ContrastLine,
    Moved,
    Near,
    Requirement,
    Reversal,
    WhatIf,
    compile_catalogue,
    contrast,
    what_ifs,
)
from tests.engine import reference
from tests.engine.catalogues import SKILLS, catalogue, numbered, role

CASES = 10_000
SEED = 20261125
RELEASES = [numbered(number) for number in range(160)]


def some_levels(dice: random.Random, least: int) -> dict[str, int]:
    return {skill: dice.randint(0, 5) for skill in dice.sample(SKILLS, dice.randint(least, len(SKILLS)))}


def receipt(spec: CatalogueSpec, levels: Mapping[str, int], slug: str) -> dict[str, dict[str, Any]]:
    found = next(one for one in reference.ranked(spec, levels) if one["role"] == slug)
    return {line["skill"]: line for line in found["receipt"]}


class TestWhatIf:
    def test_every_what_if_comes_true_line_by_line(self) -> None:
        """A level more of a gap, and all of it: the fit rises by so much, in the lines that are told and no others."""
        dice = random.Random(SEED)
        compiled = [compile_catalogue(spec) for spec in RELEASES]
        seen: Counter[str] = Counter()
        while seen["cases"] < CASES:
            number = dice.randrange(len(RELEASES))
            spec, levels = RELEASES[number], some_levels(dice, least=0)
            asked = dice.choice(spec.roles).slug
            before = receipt(spec, levels, asked)
            gaps = [line for line in before.values() if line["have"] < line["need"]]
            claims = [(line["skill"], level) for line in gaps for level in {line["have"] + 1, line["need"]}]
            for found, claim in zip(what_ifs(compiled[number], levels, asked, claims), claims, strict=True):
                came = self.moved(before, receipt(spec, {**levels, claim[0]: claim[1]}, asked))
                assert (found.skill, found.level) == claim
                assert found.points == sum(line.points for line in came.values()) > 0
                del came[found.skill]
                assert found.also == tuple(sorted(came.values(), key=lambda line: (-line.points, line.skill)))
                seen.update(cases=1, elsewhere=bool(found.also))
        assert seen["elsewhere"] > 300

    def moved(self, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> dict[str, Moved]:
        return {
            skill: Moved(skill, after[skill]["points"] - line["points"], (line["have"], after[skill]["have"]))
            for skill, line in before.items()
            if after[skill]["points"] != line["points"]
        }

    def test_by_hand(self) -> None:
        """Ruby counts as Python one below: Ruby 3 lifts Python from 1 to 2, of which the role asks no more."""
        asked = (Requirement("python", 2, True, 3_000), Requirement("ruby", 4, True, 1_000))
        compiled = compile_catalogue(catalogue(role("dev", *asked), near=(Near("ruby", "python", 1),), more="sql"))
        one, most = what_ifs(compiled, {"ruby": 2}, "dev", [("ruby", 3), ("ruby", 5)])
        assert one == WhatIf("ruby", 3, 4_000, (Moved("python", 3_000, (1, 2)),))
        assert most == WhatIf("ruby", 5, 5_000, (Moved("python", 3_000, (1, 4)),))
        assert what_ifs(compiled, {"ruby": 2}, "dev", [("sql", 5), ("ruby", 1)]) == (
            WhatIf("sql", 5, 0, ()),
            WhatIf("ruby", 1, 0, ()),
        )
        assert what_ifs(compiled, {}, "dev", []) == ()

    def test_what_is_not_there_is_named(self) -> None:
        compiled = compile_catalogue(catalogue(role("dev", Requirement("sql", 4, True, 2_500))))
        with pytest.raises(ValueError, match="unknown role 'chef'"):
            what_ifs(compiled, {}, "chef", [])
        with pytest.raises(ValueError, match="unknown skill 'cobol'"):
            what_ifs(compiled, {}, "dev", [("cobol", 1)])


class TestContrast:
    def test_ten_thousand_add_up_and_their_reversals_come_true(self) -> None:
        """All kinds came up: typical fits that count and that do not, ties of every sort, the border of min_claims."""
        pairs = [
            (compile_catalogue(spec), dataclasses.replace(spec, roles=two))
            for spec in RELEASES
            for two in itertools.combinations(spec.roles, 2)
        ]
        dice = random.Random(SEED)
        seen: Counter[str] = Counter()
        for _ in range(CASES):
            compiled, two = dice.choice(pairs)
            levels = some_levels(dice, least=1)
            if dice.random() < 0.1:
                two = levelled(two, levels)
                compiled = compile_catalogue(two)
            one, other = dice.sample([each.slug for each in two.roles], 2)
            found = contrast(compiled, levels, one, other)
            self.adds_up(found, *reference.ranked(two, levels))
            self.is_the_smallest(found, two, levels)
            seen.update(self.kinds(found, two, levels))
        assert all(seen[f"decided by {what}"] > 50 for what in ("lead", "fit", "must-haves", "slug")), seen
        assert seen["typical"] > 1_000, seen
        assert seen["over the border"] > 100, seen
        assert min(seen["reversed"], seen["never reversed"]) > 1_000, seen

    def adds_up(self, found: Contrast, ahead: dict[str, Any], behind: dict[str, Any]) -> None:
        """The order is the reference's, every line is the difference of its receipts, and the lines make the lead."""
        assert (found.ahead.role, found.behind.role) == (ahead["role"], behind["role"])
        assert (found.ahead.lead, found.behind.lead) == (ahead["lead"], behind["lead"])
        assert sum(line.points for line in found.lines) == found.lead == ahead["lead"] - behind["lead"] >= 0
        points = [{line["skill"]: line["points"] for line in each["receipt"]} for each in (ahead, behind)]
        lines = [ContrastLine(skill, *(each.get(skill, 0) for each in points)) for skill in points[0] | points[1]]
        lines.append(ContrastLine(None, *(each["lead"] - each["fit"] for each in (ahead, behind))))
        assert set(found.lines) == {line for line in lines if line.points}
        sizes = [abs(line.points) for line in found.lines]
        assert sizes == sorted(sizes, reverse=True)

    def is_the_smallest(self, found: Contrast, two: CatalogueSpec, levels: dict[str, int]) -> None:
        """Of every claim at every level, each tried on its own, there is none smaller; and none where none is told."""
        turned = list(self.all_that_turn(found, two, levels))
        raises = [each for each in turned if each.to_level > each.from_level]
        lowers = [each for each in turned if each.to_level < each.from_level]
        assert found.raising == min(raises, key=smallest_first, default=None)
        assert found.lowering == min(lowers, key=smallest_first, default=None)
        least = min((abs(each.to_level - each.from_level) for each in turned), default=None)
        assert (found.reversal.levels if found.reversal else None) == least

    def all_that_turn(self, found: Contrast, two: CatalogueSpec, levels: dict[str, int]) -> Iterator[Reversal]:
        for skill, level in itertools.product(SKILLS, range(6)):
            own = levels.get(skill, 0)
            if level != own:
                first, second = reference.ranked(two, {**levels, skill: level})
                if first["role"] == found.behind.role:
                    yield Reversal(skill, own, level, first["lead"] - second["lead"])

    def kinds(self, found: Contrast, two: CatalogueSpec, levels: dict[str, int]) -> Iterator[str]:
        yield f"decided by {found.decided_by}"
        yield "typical" if any(line.skill is None for line in found.lines) else "no typical"
        yield "reversed" if found.reversal else "never reversed"
        for way in filter(None, (found.raising, found.lowering)):
            others = sum(level > 0 for skill, level in levels.items() if skill != way.skill)
            counted = [others + (level > 0) >= two.min_claims for level in (way.from_level, way.to_level)]
            yield "over the border" if counted[0] != counted[1] else "on one side of it"

    def test_the_order_asked_in_does_not_matter(self) -> None:
        compiled = self.two_roles()
        levels = {"sql": 3, "git": 1}
        assert contrast(compiled, levels, "analyst", "coder") == contrast(compiled, levels, "coder", "analyst")

    def two_roles(self, typical: int = 0, min_claims: int = 0) -> Compiled:
        return compile_catalogue(
            catalogue(
                role(
                    "analyst", Requirement("sql", 4, True, 2_000), Requirement("git", 2, True, 1_000), typical=typical
                ),
                role("coder", Requirement("python", 4, True, 2_000), Requirement("git", 2, True, 1_000)),
                near=(Near("ruby", "python", 1),),
                min_claims=min_claims,
            )
        )

    def test_by_hand(self) -> None:
        """SQL 2 leads by 40.00: Python 3 turns it. SQL 0 would only tie, and the slug keeps analyst first."""
        found = contrast(self.two_roles(), {"sql": 2, "git": 1}, "analyst", "coder")
        assert (found.ahead.role, found.lead, found.decided_by) == ("analyst", 4_000, "lead")
        assert found.lines == (ContrastLine("sql", 4_000, 0),)
        assert found.raising == Reversal("python", 0, 3, 2_000)
        assert found.lowering is None
        assert found.reversal == found.raising

    def test_crossing_the_border_of_min_claims(self) -> None:
        """A second skill above none lets the typical 15.00 of analyst count: Python 1 is enough then, else 2 are."""
        levels = {"sql": 1, "python": 0}
        compiled = self.two_roles(typical=1_500, min_claims=2)
        found = contrast(compiled, {**levels, "ruby": 0}, "analyst", "coder")
        assert found.lines == (ContrastLine("sql", 2_000, 0),)
        assert found.raising == Reversal("python", 0, 1, 1_500)
        assert contrast(self.two_roles(), levels, "analyst", "coder").raising == Reversal("python", 0, 2, 2_000)

    def test_equal_leads(self) -> None:
        """Nothing but the slug puts analyst first: any level of Python turns it."""
        found = contrast(self.two_roles(), {"git": 2}, "analyst", "coder")
        assert (found.lead, found.decided_by, found.lines) == (0, "slug", ())
        assert found.raising == Reversal("python", 0, 1, 2_000)

    def test_nothing_but_two_roles_of_the_release_and_claims_make_a_contrast(self) -> None:
        compiled = self.two_roles()
        with pytest.raises(ValueError, match="nothing is claimed"):
            contrast(compiled, {}, "analyst", "coder")
        with pytest.raises(ValueError, match="unknown role 'chef'"):
            contrast(compiled, {"sql": 1}, "analyst", "chef")
        with pytest.raises(ValueError, match="analyst cannot be contrasted with itself"):
            contrast(compiled, {"sql": 1}, "analyst", "analyst")
        with pytest.raises(ValueError, match="unknown skill 'cobol'"):
            contrast(compiled, {"cobol": 1}, "analyst", "coder")


def levelled(two: CatalogueSpec, levels: Mapping[str, int]) -> CatalogueSpec:
    """The same two roles with typical fits that make their leads equal, where they may lie so far apart."""
    fits = {one["role"]: one["fit"] for one in reference.ranked(two, levels)}
    apart = {slug: min(1_500, fit - min(fits.values())) for slug, fit in fits.items()}
    return dataclasses.replace(two, roles=tuple(dataclasses.replace(one, typical=apart[one.slug]) for one in two.roles))


def smallest_first(each: Reversal) -> tuple[int, int, str]:
    return abs(each.to_level - each.from_level), -each.lead, each.skill
