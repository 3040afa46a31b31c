"""Scores that can be checked in one's head, each rule of the method on its own."""

import pytest

from matching.engine import (
    CatalogueSpec,
    Near,
    Requirement,
    RoleScore,
    RoleSpec,
    compile_catalogue,
    fits,
    ranking,
    score,
)
from tests.engine.catalogues import catalogue, role

# 20.00 of python's points a level, 10.00 of sql's, 5.00 of git's: 3 x 20 + 3 x 10 + 2 x 5 = 100.
PYTHON = Requirement("python", 3, essential=True, points_per_level=2_000)
SQL = Requirement("sql", 3, essential=True, points_per_level=1_000)
GIT = Requirement("git", 2, essential=False, points_per_level=500)
ANALYST = role("analyst", PYTHON, SQL, GIT)


def only(spec: CatalogueSpec, levels: dict[str, int]) -> RoleScore:
    [result] = score(compile_catalogue(spec), levels)
    return result


def test_fit_counts_each_level_up_to_the_one_asked() -> None:
    """python 2 of 3, sql 5 counts as 3 of 3, git nothing: 2 x 20 + 3 x 10 = 70."""
    result = only(catalogue(ANALYST), {"python": 2, "sql": 5})
    assert (result.fit, result.lead, result.band) == (7_000, 7_000, "nearly-there")
    assert (result.must_haves_met, result.must_haves_of) == (1, 2)
    assert [(line.skill, line.have, line.points, line.points_possible) for line in result.receipt] == [
        ("python", 2, 4_000, 6_000),
        ("sql", 5, 3_000, 3_000),
        ("git", 0, 0, 1_000),
    ]


def test_near_skill_counts_at_a_lower_level() -> None:
    """ruby 5 counts as python 5 - 2 = 3, which meets the must-have: 3 x 20 = 60."""
    result = only(catalogue(ANALYST, near=(Near("ruby", "python", 2),)), {"ruby": 5})
    assert (result.fit, result.must_haves_met) == (6_000, 1)
    assert (result.receipt[0].have, result.receipt[0].via, result.receipt[0].met) == (3, "ruby", True)


def test_near_skill_does_not_lead_back() -> None:
    """Holding python says nothing about ruby."""
    asks_ruby = role("rubyist", Requirement("ruby", 5, essential=True, points_per_level=2_000))
    assert only(catalogue(asks_ruby, near=(Near("ruby", "python", 1),)), {"python": 5}).fit == 0


def test_far_near_skill_counts_for_nothing_not_for_less() -> None:
    """ruby 2 at distance 3 would be -1: the fit is 0."""
    result = only(catalogue(ANALYST, near=(Near("ruby", "python", 3),)), {"ruby": 2})
    assert (result.fit, result.receipt[0].have, result.receipt[0].via) == (0, 0, None)


def test_explicit_none_keeps_near_credit_and_is_known() -> None:
    """python 0 beside ruby 5: effective 3 through ruby, and all 60 points of python are known."""
    spec = catalogue(ANALYST, near=(Near("ruby", "python", 2),))
    result = only(spec, {"ruby": 5, "python": 0})
    assert (result.fit, result.receipt[0].via) == (6_000, "ruby")
    assert result.known == 6_000
    assert only(spec, {"ruby": 4, "python": 0}).known == 6_000
    assert only(spec, {"ruby": 4}).known == 4_000, "unclaimed: only what the near skill shows, 2 x 20"


def test_explicit_none_bounds_what_can_still_come() -> None:
    """git 0 is said, so at best the other 90 points are there."""
    result = only(catalogue(ANALYST), {"git": 0})
    assert (result.fit, result.known, result.highest, result.band) == (0, 1_000, 9_000, "explore")


def test_highest_lets_near_skills_lift_a_claimed_one() -> None:
    """python 1 is claimed, but ruby at 5 would make it 3: nothing is out of reach. Without ruby 40 points are."""
    assert only(catalogue(ANALYST, near=(Near("ruby", "python", 2),)), {"python": 1}).highest == 10_000
    assert only(catalogue(ANALYST), {"python": 1}).highest == 6_000


def test_via_is_null_where_the_own_level_gives_as_much() -> None:
    """ruby 5 and python 3 both give 3: it is the person's own."""
    spec = catalogue(ANALYST, near=(Near("ruby", "python", 2),))
    assert only(spec, {"ruby": 5, "python": 3}).receipt[0].via is None
    assert only(spec, {"ruby": 5, "python": 2}).receipt[0].via == "ruby"


