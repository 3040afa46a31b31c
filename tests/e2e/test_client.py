"""A Python client that a program writes from our documentation calls the running site: each call at least once."""

import datetime
import importlib
import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests import people

MAIL = "client@example.org"
SKILLS = {"python": 3, "sql": 2, "git": 2}
PACKAGE = "rolewise_client"


def written(site: str, folder: Path) -> Path:
    """Write the client from the documentation of the running site; a warning of the program is a failure."""
    config = folder / "client.json"
    config.write_text(json.dumps({"post_hooks": []}))
    made = folder / PACKAGE
    program = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    done = subprocess.run(
        [*program, "--url", f"{site}/api/v1/schema/", "--config", config, "--output-path", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return made


class Caller:
    """Calls by the names of the operations, and remembers which."""

    def __init__(self, site: str, made: Path) -> None:
        self.site = site
        self.modules = {path.stem: path.parent.name for path in made.glob("api/*/[a-z]*.py")}
        self.called: set[str] = set()
        self.token = ""

    def __call__(self, operation: str, *arguments: Any, expected: int = 200, **named: Any) -> Any:
        module = importlib.import_module(f"{PACKAGE}.api.{self.modules[operation]}.{operation}")
        kinds = importlib.import_module(PACKAGE)
        client = (
            kinds.AuthenticatedClient(base_url=self.site, token=self.token)
            if self.token
            else kinds.Client(base_url=self.site)
        )
        with client:
            answer = module.sync_detailed(*arguments, client=client, **named)
        assert answer.status_code == expected, (operation, answer.content)
        self.called.add(operation)
        return answer.parsed

    def model(self, kind: str, /, **fields: Any) -> Any:
        return getattr(importlib.import_module(f"{PACKAGE}.models"), kind).from_dict(fields)


@pytest.fixture
def call(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.syspath_prepend(tmp_path)
    return Caller(site, written(site, tmp_path))


def operations(site: str) -> set[str]:
    with urllib.request.urlopen(f"{site}/api/v1/schema/") as answer:
        paths = json.load(answer)["paths"]
    return {call["operationId"] for calls in paths.values() for call in calls.values()}


def test_a_written_client_makes_every_call(call: Caller, site: str) -> None:
    people.person(MAIL)
    catalogue(call)
    anonymous = public(call)
    signed_in(call)
    assert own(call) == anonymous
    refusals(call)
    call("tokens_current_destroy", expected=204)
    assert "revoked" in call("me_matches_retrieve", expected=401).detail
    assert call.called == operations(site)


def catalogue(call: Caller) -> None:
    roles = call("roles_list", page_size=500)
    assert {role.slug for role in roles.results} > {"data-engineer"}
    assert call("roles_retrieve", "data-engineer").requirements[0].points_at
    assert call("skills_list", search="python").results[0].slug == "python"
    assert [level.level for level in call("skills_retrieve", "python").levels] == [1, 2, 3, 4, 5]


def public(call: Caller) -> list[tuple[str, str]]:
    """Return the ranked roles with their fits."""
    body = call.model("MatchBody", skills=SKILLS)
    ranked = [(role.role, role.fit) for role in call("match_create", body=body).roles]
    batch = call("match_batch_create", body=call.model("BatchBody", profiles=[{"skills": SKILLS}, {"skills": {}}]))
    assert [(role.role, role.fit) for role in batch.results[0].roles] == ranked
    assert batch.results[1].roles[0].fit is None
    wish = {"role": "data-engineer", "target": "ready", "hours_per_week": 7.5, "start": "2027-01-04"}
    plan = call("plan_create", body=call.model("PublicPlanBody", skills=SKILLS, **wish))
    assert plan.steps[0].starts == datetime.date(2027, 1, 4)
    assert sum(step.hours for step in plan.steps) == plan.hours
    read = call("read_create", body=call.model("TextBody", text="Two years of Python"))
    assert [(one.skill, one.level, one.quotes[0].text) for one in read.skills] == [("python", 3, "Python")]
    return ranked


def signed_in(call: Caller) -> None:
    body = call.model("TokenBody", email=MAIL, password=people.PASSWORD, name="written client")
    call.token = call("tokens_create", body=body, expected=201).token


def own(call: Caller) -> list[tuple[str, str]]:
    """Return the person's ranked roles with their fits, as they were before the person learned more."""
    changed = call("me_profile_partial_update", body=call.model("ProfileBody", skills=SKILLS))
    assert changed.skills.to_dict() == SKILLS
    assert call("me_profile_retrieve").version == changed.version
    matches = call("me_matches_retrieve")
    wish = call.model("PlanBody", role="data-engineer", target=90, hours_per_week="7.50")
    plan = call("me_plans_create", body=wish, expected=201)
    assert [one.id for one in call("me_plans_list").results] == [plan.id]
    ticked = call("me_plans_steps_partial_update", plan.id, 1, body=call.model("MarkBody", done=True))
    assert [step.done for step in ticked.steps][:2] == [True, False]
    assert call("me_plans_retrieve", plan.id).fit == ticked.fit
    assert call("me_next_retrieve").status in {"open", "pending"}
    assert call("me_history_list").count == 0  # the workers are not there to record it
    assert MAIL in str(call("me_export_retrieve").to_dict())
    return [(role.role, role.fit) for role in matches.roles]


def refusals(call: Caller) -> None:
    """What is refused is told apart by its kind and names the fault."""
    unknown = call("me_profile_partial_update", body=call.model("ProfileBody", skills={"cobol": 3}), expected=400)
    assert "'cobol' is not a skill" in unknown["skills"][0]
    assert call("roles_retrieve", "nobody", expected=404).detail.startswith("There is no role")
    body = call.model("TokenBody", email=MAIL, password="not the password", name="x")
    assert call("tokens_create", body=body, expected=401).detail
