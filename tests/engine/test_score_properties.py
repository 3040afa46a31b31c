"""The guarantees of the score, each over many small releases and profiles."""

import dataclasses
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching.engine import CatalogueSpec, RoleScore, compile_catalogue, fits, hundredths, ranking, rankings, score
from tests.engine import reference
from tests.engine.catalogues import SKILLS, profiles, same_examples, specs


def as_api(result: RoleScore) -> dict[str, Any]:
    def shown(points: int | None) -> str | None:
        return None if points is None else hundredths(points)

    return {
        "role": result.role,
        "fit": shown(result.fit),
        "lead": shown(result.lead),
        "known": shown(result.known),
        "must_haves": {"met": result.must_haves_met, "of": result.must_haves_of},
        "band": result.band,
        "receipt": [
            {
                "skill": line.skill,
                "need": line.need,
                "have": line.have,
                "via": line.via,
                "points": hundredths(line.points),
                "points_possible": hundredths(line.points_possible),
            }
            for line in result.receipt
        ],
    }


def contract(role: dict[str, Any]) -> dict[str, Any]:
    """The fields of the API's answer; the reference may say more."""
    lines = [{key: value for key, value in line.items() if key != "essential"} for line in role["receipt"]]
    return {**role, "receipt": lines}


@same_examples
@given(specs(), profiles())
def test_equal_to_the_plain_reference(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    assert [as_api(one) for one in score(compile_catalogue(spec), levels)] == [
        contract(one) for one in reference.score(spec, levels)
    ]


@same_examples
@given(specs(), profiles(), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(spec: CatalogueSpec, levels: dict[str, int], dice: random.Random) -> None:
    """Claims, skills, near relations, roles and requirements in any order give the same bytes."""

    def mixed(values: Any) -> Any:
        return tuple(dice.sample(list(values), len(values)))

    roles = (dataclasses.replace(role, requirements=mixed(role.requirements)) for role in mixed(spec.roles))
    other = CatalogueSpec(mixed(spec.skills), mixed(spec.near), tuple(roles), spec.min_claims)
    ordered, mixed_up = compile_catalogue(spec), compile_catalogue(other)
    again = dict(mixed(levels.items()))
    assert repr(score(mixed_up, again)).encode() == repr(score(ordered, levels)).encode()
    assert repr(fits(mixed_up, again)) == repr(fits(ordered, levels))


@same_examples
@given(specs(), profiles())
def test_short_forms_agree_with_the_full_one(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    compiled = compile_catalogue(spec)
    full = score(compiled, levels)
    assert ranking(compiled, levels) == tuple((one.role, one.fit, one.lead) for one in full)
    assert fits(compiled, levels) == {one.role: one.fit for one in full}


@same_examples
@given(specs(), st.lists(profiles(), max_size=6))
def test_many_at_once_are_as_one_by_one(spec: CatalogueSpec, people: list[dict[str, int]]) -> None:
    compiled = compile_catalogue(spec)
    assert rankings(compiled, people) == tuple(ranking(compiled, levels) for levels in people)


@same_examples
@given(specs(), profiles(min_size=1))
def test_points_add_up_exactly(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    for one in score(compile_catalogue(spec), levels):
        assert sum(line.points for line in one.receipt) == one.fit
        assert sum(line.points_possible for line in one.receipt) == 10_000
        assert sum(line.met for line in one.receipt if line.essential) == one.must_haves_met


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


@same_examples
@given(specs(), profiles(min_size=1))
def test_every_add_this_comes_true(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """What one more level is said to bring, worked out from the receipt and the near relations, is what it brings."""
    compiled = compile_catalogue(spec)
    worth = {(role.slug, one.skill): one.points_per_level for role in spec.roles for one in role.requirements}
    for skill in SKILLS:
        raised = min(5, levels.get(skill, 0) + 1)
        reaches = {skill: raised} | {
            near.counts_as: raised - near.distance for near in spec.near if near.skill == skill
        }
        after = fits(compiled, levels | {skill: raised})
        for one in score(compiled, levels):
            promised = sum(
                worth[one.role, line.skill] * max(0, min(reaches.get(line.skill, 0), line.need) - line.have)
                for line in one.receipt
            )
            assert after[one.role] - one.fit == promised


@same_examples
@given(specs(), profiles(min_size=1))
def test_known_and_highest_bound_the_fit(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """fit <= known <= 100, and everything unknown can still come: fit + 100 - known <= highest <= 100."""
    compiled = compile_catalogue(spec)
    at_best = fits(compiled, dict.fromkeys(SKILLS, 5) | levels)
    bands_at_best = {one.role: one.band for one in score(compiled, dict.fromkeys(SKILLS, 5) | levels)}
    for one in score(compiled, levels):
        assert one.fit <= one.known <= 10_000
        assert one.fit + 10_000 - one.known <= one.highest <= 10_000
        assert one.highest == at_best[one.role]
        assert one.highest_band == bands_at_best[one.role]


@same_examples
@given(specs(), profiles(min_size=1), profiles())
def test_no_further_claim_leads_above_highest(
    spec: CatalogueSpec, levels: dict[str, int], further: dict[str, int]
) -> None:
    compiled = compile_catalogue(spec)
    later = fits(compiled, further | levels)
    assert all(later[one.role] <= one.highest for one in score(compiled, levels))


@same_examples
@given(specs())
def test_knowing_everything_is_known_in_full(spec: CatalogueSpec) -> None:
    for one in score(compile_catalogue(spec), dict.fromkeys(SKILLS, 5)):
        assert (one.fit, one.known, one.highest, one.band) == (10_000, 10_000, 10_000, "ready")


@same_examples
@given(specs(), st.dictionaries(st.sampled_from(SKILLS), st.integers(3, 5), min_size=3))
def test_no_stretch_role_stands_above_a_ready_one(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    bands = [one.band for one in score(compile_catalogue(spec), levels)]
    up_to_the_last_ready = bands[: max((at for at, each in enumerate(bands) if each == "ready"), default=0)]
    assert not {"stretch", "explore"} & set(up_to_the_last_ready)


@same_examples
@given(specs(), profiles(min_size=1))
def test_typicals_of_0_rank_by_fit(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    plain = dataclasses.replace(spec, roles=tuple(dataclasses.replace(role, typical=0) for role in spec.roles))
    ranked = [fit for _, fit, _ in ranking(compile_catalogue(plain), levels)]
    assert ranked == sorted(ranked, reverse=True)
