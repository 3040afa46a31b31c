"""Who is in a task, what of them may be looked at, and the order that ours gives."""

import random
from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from matching import inputs
from matching.evaluation import ours, tasks
from matching.evaluation.tasks import PEOPLE
from matching.publishing.preparing import prepare_files
from tests import people
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import document


def test_people_with_fewer_than_three_options_and_roles_of_no_task_are_left_out(tmp_path: Path) -> None:
    folder = data.write(
        tmp_path / "data",
        people=[
            ("1", "data-engineer", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),
            ("2", "data-engineer", "Alfa|Bravo", "Woman", "Here", "1-2 years"),
            ("3", "data-engineer", "Alfa|Bravo|Alfa| ", "Woman", "Here", "1-2 years"),  # two options, one twice
            ("4", "other", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),
            ("5", "mlops-engineer", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),  # a role of other tasks
        ],
        lists=[("6", "mlops-engineer", "Alfa"), ("7", "prompt-engineer", "Alfa")],
        texts=[("8", "prompt-engineer", "A", "Alfa"), ("9", "ai-product-manager", "A", "Alfa")],
    )
    assert [(task.name, [one.id for one in task.samples(folder)]) for task in tasks.TASKS] == [
        ("lists", ["6"]),
        ("people", ["1"]),
        ("texts", ["8"]),
    ]


def test_a_source_is_a_column_of_the_file_and_the_files_of_a_crawl_are_one(tmp_path: Path) -> None:
    ads = [
        ("1", "yan-one"),
        ("2", "yan-two-three"),
        ("3", "glassdoor-x"),
        ("4", "board-one"),
        ("5", "yandere"),
        ("6", ""),
    ]
    folder = data.write(
        tmp_path / "data",
        lists=[(name, "data-engineer", "Alfa", source) for name, source in ads],
        texts=[(name, "data-engineer", "A", "Alfa", source) for name, source in ads],
        people=[("9", "data-engineer", "Alfa|Bravo|Charlie", "", "", "", "2021")],
    )
    for task in (tasks.LISTS, tasks.TEXTS):
        found = [one.source for one in task.samples(folder)]
        assert found == ["yan", "yan", "glassdoor", "board-one", "yandere", ""]
    assert [one.source for one in PEOPLE.samples(folder)] == ["2021"]


def test_a_cell_that_is_empty_is_a_group_of_its_own(tmp_path: Path) -> None:
    folder = data.write(tmp_path / "data", people=[("1", "data-engineer", "Alfa|Bravo|Charlie", "", "Here", "")])
    [one] = PEOPLE.samples(folder)
    assert one.groups == {"gender": "not said", "country": "Here", "years_experience": "not said"}


@pytest.mark.parametrize(
    ("title", "text", "left"),
    [
        ("Data Engineer", "We seek a Data Engineer.", "We seek a .."),
        ("data engineer", "DATA ENGINEER wanted", ". wanted"),
        ("Wizard of Oz (Berlin) | Acme Corp", "A wizard of oz at Acme Corp in Berlin", "A . at . in Berlin"),
        ("Python", "Python and SQL", "Python and SQL"),  # a single word of a title is no name of it
        ("x", "Senior ML Engineers, deep learning researcher, AI/ML scientist", "., ., ."),
        ("x", "MLOps engineering and data science with generative AI", ". and . with generative AI"),
        ("x", "the engineer builds data pipelines", "the engineer builds data pipelines"),
        ("c++ (m/f)", "C++ (m/f) for all", ". for all"),  # nothing in a title is a pattern
    ],
)
def test_the_names_of_jobs_are_masked(title: str, text: str, left: str) -> None:
    assert tasks.masked(text, title) == left


@pytest.mark.usefixtures("plain")
def test_a_masked_title_cannot_help_anybody(tmp_path: Path, catalogue: Path) -> None:
    """An ad that names the skill in its title alone is an ad without a skill."""
    folder = data.write(tmp_path / "data", texts=[("1", "data-engineer", "Hotel Wizard", "A Hotel Wizard, gladly.")])
    assert document(folder, catalogue)["tasks"]["texts"]["without_a_skill"] == 1


@pytest.mark.usefixtures("plain")
def test_the_halves_are_the_even_and_the_odd_sha1(tmp_path: Path, catalogue: Path) -> None:
    rows = data.listed(10, {"own": 0.5, "other": 0.1})
    folder = data.write(tmp_path / "data", lists=rows)
    even = sum(data.is_even(one[0]) for one in rows)
    sizes = {half: document(folder, catalogue, half=half)["tasks"]["lists"]["n"] for half in ("a", "b", "both")}
    assert sizes == {"a": even, "b": len(rows) - even, "both": len(rows)}


@pytest.mark.database
def test_ours_is_the_order_of_the_api_among_the_roles_of_the_task(db: None, client: Client, catalogue: Path) -> None:
    release = people.publish(data.raw_catalogue())
    draw = random.Random(6)
    told = [tuple(draw.sample([*data.WORDS, "Teamwork", "Juggling"], draw.randint(1, 6))) for _ in range(60)]
    reading = ours.Reading(release.content)
    profiles = [reading.levels(strings) for strings in told]
    order, leads = ours.rank(inputs.compiled(release), PEOPLE.roles, profiles)
    turned = 0
    for at, strings in enumerate(told):
        known = {string.casefold(): 3 for string in strings if string != "Juggling"}
        answer = client.post("/api/v1/match/", {"skills": known}, content_type="application/json").json()["roles"]
        here = [one for one in answer if one["role"] in PEOPLE.roles]
        assert [PEOPLE.roles[column] for column in np.argsort(order[at])] == [one["role"] for one in here]
        for one in here:
            assert f"{leads[at, PEOPLE.roles.index(one['role'])]:.2f}" == (one["lead"] or "0.00")
        turned += [one["role"] for one in here] != sorted(one["role"] for one in here)
    assert turned > 20  # or the orders said nothing


def test_a_string_counts_as_level_3_and_what_nobody_knows_as_nothing(catalogue: Path) -> None:
    reading = ours.Reading(prepare_files(catalogue).released.content)
    assert reading.levels(("Bravo suite", "HOTEL", "Juggling")) == {"bravo": 3, "hotel": 3}
    assert reading.understood([("Bravo", "Juggling"), ("Alfa", "Walking")]) == 0.5
    assert reading.understood([()]) is None
