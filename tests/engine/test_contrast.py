"""What-ifs and contrasts add up and come true. The oracle is the plain reference, asked again for every change."""

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
    RoleSpec,
    WhatIf,
    compile_catalogue,
    contrast,
    what_ifs,
)
from tests.engine import reference
from tests.engine.catalogues import NUMBERS, SKILLS, catalogue, numbered, role, some_levels

WHAT_IFS = 3_000
CONTRASTS = 3_000
SEED = 20261125
RELEASES = [numbered(number) for number in range(NUMBERS)]


def receipt(spec: CatalogueSpec, levels: Mapping[str, int], slug: str) -> dict[str, dict[str, Any]]:
    found = next(one for one in reference.ranked(spec, levels) if one["role"] == slug)
    return {line["skill"]: line for line in found["receipt"]}


class TestWhatIf:
    @pytest.mark.thorough
    def test_every_what_if_comes_true_line_by_line(self) -> None:
        """A level more of a gap, and all of it: the fit rises by so much, in the lines that are told and no others."""
        dice = random.Random(SEED)
        compiled = [compile_catalogue(spec) for spec in RELEASES]
        seen: Counter[str] = Counter()
        while seen["cases"] < WHAT_IFS:
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
        asked = (Requirement("python", 2, True, 1_500), Requirement("ruby", 4, False, 250))
        compiled = compile_catalogue(catalogue(role("dev", *asked), near=(Near("ruby", "python", 1),), more="sql"))
        one, most = what_ifs(compiled, {"ruby": 2}, "dev", [("ruby", 3), ("ruby", 5)])
        assert one == WhatIf("ruby", 3, 4_500 + 5 * 250, (Moved("python", 4_500, (1, 2)),))
        assert most == WhatIf("ruby", 5, 4_500 + 12 * 250, (Moved("python", 4_500, (1, 4)),))
        assert what_ifs(compiled, {"ruby": 2}, "dev", [("sql", 5), ("ruby", 1)]) == (
            WhatIf("sql", 5, 0, ()),
            WhatIf("ruby", 1, 0, ()),
        )
        assert what_ifs(compiled, {}, "dev", []) == ()

    def test_what_is_not_there_is_named(self) -> None:
        compiled = compile_catalogue(catalogue(role("dev", Requirement("sql", 4, True, 625))))
        with pytest.raises(ValueError, match="unknown role 'chef'"):
            what_ifs(compiled, {}, "chef", [])
        with pytest.raises(ValueError, match="unknown skill 'cobol'"):
            what_ifs(compiled, {}, "dev", [("cobol", 1)])


