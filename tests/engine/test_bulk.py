"""Many profiles at once: the same fits, must-haves and ranks as the plain reference gives each of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import CatalogueSpec, Ranked, compile_catalogue, fits_of, packed, rankings
from matching.engine import bulk as bulk_module
from tests.engine import reference
from tests.engine.catalogues import profiles, same_examples, specs

People = list[dict[str, int]]


@same_examples
@given(specs(), st.lists(profiles(), max_size=8))
def test_every_profile_has_the_fits_of_the_reference(spec: CatalogueSpec, people: People) -> None:
    compiled = compile_catalogue(spec)
    found = fits_of(compiled, packed(compiled, people))
    assert (found.points.shape, found.met.shape) == ((len(compiled.roles), len(people)),) * 2
    for at, levels in enumerate(people):
        told = {one["role"]: one for one in reference.standings(spec, levels)}
        assert bool(found.claimed[at]) == bool(levels)
        for role, slug in enumerate(compiled.slugs):
            assert int(found.points[role, at]) == (told[slug]["fit"] or 0)
            assert int(found.met[role, at]) == told[slug]["must_haves"]["met"]


@same_examples
@given(specs(), st.lists(profiles(), max_size=8))
def test_every_profile_has_the_ranks_of_the_reference(spec: CatalogueSpec, people: People) -> None:
    told = [reference.standings(spec, levels) for levels in people]
    expected = tuple(tuple(Ranked(*(one[key] for key in ("role", "fit", "lead", "close"))) for one in p) for p in told)
    assert rankings(compile_catalogue(spec), people) == expected


@same_examples
@given(specs(), st.lists(profiles(), min_size=1, max_size=9), st.integers(1, 4))
def test_blocks_change_nothing(spec: CatalogueSpec, people: People, block: int) -> None:
    compiled = compile_catalogue(spec)
    codes = packed(compiled, people)
    whole = fits_of(compiled, codes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_module, "BLOCK", block)
        parts = fits_of(compiled, codes)
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))


@same_examples
@given(specs(), profiles())
def test_codes_tell_a_claim_of_none_from_no_claim(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    compiled = compile_catalogue(spec)
    [row] = packed(compiled, [levels]).tolist()
    assert row == [levels[skill] + 1 if skill in levels else 0 for skill in spec.skills]


@pytest.mark.parametrize("levels", [{"ada": 6}, {"ada": True}, {"ada": 3.0}, {"cobol": 1}, {"ada": None}])
def test_a_wrong_level_is_refused_as_for_one_profile(levels: dict[str, int]) -> None:
    compiled = compile_catalogue(CatalogueSpec(("ada",), (), (), ()))
    with pytest.raises((TypeError, ValueError)):
        rankings(compiled, [{}, levels])


@pytest.mark.parametrize(
    "codes",
    [
        np.zeros((2, 3), dtype=np.uint8),
        np.zeros(1, dtype=np.uint8),
        np.zeros((2, 1), dtype=np.int64),
        np.full((2, 1), 7, dtype=np.uint8),
    ],
)
def test_codes_of_another_shape_are_refused(codes: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> None:
    with pytest.raises(ValueError, match=r"bytes, not|a code is from 0 to 6"):
        fits_of(compile_catalogue(CatalogueSpec(("ada",), (), (), ())), codes)


def test_nobody_at_all() -> None:
    compiled = compile_catalogue(CatalogueSpec(("ada",), (), (), ()))
    assert rankings(compiled, []) == ()
    assert rankings(compiled, [{"ada": 1}]) == ((),)
