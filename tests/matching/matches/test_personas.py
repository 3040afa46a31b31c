"""The loader of the personas refuses a list that would test less than it seems to."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.matching import personas

Raw = list[dict[str, Any]]


def raw() -> Raw:
    return [{**persona._asdict(), "skills": dict(persona.skills)} for persona in personas.PERSONAS]


def skills(people: Raw, kind: str) -> dict[str, Any]:
    """The skills of the first role's persona of a kind."""
    return people[personas.KINDS.index(kind)]["skills"]


def test_the_personas_survive_being_written_and_read() -> None:
    assert personas.load(json.dumps(raw())) == personas.PERSONAS


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda people: people.pop(), "sorted by role and kind"),
        (lambda people: people.append(people[-1]), "sorted by role and kind"),
        (lambda people: people.reverse(), "sorted by role and kind"),
        (lambda people: people[0].update(kind="expert"), "sorted by role and kind"),
        (lambda people: people.__delitem__(slice(5)), "Not 15 roles"),
        (lambda people: skills(people, "strong").update(Python=6), "Python has 6"),
        (lambda people: skills(people, "strong").update(Python=-1), "Python has -1"),
        (lambda people: skills(people, "strong").update(Python=3.0), "Python has 3.0"),
        (lambda people: skills(people, "strong").update(Python=True), "Python has True"),
        (lambda people: skills(people, "strong").update(Python="3"), "Python has '3'"),
        (lambda people: people[1].update(skills=people[3]["skills"]), "not above the junior's"),
    ],
)
def test_a_spoilt_list_is_refused(spoil: Callable[[Raw], object], message: str) -> None:
    people = raw()
    spoil(people)
    with pytest.raises(ValueError, match=message):
        personas.load(json.dumps(people))


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        personas.load('[{"role": "a", "role": "b"}]')