def test_via_names_the_nearest_then_the_first_slug() -> None:
    """Each of them gives python 2: perl and ruby from 1 away, java from 2 away."""
    near = (Near("ruby", "python", 1), Near("java", "python", 2), Near("perl", "python", 1))
    spec = catalogue(ANALYST, near=near)
    assert only(spec, {"ruby": 3, "java": 4, "perl": 3}).receipt[0].via == "perl"
    assert only(spec, {"ruby": 3, "java": 4}).receipt[0].via == "ruby"
    assert only(spec, {"ruby": 3, "java": 5}).receipt[0].via == "java", (
        "the one that gives most comes before the nearest"
    )


def test_kind_of_counts_in_full() -> None:
    spec = catalogue(ANALYST, near=(Near("postgres", "sql", 0),))
    line = only(spec, {"postgres": 3}).receipt[1]
    assert (line.have, line.via, line.points) == (3, "postgres", 3_000)


def test_receipt_lists_must_haves_then_points_possible_then_slug() -> None:
    asked = [
        Requirement("zsh", 1, essential=True, points_per_level=1_000),
        Requirement("awk", 4, essential=False, points_per_level=1_000),
        Requirement("vim", 2, essential=True, points_per_level=1_000),
        Requirement("sed", 2, essential=True, points_per_level=1_000),
        Requirement("bash", 1, essential=False, points_per_level=1_000),
    ]
    receipt = only(catalogue(role("shell", *asked)), {}).receipt
    assert [line.skill for line in receipt] == ["sed", "vim", "zsh", "awk", "bash"]


EDGES = role(
    "edges",
    Requirement("a", 1, essential=True, points_per_level=3_999),
    Requirement("b", 1, essential=False, points_per_level=1),
    Requirement("c", 1, essential=False, points_per_level=2_499),
    Requirement("d", 1, essential=False, points_per_level=1),
    Requirement("e", 1, essential=False, points_per_level=1_499),
    Requirement("f", 1, essential=False, points_per_level=1),
    Requirement("g", 1, essential=False, points_per_level=2_000),
)


@pytest.mark.parametrize(
    ("held", "fit", "expected"),
    [
        ("a", 3_999, "explore"),
        ("ab", 4_000, "stretch"),
        ("abc", 6_499, "stretch"),
        ("abcd", 6_500, "nearly-there"),
        ("abcde", 7_999, "nearly-there"),
        ("abcdef", 8_000, "ready"),
    ],
)
def test_bands_begin_exactly_at_40_65_and_80(held: str, fit: int, expected: str) -> None:
    result = only(catalogue(EDGES), dict.fromkeys(held, 1))
    assert (result.fit, result.band) == (fit, expected)


def test_without_a_must_have_nobody_is_ready() -> None:
    """Everything but c, which is the only must-have here: 85.00 and still nearly there."""
    missing = role(
        "missing",
        Requirement("b", 1, essential=False, points_per_level=8_500),
        Requirement("c", 1, essential=True, points_per_level=1_500),
    )
    result = only(catalogue(missing), {"b": 1})
    assert (result.fit, result.band, result.must_haves_met) == (8_500, "nearly-there", 0)


def test_without_claims_nothing_is_said() -> None:
    """Fit, lead and band are null, known is 0, every have 0; roles by title, case-folded, then slug."""
    spec = catalogue(
        role("a", PYTHON, SQL, GIT, title="zoo keeper"),
        role("c", PYTHON, SQL, GIT, title="Analyst"),
        role("b", PYTHON, SQL, GIT, title="analyst"),
        role("d", PYTHON, SQL, GIT, title="Builder"),
    )
    results = score(compile_catalogue(spec), {})
    assert [result.role for result in results] == ["b", "c", "d", "a"]
    for result in results:
        assert (result.fit, result.lead, result.band) == (None, None, None)
        assert (result.known, result.highest, result.must_haves_met, result.must_haves_of) == (0, 10_000, 0, 2)
        assert [(line.have, line.points, line.via) for line in result.receipt] == [(0, 0, None)] * 3
    assert ranking(compile_catalogue(spec), {}) == tuple((slug, None, None) for slug in "bcda")
    assert fits(compile_catalogue(spec), {}) == dict.fromkeys("abcd")


