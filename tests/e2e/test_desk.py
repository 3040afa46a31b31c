"""The editors' desk in a browser."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from careers.models import Requirement, User
from matching.publishing import operations
from matching.scores import blocks, scoring
from tests import people


def test_the_list_of_releases_counts_people_by_itself(
    open_page: Callable[..., Page], log_in: Callable[[Page, User], None], member: User, monkeypatch: Any
) -> None:
    """Nobody reloads: the page asks until everybody is recorded, and then no more."""
    monkeypatch.setattr(blocks, "PEOPLE_ON_SQLITE", 1)
    ids = [people.person_with({"python": n}, f"p{n}@example.org").pk for n in range(1, 6)]
    scoring.score_profiles(profile_ids=[*ids, member.profile.pk])
    asked = Requirement.objects.filter(essential=False).first()
    assert asked is not None
    asked.importance = asked.importance % 5 + 1
    asked.save()
    operations.publish_release(reason="For a test.")
    page = open_page()
    log_in(page, User.objects.create_superuser("chief@example.org", people.PASSWORD))
    page.goto(page.url.rstrip("/") + "/admin/careers/release/")
    progress = page.locator("#progress")
    expect(progress).to_contain_text("wait for the workers to begin")
    sent: list[tuple[int, int]] = []
    blocks.sweep(publish=lambda block, tried: sent.append((block, tried)), at=timezone.now())
    scoring.score_block(block_id=sent[0][0], tried=0)
    expect(progress).to_contain_text(f"1 of {len(sent)} are recorded anew")
    for block, tried in sent[1:]:
        scoring.score_block(block_id=block, tried=tried)
    expect(progress).to_contain_text(f"Everybody is recorded on release 2: {len(sent)} people.")
    expect(progress).not_to_have_attribute("hx-trigger", "every 1s")
