"""Scores that can be checked in one's head, each rule of the method on its own."""

from collections.abc import Callable
from typing import Any

import pytest

from matching.engine import (
    CatalogueSpec,
    Demand,
    Implied,
    Near,
    Ranked,
    Requirement,
    RoleScore,
    RoleSpec,
    apportion,
    band,
    compile_catalogue,
    fits,
    ranking,
    score,
)
from tests.engine.catalogues import catalogue, role

# Python at levels 1 to 4 is worth 2, 8, 18 and 32 points, SQL at 1 to 3 worth 2, 8 and 18, Git 12.50 and 50.
PYTHON = Requirement("python", 4, essential=True, share=200)
SQL = Requirement("sql", 3, essential=True, share=200)
GIT = Requirement("git", 2, essential=False, share=1_250)
ANALYST = role("analyst", PYTHON, SQL, GIT)


def only(spec: CatalogueSpec, levels: dict[str, int]) -> RoleScore:
    [result] = score(compile_catalogue(spec), levels)
    return result


class TestTheWorkedExample:
    """The example of matching/README.md, worked out by hand.

    The role asks Python at 4 and SQL at 3 as must-haves of importance 5, statistics at 3 and Git at 2 as valued skills
    of importance 3. So each has 25.00 points, 2500 / 16 = 156.25 hundredths a share of Python, 2500 / 9 = 277.78 of SQL
    and statistics, 2500 / 4 = 625 of Git. The nearest whole numbers are 156, 278, 278 and 625, and they add up:
    16 x 156 + 9 x 278 + 9 x 278 + 4 x 625 = 2496 + 2502 + 2502 + 2500 = 10000.
    """

    ASKED = (
        Demand("python", 4, 5, essential=True),
        Demand("sql", 3, 5, essential=True),
        Demand("statistics", 3, 3, essential=False),
        Demand("git", 2, 3, essential=False),
    )
    SHARES = {"git": 625, "python": 156, "sql": 278, "statistics": 278}

    def spec(self) -> CatalogueSpec:
        """PyTorch 4 implies Python 3; PostgreSQL is near SQL, 1 below. The usual fit is 20.00."""
        asked = [Requirement(one.skill, one.level, one.essential, self.SHARES[one.skill]) for one in self.ASKED]
        return catalogue(
            role("example", *asked, usual=2_000),
            near=(Near("postgresql", "sql", 1),),
            implied=(Implied("pytorch", 4, "python", 3),),
        )

    def test_shares(self) -> None:
        assert apportion(self.ASKED) == self.SHARES

    def test_somebody_with_three_skills(self) -> None:
        """Python 3 through PyTorch 4: 9 x 1.56 = 14.04. SQL 3 through PostgreSQL 4 - 1: 9 x 2.78 = 25.02. Git 1: 6.25.

        Fit 14.04 + 25.02 + 6.25 = 45.31. Of the must-haves SQL is met, Python is not; 45.31 is under 50 and from 30 on:
        `stretch`. Known: all 25.00 of Git, which has a claim; else what is held: 14.04 + 25.02 + 25.00 = 64.06.
        The best fit is at least 25.00, so all of the usual fit counts: lead 45.31 - 20.00 = 25.31.
        With every other skill at 5 only Git stays at 1 of 2: 100.00 - 18.75 = 81.25, all must-haves met: `ready`.
        """
        result = only(self.spec(), {"pytorch": 4, "postgresql": 4, "git": 1})
        assert [
            (line.skill, line.need, line.have, line.via, line.how, line.points, line.points_possible)
            for line in result.receipt
        ] == [
            ("sql", 3, 3, "postgresql", "near", 2_502, 2_502),
            ("python", 4, 3, "pytorch", "implied", 1_404, 2_496),
            ("statistics", 3, 0, None, None, 0, 2_502),
            ("git", 2, 1, None, None, 625, 2_500),
        ]
        assert (result.fit, result.known, result.usual, result.lead) == (4_531, 6_406, 2_000, 2_531)
        assert (result.must_haves_met, result.must_haves_of, result.band) == (1, 2, "stretch")
        assert (result.highest, result.highest_band) == (8_125, "ready")

    def test_somebody_who_says_little(self) -> None:
        """Git 1 alone: fit 6.25, a quarter of 25.00, so a quarter of the usual fit counts: lead 6.25 - 5.00 = 1.25."""
        result = only(self.spec(), {"git": 1})
        assert (result.fit, result.usual, result.lead, result.band) == (625, 500, 125, "explore")