def test_roles_without_must_haves_can_be_ready() -> None:
    assert only(catalogue(role("easy", Requirement("a", 1, False, 10_000))), {"a": 1}).band == "ready"


def whole(slug: str, skill: str, *, typical: int = 0, essential: bool = False) -> RoleSpec:
    """A role that asks one skill at 5: each level is worth 20.00."""
    return role(slug, Requirement(skill, 5, essential, 2_000), typical=typical)


def test_rank_is_by_lead_before_fit() -> None:
    """c leads by 70, a by 80 - 15 = 65 although it has the higher fit, b by 60."""
    asks_c = role("c", Requirement("z", 1, False, 7_000), Requirement("no", 1, False, 3_000))
    spec = catalogue(whole("a", "x", typical=1_500), whole("b", "y"), asks_c)
    order = ranking(compile_catalogue(spec), {"x": 4, "y": 3, "z": 1})
    assert order == (("c", 7_000, 7_000), ("a", 8_000, 6_500), ("b", 6_000, 6_000))


def test_equal_leads_rank_by_fit() -> None:
    """Both lead by 50: b with a fit of 60 over 10, a with 50 over 0."""
    asks_b = role("b", Requirement("y", 5, False, 1_000), Requirement("z", 1, False, 5_000), typical=1_000)
    asks_a = role("a", Requirement("x", 2, False, 5_000))
    spec = catalogue(asks_a, asks_b)
    assert ranking(compile_catalogue(spec), {"x": 1, "y": 1, "z": 1}) == (("b", 6_000, 5_000), ("a", 5_000, 5_000))


def test_equal_fits_rank_by_must_haves_met_then_slug() -> None:
    """All at 100.00: c meets two must-haves, b and d one each, a none."""
    half = [Requirement("x", 1, True, 5_000), Requirement("y", 1, True, 5_000)]
    spec = catalogue(
        whole("d", "z", essential=True), whole("a", "z"), whole("b", "z", essential=True), role("c", *half)
    )
    order = ranking(compile_catalogue(spec), {"x": 1, "y": 1, "z": 5})
    assert [slug for slug, _, _ in order] == ["c", "b", "d", "a"]


def test_must_haves_count_by_number_not_by_share() -> None:
    """Both at 50.00: a meets all of its 1, b 2 of its 3; the count decides."""
    a = role("a", Requirement("x", 1, True, 5_000), Requirement("no", 1, False, 5_000))
    b = role(
        "b", *(Requirement(skill, 1, True, points) for skill, points in [("y", 2_500), ("z", 2_500), ("no", 5_000)])
    )
    order = ranking(compile_catalogue(catalogue(a, b)), {"x": 1, "y": 1, "z": 1})
    assert order == (("b", 5_000, 5_000), ("a", 5_000, 5_000))


def test_ready_stands_above_stretch_even_by_a_hair() -> None:
    """The widest typicals there may be: ready at 80.00 leads by 65.00, stretch at 64.99 by 64.99."""
    ready = role("z", Requirement("x", 1, True, 8_000), Requirement("no", 1, False, 2_000), typical=1_500)
    stretch = role("a", Requirement("x", 1, True, 6_499), Requirement("no", 1, False, 3_501))
    results = score(compile_catalogue(catalogue(ready, stretch)), {"x": 1})
    assert [(one.lead, one.band) for one in results] == [(6_500, "ready"), (6_499, "stretch")]


def test_typical_waits_for_min_claims_skills_above_none() -> None:
    """min_claims 2: a skill at 0 is a claim but not one of the two."""
    compiled = compile_catalogue(catalogue(whole("a", "x", typical=1_500), more="y", min_claims=2))
    assert ranking(compiled, {"x": 4, "y": 0}) == (("a", 8_000, 8_000),)
    assert ranking(compiled, {"x": 4, "y": 1}) == (("a", 8_000, 6_500),)


def test_unasked_skill_changes_nothing_but_that_something_is_claimed() -> None:
    result = only(catalogue(ANALYST, more="juggling"), {"juggling": 5})
    assert (result.fit, result.known, result.band) == (0, 0, "explore")


def test_catalogue_without_roles_ranks_none() -> None:
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
def test_faults_in_levels_are_named(function, levels, error, named) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error, match=named):
        function(compile_catalogue(catalogue(ANALYST)), levels)
