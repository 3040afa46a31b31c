"""A hook of schemathesis: what the schema leaves open, and the catalogue does not, is said in the catalogue's words.

The schema cannot say that a key is a skill, a role exists, a deadline is after the start or a target can be reached.
Of the bodies that the schema allows, only these values are replaced, so that every one of them must be accepted.
Bodies that the schema forbids stay as they are.
"""

import json
import os
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import GenerationMode

WORDS = json.loads(Path(os.environ["WORDS_OF_OURS"]).read_text())
SKILLS: list[str] = WORDS["skills"]
REACHABLE = 60  # a fit that plans for any role reach from any skills
LAST_START = "8000-01-01"  # a plan from then on could end after the calendar


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    if WORDS["csrf"]:  # a session writes with the site's own token
        case.cookies = {**(case.cookies or {}), "csrftoken": WORDS["csrf"]}
    if case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE and isinstance(case.body, dict):
        case.body = known(case.body)
        case.headers.pop("If-Match", None)  # a random one is a 412, and hides what the body is answered with


def known(body: dict[str, Any]) -> dict[str, Any]:
    said = dict(body)
    if isinstance(said.get("profiles"), list):
        said["profiles"] = [known(profile) for profile in said["profiles"]]
    if isinstance(said.get("skills"), dict) and "unknown" not in said:
        said["skills"] = dict(zip(SKILLS, said["skills"].values(), strict=False))
    if "role" in said:
        said["role"] = WORDS["roles"][len(said["role"]) % len(WORDS["roles"])]
    if said.get("target", "ready") != "ready":
        said["target"] = within(said["target"], 0, REACHABLE)
    if "hours_per_week" in said:
        said["hours_per_week"] = within(said["hours_per_week"], 1, 168)
    if said.get("start", "") > LAST_START:
        said["start"] = LAST_START
    if (said.get("deadline") or "9999") < said.get("start", WORDS["today"]):
        said["deadline"] = None
    return said


def within(value: Any, low: float, high: float) -> Any:
    """The value in the range and with two decimals, as a number or as a text, whatever it was."""
    near = round(min(max(float(value), low), high), 2)
    return f"{near:.2f}" if isinstance(value, str) else near