class TestFit:
    def test_levels_count_by_their_square_up_to_the_one_asked(self) -> None:
        """python 2 of 4 is 8 of 32, sql 5 counts as 3 of 3, git nothing: 8 + 18 = 26."""
        result = only(catalogue(ANALYST), {"python": 2, "sql": 5})
        assert (result.fit, result.lead, result.band) == (2_600, 2_600, "explore")
        assert (result.must_haves_met, result.must_haves_of) == (1, 2)
        assert [(line.skill, line.have, line.points, line.points_possible) for line in result.receipt] == [
            ("python", 2, 800, 3_200),
            ("sql", 5, 1_800, 1_800),
            ("git", 0, 0, 5_000),
        ]

    def test_receipt_lists_must_haves_then_points_possible_then_slug(self) -> None:
        asked = [
            Requirement("zsh", 1, essential=True, share=1_000),
            Requirement("awk", 2, essential=False, share=1_000),
            Requirement("vim", 2, essential=True, share=500),
            Requirement("sed", 2, essential=True, share=500),
            Requirement("bash", 1, essential=False, share=1_000),
        ]
        assert [line.skill for line in only(catalogue(role("shell", *asked)), {}).receipt] == [
            *("sed", "vim", "zsh"),
            *("awk", "bash"),
        ]

    def test_unasked_skill_changes_nothing_but_that_something_is_claimed(self) -> None:
        result = only(catalogue(ANALYST, more="juggling"), {"juggling": 5})
        assert (result.fit, result.known, result.band) == (0, 0, "explore")


