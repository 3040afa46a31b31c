"""Colours can be told apart, light and dark: every pair in use has the contrast that WCAG 2.2 asks."""

import re

import pytest
from django.conf import settings

from matching.about.styleguide import tokens
from matching.about.styleguide.tokens import DECORATIVE, LEAST, PAIRS, Contrast

STYLES = settings.BASE_DIR / "careers/static/careers/css"
READ = tokens.tokens(tokens.FILE.read_text())


@pytest.mark.parametrize("one", READ.contrasts, ids=lambda one: f"{one.pair.front}-on-{one.pair.back}-{one.pair.kind}")
def test_a_pair_has_the_contrast_it_needs(one: Contrast) -> None:
    least = 100 * LEAST[one.pair.kind]
    assert one.light >= least
    assert one.dark >= least
    assert one.enough


def test_a_pair_with_too_little_is_found() -> None:
    pale = tokens.FILE.read_text().replace("--ink-2: #555449", "--ink-2: #999")
    assert [one.pair.front for one in tokens.tokens(pale).contrasts if not one.enough].count("ink-2") >= 3


def test_every_colour_has_a_pair_or_is_decoration() -> None:
    paired = {name for pair in PAIRS for name in (pair.front, pair.back)}
    assert {one.name for one in READ.colours} == paired | DECORATIVE.keys()
    assert len({(pair.kind, pair.front, pair.back) for pair in PAIRS}) == len(PAIRS)


def test_every_colour_of_text_is_paired_as_text() -> None:
    sheet = (STYLES / "app.css").read_text()
    used = set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", sheet))
    assert len(used) > 5
    assert sorted(used - {pair.front for pair in PAIRS if pair.kind == "text"}) == []


@pytest.mark.parametrize("name", ["app.css", "styleguide.css"])
def test_colours_stand_in_the_tokens_alone(name: str) -> None:
    """Masks need black, a QR code white, and paper is white when printed."""
    sheet = re.sub(r"/\*.*?\*/", "", (STYLES / name).read_text(), flags=re.DOTALL)
    screen = re.sub(r"@media print \{.*?\n\}", "", sheet, flags=re.DOTALL)
    rest = [line for line in screen.splitlines() if re.search(r"#[0-9a-f]{3,8}\b(?!-)", line) and "mask" not in line]
    assert [
        line for line in rest if "#0000" not in line and ".code-square" not in line and not re.match(r"#\w+", line)
    ] == []


def test_light_and_dark_name_the_same_colours() -> None:
    light = {one.name for one in READ.colours}
    assert all(re.fullmatch(r"#[0-9a-f]{3,6}|rgb\(.*", one.light) for one in READ.colours)
    named = re.findall(r"--([\w-]+): (?:#|rgb)", tokens.FILE.read_text().split(tokens.DARK)[0])
    assert set(named) == light


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#fff", "#000", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#fff", 4.54), ("#0000ff", "#fff", 8.59)],
)
def test_the_formula_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert tokens.contrast(one, other) == tokens.contrast(other, one) == pytest.approx(ratio, abs=0.01)
