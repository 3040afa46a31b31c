"""Numbers as texts."""

import pytest

from careers.words import hundredths


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0.00"), (7, "0.07"), (100, "1.00"), (7_125, "71.25"), (10_000, "100.00"), (-7, "-0.07"), (-1_250, "-12.50")],
)
def test_hundredths(n: int, text: str) -> None:
    assert hundredths(n) == text