class TestEffectiveLevels:
    def line(self, skill: str, levels: dict[str, int], **relations: Any) -> tuple[int, str | None, str | None]:
        result = only(catalogue(ANALYST, **relations), levels)
        [found] = [line for line in result.receipt if line.skill == skill]
        return found.have, found.via, found.how

    def test_near_skill_counts_at_a_lower_level_and_does_not_lead_back(self) -> None:
        near = (Near("ruby", "python", 2),)
        assert self.line("python", {"ruby": 5}, near=near) == (3, "ruby", "near")
        assert self.line("python", {"ruby": 2}, near=near) == (0, None, None)
        assert self.line("python", {"sql": 5}, near=(Near("python", "sql", 1),)) == (0, None, None)

    def test_kind_of_counts_in_full(self) -> None:
        assert self.line("sql", {"postgres": 3}, near=(Near("postgres", "sql", 0),)) == (3, "postgres", "near")

    def test_implied_prerequisite_is_held_from_the_level_that_implies_it(self) -> None:
        implied = (Implied("pandas", 3, "python", 2),)
        assert self.line("python", {"pandas": 3}, implied=implied) == (2, "pandas", "implied")
        assert self.line("python", {"pandas": 5}, implied=implied) == (2, "pandas", "implied")
        assert self.line("python", {"pandas": 2}, implied=implied) == (0, None, None)

    def test_what_is_implied_implies_and_is_near(self) -> None:
        """Spark 4 implies pandas 3, which implies Python 2; Python 2 counts as SQL 1."""
        relations = {
            "implied": (Implied("spark", 4, "pandas", 3), Implied("pandas", 3, "python", 2)),
            "near": (Near("python", "sql", 1),),
        }
        assert self.line("python", {"spark": 4}, **relations) == (2, "spark", "implied")
        assert self.line("sql", {"spark": 4}, **relations) == (1, "spark", "implied")

    def test_a_kind_of_something_implies_what_that_implies_but_a_near_skill_implies_nothing(self) -> None:
        """Databricks is a kind of Spark; Flink is near it only."""
        relations = {
            "implied": (Implied("spark", 2, "python", 2),),
            "near": (Near("databricks", "spark", 0), Near("flink", "spark", 1)),
        }
        assert self.line("python", {"databricks": 2}, **relations) == (2, "databricks", "implied")
        assert self.line("python", {"flink": 5}, **relations) == (0, None, None)

    def test_via_is_null_if_the_own_level_gives_as_much(self) -> None:
        relations = {"near": (Near("ruby", "python", 2),), "implied": (Implied("pandas", 3, "python", 3),)}
        assert self.line("python", {"ruby": 5, "pandas": 3, "python": 3}, **relations) == (3, None, None)
        assert self.line("python", {"ruby": 5, "pandas": 3, "python": 2}, **relations) == (3, "ruby", "near")

    def test_via_names_what_gives_most_then_the_nearest_then_the_first_slug(self) -> None:
        """Perl and Ruby from 1 away, Java from 2 away."""
        near = (Near("ruby", "python", 1), Near("java", "python", 2), Near("perl", "python", 1))
        assert self.line("python", {"ruby": 3, "java": 4, "perl": 3}, near=near) == (2, "perl", "near")
        assert self.line("python", {"ruby": 3, "java": 4}, near=near) == (2, "ruby", "near")
        assert self.line("python", {"ruby": 3, "java": 5}, near=near) == (3, "java", "near")

    def test_near_comes_before_implied_and_a_claim_that_is_both_is_near(self) -> None:
        """Airflow 3 implies Python 2, and so does Dagster 3; Dagster 3 counts as Python 3 - 1 as well."""
        implied = (Implied("airflow", 3, "python", 2), Implied("dagster", 3, "python", 2))
        near = (Near("dagster", "python", 1), Near("ruby", "python", 3))
        assert self.line("python", {"airflow": 3}, implied=implied, near=near) == (2, "airflow", "implied")
        assert self.line("python", {"airflow": 3, "dagster": 3}, implied=implied) == (2, "airflow", "implied")
        assert self.line("python", {"airflow": 3, "dagster": 3}, implied=implied, near=near) == (2, "dagster", "near")
        assert self.line("python", {"airflow": 3, "ruby": 5}, implied=implied, near=near) == (2, "ruby", "near")
        assert self.line("python", {"airflow": 3, "ruby": 4}, implied=implied, near=near) == (2, "airflow", "implied")

    def test_explicit_none_takes_no_credit_away_and_is_known(self) -> None:
        """Ruby 5 counts as Python 3, 18 points; whether Python has a claim decides how much of its 32 is known."""
        spec = catalogue(ANALYST, near=(Near("ruby", "python", 2),))
        said, unsaid = only(spec, {"ruby": 5, "python": 0}), only(spec, {"ruby": 5})
        assert (said.fit, said.receipt[0].via, said.known) == (1_800, "ruby", 3_200)
        assert (unsaid.fit, unsaid.receipt[0].via, unsaid.known) == (1_800, "ruby", 1_800)


class TestRange:
    def test_explicit_none_bounds_what_can_still_come(self) -> None:
        """git 0 is said, so at best the other 50 points are there, with all must-haves: nearly there."""
        result = only(catalogue(ANALYST), {"git": 0})
        assert (result.fit, result.known, result.band) == (0, 5_000, "explore")
        assert (result.highest, result.highest_band) == (5_000, "nearly-there")

    def test_other_skills_may_still_lift_a_claimed_one(self) -> None:
        """Git 1 is claimed, but GitHub at 5 would make it 5 - 1. Without that 37.50 points are out of reach."""
        assert only(catalogue(ANALYST, near=(Near("github", "git", 1),)), {"git": 1}).highest == 10_000
        assert only(catalogue(ANALYST), {"git": 1}).highest == 10_000 - 3_750


@pytest.mark.parametrize(
    ("fit", "met", "of", "expected"),
    [
        (7_500, 4, 4, "ready"),
        (7_499, 4, 4, "nearly-there"),
        (0, 4, 4, "nearly-there"),
        (9_999, 3, 4, "nearly-there"),
        (5_000, 2, 4, "nearly-there"),
        (5_000, 3, 5, "nearly-there"),
        (5_000, 2, 5, "stretch"),
        (9_000, 1, 4, "stretch"),
        (4_999, 3, 4, "stretch"),
        (3_000, 0, 4, "stretch"),
        (2_999, 3, 4, "explore"),
        (0, 0, 4, "explore"),
    ],
)
def test_bands_begin_exactly_at_30_50_and_75(fit: int, met: int, of: int, expected: str) -> None:
    assert band(fit, met, of) == expected


