"""The sweep's questions are answered from their indexes: what is fresh is never looked at."""

import re

import pytest
from django.db import connection

from careers.models import Profile, User
from matching.models import Score

pytestmark = [pytest.mark.thorough, pytest.mark.database]

FRESH = 5_000


@pytest.fixture
def many_fresh(db: None) -> int:
    users = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(FRESH))
    profiles = Profile.objects.bulk_create(Profile(user=user, version=1) for user in users)
    Score.objects.bulk_create(
        Score(profile=profile, wanted_version=1, profile_version=1, release_number=1) for profile in profiles
    )
    Score.objects.filter(pk=profiles[7].pk).update(wanted_version=2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_score")
    return profiles[7].pk


@pytest.mark.parametrize(
    ("question", "index"),
    [("behind_profile", "score_behind_profile"), ("behind_release", "score_behind_release")],
)
def test_a_question_is_answered_from_its_index(many_fresh: int, question: str, index: str) -> None:
    free = Score.objects.not_given_up()
    if question == "behind_profile":
        found = free.behind_profile().order_by("profile_id")[:100]
        expected = [many_fresh]
    else:
        found = free.behind_release(1).order_by("release_number", "profile_id")[:100]
        expected = []
    assert [score.pk for score in found] == expected
    plan = found.explain(**({"analyze": True} if connection.vendor == "postgresql" else {}))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan
    for seen in re.findall(r"Rows Removed by Filter: (\d+)", plan):
        assert int(seen) < 10, plan
