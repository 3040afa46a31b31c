"""The history names causes as a person would: what they did, under today's names, and what came to nothing folded."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.models import Deed, Profile, User
from careers.profile import operations as profile_operations
from careers.profile.claims import Replaced
from careers.profile.deeds import Doing
from matching import engine
from matching.plans import operations as plans_operations
from matching.plans.models import Plan
from matching.scores import scoring
from matching.scores.causes import SENTENCES
from matching.scores.entries import Entry, Moment, entries
from matching.scores.history import Group
from matching.scores.views import MOMENTS
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


@pytest.fixture
def minutes() -> Iterator[int]:
    return iter(range(1, 1000))


class Person:
    """Somebody who does things; a worker records each at once, a minute after the one before."""

    def __init__(self, client: Client, minutes: Iterator[int]) -> None:
        self.user = people.person_with({"python": 3}).user
        self.client, self.minutes = client, minutes
        client.force_login(self.user)
        self.record()

    def record(self) -> None:
        at = people.NOON + datetime.timedelta(minutes=next(self.minutes))
        scoring.score_profiles(profile_ids=[Profile.objects.get(user=self.user).pk], at=at)

    def set(self, skill: str, level: int | None, *, record: bool = True) -> Replaced:
        done = profile_operations.set_claim(user=self.user, release=releases.current(), skill=skill, level=level)
        if record:
            self.record()
        return done

    def take_back(self, done: Replaced) -> None:
        profile_operations.take_back(user=self.user, replaced=[done])
        self.record()

    def plan(self) -> Plan:
        wish = plans_operations.Wish("builder", None, engine.Pace(800), people.NOON.date())
        return plans_operations.make_plan(user=self.user, release=releases.current(), wish=wish)

    def page(self, query: str = "") -> Any:
        return self.client.get(f"/history/{query}")

    def told(self, query: str = "") -> list[Group]:
        return [group for day in self.page(query).context["days"] for group in day.groups]

    def said(self, query: str = "") -> list[str]:
        return [group.said for group in self.told(query)]


@pytest.fixture
def person(client: Client, minutes: Iterator[int]) -> Person:
    return Person(client, minutes)


def test_the_sentences(person: Person) -> None:
    plan = person.plan()
    step = plans_operations.tick(user=person.user, plan=plan, number=1).step
    person.record()
    person.set(step.skill.slug, None)
    profile_operations.start_from(user=person.user, release=releases.current(), levels={"react": 3}, start="tester")
    person.record()
    assert person.said() == [
        "You started from “Tester” with 1 skill",
        f"You removed {step.skill.name}",
        f"You finished step 1 of your Builder plan: {step.skill.name} to {step.to_level}",
        "You set Python to 3",
    ]


@pytest.mark.parametrize("kind", Deed.Kind.values)
def test_every_kind_has_a_sentence_for_one_skill_and_for_many(person: Person, kind: str) -> None:
    assert Deed.Kind(kind) in SENTENCES
    for levels in ({"python": 1}, {"python": 2, "sql": 3, "react": 2}):
        profile_operations.change_claims(
            user=person.user, release=releases.current(), levels=levels, deed=Doing(kind, "builder", "Builder", 2)
        )
        person.record()
    many, one, _ = person.told()
    for group in (many, one):
        assert group.said.startswith("You ")
        assert not {"None", "{}"} & set(group.said.split())
    assert many.skills or "more skill" in many.said or "3 skills" in many.said or "step 2" in many.said


def test_levels_set_one_by_one_before_the_worker_came_are_one_sentence(person: Person) -> None:
    person.set("sql", 1, record=False)
    person.set("react", 2, record=False)
    person.set("sql", 2)
    assert person.said()[0] == "You set SQL to 2 and React to 2"


def test_many_things_at_once_are_counted(person: Person) -> None:
    for level in (1, 2, 3, 4):
        profile_operations.change_claims(
            user=person.user, release=releases.current(), levels={"sql": level}, deed=Doing(Deed.Kind.LIST)
        )
    person.record()
    [group, _] = person.told()
    assert (group.said, group.also) == ("You added a list of 1 skill. You added a list of 1 skill", 2)
    assert group.skills == "SQL"
    assert "And 2 more things" in person.page().content.decode()


def test_the_first_fit_is_no_movement_from_nothing(person: Person) -> None:
    """Zero for the builder; what comes later moves from a number to another."""
    page = " ".join(person.page().content.decode().split())
    assert '<span class="soft">first fit:</span> <b>' in page
    assert "no fit" not in page.split('class="cause')[1]
    person.set("sql", 2)
    assert "first fit:" not in " ".join(person.page().content.decode().split()).split('class="cause')[1]


def test_skills_that_the_heading_does_not_name_are_counted_as_those_that_moved_a_fit(client: Client) -> None:
    """Six skills are set, one of them to none, which moves nothing: both numbers are said as what they are."""
    levels: dict[str, int | None] = dict.fromkeys(("python", "sql", "react", "react-pattern", "rag"), 1)
    levels["orchestration"] = 0
    profile = people.person_with(levels)
    scoring.score_profiles(profile_ids=[profile.pk], at=people.NOON)
    client.force_login(profile.user)
    [group] = [group for day in client.get("/history/").context["days"] for group in day.groups]
    assert "and 4 more skills" in group.said
    assert group.skills.startswith("5 skills moved these fits: ")
    assert group.skills.endswith(" and 1 more")


def test_what_was_done_and_taken_back_is_one_line(person: Person) -> None:
    """Five times over, so that it would fill a page; whatever came before and after stays in full."""
    plan = person.plan()
    for _ in range(5):
        plans_operations.tick(user=person.user, plan=plan, number=1)
        person.record()
        plans_operations.unmark(user=person.user, plan=plan, number=1)
        person.record()
    person.set("react", 2)
    react, undone, first = person.told()
    assert [react.cause, undone.cause, first.cause] == ["profile", "undone", "profile"]
    assert undone.said.startswith("You finished step 1 of your Builder plan: ")
    assert undone.said.endswith(" and took it back, 5 times")
    assert undone.moves == ()
    assert react.moves[0].before == next(m.after for m in first.moves if m.role == react.moves[0].role)


def test_two_hundred_ticks_and_undos_are_one_line_on_one_page(person: Person, django_assert_num_queries: Any) -> None:
    for _ in range(100):
        person.take_back(person.set("sql", 2))
    page = person.page()
    assert [page.context["page"].paginator.num_pages, len(person.told())] == [1, 2]
    assert person.said()[0] == "You set SQL to 2 and took it back, 100 times"
    with django_assert_num_queries(10):
        person.page()


def test_a_change_that_a_release_came_into_is_not_folded(person: Person) -> None:
    """Else the figures before and after it would not follow on from each other."""
    done = person.set("sql", 2)
    raw = drafts.small()
    raw["requirements"][-1]["level"] = 2
    people.publish(raw)
    person.record()
    person.take_back(done)
    assert [group.cause for group in person.told()] == ["profile", "release", "profile", "profile"]
    assert person.said()[0] == "You took SQL out again"


def test_a_record_that_reaches_beyond_what_was_taken_back_is_not_folded(person: Person) -> None:
    person.set("react", 2, record=False)
    done = person.set("sql", 2)
    person.take_back(done)
    assert person.said() == ["You took SQL out again", "You set React to 2 and SQL to 2", "You set Python to 3"]


def test_an_undo_that_is_undone_puts_it_back(person: Person) -> None:
    done = person.set("sql", 2)
    person.take_back(done)
    person.take_back(done.back)
    assert person.said()[:2] == ["You put SQL back to 2", "You set SQL to 2 and took it back"]


def test_a_start_or_role_that_is_gone_keeps_its_last_name_and_a_renamed_one_has_todays(person: Person) -> None:
    plan = person.plan()
    plans_operations.tick(user=person.user, plan=plan, number=1)
    person.record()
    profile_operations.start_from(user=person.user, release=releases.current(), levels={"react": 3}, start="tester")
    person.record()
    raw = drafts.small()
    raw["starts"][0]["title"] = "Examiner"
    people.publish(raw)
    assert person.said()[0] == "You started from “Examiner” with 1 skill"
    raw["starts"] = []
    raw["roles"] = [one for one in raw["roles"] if one["slug"] != "builder"]
    raw["requirements"] = [
        {**one, "role": "engineer"}
        for one in raw["requirements"]
        if (one["role"], one["skill"]) != ("builder", "python")
    ]
    people.publish(raw)
    said = person.said()
    assert said[0] == "You started from “Tester” with 1 skill"
    assert said[1].startswith("You finished step 1 of your Builder plan")


def test_records_from_before_deeds_name_the_skills(person: Person) -> None:
    person.set("sql", 2)
    Deed.objects.all().delete()
    assert person.said() == ["You changed SQL", "You changed Python"]


def test_a_page_beyond_the_end_is_the_last_one(person: Person) -> None:
    for n in range(MOMENTS + 1):
        person.set("sql", 1 + n % 2)
    last = person.page("?page=99999")
    assert last.context["page"].number == 2
    text = last.content.decode()
    assert ">Newer</a>" in text
    assert ">Older</a>" not in text
    first = person.page("?page=-1").content.decode()
    assert ">Newer</a>" in first or ">Older</a>" in first
    newest = person.page().content.decode()
    assert 'href="?page=2">Older</a>' in newest
    assert ">Newer</a>" not in newest


def test_requirements_are_counted_as_such(person: Person) -> None:
    text = person.page().content.decode()
    assert "1 requirement<" in text or "2 requirements<" in text
    assert "1 skill<" not in text


def moment(before: int, after: int, release: int = 1, to: int | None = None) -> Moment:
    return Moment(people.NOON + datetime.timedelta(minutes=after), before, after, release, to or release)


@pytest.mark.parametrize(
    ("moments", "pairs", "folded"),
    [
        ([(0, 1), (1, 2), (2, 3)], [(2, 3)], [[(1, 2), (2, 3)]]),
        ([(0, 1), (1, 2), (2, 3)], [], []),
        ([(0, 1), (1, 2), (2, 3), (3, 4)], [(1, 4), (2, 3)], [[(0, 1), (1, 2), (2, 3), (3, 4)]]),
        ([(0, 1), (1, 2), (2, 3), (3, 4)], [(1, 2), (3, 4)], [[(0, 1), (1, 2), (2, 3), (3, 4)]]),
        ([(0, 2), (2, 3)], [(2, 3)], []),
        ([(0, 1), (1, 2), (2, 4)], [(2, 3)], []),
        ([(0, 1), (1, 5)], [(2, 3)], []),
    ],
)
def test_only_what_begins_and_ends_with_what_was_taken_back_is_folded(
    moments: list[tuple[int, int]], pairs: list[tuple[int, int]], folded: list[list[tuple[int, int]]]
) -> None:
    found: list[Entry] = entries([moment(*one) for one in reversed(moments)], pairs)
    runs = [[(one.version_before, one.version_after) for one in reversed(entry.moments)] for entry in found]
    assert [run for run, entry in zip(runs, found, strict=True) if entry.undone] == folded
    assert sorted(one for run in runs for one in run) == moments


def test_a_release_in_between_keeps_it_open() -> None:
    found = entries([moment(2, 3), moment(2, 2, 1, 2), moment(1, 2)], [(2, 3)])
    assert [entry.undone for entry in found] == [(), (), ()]
    assert isinstance(found[0].moments[0], Moment)


def test_somebody_else_s_deeds_are_not_told(person: Person) -> None:
    other: User = people.person_with({"python": 5}, "other@example.org").user
    tab = Client()
    tab.force_login(other)
    assert person.said() == ["You set Python to 3"]
    assert tab.get("/history/").context["days"] == []
