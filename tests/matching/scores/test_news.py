"""The notice of a release: which fits it moved since the person last looked, until they have read or dismissed it."""

import datetime
from typing import Any

import pytest
from django.test import Client

from careers.models import Profile
from matching.scores import scoring
from matching.scores.news import see
from tests import drafts, people

QUERIES = 5  # of the page of matches

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


def record(minute: int) -> None:
    at = people.NOON + datetime.timedelta(minutes=minute)
    scoring.score_profiles(profile_ids=list(Profile.objects.values_list("pk", flat=True)), at=at)


def relevel(level: int, reason: str) -> None:
    """SQL, the last requirement, which Engineer asks at 4."""
    raw = drafts.small()
    raw["requirements"][-1]["level"] = level
    people.publish(raw, reason=reason)


@pytest.fixture
def tab(client: Client) -> Client:
    client.force_login(people.person_with({"python": 3, "sql": 2}).user)
    record(0)
    client.get("/matches/")
    return client


def news(tab: Client) -> Any:
    return tab.get("/matches/").context["release_news"]


def test_it_says_what_moved_and_why_until_it_is_dismissed(tab: Client) -> None:
    assert news(tab) is None
    relevel(2, "SQL at 2 will do.")
    assert news(tab) is None  # the workers have not come by yet
    record(1)
    page = tab.get("/matches/")
    told = page.context["release_news"]
    assert (told.number, told.reason) == (2, "SQL at 2 will do.")
    assert [(step.title, step.up) for step in told.moved] == [("Engineer", True)]
    line = next(line for line in people.recorded_lines(release_after=2) if line.role == "engineer")
    assert told.moved[0].by == round((line.fit_after - line.fit_before) / 100)
    text = page.content.decode()
    assert "Release 2 moved" in text
    assert f"up by {told.moved[0].by}" in " ".join(text.split())
    assert news(tab) == told  # it stays until it is dismissed
    answer = tab.post("/history/news-seen/", {"release": "2"})
    assert answer["Location"] == "/matches/"
    assert news(tab) is None


def test_reading_the_history_is_enough(tab: Client) -> None:
    relevel(2, "SQL at 2 will do.")
    record(1)
    assert news(tab)
    tab.get("/history/")
    assert news(tab) is None


def test_two_releases_since_then_are_told_together(tab: Client) -> None:
    relevel(2, "SQL at 2 will do.")
    record(1)
    relevel(4, "SQL at 4 after all.")
    record(2)
    assert news(tab) is None  # there and back
    relevel(1, "SQL at 1.")
    record(3)
    assert news(tab).number == 4


def test_a_late_dismissal_hides_no_newer_news(tab: Client) -> None:
    relevel(2, "SQL at 2 will do.")
    record(1)
    relevel(4, "SQL at 4 after all.")
    record(2)
    tab.post("/history/news-seen/", {"release": "2"})
    assert news(tab).number == 3


def test_the_persons_own_changes_are_no_news(tab: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Other words, the same levels."
    people.publish(raw, reason="Other words.")
    tab.patch("/api/v1/me/profile/", '{"skills": {"sql": 4}}', content_type="application/json")
    record(1)
    assert people.recorded_lines(release_before=1, release_after=2)  # told in one record with the release
    assert news(tab) is None


def test_a_page_opened_long_ago_takes_nothing_back(tab: Client) -> None:
    old = Profile.objects.get()
    Profile.objects.update(news_seen=5)
    see(profile=old, number=3)
    assert Profile.objects.get().news_seen == 5


@pytest.mark.parametrize("sent", ["", "0", "-1", "two", "9" * 5000, "999999999", "٣"])
def test_nonsense_is_no_error(tab: Client, sent: str) -> None:
    assert tab.post("/history/news-seen/", {"release": sent}).status_code == 302
    assert Profile.objects.get().news_seen == 1


def test_it_goes_back_only_to_pages_of_ours(tab: Client) -> None:
    for foreign in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = tab.post("/history/news-seen/", {"release": "1", "next": foreign})
        assert answer["Location"] == "/matches/"


def test_whoever_looks_for_the_first_time_is_told_nothing(client: Client) -> None:
    """Their fits may have moved before, but not since they last looked."""
    client.force_login(people.person_with({"python": 3, "sql": 2}).user)
    record(0)
    relevel(2, "SQL at 2 will do.")
    record(1)
    assert people.recorded_lines(release_before=1, release_after=2)
    assert news(client) is None
    relevel(4, "SQL at 4 after all.")
    record(2)
    assert news(client).number == 3


def test_it_needs_an_account_and_a_post() -> None:
    assert Client().post("/history/news-seen/")["Location"].startswith("/accounts/login/")
    assert Client().get("/history/news-seen/").status_code == 405


def test_once_everything_is_seen_it_asks_nothing(tab: Client, django_assert_num_queries: Any) -> None:
    """And while there is news, as much for many roles as for one."""
    with django_assert_num_queries(QUERIES):
        tab.get("/matches/")
    relevel(2, "SQL at 2 will do.")
    record(1)
    tab.get("/matches/")
    with django_assert_num_queries(QUERIES + 3):
        tab.get("/matches/")
