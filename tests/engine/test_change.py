"""Why a fit moved: the parts add up, and each is laid at the right door."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given

from matching.engine import (
    CatalogueSpec,
    ChangePart,
    Compiled,
    Implied,
    Near,
    Renamed,
    Requirement,
    RoleChange,
    compile_catalogue,
    explain_change,
)
from tests.engine import reference
from tests.engine.catalogues import catalogue, profiles, role, same_examples, specs


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(), specs(), profiles())
def test_parts_add_up_for_every_role_that_moved(
    old: CatalogueSpec, old_levels: dict[str, int], new: CatalogueSpec, new_levels: dict[str, int]
) -> None:
    before, after = (
        {one["role"]: one["fit"] for one in reference.standings(*each)}
        for each in ((old, old_levels), (new, new_levels))
    )
    changes = explain_change(compile_catalogue(old), old_levels, compile_catalogue(new), new_levels)
    assert [change.role for change in changes] == sorted(
        slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug)
    )
    for change in changes:
        assert (change.fit_before, change.fit_after) == (before.get(change.role), after.get(change.role))
        moved = (change.fit_after or 0) - (change.fit_before or 0)
        assert sum(part.points for part in change.parts) == moved
        assert all(part.points for part in change.parts)
        assert [(part.cause, part.skill) for part in change.parts] == sorted(
            {(part.cause, part.skill) for part in change.parts}
        )


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(), profiles())
def test_same_release_lays_everything_on_the_profile(
    spec: CatalogueSpec, old_levels: dict[str, int], new_levels: dict[str, int]
) -> None:
    compiled = compile_catalogue(spec)
    changes = explain_change(compiled, old_levels, compiled, new_levels)
    assert {part.cause for change in changes for part in change.parts} <= {"profile"}
    assert explain_change(compiled, old_levels, compiled, dict(old_levels)) == ()


@pytest.mark.thorough
@same_examples
@given(specs(), specs(), profiles())
def test_same_profile_lays_everything_on_the_release(
    old: CatalogueSpec, new: CatalogueSpec, levels: dict[str, int]
) -> None:
    changes = explain_change(compile_catalogue(old), levels, compile_catalogue(new), levels)
    assert {part.cause for change in changes for part in change.parts} <= {"release"}


def analyst(python: int, sql: int, *, slug: str = "analyst", more: str = "", **relations: Any) -> Compiled:
    """Python and SQL at 2, with such shares: level 2 is worth four of them."""
    asked = (Requirement("python", 2, True, python), Requirement("sql", 2, False, sql))
    return compile_catalogue(catalogue(role(slug, *asked), more=more, **relations))


NEAR = (Near("ruby", "python", 1),)


def test_by_hand() -> None:
    """Learned Python 1 (+ 10 on the old release); then a share of Python went from 10 to 15, one of SQL from 15 to 10.

    Before: SQL 4 x 15 = 60. After: Python 15 + SQL 4 x 10 = 55. So + 10, then + 5 and - 20.
    """
    [change] = explain_change(analyst(1_000, 1_500), {"sql": 2}, analyst(1_500, 1_000), {"sql": 2, "python": 1})
    assert change == RoleChange(
        "analyst",
        6_000,
        5_500,
        (
            ChangePart("profile", "python", 1_000, have=(0, 1), need=(2, 2)),
            ChangePart("release", "python", 500, have=(1, 1), need=(2, 2)),
            ChangePart("release", "sql", -2_000, have=(2, 2), need=(2, 2)),
        ),
    )


@pytest.mark.parametrize(
    "relations", [{"near": NEAR}, {"implied": (Implied("ruby", 3, "python", 2),)}], ids=["near", "implied"]
)
def test_credit_of_another_skill_shows_on_the_line_it_lifts(relations: dict[str, Any]) -> None:
    compiled = analyst(1_500, 1_000, **relations)
    [change] = explain_change(compiled, {"sql": 1}, compiled, {"sql": 1, "ruby": 3})
    assert change.parts == (ChangePart("profile", "python", 6_000, have=(0, 2), need=(2, 2), via="ruby"),)
    [back] = explain_change(compiled, {"sql": 1, "ruby": 3}, compiled, {"sql": 1})
    assert back.parts == (ChangePart("profile", "python", -6_000, have=(2, 0), need=(2, 2), via="ruby"),)


def test_moves_that_cancel_out_are_no_move() -> None:
    """Python one down, SQL one up, worth the same: the fit stands, so there is nothing to explain."""
    compiled = analyst(1_250, 1_250)
    assert explain_change(compiled, {"python": 2, "sql": 1}, compiled, {"python": 1, "sql": 2}) == ()


def test_first_claims_start_from_no_fit() -> None:
    compiled = analyst(1_500, 1_000)
    assert explain_change(compiled, {}, compiled, {"sql": 1}) == (
        RoleChange("analyst", None, 1_000, (ChangePart("profile", "sql", 1_000, have=(0, 1), need=(2, 2)),)),
    )
    assert explain_change(compiled, {}, compiled, {"sql": 0}) == (RoleChange("analyst", None, 0, ()),)
    assert explain_change(compiled, {}, compiled, {}) == ()


def test_role_in_one_release_only() -> None:
    levels = {"sql": 1}
    changes = explain_change(analyst(1_500, 1_000, slug="old"), levels, analyst(1_500, 1_000, slug="new"), levels)
    assert changes == (
        RoleChange("new", None, 1_000, (ChangePart("release", "sql", 1_000, have=(1, 1), need=(0, 2)),)),
        RoleChange("old", 1_000, None, (ChangePart("release", "sql", -1_000, have=(1, 1), need=(2, 0)),)),
    )


def test_skill_that_only_the_new_release_has_is_its_doing() -> None:
    """Ruby arrives with release 2, near Python, and was claimed since: the old release could not have counted it."""
    new = analyst(1_500, 1_000, near=NEAR)
    [change] = explain_change(analyst(1_500, 1_000), {"sql": 1}, new, {"sql": 1, "ruby": 3})
    assert change.parts == (ChangePart("release", "python", 6_000, have=(0, 2), need=(2, 2), via="ruby"),)


@pytest.mark.parametrize("new_levels", [{"sql": 1}, {"sql": 1, "ruby": 3}])
def test_skill_that_only_the_old_release_has_is_not_the_profiles_loss(new_levels: dict[str, int]) -> None:
    """Whether or not the claim is still handed in, it was the editors who took Ruby away."""
    old = analyst(1_500, 1_000, near=NEAR)
    [change] = explain_change(old, {"sql": 1, "ruby": 3}, analyst(1_500, 1_000), new_levels)
    assert change.parts == (ChangePart("release", "python", -6_000, have=(2, 0), need=(2, 2), via="ruby"),)


def test_a_renamed_skill_and_role_are_the_same_under_another_name() -> None:
    """SQL 1 became 2 while the release called python "py" and the analyst "bi": all of it is the profile's doing."""
    old = analyst(1_500, 1_000, near=NEAR)
    asked = (Requirement("py", 2, True, 1_500), Requirement("sql", 2, False, 1_000))
    new = compile_catalogue(catalogue(role("bi", *asked), near=(Near("rb", "py", 1),)))
    renamed = Renamed(skills={"python": "py", "ruby": "rb"}, roles={"analyst": "bi"})
    before, after = {"ruby": 3, "sql": 1}, {"rb": 3, "sql": 2}
    assert explain_change(old, before, new, after, renamed) == (
        RoleChange("bi", 7_000, 10_000, (ChangePart("profile", "sql", 3_000, have=(1, 2), need=(2, 2)),)),
    )
    assert explain_change(old, before, new, {"rb": 3, "sql": 1}, renamed) == ()
    [change] = explain_change(old, before, new, {"rb": 2, "sql": 1}, renamed)
    assert change.parts == (ChangePart("profile", "py", -4_500, have=(2, 1), need=(2, 2), via="rb"),)


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(), profiles())
def test_renaming_everything_changes_no_reason(
    spec: CatalogueSpec, old_levels: dict[str, int], new_levels: dict[str, int]
) -> None:
    def new(slug: str) -> str:
        return f"new-{slug}"

    again = CatalogueSpec(
        tuple(map(new, spec.skills)),
        tuple(Near(new(one.skill), new(one.counts_as), one.distance) for one in spec.near),
        tuple(Implied(new(one.skill), one.level, new(one.needs), one.needs_level) for one in spec.implied),
        tuple(
            dataclasses.replace(
                each,
                slug=new(each.slug),
                requirements=tuple(dataclasses.replace(one, skill=new(one.skill)) for one in each.requirements),
            )
            for each in spec.roles
        ),
    )
    renamed = Renamed({s: new(s) for s in spec.skills}, {each.slug: new(each.slug) for each in spec.roles})
    compiled = compile_catalogue(spec)
    levels = {new(skill): level for skill, level in new_levels.items()}
    told = explain_change(compiled, old_levels, compile_catalogue(again), levels, renamed)
    plain = explain_change(compiled, old_levels, compiled, new_levels)
    assert [(change.role, change.fit_before, change.fit_after) for change in told] == [
        (new(change.role), change.fit_before, change.fit_after) for change in plain
    ]
    for change, same in zip(told, plain, strict=True):
        assert [(part.cause, part.skill, part.points) for part in change.parts] == [
            (part.cause, new(part.skill), part.points) for part in same.parts
        ]


def test_skill_that_neither_release_has_is_named() -> None:
    compiled = analyst(1_500, 1_000)
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        explain_change(compiled, {}, compiled, {"cobol": 3})
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        explain_change(compiled, {"cobol": 3}, compiled, {})
