"""10,000 random profiles on the real catalogue, through POST match/: byte for byte what the reference says.

All of them on SQLite; the first quarter on PostgreSQL too, so that their answers are the same bytes.
"""

import json
import random
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from careers import releases
from careers.catalogue.released import Released
from matching import inputs
from tests.engine import reference

PROFILES = 10_000
PARTS = 4  # so that two processes share the work
SEED = 20261124


def random_profile(release: Released, chance: random.Random) -> dict[str, int]:
    """From no skill to all of them, mostly few; levels from none to expert."""
    slugs = [skill.slug for skill in release.content.skills]
    count = min(len(slugs), int(chance.expovariate(1 / 12)))
    return {slug: chance.randint(0, 5) for slug in chance.sample(slugs, count)}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS if connection.vendor == "sqlite" else 1))
def test_every_answer_is_that_of_the_reference_to_the_byte(part: int) -> None:
    call_command("load_catalogue", Path(settings.BASE_DIR) / "fixtures", verbosity=0)
    release = releases.current()
    specification = inputs.specification(release)
    shown = {"number": release.number, "digest": release.digest}
    chance = random.Random(SEED + part)
    client = Client()
    for number in range(PROFILES // PARTS):
        levels = random_profile(release, chance)
        body = json.dumps({"skills": levels})
        answer = client.post("/api/v1/match/", body, content_type="application/json").content
        roles = reference.score(specification, levels)
        expected = json.dumps(
            {"release": shown, "roles": roles, "unknown": []}, separators=(",", ":"), ensure_ascii=False
        )
        assert answer == expected.encode(), f"profile {number}: {body}"
        for role in roles:
            points = sum(int(line["points"].replace(".", "")) for line in role["receipt"])
            assert role["fit"] is None or points == int(role["fit"].replace(".", "")), f"profile {number}: {body}"
