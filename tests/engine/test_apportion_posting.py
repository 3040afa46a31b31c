"""The shares of what a job ad asks: one half may be empty, and everything may be asked at 3."""

import itertools

import pytest

from matching.engine import ApportionmentError, Demand, apportion, apportion_posting, band


def demands(levels: tuple[int, ...], essential: tuple[bool, ...]) -> list[Demand]:
    return [Demand(f"s{at}", level, 3, must) for at, (level, must) in enumerate(zip(levels, essential, strict=True))]


def test_by_hand() -> None:
    """Two must-haves at 4 and 3 and one nice to have at 2: 25.00, 25.00 and 50.00 are wished for.

    16 s + 9 t + 4 u = 10,000 with s near 156.25, t near 277.78, u near 1250. With (156, 280, 1246) it costs
    16 * 0.0625 + 9 * 4.94 + 4 * 16 = 109.4; with (156, 276, 1255) 1 + 28.4 + 100 = 129.4; (157, 276, 1251) costs
    9 + 28.4 + 4 = 41.4; (155, 280, 1250) 25 + 44.4 + 0 = 69.4; (156, 278, 1250.5) is not whole.
    """
    assert apportion_posting(demands((4, 3, 2), (True, True, False))) == ({"s0": 157, "s1": 276, "s2": 1251}, 10_000)


def test_with_both_halves_and_a_solution_it_is_what_publishing_gives() -> None:
    for levels in itertools.product((1, 2, 3, 4, 5), repeat=3):
        asked = demands(levels, (True, True, False))
        if set(levels) == {3}:
            with pytest.raises(ApportionmentError):
                apportion(asked)
        else:
            assert apportion_posting(asked) == (apportion(asked), 10_000)


def test_everything_at_3_comes_as_near_as_whole_hundredths_can() -> None:
    for number in range(1, 40):
        shares, total = apportion_posting(demands((3,) * number, (True,) * number))
        assert total == 9_999 == sum(9 * share for share in shares.values())
        assert max(shares.values()) - min(shares.values()) <= 1


@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize("levels", [(1,), (5, 5), (3, 2), (4, 4, 1), (2, 3, 5)])
def test_one_kind_alone_has_all_points(levels: tuple[int, ...], must: bool) -> None:
    asked = demands(levels, (must,) * len(levels))
    shares, total = apportion_posting(asked)
    assert total == 10_000 == sum(one.shares * shares[one.skill] for one in asked)
    farthest = max(abs(one.shares * shares[one.skill] - 10_000 / len(levels)) for one in asked)
    assert farthest <= 2 * max(levels) ** 2


def test_as_many_as_an_ad_may_ask_always_add_up() -> None:
    for levels in itertools.combinations_with_replacement((1, 2, 3, 4, 5), 4):
        asked = demands(levels * 25, (True,) * 50 + (False,) * 50)
        shares, total = apportion_posting(asked)
        assert total == (9_999 if set(levels) == {3} else 10_000)
        assert sum(one.shares * shares[one.skill] for one in asked) == total


def test_nothing_asked_is_nothing_to_divide() -> None:
    with pytest.raises(ApportionmentError, match="nothing is asked"):
        apportion_posting([])


def test_without_must_haves_the_fit_alone_makes_the_band() -> None:
    assert [band(fit, 0, 0) for fit in (0, 3_000, 5_000, 7_500)] == ["explore", "stretch", "nearly-there", "ready"]