def test_must_haves_alone_are_nearly_there_and_everything_at_1_is_to_explore() -> None:
    """The must-haves are half of the points; level 1 of everything is 2 + 2 + 12.50."""
    alone, aware = ({"python": 4, "sql": 3}, {"python": 1, "sql": 1, "git": 1})
    assert [(one.fit, one.band) for one in (only(catalogue(ANALYST), alone), only(catalogue(ANALYST), aware))] == [
        (5_000, "nearly-there"),
        (1_650, "explore"),
    ]


def test_without_claims_nothing_is_said() -> None:
    """Fit, lead and band are null, known is 0, every have 0, none close; roles by title, case-folded, then slug."""
    asked = (PYTHON, SQL, GIT)
    titles = {"a": "zoo keeper", "c": "Analyst", "b": "analyst", "d": "Builder"}
    spec = catalogue(*(role(slug, *asked, title=title, usual=1_000) for slug, title in titles.items()))
    results = score(compile_catalogue(spec), {})
    assert [result.role for result in results] == ["b", "c", "d", "a"]
    for result in results:
        assert (result.fit, result.usual, result.lead, result.band, result.close) == (None, None, None, None, False)
        assert (result.known, result.must_haves_met, result.must_haves_of) == (0, 0, 2)
        assert (result.highest, result.highest_band) == (10_000, "ready")
        assert [(line.have, line.points, line.via, line.how) for line in result.receipt] == [(0, 0, None, None)] * 3
    assert ranking(compile_catalogue(spec), {}) == tuple(Ranked(slug, None, None, close=False) for slug in "bcda")
    assert fits(compile_catalogue(spec), {}) == dict.fromkeys("abcd")


def test_a_single_none_is_a_claim() -> None:
    """Fit and lead are 0.00, not null; nothing of the usual fit counts, so all roles are equal, and close."""
    spec = catalogue(role("a", PYTHON, SQL, GIT, usual=1_000), role("b", PYTHON, SQL, GIT))
    [a, b] = score(compile_catalogue(spec), {"git": 0})
    assert (a.role, a.fit, a.usual, a.lead, a.band, a.close, a.known) == ("a", 0, 0, 0, "explore", True, 5_000)
    assert (b.role, b.fit, b.lead, b.close) == ("b", 0, 0, True)


def worth(slug: str, *points: int, usual: int = 0, essential: str = "a") -> RoleSpec:
    """A role that asks skills a, b, ... at 1, worth so many hundredths each, and a last one, z, for all the rest."""
    parts = [*zip("abcdefg", points, strict=False), ("z", 10_000 - sum(points))]
    asked = [Requirement(skill, 1, skill in essential, share) for skill, share in parts if share]
    return role(slug, *asked, usual=usual)


def ranked(levels: str, *roles: RoleSpec) -> tuple[Ranked, ...]:
    return ranking(compile_catalogue(catalogue(*roles)), dict.fromkeys(levels, 1))


