"""From the documentation alone: what it says to type is typed, by curl, against a live server."""

import json
import re
import shlex
import subprocess
import urllib.request
from typing import Any

from django.utils import timezone

from careers.catalogue import releases
from careers.models import Claim, User
from matching import inputs
from tests import people
from tests.engine import reference


def commands(site: str) -> list[str]:
    """The curl lines of the schema's description, which /api/docs/ shows on top."""
    with urllib.request.urlopen(f"{site}/api/v1/schema/?format=json") as answer:
        description = json.load(answer)["info"]["description"]
    [block] = re.findall(r"```sh\n(.*?)```", description, re.DOTALL)
    return [line for line in block.splitlines() if line.startswith("curl ")]


def run(line: str, **words: str) -> dict[str, Any]:
    for word, value in words.items():
        line = line.replace(word, value)
    done = subprocess.run([*shlex.split(line), "-sS", "--fail-with-body"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_five_calls_lead_from_a_token_to_a_step_of_a_plan(site: str) -> None:
    user = people.person("reader@example.org")
    token_line, profile_line, matches_line, plan_line, step_line = commands(site)
    made = run(token_line, SITE=site, EMAIL=user.email, PASSWORD=people.PASSWORD)
    token = str(made["token"])
    assert run(profile_line, SITE=site, TOKEN=token)["skills"] == {"python": 3, "sql": 2}
    assert levels(user) == {"python": (3, "self"), "sql": (2, "self")}
    matches = run(matches_line, SITE=site, TOKEN=token)["roles"]
    expected = reference.score(inputs.specification(releases.current()), {"python": 3, "sql": 2})
    assert [(role["role"], role["fit"]) for role in matches] == [(role["role"], role["fit"]) for role in expected]
    plan = run(plan_line, SITE=site, TOKEN=token)
    assert (plan["role"], plan["target"], plan["start"]) == ("data-engineer", "ready", str(timezone.localdate()))
    first = plan["steps"][0]
    ticked = run(step_line, SITE=site, TOKEN=token, ID=str(plan["id"]))
    assert [step["number"] for step in ticked["steps"] if step["done"]] == [1]
    assert levels(user)[first["skill"]] == (first["to_level"], "plan")
    now = {skill: level for skill, (level, _) in levels(user).items()}
    scores = {role["role"]: role["fit"] for role in reference.score(inputs.specification(releases.current()), now)}
    assert ticked["fit"] == first["fit_after"] == scores["data-engineer"]


def levels(user: User) -> dict[str, tuple[int, str]]:
    claims = Claim.objects.filter(profile__user=user).values_list("skill__slug", "level", "source")
    return {skill: (level, source) for skill, level, source in claims}


def test_what_a_plan_may_be_asked_is_said_in_the_schema(site: str) -> None:
    with urllib.request.urlopen(f"{site}/api/v1/schema/?format=json") as answer:
        body = json.load(answer)["components"]["schemas"]["PlanBody"]
    for field in ("role", "target", "hours_per_week", "start", "deadline"):
        assert body["properties"][field]["description"], field
    assert "0.25 to 168" in body["properties"]["hours_per_week"]["description"]
