"""After publishing, the list of releases says how far everybody's records are, until they are done."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from careers.models import User
from matching.models import Score
from matching.scores import blocks, heartbeat, scoring
from matching.scores.models import MAX_ATTEMPTS
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

LIST, PROGRESS = "/admin/careers/release/", "/admin/careers/release/progress/"


@pytest.fixture
def desk(client: Client) -> Client:
    return people.at_desk(client, User.objects.create_superuser("chief@example.org", people.PASSWORD))


@pytest.fixture
def behind(release: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Twelve people recorded on release 1; release 2 is out, and blocks are small."""
    monkeypatch.setattr(blocks, "PEOPLE", 4)
    monkeypatch.setattr(blocks, "PEOPLE_ON_SQLITE", 4)
    ids = [people.person_with({"python": 3}, f"p{n}@example.org").pk for n in range(12)]
    scoring.score_profiles(profile_ids=ids)
    people.publish(drafts.otherwise())
    return ids


def sweep() -> list[tuple[int, int]]:
    sent: list[tuple[int, int]] = []
    blocks.sweep(publish=lambda block, tried: sent.append((block, tried)), at=timezone.now())
    return sent


def text(page: str, desk: Client) -> str:
    return " ".join(desk.get(page).content.decode().split())


def test_it_says_nothing_before_anybody_had_to_be_recorded_anew(desk: Client) -> None:
    assert "recorded" not in text(LIST, desk)


@pytest.mark.usefixtures("behind")
def test_it_counts_until_everybody_is_recorded_and_then_asks_no_more(desk: Client) -> None:
    heartbeat.beat()
    assert "wait for the workers to begin" in text(LIST, desk)
    assert 'hx-trigger="every 1s"' in text(PROGRESS, desk)
    first, *rest = sweep()
    scoring.score_block(block_id=first[0], tried=first[1])
    told = blocks.progress(2)
    assert told is not None
    assert 0 < told.done < 12
    for page in (LIST, PROGRESS):
        assert f"{told.done} of 12 are recorded anew." in text(page, desk)
        assert f'<progress value="{told.done}" max="12"' in text(page, desk)
        assert "No worker" not in text(page, desk)
    for block, tried in rest:
        scoring.score_block(block_id=block, tried=tried)
    assert "Everybody is recorded on release 2: 12 people." in text(LIST, desk)
    assert "hx-trigger" not in text(PROGRESS, desk)


@pytest.mark.usefixtures("behind")
def test_it_says_when_nobody_works(desk: Client) -> None:
    assert "No worker has reported for a while" in text(PROGRESS, desk)


def test_whoever_is_set_apart_is_counted(desk: Client, behind: list[int]) -> None:
    for block, tried in sweep():
        scoring.score_block(block_id=block, tried=tried)
    Score.objects.filter(pk=behind[3]).update(attempts=MAX_ATTEMPTS)
    assert "1 could not be recorded and is set apart" in text(LIST, desk)


@pytest.mark.usefixtures("behind")
def test_only_staff_may_ask(client: Client) -> None:
    assert client.get(PROGRESS).status_code == 302
    client.force_login(User.objects.get(email="p1@example.org"))
    assert client.get(PROGRESS).status_code == 302
