"""Whatever changes somebody's levels is written down with its cause, in the transaction of the change."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from careers.catalogue.released import Released
from careers.models import Claim, Deed, Profile, User
from careers.profile import deeds, leaving, operations
from careers.profile.claims import Held, Replaced, UnknownSkill
from careers.profile.deeds import Doing

pytestmark = pytest.mark.database


def told(user: User) -> list[tuple[str, str, list[Any]]]:
    rows = Deed.objects.filter(profile__user=user)
    return [(deed.kind, deed.title, deed.changes) for deed in rows]


def position(release: Released, slug: str) -> int:
    return release.skills[slug].position


def test_each_verb_names_its_cause(somebody: User, release: Released) -> None:
    python, sql, react = (position(release, slug) for slug in ("python", "sql", "react"))
    operations.set_claim(user=somebody, release=release, skill="python", level=3)
    operations.start_from(user=somebody, release=release, levels={"sql": 2}, start="tester")
    taught = Held(3, "plan", "")
    operations.set_held(user=somebody, position=sql, held=taught, deed=Doing(Deed.Kind.PLAN))
    operations.change_claims(user=somebody, release=release, levels={"react": 1}, source=Claim.Source.IMPORT)
    operations.change_claims(user=somebody, release=release, levels={"python": None}, deed=Doing(Deed.Kind.LIST))
    operations.keep_tried(user=somebody, claims={python: Held(4, "self", "")}, words=[])
    assert told(somebody) == [
        ("self", "", [[python, None, 3]]),
        ("start", release.starts["tester"].title, [[sql, None, 2]]),
        ("plan", "", [[sql, 2, 3]]),
        ("import", "", [[react, None, 1]]),
        ("list", "", [[python, 3, None]]),
        ("try", "", [[python, None, 4]]),
    ]
    versions = list(Deed.objects.values_list("version", flat=True))
    assert versions == [1, 2, 3, 4, 5, 6]
    assert Profile.objects.get().version == 6


def test_nothing_is_written_down_if_no_level_changed(somebody: User, release: Released) -> None:
    operations.set_claim(user=somebody, release=release, skill="python", level=3)
    operations.set_claim(user=somebody, release=release, skill="python", level=3)
    operations.start_from(user=somebody, release=release, levels={"python": 2}, start="tester")
    with pytest.raises(UnknownSkill):
        operations.change_claims(user=somebody, release=release, levels={"sql": 3, "nope": 1})
    assert len(told(somebody)) == 1


def test_a_change_that_fails_leaves_no_deed(somebody: User, release: Released) -> None:
    with transaction.atomic():
        operations.set_claim(user=somebody, release=release, skill="python", level=3)
        transaction.set_rollback(True)
    assert told(somebody) == []


def test_an_undo_of_the_latest_change_comes_to_nothing_with_it(somebody: User, release: Released) -> None:
    def do(skill: str, level: int) -> Replaced:
        return operations.set_claim(user=somebody, release=release, skill=skill, level=level)

    first = do("python", 3)
    second = do("sql", 2)
    operations.take_back(user=somebody, replaced=[second])  # 3 takes back 2
    operations.take_back(user=somebody, replaced=[first])  # 4 takes back 1: what lies between came to nothing
    third = do("python", 1)
    do("sql", 4)
    operations.take_back(user=somebody, replaced=[third])  # 7 takes back 5, but 6 stands between
    assert Deed.objects.get(version=7).pair is None
    assert Deed.objects.pairs() == [(1, 4), (2, 3)]


def test_two_hundred_ticks_and_undos_are_a_hundred_pairs(somebody: User, release: Released) -> None:
    for _ in range(100):
        done = operations.set_claim(user=somebody, release=release, skill="python", level=3)
        operations.take_back(user=somebody, replaced=[done])
    assert Deed.objects.pairs() == [(2 * n + 1, 2 * n + 2) for n in range(100)]


def test_the_api_says_that_it_was_the_api(tab: Client, somebody: User) -> None:
    body = '{"skills": {"python": 3, "sql": 2}}'
    assert tab.patch("/api/v1/me/profile/", body, content_type="application/json").status_code == 200
    assert [kind for kind, _, _ in told(somebody)] == ["api"]


def test_a_start_says_which(tab: Client, somebody: User) -> None:
    tab.post("/profile/start/tester/", {"skill": ["sql"], "level-sql": "2"})
    [deed] = Deed.objects.all()
    assert (deed.kind, deed.about) == ("start", "tester")


def test_deeds_go_with_the_account(somebody: User, release: Released) -> None:
    operations.set_claim(user=somebody, release=release, skill="python", level=3)
    leaving.delete_account(user=somebody)
    assert not Deed.objects.exists()


def test_every_source_of_a_claim_is_a_kind() -> None:
    assert set(Claim.Source.values) <= set(Deed.Kind.values)
    assert deeds.TAKEN_BACK.kind in Deed.Kind.values
