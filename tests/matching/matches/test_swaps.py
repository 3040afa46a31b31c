"""Who somebody is changes nothing: 20,000 swaps of name, gender, age, place, school and employer.

By types they never reach the engine, which takes slugs and levels; here they are offered wherever one could send them.
"""

import dataclasses
import inspect
import json
import random
from typing import Any

import pytest
from django.test import Client

from careers.accounts import operations as accounts_operations
from careers.models import Profile
from careers.profile import own_words
from matching import engine, inputs
from matching.evaluation import ours
from matching.evaluation.tasks import Sample
from tests import people

ABOUT = {
    "name": ["Ada", "Mohammed", "Nguyen Thi", "O'Brien", "Łukasz", "王", ""],
    "gender": ["woman", "man", "nonbinary", "not said", ""],
    "age": ["18", "44", "70+", ""],
    "place": ["Lagos", "Oslo", "Pune", "Detroit", ""],
    "school": ["State University", "Self-taught", "A school abroad", ""],
    "employer": ["A bank", "Nobody at present", "The army", ""],
}
SKILLS = {"python": 3, "airflow": 2, "sql": 4}
SWAPS = 20_000


def swapped(chance: random.Random) -> dict[str, str]:
    return {what: chance.choice(values) for what, values in ABOUT.items()}


@pytest.mark.parametrize("what", ABOUT)
def test_the_api_takes_no_such_field(release: Any, what: str) -> None:
    for path, body in (
        ("/api/v1/match/", {"skills": SKILLS, what: ABOUT[what][0]}),
        ("/api/v1/match/batch/", {"profiles": [{"skills": SKILLS, what: ABOUT[what][0]}]}),
    ):
        answer = Client().post(path, json.dumps(body), "application/json")
        assert answer.status_code == 400
        assert what in answer.content.decode()


@pytest.mark.thorough
@pytest.mark.database
def test_swaps_of_an_account_and_of_own_words_change_nothing(release: Any) -> None:
    """The person's own words are kept, so a school or an employer can be among them; it is never scored."""
    chance, answers = random.Random(7), set()
    for number in range(20):
        profile: Profile = people.person_with(SKILLS, email=f"{number}.{chance.random()}@example.org")
        for what, value in swapped(chance).items():
            if value:
                own_words.keep_word(user=profile.user, word=f"{what} {value}")
        token = accounts_operations.make_token(user=profile.user, name="t").text
        body = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me/matches/").json()
        answers.add(json.dumps(body["roles"]))
    assert len(answers) == 1


@pytest.mark.thorough
def test_swaps_of_the_people_measured_change_no_byte(release: Any) -> None:
    reading, chance = ours.Reading(release.content), random.Random(8)
    compiled, answers = inputs.compiled(release), set()
    for number in range(SWAPS):
        sample = Sample(str(number), "data-engineer", ("SQL", "Python"), swapped(chance))
        answers.add(repr(engine.score(compiled, reading.levels(sample.strings))))
    assert len(answers) == 1


def test_the_engine_has_no_field_for_them() -> None:
    taken = set(inspect.signature(engine.score).parameters)
    fields = {*engine.RoleScore._fields, *(field.name for field in dataclasses.fields(engine.Line))}
    assert taken == {"compiled", "levels"}
    assert not (taken | fields) & {*ABOUT, "person", "user", "profile", "email"}
