"""Near relations, closed: shortest distances, checked against Floyd and Warshall's three loops; and claims that would
raise their own skill through the closure."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import (
    CatalogueSpec,
    Implied,
    Near,
    NearCircleError,
    close,
    compile_catalogue,
    effective_levels,
    self_raising,
)
from tests.engine import reference
from tests.engine.catalogues import SKILLS, catalogue, nears, same_examples


def floyd_warshall(near: tuple[Near, ...]) -> dict[tuple[str, str], int]:
    far = 99
    distance = {(a, b): 0 if a == b else far for a in SKILLS for b in SKILLS}
    for one in near:
        distance[one.skill, one.counts_as] = min(one.distance, distance[one.skill, one.counts_as])
    for through in SKILLS:
        for a in SKILLS:
            for b in SKILLS:
                distance[a, b] = min(distance[a, b], distance[a, through] + distance[through, b])
    return {(a, b): d for (a, b), d in distance.items() if a != b and d <= 4}


@pytest.mark.thorough
@same_examples
@given(nears())
def test_closure_has_every_shortest_distance_up_to_4(near: tuple[Near, ...]) -> None:
    closed = close(near)
    assert {(one.skill, one.counts_as): one.distance for one in closed} == floyd_warshall(near)
    assert len(closed) == len({(one.skill, one.counts_as) for one in closed})


@pytest.mark.thorough
@same_examples
@given(nears(), st.randoms(use_true_random=False))
def test_closure_is_sorted_whatever_the_order_and_closed(near: tuple[Near, ...], dice: random.Random) -> None:
    closed = close(near)
    assert list(closed) == sorted(closed, key=lambda one: (one.skill, one.counts_as))
    assert close(dice.sample(near, len(near))) == closed
    assert close(closed) == closed


def test_chain_is_cut_where_nothing_is_left_of_level_5() -> None:
    """a -2-> b -2-> c -1-> d: c is 4 from a, d would be 5."""
    chain = [Near("a", "b", 2), Near("b", "c", 2), Near("c", "d", 1)]
    assert [(one.skill, one.counts_as, one.distance) for one in close(chain)] == [
        ("a", "b", 2),
        ("a", "c", 4),
        ("b", "c", 2),
        ("b", "d", 3),
        ("c", "d", 1),
    ]


def test_way_round_can_be_shorter() -> None:
    assert Near("a", "c", 2) in close([Near("a", "c", 4), Near("a", "b", 1), Near("b", "c", 1)])


def test_shorter_of_two_sayings_counts() -> None:
    assert close([Near("a", "b", 3), Near("a", "b", 1), Near("a", "b", 2)]) == (Near("a", "b", 1),)


def test_nothing_is_near_itself_by_a_round_trip() -> None:
    assert close([Near("a", "b", 1), Near("b", "a", 1)]) == (Near("a", "b", 1), Near("b", "a", 1))


def test_circle_of_kinds_is_refused_by_name() -> None:
    """a is a kind of b, b of c, c of a; the circle is told in the direction of its arrows."""
    with pytest.raises(NearCircleError) as caught:
        close([Near("a", "b", 0), Near("b", "c", 0), Near("c", "a", 0), Near("z", "a", 0)])
    circle = caught.value.circle
    assert circle[0] == circle[-1]
    assert set(pairwise(circle)) == {("a", "b"), ("b", "c"), ("c", "a")}
    assert " -> ".join(circle) in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_circle_with_a_step_in_it_is_fine() -> None:
    """a is a kind of b; b counts as a one level lower."""
    assert len(close([Near("a", "b", 0), Near("b", "a", 1)])) == 2


def test_shorter_saying_can_make_the_circle() -> None:
    with pytest.raises(NearCircleError):
        close([Near("a", "b", 2), Near("a", "b", 0), Near("b", "a", 0)])


def test_open_relations_are_not_compiled() -> None:
    near = (Near("a", "b", 1), Near("b", "c", 1))
    with pytest.raises(ValueError, match="not closed"):
        compile_catalogue(CatalogueSpec(("a", "b", "c"), near, (), ()))
    compile_catalogue(CatalogueSpec(("a", "b", "c"), close(near), (), ()))


def test_self_raising_claims_are_those_of_the_reference() -> None:
    """Over catalogues of three skills, in which rules meet often."""
    dice = random.Random(1)
    found = 0
    for _ in range(300):
        pairs = [tuple(dice.sample("abc", 2)) for _ in range(2)]
        near = {pair: dice.randint(int(pair[0] > pair[1]), 2) for pair in pairs}
        rules = {(*dice.sample("abc", 2), dice.randint(1, 5)): dice.randint(1, 5) for _ in range(dice.randint(0, 5))}
        spec = CatalogueSpec(
            ("a", "b", "c"),
            close(Near(*pair, distance) for pair, distance in near.items()),
            tuple(Implied(skill, level, needs, at) for (skill, needs, level), at in rules.items()),
            (),
        )
        assert list(self_raising(spec)) == sorted(reference.self_raising(spec))
        found += bool(self_raising(spec))
    assert 50 < found < 250, "both kinds of catalogue are met"


def test_a_kind_of_what_it_implies_raises_itself() -> None:
    """Pandas 1 implies data frames 3, and frames are filed as a kind of pandas: levels 1 and 2 of both become 3."""
    spec = catalogue(near=(Near("frames", "pandas", 0),), implied=(Implied("pandas", 1, "frames", 3),))
    assert self_raising(spec) == (("frames", 1, 3), ("frames", 2, 3), ("pandas", 1, 3), ("pandas", 2, 3))


def test_near_comes_last_and_can_raise_too() -> None:
    """Pandas 1 implies frames 3, which count as pandas 3 - 1 = 2; pandas 2 stays 2. Nothing else is raised."""
    spec = catalogue(near=(Near("frames", "pandas", 1),), implied=(Implied("pandas", 1, "frames", 3),))
    assert self_raising(spec) == (("pandas", 1, 2),)
    assert self_raising(catalogue(near=(Near("frames", "pandas", 2),), implied=spec.implied)) == ()


def test_levels_by_hand() -> None:
    """Keras 4 is a kind of deep learning 4, which implies Python 3, which implies shell 1. Near skills come last:
    Python 3 counts as Ruby 2, which would imply gems if it were held, and so implies nothing."""
    spec = catalogue(
        near=(Near("keras", "deep-learning", 0), Near("python", "ruby", 1)),
        implied=(
            Implied("deep-learning", 4, "python", 3),
            Implied("python", 2, "shell", 1),
            Implied("ruby", 2, "gems", 2),
        ),
    )
    assert effective_levels(spec, {"keras": 4}) == {"keras": 4, "deep-learning": 4, "python": 3, "shell": 1, "ruby": 2}
    assert effective_levels(spec, {"keras": 3}) == {"keras": 3, "deep-learning": 3}
    assert effective_levels(spec, {"ruby": 2, "python": 0}) == {"ruby": 2, "gems": 2}
    assert effective_levels(spec, {}) == {}
