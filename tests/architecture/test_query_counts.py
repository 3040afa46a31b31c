"""What each address asks the database, as golden data: a query more is a change that somebody has to look at.

The counts stand in `tests/golden/query_counts.json`; to write them anew, where the difference is meant:

    WRITE_GOLDEN=1 python -m pytest tests/architecture/test_query_counts.py -p no:randomly
"""

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils.timezone import now

from careers.catalogue import releases
from careers.documents import operations as documents
from careers.profile import choices
from matching import engine
from matching.plans import operations as plans_operations
from matching.plans.operations import Wish
from matching.postings import reading
from matching.postings.operations import keep_posting
from matching.scores import scoring
from tests import people
from tests.architecture.test_urls import ARGUMENTS, MAY_BE_DOWN, names

pytestmark = pytest.mark.database

GOLDEN = Path(__file__).parents[1] / "golden" / "query_counts.json"
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
FEW = {"python": 3}
MANY = {"python": 3, "airflow": 2, "react-pattern": 4, "sql": 1, "orchestration": 1}


def counts(client: Client, arguments: Mapping[str, list[object]]) -> dict[str, int]:
    """How many queries a GET of each address takes once the process is warm."""
    found = {}
    for name in sorted(set(names(get_resolver())) - MAY_BE_DOWN):
        address = reverse(name, args=arguments.get(name, []))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        found[name] = len(asked)
    return found


def member(levels: Mapping[str, int], email: str) -> dict[str, int]:
    """The counts for somebody with these claims, a target, a recorded score and a plan for it."""
    profile, release = people.person_with(levels, email), releases.current()
    choices.choose_target(user=profile.user, release=release, role="builder")
    scoring.score_profiles(profile_ids=[profile.pk], at=NOON)
    wish = Wish("builder", None, engine.Pace(per_week=800), NOON.date())
    plan = plans_operations.make_plan(user=profile.user, release=release, wish=wish)
    own = {name: [plan.pk] for name in ("plan", "plan_again", "plan_delete", "plan_replace", "api-my-plan")}
    ad = reading.read(releases.current(), "You know Python, and SQL is a plus.")
    kept = keep_posting(user=profile.user, release=releases.current(), ad=ad, title="An ad", at=NOON)
    own |= {name: [kept.pk] for name in ("posting", "posting_name", "posting_delete")}
    own |= {name: [plan.pk, 1] for name in ("plan_step", "api-my-step")}
    text = ", ".join(["Python", "SQL", "Airflow", "React", "RAG"][: len(levels)])
    own["profile_documents:document"] = [documents.paste(user=profile.user, release=release, text=text, at=now()).pk]
    client = Client()
    client.force_login(profile.user)
    return counts(client, {**ARGUMENTS, **own})


@pytest.mark.django_db
def test_every_address_asks_what_it_asked_before() -> None:
    people.publish()
    nobody = counts(Client(), ARGUMENTS)
    somebody = member(FEW, "few@example.org")
    assert member(MANY, "many@example.org") == somebody, "the number of queries grows with what somebody has claimed"
    now = {name: {"nobody": nobody[name], "somebody": somebody[name]} for name in nobody}
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    assert now == json.loads(GOLDEN.read_text(encoding="utf-8"))
