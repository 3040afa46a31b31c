"""How names are read: in their own spelling, folded, without their bracket; and what is near enough to ask about."""

from typing import Any

import pytest

from careers.reading import names
from careers.reading.names import Hit, Names
from tests import drafts


def _skill(slug: str, name: str, aliases: str = "", exact: str = "", **more: Any) -> Any:
    parted = {"aliases": aliases.split("; ") if aliases else [], "exact_aliases": exact.split()}
    return drafts.as_skill(drafts.skill(slug, name, "tool", 0, **parted, **more))


NAMES = Names(
    [
        _skill("ab-testing", "A/B testing and experiments", "a/b tests"),
        _skill("agent-patterns", "Agent patterns", exact="ReAct"),
        _skill("aws", "Amazon Web Services", "amazon aws", exact="S3"),
        _skill("c-sharp", "C#", exact=".NET"),
        _skill("data-pipelines", "Data pipelines (ETL and ELT)", "etl"),
        _skill(
            "front-end-frameworks",
            "Front-end frameworks (React, Angular, Vue)",
            exact="React Vue",
            preferred_aliases=["React"],
        ),
        _skill("iso-42001", "ISO/IEC 42001", "iso 42001"),
        _skill("javascript", "JavaScript", "node.js", exact="JS"),
        _skill("java", "Java"),
        _skill("machine-learning", "Machine learning", exact="ML"),
        _skill("model-evaluation", "Model evaluation"),
        _skill("openai-api", "OpenAI API"),
        _skill("product-strategy", "Product strategy and roadmaps", "product strategies"),
        _skill("scikit-learn", "scikit-learn", former_slugs=["sk-learn"]),
        _skill("statistics", "Statistics", "statistical methods"),
        _skill("typescript", "TypeScript", exact="ts"),
    ]
)


@pytest.mark.parametrize(
    ("term", "slug"),
    [
        ("React", "front-end-frameworks"),
        ("ReAct", "agent-patterns"),
        ("react", "front-end-frameworks"),
        ("REACT", "front-end-frameworks"),
        ("  ReAct ", "agent-patterns"),
        ("ml", "machine-learning"),
        ("js", "javascript"),
        (".net", "c-sharp"),
        ("TS", "typescript"),
        ("machine_learning", "machine-learning"),
        ("Machine - Learning", "machine-learning"),
        ("scikit learn", "scikit-learn"),
        ("SK_Learn", "scikit-learn"),
        ("machine‑learning", "machine-learning"),  # a hyphen that does not break
        ("Amazon Web Services (AWS)", "aws"),
        ("Simple storage (S3)", "aws"),
        ("Agent stuff (ReAct)", "agent-patterns"),
        ("AWS (the cloud)", "aws"),
        ("Data pipelines", "data-pipelines"),
        ("data-pipelines (etl and elt)", "data-pipelines"),
        ("Front end frameworks", "front-end-frameworks"),
        ("ＭＬ", "machine-learning"),
    ],
)
def test_a_name_is_read_as_people_write_it(term: str, slug: str) -> None:
    assert NAMES.find(term) == slug


@pytest.mark.parametrize(
    "term",
    [
        "",
        " ",
        "-",
        "_ -",
        "()",
        "( )",
        "net",
        "c",
        "re act",
        "S3 (",
        "python",
        "(AWS) cloud",
        "x" * 300,
        "AWS" + " " * 300,
    ],
)
def test_what_is_no_name_is_unknown(term: str) -> None:
    assert NAMES.find(term) is None


def test_a_name_without_its_bracket_never_takes_the_name_of_another() -> None:
    own = Names([_skill("etl", "Data pipelines (ETL)"), _skill("pipes", "Pipes", "data pipelines")])
    assert own.find("Data pipelines") == "pipes"


@pytest.mark.parametrize(
    ("term", "slug"),
    [
        ("machne learning", "machine-learning"),
        ("learning machines", "machine-learning"),
        ("machinelearning", "machine-learning"),
        ("Java Script", "javascript"),
        ("nodejs", "javascript"),
        ("java programming", "java"),
        ("Advanced Java skills", "java"),
        ("statistic", "statistics"),
        ("statitsics", "statistics"),
        ("model evalaution", "model-evaluation"),
        ("OpenAI", "openai-api"),
        ("scikit-lern", None),  # in a word of four letters one other letter makes another word
        ("raect", "front-end-frameworks"),
        ("rreactt", None),  # two slips, in a word too short for two
        ("net", None),
        ("jawa", None),
        ("kava", None),
        ("oop", None),
        ("windows", None),
        ("model management", None),
        ("product management", None),
        ("project strategy", None),
        ("testing", None),
        ("language", None),
        ("", None),
        ("-", None),
        ("x" * 10_000, None),
        ("machine learning 2", None),
        ("iso 42011", None),  # another digit is another standard
    ],
)
def test_a_suggestion_is_the_same_thing_or_there_is_none(term: str, slug: str | None) -> None:
    assert NAMES.closest(term) == slug


def test_what_may_mean_two_skills_suggests_none() -> None:
    own = Names([_skill("casing", "Casings"), _skill("basing", "Coasing")])
    assert own.closest("caasing") is None
    assert own.closest("casings one") is None


def test_it_compares_only_names_of_about_this_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    extract = names.process.extract
    monkeypatch.setattr(
        names.process, "extract", lambda q, terms, **more: compared.append(len(terms)) or extract(q, terms, **more)
    )
    NAMES.closest("machne learning")
    NAMES.closest("a" * 200)
    assert compared == [2, 0]


def found(query: str) -> list[str]:
    return [hit.skill for hit in NAMES.search(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("react", ["front-end-frameworks", "agent-patterns"]),
        ("ReAct", ["agent-patterns", "front-end-frameworks"]),
        ("java", ["java", "javascript"]),
        ("ts", ["typescript", "ab-testing"]),
        ("learn", ["scikit-learn", "machine-learning"]),
        ("strategy product", ["product-strategy"]),
        ("Amazon Web Services (AWS)", ["aws"]),
        ("sk-learn", ["scikit-learn"]),
        ("etl", ["data-pipelines"]),
        ("x", []),
        ("  ", []),
    ],
)
def test_a_search_has_the_skill_that_is_named_first(query: str, first: list[str]) -> None:
    assert found(query)[: len(first)] == first
    assert bool(found(query)) == bool(first)


def test_a_search_says_which_alias_matched() -> None:
    assert NAMES.search("Amazon AWS") == [Hit("aws", "amazon aws")]
    assert NAMES.search("Cloud (amazon aws)") == [Hit("aws", "")]
    assert NAMES.search("amazon a")[0] == Hit("aws", "amazon aws")
    assert NAMES.search("amazon w")[0] == Hit("aws", "")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("react, python, sql", ["react", "python", "sql"]),
        ("SQL;sql | Sql\n• S-Q-L", ["SQL", "S-Q-L"]),
        ("CI/CD", ["CI/CD"]),
        ("b, a, B, c, A", ["b", "a", "c"]),
        (" , ;-,_", []),
        ("", []),
    ],
)
def test_a_pasted_list_has_items(text: str, items: list[str]) -> None:
    assert names.parts(text) == items
