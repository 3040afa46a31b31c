"""The kept list of matches: byte for byte what is drawn, after each change that it shows, and each person's own."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.test import Client
from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile, User
from careers.profile import choices
from careers.profile import operations as profile_operations
from careers.web import kept
from matching import engine
from matching.matches import drawn
from matching.plans import operations as plans_operations
from matching.plans import outlooks
from matching.plans.models import Plan
from matching.plans.operations import Wish
from matching.scores import scoring
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

LEVELS: dict[str, int | None] = {"python": 3, "airflow": 2}
TOKENS = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w{64}|(?<=X-CSRFToken": ")\w{64}')


@pytest.fixture
def somebody() -> User:
    return people.person_with(LEVELS).user


@pytest.fixture(autouse=True)
def _keeps(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {**settings.CACHES, "kept": own}
    monkeypatch.setitem(kept._resting, "until", 0.0)


def page(tab: Client) -> str:
    """The page without its tokens, which each request has anew."""
    return TOKENS.sub("TOKEN", tab.get("/matches/").content.decode())


def drawn_page(tab: Client) -> str:
    own = caches["kept"]
    caches["kept"] = DummyCache("", {})
    try:
        return page(tab)
    finally:
        caches["kept"] = own


def is_kept(tab: Client) -> bool:
    return "close" not in (tab.get("/matches/").context or {})


def wish() -> Wish:
    return Wish("engineer", None, engine.Pace(per_week=800), timezone.localdate())


def plan(user: User) -> Plan:
    return plans_operations.make_plan(user=user, release=releases.current(), wish=wish())


def new_release() -> None:
    raw = drafts.small()
    raw["roles"][0]["title"] = "Constructor"
    people.publish(raw)


CHANGES: dict[str, Callable[[User], object]] = {
    "claim": lambda user: profile_operations.change_claims(
        user=user, release=releases.current(), levels={"sql": 3, "python": 4}
    ),
    "claim taken away": lambda user: profile_operations.change_claims(
        user=user, release=releases.current(), levels={"airflow": None}
    ),
    "pin": lambda user: choices.mark_role(user=user, release=releases.current(), role="engineer", mark="pinned"),
    "hide": lambda user: choices.mark_role(user=user, release=releases.current(), role="engineer", mark="hidden"),
    "target": lambda user: choices.choose_target(user=user, release=releases.current(), role="engineer"),
    "scored": lambda user: scoring.score_profiles(profile_ids=[user.profile.pk]),
    "looked ahead": lambda user: outlooks.record_outlooks(profile_ids=[user.profile.pk]),
    "plan": plan,
    "step skipped": lambda user: plans_operations.skip(user=user, plan=plan(user), number=1),
    "step done": lambda user: plans_operations.tick(user=user, plan=plan(user), number=1),
    "plan deleted": lambda user: plans_operations.delete_plan(user=user, plan=plan(user)),
    "release": lambda user: new_release(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_is_what_is_drawn_after(change: str, tab: Client, somebody: User) -> None:
    page(tab)
    before = page(tab)
    assert is_kept(tab)
    assert before == drawn_page(tab)
    CHANGES[change](somebody)
    after = [page(tab) for _ in range(3)]  # drawn, and then kept
    assert set(after) == {drawn_page(tab)}
    assert is_kept(tab)
    if change not in {"plan deleted"}:
        assert after[0] != before


def test_one_change_after_another(tab: Client, somebody: User) -> None:
    for change in ("target", "looked ahead", "step skipped", "pin", "claim", "looked ahead", "scored", "release"):
        CHANGES[change](somebody)
        assert page(tab) == page(tab) == drawn_page(tab), change


def test_the_step_of_a_plan_goes_with_the_plan(tab: Client, somebody: User) -> None:
    own = plan(somebody)
    assert page(tab) == page(tab) == drawn_page(tab)
    plans_operations.delete_plan(user=somebody, plan=own)
    assert page(tab) == page(tab) == drawn_page(tab)


def test_the_way_to_a_target_is_shown_when_the_workers_have_it(tab: Client, somebody: User) -> None:
    """The outlook is recorded anew under the same versions."""
    outlooks.record_outlooks(profile_ids=[somebody.profile.pk])
    choices.choose_target(user=somebody, release=releases.current(), role="engineer")
    waiting = page(tab)
    assert page(tab) == drawn_page(tab)
    outlooks.record_outlooks(profile_ids=[somebody.profile.pk])
    assert page(tab) == page(tab) == drawn_page(tab)
    assert waiting is not None


def test_everybody_has_a_page_of_their_own(tab: Client) -> None:
    own = page(tab)
    others = Client()
    others.force_login(people.person_with({"rag": 2, "sql": 4}, "other@example.org").user)
    assert page(others) == page(others) == drawn_page(others)
    assert page(others) != own
    assert page(tab) == own


def test_each_request_has_its_own_token(tab: Client) -> None:
    tab.get("/matches/")
    bodies = [tab.get("/matches/").content.decode() for _ in range(2)]
    tokens = [set(TOKENS.findall(body)) for body in bodies]
    assert all(tokens)
    assert tokens[0].isdisjoint(tokens[1])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Profile.objects.get().user)
    token, *_ = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', strict.get("/matches/").content.decode())
    sent = {"chosen": 1, "csrfmiddlewaretoken": token}
    assert strict.post("/matches/builder/target/", sent).status_code == 302
    assert strict.post("/matches/builder/target/", sent | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_a_notice_is_shown_once_and_never_kept(tab: Client) -> None:
    page(tab)
    said = tab.post("/matches/engineer/mark/", {"mark": "pinned"}, follow=True).content.decode()
    assert "is pinned to the top" in said
    after = [page(tab) for _ in range(2)]
    assert "is pinned to the top" not in "".join(after)
    assert set(after) == {drawn_page(tab)}


def test_a_message_is_shown_once_and_never_kept(tab: Client) -> None:
    tab.post("/matches/engineer/target/", {"chosen": 1})
    page(tab)
    tab.post("/matches/builder/target/", {"chosen": 1, "was": ""})  # an undo that comes too late
    assert "changed elsewhere" in page(tab)
    assert "changed elsewhere" not in page(tab)


@pytest.mark.parametrize("levels", [{}, {"sql": 0}])
def test_where_nothing_is_ranked_nothing_is_kept(client: Client, levels: dict[str, int | None]) -> None:
    user = people.person("new@example.org")
    profile_operations.change_claims(user=user, release=releases.current(), levels=levels)
    client.force_login(user)
    assert [is_kept(client) for _ in range(2)] == [False, False]


def test_a_kept_page_asks_four_questions(tab: Client, django_assert_num_queries: Any, release: Released) -> None:
    tab.get("/matches/")
    with django_assert_num_queries(4):  # session, account, release, profile with its records and marks
        tab.get("/matches/")


def test_parts_are_drawn_without_the_request(tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Any] = []
    monkeypatch.setattr(kept, "put", lambda key, drawn, seconds: found.append(drawn))
    tab.get("/matches/")
    assert set(found[0]["parts"]) == {*drawn.PARTS, "next_step"}
    for email in Profile.objects.values_list("user__email", flat=True):
        assert email not in str(found)
    assert not TOKENS.search(" ".join(found[0]["parts"].values()))
