"""`POST read/`: the skills of a text with levels and quotes; nothing of it is kept."""

import json
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from careers.documents.api import LETTERS_A_CALL, LONGEST_TEXT
from careers.web import limits
from tests import people, work

URL = "/api/v1/read/"
pytestmark = pytest.mark.usefixtures("release")


def read(text: Any, status: int = 200) -> Any:
    answer = Client().post(URL, json.dumps({"text": text}), "application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_text_becomes_skills_with_levels_and_quotes() -> None:
    text = "Advanced SQL. Python.\nBasics of Python, and no dbt."
    answer = read(text)
    assert answer["release"]["number"] == 1
    assert answer["skills"] == [
        {"skill": "sql", "level": 4, "said": "Advanced", "quotes": [{"start": 9, "end": 12, "text": "SQL"}]},
        {
            "skill": "python",
            "level": 2,
            "said": "Basics",
            "quotes": [{"start": 14, "end": 20, "text": "Python"}, {"start": 32, "end": 38, "text": "Python"}],
        },
    ]


def test_where_a_text_says_no_level_it_is_three_and_nothing_is_quoted_for_it() -> None:
    (one,) = read("- SQL")["skills"]
    assert (one["level"], one["said"]) == (3, "")


def test_offsets_count_code_points_of_the_text_as_it_was_sent() -> None:
    text = " \r\n\r\n🙂🙂 Py\u200bthon,\tＳＱＬ e\u0301 "
    (python, sql) = read(text)["skills"]
    for one, words in ((python, "Py\u200bthon"), (sql, "ＳＱＬ")):
        (quote,) = one["quotes"]
        assert quote["text"] == words == text[quote["start"] : quote["end"]]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "<script>alert(1)</script>", "no SQL", "🙂", "a" * LONGEST_TEXT])
def test_a_text_without_skills_has_none(text: str) -> None:
    assert read(text)["skills"] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "may not be null"),
        (5, "Give a text."),
        (True, "Give a text."),
        ([], "Give a text."),
        ({}, "Give a text."),
        ("a" * (LONGEST_TEXT + 1), "longer than 100,000 characters. Send it in parts."),
    ],
)
def test_what_is_not_a_text_or_too_long_is_named(text: Any, says: str) -> None:
    assert says in read(text, 400)["text"][0]


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ("{}", "text", "required"),
        ('{"text": "SQL", "lang": "en"}', "lang", "There is no such field. Known: text."),
        ('{"text": "SQL", "text": "SQL"}', "text", "twice"),
        ('{"text": "\\u0000"}', "detail", "NUL"),
        ('{"text": "\\ud800"}', "detail", "surrogate"),
        ('{"text": "\x00"}', "detail", "not JSON"),
        ('"SQL"', "non_field_errors", "Give a JSON object, not a text."),
    ],
)
def test_a_wrong_body_is_a_400_that_names_the_fault(body: str, field: str, says: str) -> None:
    answer = Client().post(URL, body, "application/json")
    assert answer.status_code == 400
    assert says in str(answer.json()[field])


def test_a_query_parameter_and_another_method_are_refused() -> None:
    assert "lang" in Client().post(f"{URL}?lang=en", '{"text": ""}', "application/json").json()
    assert Client().get(URL).status_code == 405


def test_nothing_is_kept_and_the_release_alone_is_asked_for(django_assert_num_queries: Any) -> None:
    read("Python")  # the release is read once per process
    with django_assert_num_queries(1):
        read("Python, SQL, and six years of dbt")


@time_machine.travel(people.NOON, tick=False)
def test_a_long_text_costs_more_units(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "texts", limits.LIMITS["texts"]._replace(amount=7))
    cache.clear()
    read("x" * LETTERS_A_CALL * 4)  # five units
    read("short")
    read("short")
    assert "up to 7 a minute" in read("short", 429)["detail"]


def test_work_grows_with_the_text_alone() -> None:
    """Counted in calls: twice the text takes twice the work, in one line or many."""
    for unit in ("Python and SQL. ", "- SQL\n", "Python, "):
        once = work.calls(lambda unit=unit: read(unit * 300))
        twice = work.calls(lambda unit=unit: read(unit * 600))
        assert twice < 2.2 * once, unit
