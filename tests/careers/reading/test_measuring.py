"""How a reader is measured on labelled texts, with a reader whose finds are given."""

from collections.abc import Sequence
from typing import NamedTuple

from careers.reading.reader import Find
from tests.careers.reading import labelled
from tests.careers.reading.measuring import Levels, Score, measure, together
from tests.careers.reading.texts.__main__ import table

SKILLS = {"go", "java", "python", "sql"}
HEAD = "# kind: cv\n# layout: list\n# written: before\n\n"
TEXT = labelled.parse(
    "cv-x.txt", HEAD + "{{Python 3|python 4}}, {{SQL|sql 2}}, {{SQL|sql}}, {{Go|go 1}}; no Java", SKILLS
)


class Levelled(NamedTuple):
    """A find of a reader that proposes levels."""

    skill: str
    start: int
    end: int
    level: int | None


class Given:
    def __init__(self, *finds: Find | Levelled) -> None:
        self.finds = finds

    def find(self, text: str, *, this_year: int | None = None) -> Sequence[Find | Levelled]:
        return self.finds


PYTHON, SQL, JAVA = Find("python", 0, 6), Find("sql", 10, 13), Find("java", 27, 31)


def test_skills_are_compared_as_sets_and_mentions_by_their_places() -> None:
    found = measure(Given(PYTHON, SQL, JAVA), TEXT)
    assert found.skills == Score(right=2, found=3, met=2, wanted=3)
    assert found.mentions == Score(right=2, found=3, met=2, wanted=4)
    assert found.false == (JAVA,)
    assert [(one.skill, one.start) for one in found.missed] == [("sql", 15), ("go", 20)]


def test_another_skill_in_the_same_place_is_false_and_the_label_missed() -> None:
    found = measure(Given(Find("java", 0, 6)), TEXT)
    assert found.mentions == Score(right=0, found=1, met=0, wanted=4)


def test_the_same_skill_next_to_a_label_is_false() -> None:
    assert measure(Given(Find("sql", 13, 15)), TEXT).mentions.right == 0


def test_shares() -> None:
    score = Score(right=1, found=2, met=1, wanted=4)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.25, 1 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (None, None, None)
    assert Score(0, 1, 0, 1).f1 == 0.0


def test_levels_are_the_highest_of_a_skill_and_a_missing_one_is_wrong() -> None:
    reader = Given(
        Levelled("python", 0, 6, 3),
        Levelled("sql", 10, 13, 1),
        Levelled("sql", 15, 18, 2),
        Levelled("go", 20, 22, None),
        Levelled("java", 27, 31, 5),
    )
    assert measure(reader, TEXT).levels == Levels(compared=3, proposed=2, equal=1, within_one=2)


def test_a_reader_without_levels_proposes_none() -> None:
    assert measure(Given(PYTHON, SQL), TEXT).levels == Levels(compared=2)


def test_texts_are_added_up() -> None:
    one, two = measure(Given(PYTHON), TEXT), measure(Given(SQL, JAVA), TEXT)
    both = together([one, two])
    assert (both.texts, both.skills, both.mentions) == (2, Score(2, 3, 2, 6), Score(2, 3, 2, 8))
    assert together([]).skills == Score()


def test_the_table_has_a_line_for_each_kind_for_each_time_and_for_all() -> None:
    ad = labelled.parse("ad-x.txt", HEAD.replace("cv", "ad").replace("before", "after") + "{{Go|go}}", SKILLS)
    measured = [(text, measure(Given(PYTHON), text)) for text in (TEXT, ad)]
    lines = [line.split() for line in table(measured)][2:]
    assert [" ".join(line).split(" 1 ")[0] for line in lines[:2]] == ["cv", "ad"]
    assert lines[0] == ["cv", "1", "4", "1.000", "0.333", "0.500", "1.000", "0.250", "0.400", "n/a"]
    assert lines[1] == ["ad", "1", "1", "0.000", "0.000", "0.000", "0.000", "0.000", "0.000", "n/a"]
    assert [line[:2] for line in lines[2:]] == [["all,", "before"], ["all,", "after"], ["all", "2"]]
    assert lines[-1][2] == "5"


def test_a_reader_with_levels_has_its_shares_in_the_table() -> None:
    reader = Given(Levelled("python", 0, 6, 3), Levelled("go", 20, 22, 1))
    assert list(table([(TEXT, measure(reader, TEXT))]))[-1].split()[-3:] == ["2", "0.500", "1.000"]
