"""Profiles of three skills: which of them are counted, which three are drawn, and what is an absurd first role."""

from pathlib import Path

import numpy as np
import pytest

from matching import engine
from matching.evaluation import ours
from matching.evaluation.cuts import cut, cuts, is_absurd
from matching.evaluation.tasks import Sample
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import document


def compiled(usual_of_b: int) -> engine.Compiled:
    """Role a asks "one", role b "two", each with a valued rest; at level 3 "one" gives 4.50 and "two" 9.90 or 9.00."""
    skills = ("four", "one", "rest", "three", "two")

    def role(slug: str, asked: dict[str, int], usual: int) -> engine.RoleSpec:
        rest = 10_000 - sum(9 * share for share in asked.values())
        needs = [engine.Requirement(skill, 3, essential=True, share=share) for skill, share in asked.items()]
        return engine.RoleSpec(slug, slug, usual, (*needs, engine.Requirement("rest", 1, essential=False, share=rest)))

    roles = (role("a", {"one": 50}, 0), role("b", {"two": 110, "three": 100}, usual_of_b))
    return engine.compile_catalogue(engine.CatalogueSpec(skills, (), (), roles))


def told(*profiles: tuple[str, ...]) -> ours.Told:
    samples = [Sample(f"row-{at}", "a", ()) for at in range(len(profiles))]
    return ours.Told(samples, [dict.fromkeys(one, 3) for one in profiles], np.zeros((len(profiles), 2), dtype=np.int64))


def test_counted_by_hand() -> None:
    """one + two + four: fits a 4.50, b 9.90, of whose usual 15.00 x 9.90 / 25.00 = 5.94 counts, so a leads by 4.50 to
    3.96 and has under half of 9.90. one + three + four: a 4.50, b 9.00, leads 4.50 and 3.60; exactly half is not under.
    """
    rows = told(("one", "two", "four"), ("one", "three", "four"), ("two", "three", "four"), ("one", "two"), ())
    assert cuts(compiled(1_500), rows) == {"n": 3, "absurd": 1, "share": 1 / 3}
    assert cuts(compiled(0), rows) == {"n": 3, "absurd": 0, "share": 0.0}
    assert cuts(compiled(0), told(("one",))) == {"n": 0, "absurd": 0, "share": None}


@pytest.mark.parametrize(
    ("fits", "absurd"),
    [([499, 1_000], True), ([500, 1_000], False), ([500, 200, 1_001], True), ([0, 0], False), ([7, 3], False)],
)
def test_a_first_role_is_absurd_under_half_of_the_best_fit(fits: list[int], absurd: bool) -> None:
    ranked = [engine.Ranked(str(at), fit, 0, close=False) for at, fit in enumerate(fits)]
    assert is_absurd(ranked) is absurd


def test_the_same_three_are_drawn_whatever_the_order_and_another_id_draws_others() -> None:
    profile = dict.fromkeys("abcdefghij", 3)
    backwards = dict(reversed(profile.items()))
    assert cut("x", profile) == cut("x", backwards)
    drawn = [frozenset(cut(f"row-{at}", profile)) for at in range(300)]
    assert {len(one) for one in drawn} == {3}
    assert len(set(drawn)) > 80, "of 120"
    assert set().union(*drawn) == profile.keys()
    assert cut("x", {"a": 1, "b": 2, "c": 5}) == {"a": 1, "b": 2, "c": 5}


@pytest.mark.usefixtures("plain")
def test_who_has_fewer_than_three_skills_is_not_cut(tmp_path: Path, catalogue: Path) -> None:
    lists = [("1", "data-engineer", "Alfa|Bravo|Charlie|Delta"), ("2", "ml-engineer", "Alfa|Bravo|Alfa suite|Juggling")]
    folder = data.write(tmp_path / "data", lists=lists)
    assert document(folder, catalogue)["tasks"]["lists"]["cuts"]["n"] == 1
