"""Random profiles on the real catalogue, through POST match/: byte for byte what the reference says.

500 of them on SQLite and on PostgreSQL, so that their answers are the same bytes; 10,000 among what `make faults` runs.
"""

import json
import random

import pytest
from django.test import Client

from careers.catalogue.released import Released
from matching import inputs
from tests.engine import reference

pytestmark = pytest.mark.thorough

QUICK = [250] * 2  # in parts, so that two processes share the work
ALL = [2_500] * 4
SEED = 20261124


def random_profile(release: Released, chance: random.Random) -> dict[str, int]:
    """From no skill to all of them, mostly few; levels from none to expert."""
    slugs = [skill.slug for skill in release.content.skills]
    count = min(len(slugs), int(chance.expovariate(1 / 12)))
    return {slug: chance.randint(0, 5) for slug in chance.sample(slugs, count)}


@pytest.mark.parametrize(
    ("part", "profiles"), [*enumerate(QUICK), *(pytest.param(*one, marks=pytest.mark.slow) for one in enumerate(ALL))]
)
def test_every_answer_is_that_of_the_reference_to_the_byte(shipped: Released, part: int, profiles: int) -> None:
    specification = inputs.specification(shipped)
    shown = {"number": shipped.number, "digest": shipped.digest}
    chance = random.Random(SEED + part)
    client = Client()
    for number in range(profiles):
        levels = random_profile(shipped, chance)
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