class TestContrast:
    @pytest.mark.thorough
    def test_contrasts_add_up_and_their_reversals_come_true(self) -> None:
        """All kinds came up: usual fits that count in full, in part and not at all, and ties of every sort."""
        dice = random.Random(SEED)
        several = [(spec, compile_catalogue(spec)) for spec in RELEASES if len(spec.roles) > 1]
        seen: Counter[str] = Counter()
        for _ in range(CONTRASTS):
            spec, compiled = dice.choice(several)
            levels = some_levels(dice, least=1)
            if dice.random() < 0.15:
                spec = levelled(spec, levels)
                compiled = compile_catalogue(spec)
            pair = dice.sample([each.slug for each in spec.roles], 2)
            found = contrast(compiled, levels, *pair)
            self.adds_up(found, *(one for one in reference.ranked(spec, levels) if one["role"] in pair))
            self.is_the_smallest(found, spec, levels)
            seen.update(self.kinds(found, spec, levels))
        assert all(seen[f"decided by {what}"] > 40 for what in ("lead", "fit", "must-haves", "slug")), seen
        assert min(seen["usual in full"], seen["usual in part"], seen["reversed by how much counts"]) > 40, seen
        assert min(seen["reversed"], seen["never reversed"]) > 200, seen
        assert seen["less than a hundredth"] > 3, seen

    def adds_up(self, found: Contrast, ahead: dict[str, Any], behind: dict[str, Any]) -> None:
        """The order is the reference's, every line is the difference of its receipts, and the lines make the lead."""
        assert (found.ahead.role, found.behind.role) == (ahead["role"], behind["role"])
        assert (found.ahead.lead, found.behind.lead) == (ahead["lead"], behind["lead"])
        assert sum(line.points for line in found.lines) == found.lead == ahead["lead"] - behind["lead"] >= 0
        points = [{line["skill"]: line["points"] for line in each["receipt"]} for each in (ahead, behind)]
        lines = [ContrastLine(skill, *(each.get(skill, 0) for each in points)) for skill in points[0] | points[1]]
        lines.append(ContrastLine(None, -ahead["usual"], -behind["usual"]))
        assert set(found.lines) == {line for line in lines if line.points}
        sizes = [abs(line.points) for line in found.lines]
        assert sizes == sorted(sizes, reverse=True)
        different = (
            ("lead", ahead["exact"] != behind["exact"]),
            ("fit", ahead["fit"] != behind["fit"]),
            ("must-haves", ahead["must_haves"]["met"] != behind["must_haves"]["met"]),
        )
        assert found.decided_by == next((what for what, decides in different if decides), "slug")

    def is_the_smallest(self, found: Contrast, spec: CatalogueSpec, levels: dict[str, int]) -> None:
        """Of every claim at every level, each tried on its own, there is none smaller; and none if none is told."""
        turned = sorted(self.all_that_turn(found, spec, levels), key=lambda each: each[:3])
        raises = [each for *_, each in turned if each.to_level > each.from_level]
        lowers = [each for *_, each in turned if each.to_level < each.from_level]
        assert found.raising == next(iter(raises), None)
        assert found.lowering == next(iter(lowers), None)
        assert (found.reversal.levels if found.reversal else None) == next((levels for levels, *_ in turned), None)

    def all_that_turn(
        self, found: Contrast, spec: CatalogueSpec, levels: dict[str, int]
    ) -> Iterator[tuple[int, int, str, Reversal]]:
        """With what says which is the smallest: fewest levels, then the greatest exact lead, then the slug."""
        for skill, level in itertools.product(SKILLS, range(6)):
            own = levels.get(skill, 0)
            if level != own:
                first, second = self.pair(found, spec, {**levels, skill: level})
                if first["role"] == found.behind.role:
                    lead = first["exact"] - second["exact"]
                    yield abs(level - own), -lead, skill, Reversal(skill, own, level, lead // 2_500)

    def pair(self, found: Contrast, spec: CatalogueSpec, levels: dict[str, int]) -> list[dict[str, Any]]:
        roles = {found.ahead.role, found.behind.role}
        return [one for one in reference.standings(spec, levels) if one["role"] in roles]

    def kinds(self, found: Contrast, spec: CatalogueSpec, levels: dict[str, int]) -> Iterator[str]:
        yield f"decided by {found.decided_by}"
        if found.decided_by == "lead" and found.lead == 0:
            yield "less than a hundredth"
        yield "reversed" if found.reversal else "never reversed"
        if any(line.skill is None for line in found.lines):
            best = max(one["fit"] for one in reference.standings(spec, levels))
            yield "usual in full" if best >= 2_500 else "usual in part"
        for way in filter(None, (found.raising, found.lowering)):
            then = self.pair(found, spec, {**levels, way.skill: way.to_level})
            gap = {one["role"]: one["fit"] for one in then}
            now = found.ahead.fit or 0, found.behind.fit or 0
            if gap[found.ahead.role] - gap[found.behind.role] == now[0] - now[1]:
                yield "reversed by how much counts"

    def test_the_order_asked_in_does_not_matter(self) -> None:
        compiled = self.two_roles()
        levels = {"sql": 3, "git": 1}
        assert contrast(compiled, levels, "analyst", "coder") == contrast(compiled, levels, "coder", "analyst")

    def two_roles(self, usual: int = 0, *others: RoleSpec) -> Compiled:
        """Each asks its language at 4, worth 5.00, 20.00, 45.00 and 80.00, and Git at 1, worth 20.00."""
        git = Requirement("git", 1, essential=False, share=2_000)
        return compile_catalogue(
            catalogue(
                role("analyst", Requirement("sql", 4, essential=True, share=500), git, usual=usual),
                role("coder", Requirement("python", 4, essential=True, share=500), git),
                *others,
                near=(Near("ruby", "python", 1),),
            )
        )

    def test_by_hand(self) -> None:
        """SQL 2 leads by 20.00: Python 2 would only tie, and the slug keeps analyst first; Python 3 leads by 25.00."""
        found = contrast(self.two_roles(), {"sql": 2, "git": 1}, "analyst", "coder")
        assert (found.ahead.role, found.lead, found.decided_by) == ("analyst", 2_000, "lead")
        assert found.lines == (ContrastLine("sql", 2_000, 0),)
        assert found.raising == Reversal("python", 0, 3, 2_500)
        assert found.lowering is None
        assert found.reversal == found.raising

    def test_how_much_of_the_usual_fit_counts_turns_the_order_too(self) -> None:
        """Git 1 alone: 20.00 both, so w = 0.8 and analyst lies 12.00 behind. With SQL 2 analyst has 40.00, all 15.00
        count, and analyst leads by 5.00."""
        found = contrast(self.two_roles(1_500), {"git": 1}, "analyst", "coder")
        assert (found.ahead.role, found.lead) == ("coder", 1_200)
        assert found.lines == (ContrastLine(None, 0, -1_200),)
        assert found.raising == Reversal("sql", 0, 2, 500)
        assert found.lowering == Reversal("git", 1, 0, 0), "nothing is left: equal, and analyst is first by its slug"

    def test_the_best_fit_may_be_that_of_a_third_role(self) -> None:
        """Analyst leads by 5.00 - 15.00 x 0.2 = 2.00, coder by 0. Acting 1 lifts the actor to 90.00: all 15.00 count,
        and coder is 10.00 before analyst. Git 1 would do as much (the slug decides), Dance 1 less: 6.00 - 5.00."""
        actor = role("actor", Requirement("acting", 1, True, 9_000), Requirement("dance", 1, False, 1_000))
        found = contrast(self.two_roles(1_500, actor), {"sql": 1}, "analyst", "coder")
        assert (found.ahead.role, found.lead) == ("analyst", 200)
        assert found.lines == (ContrastLine("sql", 500, 0), ContrastLine(None, -300, 0))
        assert found.raising == Reversal("acting", 0, 1, 1_000)

    def test_equal_leads(self) -> None:
        """Nothing but the slug puts analyst first: any level of Python turns it."""
        found = contrast(self.two_roles(), {"git": 1}, "analyst", "coder")
        assert (found.lead, found.decided_by, found.lines) == (0, "slug", ())
        assert found.raising == Reversal("python", 0, 1, 500)

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


def levelled(spec: CatalogueSpec, levels: Mapping[str, int]) -> CatalogueSpec:
    """The same roles with usual fits that make their leads equal, or nearly, if they may lie so far apart."""
    fits = {one["role"]: one["fit"] for one in reference.standings(spec, levels)}
    counted = max(1, min(2_500, max(fits.values())))
    usual = {slug: min(1_500, (fit - min(fits.values())) * 2_500 // counted) for slug, fit in fits.items()}
    return dataclasses.replace(spec, roles=tuple(dataclasses.replace(one, usual=usual[one.slug]) for one in spec.roles))
