"""The texts in which every skill is marked by hand: they are sound, and a broken mark is refused by file and line."""

import re
from collections import Counter

import pytest

from tests import shipped
from tests.careers.reading import labelled
from tests.careers.reading.labelled import Faulty, Label, Labelled

SKILLS = {skill.slug for skill in shipped.draft().skills if not skill.retired}
TEXTS = labelled.read(labelled.TEXTS, SKILLS)
FEWEST = 20  # texts of a kind; fewer say little about how well it is read
HEAD = "# kind: cv\n# layout: list\n# written: before\n\n"

each_text = pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)


@each_text
def test_a_text_can_be_written_again_from_its_labels(one: Labelled) -> None:
    assert labelled.marked(one) == (labelled.TEXTS / one.name).read_text("utf-8")


@each_text
def test_a_text_is_a_short_one_of_its_kind_without_marks_people_or_addresses(one: Labelled) -> None:
    assert one.name.startswith(f"{one.kind}-")
    assert not set("{}") & set(one.text)
    assert 60 <= len(one.text.split()) <= 250
    assert not re.search(r"\S@(?!example\.org\b)", one.text)


def test_there_are_enough_texts_of_each_kind() -> None:
    counts = Counter(one.kind for one in TEXTS)
    assert "cv" in counts
    assert {kind: n for kind, n in counts.items() if n < FEWEST} == {}


def test_a_text_is_read_into_words_and_labels() -> None:
    raw = f"{HEAD}Fluent in {{{{SQL|sql 4}}}};\n{{{{machine\nlearning|machine-learning}}}}, some {{{{SQL|sql 2}}}}"
    assert labelled.parse("cv-x.txt", raw, SKILLS) == Labelled(
        "cv-x.txt",
        kind="cv",
        layout="list",
        written="before",
        text="Fluent in SQL;\nmachine\nlearning, some SQL",
        labels=(
            Label("sql", 10, 13, 4),
            Label("machine-learning", 15, 31, None),
            Label("sql", 38, 41, 2),
        ),
    )


def test_a_skill_has_the_highest_level_that_a_text_says() -> None:
    raw = f"{HEAD}{{{{SQL|sql 2}}}} {{{{SQL|sql 4}}}} {{{{SQL|sql}}}} {{{{Go|go}}}}"
    assert labelled.parse("cv-x.txt", raw, SKILLS).levels == {"sql": 4, "go": None}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (f"{HEAD}one\n{{{{SQL|sql", "cv-x.txt:6: a mark is"),
        (f"{HEAD}{{{{SQL|sql}} and SQL}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{SQL|sql}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{SQL}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{|sql}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{SQL |sql}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{SQL|sql 6}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{SQL|sql 0}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{use {{{{SQL|sql}}}}|sql}}}}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}{{{{SQL|sql}}}} }}", "cv-x.txt:5: a mark is"),
        (f"{HEAD}\n\n{{{{SQL|sequel 3}}}}", "cv-x.txt:7: the catalogue has no skill sequel"),
        (HEAD.replace("cv", "letter"), "cv-x.txt:1: kind is one of cv, ad, not letter"),
        (HEAD.replace("# layout: list\n", ""), 'cv-x.txt:2: this line has to be "# layout: …"'),
        (HEAD.replace("list", ""), 'cv-x.txt:2: this line has to be "# layout: …"'),
        (HEAD.replace("before", "today"), "cv-x.txt:3: written is one of before, after, not today"),
        (HEAD.removesuffix("\n") + "SQL", "cv-x.txt:4: an empty line"),
        ("", "cv-x.txt:1: this line"),
    ],
)
def test_what_is_broken_is_refused_by_file_and_line(raw: str, message: str) -> None:
    with pytest.raises(Faulty, match=f"^{re.escape(message)}"):
        labelled.parse("cv-x.txt", raw, SKILLS)
