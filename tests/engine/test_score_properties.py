"""The guarantees of the score, each over many small releases and profiles."""

import dataclasses
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import (
    CatalogueSpec,
    Ranked,
    RoleScore,
    compile_catalogue,
    effective_levels,
    fit_and_band,
    fits,
    ranking,
    rankings,
    score,
)
from tests.engine import reference
from tests.engine.catalogues import NUMBERS, SKILLS, numbered, profiles, same_examples, some_levels, specs

SEED = 20261128


def plainly(result: RoleScore) -> dict[str, Any]:
    """A score of the engine as the reference writes it."""
    return {
        "role": result.role,
        "title": result.title,
        "fit": result.fit,
        "usual": result.usual,
        "lead": result.lead,
        "close": result.close,
        "known": result.known,
        "must_haves": {"met": result.must_haves_met, "of": result.must_haves_of},
        "band": result.band,
        "highest": result.highest,
        "highest_band": result.highest_band,
        "receipt": [dataclasses.asdict(line) for line in result.receipt],
    }


def expected(spec: CatalogueSpec, levels: dict[str, int]) -> list[dict[str, Any]]:
    return [{key: value for key, value in role.items() if key != "exact"} for role in reference.ranked(spec, levels)]


@pytest.mark.thorough
@settings(same_examples, max_examples=200)
@given(specs(), profiles())
def test_equal_to_the_plain_reference(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    assert [plainly(one) for one in score(compile_catalogue(spec), levels)] == expected(spec, levels)
    have = reference.effective(spec, levels)
    assert effective_levels(spec, levels) == {skill: level for skill, level in have.items() if level}


@pytest.mark.thorough
def test_equal_to_the_plain_reference_in_every_kind_of_case() -> None:
    """Three thousand more; the kinds are counted, so that none of them is missed without anybody noticing."""
    dice = random.Random(SEED)
    releases = [(numbered(number), compile_catalogue(numbered(number))) for number in range(NUMBERS)]
    seen: Counter[str] = Counter()
    for _ in range(3_000):
        spec, compiled = dice.choice(releases)
        levels = some_levels(dice, least=1)
        plain = expected(spec, levels)
        assert [plainly(one) for one in score(compiled, levels)] == plain
        seen.update(kinds(plain))
    common = {"near", "implied", "all close", "some close", "first alone"}
    common |= {"ready", "nearly-there", "stretch", "explore", "usual in part", "usual in full"}
    assert all(seen[kind] > 100 for kind in common), seen
    assert seen["order that the shown leads do not give"] > 3, seen


def kinds(plain: list[dict[str, Any]]) -> Iterator[str]:
    lines = [line for one in plain for line in one["receipt"]]
    yield from filter(None, (line["how"] for line in lines))
    yield from {one["band"] for one in plain}
    close = sum(one["close"] for one in plain)
    if len(plain) > 1:
        yield "all close" if close == len(plain) else "first alone" if close == 1 else "some close"
    if any(one["usual"] for one in plain):
        yield "usual in part" if max(one["fit"] for one in plain) < 2_500 else "usual in full"
    shown = sorted(plain, key=lambda one: (-one["lead"], -one["fit"], -one["must_haves"]["met"], one["role"]))
    if shown != plain:
        yield "order that the shown leads do not give"


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(spec: CatalogueSpec, levels: dict[str, int], dice: random.Random) -> None:
    """Claims, skills, relations, roles and requirements in any order give the same bytes."""

    def mixed(values: Any) -> Any:
        return tuple(dice.sample(list(values), len(values)))

    roles = (dataclasses.replace(role, requirements=mixed(role.requirements)) for role in mixed(spec.roles))
    other = CatalogueSpec(mixed(spec.skills), mixed(spec.near), mixed(spec.implied), tuple(roles))
    ordered, mixed_up = compile_catalogue(spec), compile_catalogue(other)
    again = dict(mixed(levels.items()))
    assert repr(score(mixed_up, again)).encode() == repr(score(ordered, levels)).encode()
    assert repr(fits(mixed_up, again)) == repr(fits(ordered, levels))


@pytest.mark.thorough
@same_examples
@given(specs(), st.lists(profiles(), max_size=6))
def test_short_forms_agree_with_the_full_one(spec: CatalogueSpec, people: list[dict[str, int]]) -> None:
    compiled = compile_catalogue(spec)
    for levels in people:
        full = score(compiled, levels)
        assert ranking(compiled, levels) == tuple(Ranked(one.role, one.fit, one.lead, one.close) for one in full)
        assert fits(compiled, levels) == {one.role: one.fit for one in full}
    assert rankings(compiled, people) == tuple(ranking(compiled, levels) for levels in people)


@same_examples
@given(specs(), profiles())
def test_the_fit_and_band_of_one_role_are_those_of_the_full_score(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """Without claims a score has neither; then a plan begins at a fit of 0."""
    compiled = compile_catalogue(spec)
    if not levels:
        assert all(fit_and_band(compiled, {}, slug) == (0, "explore") for slug in compiled.slugs)
        return
    for one in score(compiled, levels):
        assert fit_and_band(compiled, levels, one.role) == (one.fit, one.band)


def test_the_fit_and_band_have_the_errors_of_the_full_score() -> None:
    compiled = compile_catalogue(numbered(0))
    with pytest.raises(ValueError, match="unknown role 'king'"):
        fit_and_band(compiled, {}, "king")
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        fit_and_band(compiled, {"cobol": 3}, compiled.slugs[0])
    with pytest.raises(ValueError, match="level of ada is 6"):
        fit_and_band(compiled, {"ada": 6}, compiled.slugs[0])
    with pytest.raises(TypeError, match="level of ada is True"):
        fit_and_band(compiled, {"ada": True}, compiled.slugs[0])


@same_examples
@given(specs(), profiles(min_size=1))
def test_points_add_up_exactly(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    for one in score(compile_catalogue(spec), levels):
        assert sum(line.points for line in one.receipt) == one.fit
        assert one.fit - one.usual == one.lead
        assert sum(line.points_possible for line in one.receipt) == 10_000
        assert sum(line.met for line in one.receipt if line.essential) == one.must_haves_met


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(min_size=1))
def test_adding_a_skill_or_a_level_never_lowers_a_fit(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    compiled = compile_catalogue(spec)
    before = {one.role: one for one in score(compiled, levels)}
    for skill in SKILLS:
        for level in range(levels.get(skill, 0), 6):
            for after in score(compiled, levels | {skill: level}):
                assert after.fit >= before[after.role].fit
                assert after.known >= before[after.role].known
                assert after.must_haves_met >= before[after.role].must_haves_met


@pytest.mark.thorough
def test_points_that_only_the_leading_role_gains_never_cost_it_the_first_place() -> None:
    """Every raise of one claim, over a thousand profiles that know little: the more a claim brings there, the more of
    the usual fits counts, and the leading role may have the greatest of them."""
    dice = random.Random(SEED)
    releases = [numbered(number) for number in range(NUMBERS) if len(numbered(number).roles) > 1]
    compiled = {spec: compile_catalogue(spec) for spec in releases}
    seen: Counter[str] = Counter()
    for _ in range(1_000):
        spec = dice.choice(releases)
        levels = {skill: dice.randint(0, 2) for skill in dice.sample(SKILLS, dice.randint(1, 4))}
        first, *others = ranking(compiled[spec], levels)
        usual = {role.slug: role.usual for role in spec.roles}
        for skill in SKILLS:
            for level in range(levels.get(skill, 0) + 1, 6):
                raised = ranking(compiled[spec], levels | {skill: level})
                fit = {one.role: one.fit for one in raised}
                if fit[first.role] > first.fit and all(fit[one.role] == one.fit for one in others):
                    assert raised[0].role == first.role
                    seen["gains"] += 1
                    seen["gains with a greater usual fit"] += usual[first.role] > min(usual.values())
    assert min(seen["gains"], seen["gains with a greater usual fit"]) > 300, seen


@pytest.mark.thorough
@same_examples
@given(specs(), profiles(min_size=1), profiles())
def test_known_and_highest_bound_the_fit(spec: CatalogueSpec, levels: dict[str, int], further: dict[str, int]) -> None:
    """fit <= known <= 100; everything unknown can still come, and nothing that is claimed later leads above that."""
    compiled = compile_catalogue(spec)
    later = fits(compiled, further | levels)
    for one in score(compiled, levels):
        assert one.fit <= one.known <= 10_000
        assert one.fit + 10_000 - one.known <= one.highest <= 10_000
        assert one.fit <= later[one.role] <= one.highest


@same_examples
@given(specs())
def test_knowing_everything_is_known_in_full(spec: CatalogueSpec) -> None:
    for one in score(compile_catalogue(spec), dict.fromkeys(SKILLS, 5)):
        assert (one.fit, one.known, one.highest, one.band) == (10_000, 10_000, 10_000, "ready")


@same_examples
@given(specs(), profiles(min_size=1))
def test_effective_levels_are_the_greatest_that_one_claim_gives(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """So one row for each (skill, level), made once, is enough to score anybody."""
    alone = [reference.effective(spec, {skill: level}) for skill, level in levels.items()]
    assert reference.effective(spec, levels) == {skill: max(each[skill] for each in alone) for skill in SKILLS}
