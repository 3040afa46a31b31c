"""From the documentation alone: what it says to type is typed, by curl, against a live server."""

import json
import re
import shlex
import subprocess
import urllib.request

from careers import releases
from careers.models import Claim
from matching import inputs
from tests import people
from tests.engine import reference


def commands(site: str) -> list[str]:
    """The curl lines of the schema's description, which /api/docs/ shows on top."""
    with urllib.request.urlopen(f"{site}/api/v1/schema/?format=json") as answer:
        description = json.load(answer)["info"]["description"]
    [block] = re.findall(r"```sh\n(.*?)```", description, re.DOTALL)
    return [line for line in block.splitlines() if line.startswith("curl ")]


def run(line: str, **words: str) -> dict[str, object]:
    for word, value in words.items():
        line = line.replace(word, value)
    done = subprocess.run([*shlex.split(line), "-sS", "--fail-with-body"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_token_profile_and_matches_take_three_calls(site: str) -> None:
    user = people.person("reader@example.org")
    token_line, profile_line, matches_line = commands(site)[:3]
    made = run(token_line, SITE=site, EMAIL=user.email, PASSWORD=people.PASSWORD)
    token = str(made["token"])
    assert run(profile_line, SITE=site, TOKEN=token)["skills"] == {"python": 3, "sql": 2}
    assert dict(Claim.objects.filter(profile__user=user).values_list("skill__slug", "level")) == {"python": 3, "sql": 2}
    matches = run(matches_line, SITE=site, TOKEN=token)["roles"]
    expected = reference.score(inputs.specification(releases.current()), {"python": 3, "sql": 2})
    assert isinstance(matches, list)
    assert [(role["role"], role["fit"]) for role in matches] == [(role["role"], role["fit"]) for role in expected]
