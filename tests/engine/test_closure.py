"""Near relations, closed: shortest distances, checked against Floyd and Warshall's three loops."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import CatalogueSpec, Near, NearCircleError, close, compile_catalogue
from tests.engine.catalogues import SKILLS, nears, same_examples


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


@same_examples
@given(nears())
def test_closure_has_every_shortest_distance_up_to_4(near: tuple[Near, ...]) -> None:
    closed = close(near)
    assert {(one.skill, one.counts_as): one.distance for one in closed} == floyd_warshall(near)
    assert len(closed) == len({(one.skill, one.counts_as) for one in closed})


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
        compile_catalogue(CatalogueSpec(("a", "b", "c"), near, (), 0))
    compile_catalogue(CatalogueSpec(("a", "b", "c"), close(near), (), 0))
