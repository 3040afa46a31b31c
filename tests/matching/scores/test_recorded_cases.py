"""What the history says of a thousand records, held to what it said when each line was stored with its parts.

The digests were written by the version that stored them:

    WRITE_GOLDEN=1 python -m pytest tests/matching/scores/test_recorded_cases.py -p no:randomly
"""

import hashlib
import json
import os
import random
from pathlib import Path

import pytest
from django.test import Client

from careers.catalogue import releases
from tests import people
from tests.matching.scores.test_history import Editors, change, record

pytestmark = [pytest.mark.database, pytest.mark.thorough, pytest.mark.usefixtures("release")]

GOLDEN = Path(__file__).parents[2] / "golden" / "history.json"
STEPS = 75  # records of one profile


def told(seed: int, client: Client) -> list[dict[str, object]]:
    """Everything that the API says of a profile that changes again and again, while editors publish twelve releases."""
    dice = random.Random(seed)
    editors = Editors(dice)
    profile = people.person_with({"python": 3}, f"p{seed}@example.org")
    published = set(dice.sample(range(1, STEPS), 12))
    for step in range(STEPS):
        if step in published:
            editors.publish()
        release = releases.current()
        picked = dice.sample(sorted(release.skills), dice.randint(0, 4))
        change(profile, {slug: dice.choice([None, 0, 1, 2, 3, 4, 5]) for slug in picked})
        record(profile, step)
    client.force_login(profile.user)
    lines: list[dict[str, object]] = []
    page = "/api/v1/me/history/?page_size=500"
    while page:
        answer = client.get(page).json()
        lines += answer["results"]
        page = answer["next"]
    return lines


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=[pytest.mark.slow] * (seed >= 4)) for seed in range(20)])
def test_a_thousand_records_are_told_as_they_were(seed: int, client: Client) -> None:
    lines = told(seed, client)
    digest = [len(lines), hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()]
    golden = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
    if os.environ.get("WRITE_GOLDEN"):
        golden[str(seed)] = digest
        GOLDEN.write_text(json.dumps(golden, indent=1) + "\n")
    assert digest == golden[str(seed)]
