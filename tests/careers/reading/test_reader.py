"""What a text names: whole words, as people write them, and never a word that only looks like a skill."""

from itertools import pairwise

import pytest

from careers.catalogue.draft import Skill
from careers.reading.reader import Find, Reader
from tests import drafts


def _skill(slug: str, name: str, aliases: str = "", exact: str = "") -> Skill:
    raw = drafts.skill(slug, name, "tool", 0, aliases=aliases.split(), exact_aliases=exact.split())
    return drafts.as_skill(raw)


READER = Reader(
    [
        _skill("a-b-testing", "A/B testing"),
        _skill("agent-patterns", "Agent patterns", exact="ReAct"),
        _skill("c-plus-plus", "C++", "cpp"),
        _skill("c-sharp", "C#", ".net"),
        _skill("ci-cd", "CI/CD"),
        _skill("data-pipelines", "Data pipelines (ETL and ELT)", "etl"),
        _skill("spreadsheets", "Spreadsheets", exact="Excel"),
        _skill("go", "Go", "golang", exact="Go"),
        _skill("java", "Java"),
        _skill("javascript", "JavaScript", "node.js", exact="JS"),
        _skill("machine-learning", "Machine learning", exact="ML"),
        _skill("machine-learning-pipelines", "Machine learning pipelines"),
        _skill("r", "R", exact="R"),
        _skill("react", "React and front-end frameworks", "react"),
        _skill("retrieval", "Retrieval-augmented generation", exact="RAG"),
        _skill("scikit-learn", "scikit-learn", "sklearn"),
        _skill("apache-spark", "Apache Spark", "pyspark", exact="Spark"),
        _skill("weights", "Weights & Biases", exact="W&B"),
    ]
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Python, R, Go and Excel", {"r", "go", "spreadsheets"}),
        (
            "CI / CD with Node.js, Scikit Learn, C++ and C#/.NET",
            {"ci-cd", "javascript", "scikit-learn", "c-plus-plus", "c-sharp"},
        ),
        ("We run a/b testing (W&B, RAG)", {"a-b-testing", "weights", "retrieval"}),
        ("MACHINE LEARNING", {"machine-learning"}),
        ("machine-learning pipelines in golang", {"machine-learning-pipelines", "go"}),
        ("data pipelines with Spark", {"data-pipelines", "apache-spark"}),
        ("ReAct", {"agent-patterns"}),
        ("React", {"react"}),
        ("Excel", {"spreadsheets"}),
        ("Go", {"go"}),
        ("straße der ＳＫＬＥＡＲＮ", {"scikit-learn"}),
        ("C++17 is C++, and cpp is", {"c-plus-plus"}),
        ("", set()),
        ("\x00 \ud800 🙂", set()),
    ],
)
def test_names_what_is_written(text: str, named: set[str]) -> None:
    assert READER.skills(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "Own our Go-to-market and go beyond",
        "Go to the office",
        "R&D in Building R",
        "Sales, R&D (R&D), law",
        "You excel at this. Excel in a team",
        "Spark curiosity; a spark, an idea",
        "javascripting and rags, storage",
        "an objective-c#d scale",
        "machine. Learning",
        "machine, learning",
        "mls and html",
        "rag doll",
    ],
)
def test_a_word_that_only_looks_like_a_skill_is_none(text: str) -> None:
    assert READER.skills(text) == set()


def test_java_is_not_found_in_javascript() -> None:
    assert READER.skills("JavaScript") == {"javascript"}


def test_places_are_counted_in_code_points() -> None:
    text = "🙂 Kenne Scikit-Learn und etl"
    assert [(find, text[find.start : find.end]) for find in READER.find(text)] == [
        (Find("scikit-learn", 8, 20), "Scikit-Learn"),
        (Find("data-pipelines", 25, 28), "etl"),
    ]


def test_the_longest_name_wins_and_none_lies_inside_another() -> None:
    finds = READER.find("machine learning pipelines, machine learning")
    assert [find.skill for find in finds] == ["machine-learning-pipelines", "machine-learning"]
    assert all(one.end <= two.start for one, two in pairwise(finds))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Stack: Java, Kotlin, Scikit-Learn", ("Kotlin",)),
        ("Java, Scikit-Learn, Kotlin (3 years), Zig.", ("Kotlin", "Zig")),
        ("Kotlin, Zig, Java", ()),  # no list of skills that we know
        ("I wrote Java for a bank in Zig.", ()),
    ],
)
def test_what_stands_among_skills_without_being_one_of_ours_is_unknown(text: str, unknown: tuple[str, ...]) -> None:
    assert READER.read(text).unknown == unknown


def test_a_text_of_nothing_but_names_is_judged_as_far_as_any_cv_goes() -> None:
    assert len(READER.find("Java, " * 6_000)) == 5_000