class TestRank:
    def test_rank_is_by_lead_before_fit(self) -> None:
        """x leads by 80 - 15 = 65, y by 70: exactly 5.00 behind is close, a hundredth more is not."""
        y = worth("y", 7_000)
        assert ranked("a", worth("x", 8_000, usual=1_500), y) == (
            Ranked("y", 7_000, 7_000, close=True),
            Ranked("x", 8_000, 6_500, close=True),
        )
        assert ranked("a", worth("x", 7_999, usual=1_500), y) == (
            Ranked("y", 7_000, 7_000, close=True),
            Ranked("x", 7_999, 6_499, close=False),
        )

    def test_equal_leads_rank_by_fit_then_must_haves_met_then_slug(self) -> None:
        """All lead by 50.00. d has the greatest fit; c meets two must-haves; b and a meet one each."""
        roles = (
            worth("a", 3_000, 2_000, essential="a"),
            worth("b", 3_000, 2_000, essential="a"),
            worth("c", 3_000, 2_000, essential="ab"),
            worth("d", 3_000, 3_000, usual=1_000, essential="z"),
        )
        assert [one.role for one in ranked("ab", *roles)] == ["d", "c", "a", "b"]

    def test_must_haves_count_by_number_not_by_share(self) -> None:
        """Both at 50.00: a meets all of its 1, b 2 of its 3; the count decides."""
        roles = (worth("a", 2_500, 2_500, essential="a"), worth("b", 2_500, 2_500, essential="abz"))
        assert [one.role for one in ranked("ab", *roles)] == ["b", "a"]

    def test_usual_fits_count_in_proportion_below_a_best_fit_of_25(self) -> None:
        """The best fit is 10.00, so w = 0.4: of 15.00 count 6.00, and 2.00 either way of the first are close."""
        roles = (worth("x", 1_000, usual=1_500), worth("y", 600), worth("v", 400), worth("u", 399))
        assert ranked("a", *roles) == (
            Ranked("y", 600, 600, close=True),
            Ranked("x", 1_000, 400, close=True),
            Ranked("v", 400, 400, close=True),
            Ranked("u", 399, 399, close=False),
        )
        in_full = (worth("x", 2_500, usual=1_500), worth("y", 1_501))
        assert ranked("a", *in_full)[1] == Ranked("x", 2_500, 1_000, close=False)

    def test_leads_are_compared_exactly_and_shown_with_the_product_rounded_down(self) -> None:
        """w = 0.4. x: 10.00 - 0.07 x 0.4 = 9.972, shown as 10.00 - 0.02 = 9.98. y: 9.98 - 0.01 x 0.4 = 9.976, shown as
        9.98. So y is first, although x has the same shown lead and the greater fit."""
        assert ranked("a", worth("x", 1_000, usual=7), worth("y", 998, usual=1)) == (
            Ranked("y", 998, 998, close=True),
            Ranked("x", 1_000, 998, close=True),
        )

    def test_closeness_is_exact_too(self) -> None:
        """w = 0.4, so 2.00 is close. y: 8.00. x: 10.00 - 10.01 x 0.4 = 5.996, shown as 6.00 but 2.004 behind."""
        by_a_hair = (worth("x", 1_000, usual=1_001), worth("y", 800))
        assert ranked("a", *by_a_hair)[1] == Ranked("x", 1_000, 600, close=False)
        exactly = (worth("x", 1_000, usual=1_000), worth("y", 800))
        assert ranked("a", *exactly)[1] == Ranked("x", 1_000, 600, close=True)

    def test_points_of_the_leading_role_alone_keep_it_first_at_the_narrowest(self) -> None:
        """From 10.00 to 25.00 the usual fits come to count in full: x gains 15.00 and loses 0.6 of that, 9.00.

        At w = 0.4 x leads by 10.00 - 6.00 = 4.00 and y by 4.00, with the lower fit; then by 25.00 - 15.00 = 10.00."""
        roles = (worth("x", 1_000, 1_500, usual=1_500), worth("y", 400))
        assert ranked("a", *roles) == (Ranked("x", 1_000, 400, close=True), Ranked("y", 400, 400, close=True))
        assert ranked("ab", *roles) == (Ranked("x", 2_500, 1_000, close=True), Ranked("y", 400, 400, close=False))

    def test_catalogue_without_roles_ranks_none(self) -> None:
        compiled = compile_catalogue(catalogue(more="python"))
        assert (score(compiled, {"python": 3}), fits(compiled, {"python": 3}), score(compiled, {})) == ((), {}, ())


@pytest.mark.parametrize("function", [score, fits, ranking])
@pytest.mark.parametrize(
    ("levels", "error", "named"),
    [
        ({"cobol": 3}, ValueError, "unknown skill 'cobol'"),
        ({"python": 3, "Python": 3}, ValueError, "unknown skill 'Python'"),
        ({"python": 6}, ValueError, "level of python is 6"),
        ({"python": -1}, ValueError, "level of python is -1"),
        ({"python": True}, TypeError, "level of python is True"),
        ({"python": 3.0}, TypeError, "level of python is 3.0"),
        ({"python": "3"}, TypeError, "level of python is '3'"),
        ({"python": None}, TypeError, "level of python is None"),
        ({"python": [3]}, TypeError, "level of python is"),
        ({"sql": 2, "cobol": True}, ValueError, "unknown skill 'cobol'"),
    ],
)
def test_faults_in_levels_are_named(
    function: Callable[..., Any], levels: dict[str, Any], error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        function(compile_catalogue(catalogue(ANALYST)), levels)
