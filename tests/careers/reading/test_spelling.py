"""Slips of the fingers: what is read as one, and what is another word."""

import pytest

from careers.reading import spelling
from careers.reading.spelling import Spelling

NAMES = "Teacher, Policy officer, project management, secrets management, GDPR, doctor, Docker, stack, lawyer"
SPELLING = Spelling(f"{NAMES}, Python developer, machine learning, ISO 42001, customer interviews".split(", "))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("techer", ["teacher"]),  # too few
        ("teeacher", ["teacher"]),  # too many
        ("teahcer", ["teacher"]),  # swapped
        ("teachar", ["teacher"]),  # wrong, in a long word
        ("lawer", ["lawyer"]),
        ("gdrp", ["gdpr"]),
        ("gdp", []),  # too short for anything but a swap
        ("docter", ["doctor"]),  # a vowel for a vowel, and not Docker
        ("police officer", []),  # a word of its own
        ("slack", []),
        ("beacher", []),  # the first letter is never the slip
        ("phyton developer", ["python developer"]),  # all letters there
        ("machin lerning", ["machine learning"]),
        ("managment", ["management"]),
        ("manegemant", ["management"]),  # two, in a long word
        ("teaacherr", []),  # two, in a word that is too short for them
        ("iso 42010", []),  # another number
        ("project management", []),  # every word is known
        ("customer service", []),  # a word that is nothing, and near nothing
        ("", []),
        (" ( , ", []),
    ],
)
def test_what_was_meant(typed: str, meant: list[str]) -> None:
    assert SPELLING.meant(typed) == meant


def test_the_fewest_slips_come_first() -> None:
    assert Spelling(["planner", "plannnner"]).meant("plaanner") == ["planner"]
    assert Spelling(["statistics", "statistical"]).meant("statisticl") == ["statistical", "statistics"]


def test_few_queries_are_tried_however_many_words_are_near() -> None:
    near = Spelling(["planets", "planeta", "planete", "planeto"])
    tried = near.meant(" ".join(["planetx"] * spelling.MOST_WORDS))
    assert len(tried) == spelling.MOST_TRIED
    assert near.meant(" ".join(["planetx"] * (spelling.MOST_WORDS + 1))) == []
