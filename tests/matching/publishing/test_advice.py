"""Advice: each promise of the catalogue has a draft that breaks it, and nothing of it stops a release."""

import datetime
import itertools
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from careers import models
from matching.publishing import advising
from matching.publishing.preparing import prepare
from tests import drafts, people

TODAY = datetime.date(2026, 11, 24)
ROLES = ("builder", "keeper", "thinker")
LEVELS = [{"skill": "builder-0", "level": 2}]
KINDS = ("concept", "language", "practice", "tool")


def whole() -> dict[str, Any]:
    """Three roles of fourteen requirements, four must-haves of their own each; everything that is advised."""
    raw = drafts.small()
    skills = [
        drafts.skill(f"{role}-{n}", f"{role.title()} skill {n}", KINDS[n % 4], place)
        for place, (role, n) in enumerate(itertools.product(ROLES, range(12)))
    ]
    skills += [drafts.skill(f"shared-{n}", f"Shared skill {n}", "tool", 50 + n) for n in range(2)]
    for skill in skills[-2:]:
        skill["levels"] = [{"level": level, "meaning": f"You can share at {level}."} for level in range(1, 6)]
    raw |= {"skills": skills, "near": [], "prerequisites": []}
    raw["projects"] = [
        drafts.project(role=role, slug=f"{role}-{n}", title=f"Project {n}", skills=_exercised(role, 2 if n else 1))
        for role in ROLES
        for n in range(3)
    ]
    raw["starts"] = [
        {**raw["starts"][0], "slug": f"start-{n}", "title": f"Start {n}", "other_names": [], "levels": LEVELS}
        for n in range(50)
    ]
    raw["roles"] = [
        drafts.role(one, one.title(), foundation=one == "keeper", differences=[{"role": other, "text": "Differs."}])
        for one, other in zip(ROLES, ROLES[1:] + ROLES[:1], strict=True)
    ]
    raw["requirements"] = [
        _must(role, f"{role}-{n}") if n < 4 else _valued(role, f"{role}-{n}") for role in ROLES for n in range(12)
    ] + [_valued(role, f"shared-{n}") for role in ROLES for n in range(2)]
    resource = raw["resources"][0]
    raw["resources"] = [
        {
            **resource,
            "url": f"https://example.org/{n}",
            "hours": 9999,
            "skills": [_teaches(s["slug"], 0, 4) for s in skills],
        }
        for n in (1, 2)
    ]
    return raw


def _must(role: str, skill: str, level: int = 4) -> dict[str, Any]:
    return drafts.asks(role, skill, level, 5, essential=True, named=5)


def _valued(role: str, skill: str, level: int = 2, importance: int = 3) -> dict[str, Any]:
    return drafts.asks(role, skill, level, importance, named=3)


def _teaches(skill: str, low: int, high: int) -> dict[str, Any]:
    return {"skill": skill, "from_level": low, "to_level": high, "hours": 70, "part": ""}


def _exercised(role: str, level: int) -> list[dict[str, Any]]:
    return [{"skill": f"{role}-{n}", "level": level} for n in range(4)]


def advice(change: Callable[[dict[str, Any]], Any] = lambda raw: None, *, today: datetime.date = TODAY) -> list[str]:
    raw = whole()
    change(raw)
    return [str(piece) for piece in advising.advise(prepare(drafts.draft(raw)), today=today)]


def _asked(raw: dict[str, Any], role: str) -> list[dict[str, Any]]:
    return [one for one in raw["requirements"] if one["role"] == role]


def _more(raw: dict[str, Any]) -> None:
    for number in range(11):
        raw["skills"].append(drafts.skill(f"more-{number}", f"More {number}", "tool", 100 + number))
        raw["requirements"].append(_valued("builder", f"more-{number}"))
        raw["resources"][0]["skills"].append(_teaches(f"more-{number}", 0, 2))


def _fewer(raw: dict[str, Any]) -> None:
    gone = _asked(raw, "builder")[11]
    raw["requirements"].remove(gone)
    raw["requirements"].append(_valued("keeper", gone["skill"]))


def _three_must_haves(raw: dict[str, Any]) -> None:
    _asked(raw, "builder")[0]["essential"] = False


def _nine_must_haves(raw: dict[str, Any]) -> None:
    for one in _asked(raw, "builder")[:9]:
        one.update(essential=True, importance=4)


def _three_valued_at_5(raw: dict[str, Any]) -> None:
    for one in _asked(raw, "builder")[4:7]:
        one.update(importance=5, named=5)


def _same_must_haves(raw: dict[str, Any]) -> None:
    """Builders are keepers who know something more."""
    for theirs in _asked(raw, "keeper")[:4]:
        theirs["essential"] = False
    raw["requirements"] += [_must("keeper", f"builder-{n}", 3) for n in range(4)]


def _better_elsewhere(raw: dict[str, Any]) -> None:
    """What builders must have is most of what thinkers value, and a fit of 12.50 is usual for builders."""
    raw["roles"][0]["usual"] = "12.50"
    for theirs in _asked(raw, "thinker")[4:]:
        theirs["importance"] = 1
    for theirs in _asked(raw, "thinker")[6:12]:
        theirs["role"] = "keeper"
    raw["requirements"] += [_valued("thinker", f"builder-{n}", 4, 5) for n in range(4)]


def _share_off(raw: dict[str, Any]) -> None:
    """All is asked at 3 but one at 4, and only shares of 4, 13, 22 … of that one leave a sum that 9 divides.

    Its importance makes 10.08: 1 of 31 of half of the points, at 16 of them a share.
    """
    for one in _asked(raw, "builder"):
        one["level"] = 3
    for one in _asked(raw, "builder")[4:7]:
        one["importance"] = 4
    _asked(raw, "builder")[-1].update(level=4, importance=1)


def _halves_apart(raw: dict[str, Any]) -> None:
    """Sixteens for the must-haves and nines for the rest: 4960 and 5040 are the nearest that add up."""
    for one in _asked(raw, "builder")[4:]:
        one["level"] = 3


def _two_projects(raw: dict[str, Any]) -> None:
    raw["projects"] = raw["projects"][1:]


def _six_projects(raw: dict[str, Any]) -> None:
    raw["projects"] += [{**raw["projects"][0], "slug": f"more-{n}", "title": f"More {n}"} for n in range(3)]


def _no_small_project(raw: dict[str, Any]) -> None:
    """One skill of each is taken at 3, which somebody with the must-haves at 2 does not have."""
    for project in raw["projects"][:3]:
        project["skills"] = [*project["skills"][:3], {"skill": "builder-3", "level": 3}]


def _little_material(raw: dict[str, Any]) -> None:
    for resource in raw["resources"]:
        for use in resource["skills"]:
            if use["skill"] == "builder-0":
                use["hours"] = 32


def _material_beyond(raw: dict[str, Any]) -> None:
    """Of material to level 4 only what leads to level 3, by hours 52 of 132, serves a role that asks 3."""
    for one in _asked(raw, "builder")[:1]:
        one["level"] = 3
    for resource in raw["resources"]:
        for use in resource["skills"]:
            if use["skill"] == "builder-0":
                use["hours"] = 32


def _paid(raw: dict[str, Any]) -> None:
    raw["resources"][1]["free"] = False


def _nothing_free(raw: dict[str, Any]) -> None:
    for resource in raw["resources"]:
        resource["skills"] = [use for use in resource["skills"] if use["skill"] != "builder-0"]


def _teach(raw: dict[str, Any], low: int, high: int) -> None:
    for resource in raw["resources"]:
        next(use for use in resource["skills"] if use["skill"] == "builder-0").update(from_level=low, to_level=high)


PROMISES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "too many requirements": (_more, "roles: builder: asks 25 skills; 14 to 24 read well"),
    "too few requirements": (_fewer, "roles: builder: asks 13 skills; 14 to 24 read well"),
    "too few must-haves": (_three_must_haves, "roles: builder: has 3 must-haves; 4 to 8 tell it apart"),
    "too many must-haves": (_nine_must_haves, "roles: builder: has 9 must-haves; 4 to 8 tell it apart"),
    "too many valued skills at 5": (_three_valued_at_5, "roles: builder: has 3 valued skills of importance 5; keep 2"),
    "an importance off its evidence": (
        lambda raw: _asked(raw, "builder")[5].update(importance=5),
        "requirements: builder / builder-5: has importance 5, and the evidence says 3",
    ),
    "a share off its ideal": (
        _share_off,
        "requirements: builder / shared-1: counts 2.08 points, by its importance 1.61",
    ),
    "halves apart": (_halves_apart, "roles: builder: its must-haves count 49.60 points"),
    "too few projects": (_two_projects, "projects: builder: projects: 2; 3 to 5 give people a choice"),
    "too many projects": (_six_projects, "projects: builder: projects: 6; 3 to 5 give people a choice"),
    "no small project": (_no_small_project, "projects: builder: none can be done with all must-haves at 2"),
    "too few starts": (lambda raw: raw["starts"].pop(), "starts: starting points: 49; with 50 most people"),
    "little material": (
        _little_material,
        "resources: builder-0: material for 64 of the 132 hours to level 4; find some for half",
    ),
    "material beyond": (
        _material_beyond,
        "resources: builder-0: material for 25 of the 52 hours to level 3; find some for half",
    ),
    "a span of an evening": (
        lambda raw: (
            raw["resources"][0]["skills"].append(
                {"skill": "builder-11", "from_level": 1, "to_level": 3, "hours": 4, "part": ""}
            )
            or raw["resources"][0]["skills"].pop(11)
        ),
        "resources: https://example.org/1: 4 hours for the 50 from level 1 to 3 of builder-11",
    ),
    "no neighbours": (
        lambda raw: raw["roles"][0].update(differences=[]),
        "roles: builder: says nothing about its neighbours",
    ),
    "must-haves that meet another's": (_same_must_haves, "roles: builder: its must-haves meet all those of keeper"),
    "must-haves that rank another first": (
        _better_elsewhere,
        "roles: builder: its must-haves alone rank thinker first",
    ),
    "sentences of its kind": (
        lambda raw: raw["skills"][-1].update(levels=[]),
        "skills: shared-1: 3 roles ask it; describe its five levels",
    ),
    "one free resource": (_paid, "resources: shared-0: free resources: 1, roles that ask it: 3; find 2"),
    "no free resource": (_nothing_free, "resources: builder-0: free resources: 0, roles that ask it: 1; find 1"),
    "nothing to begin with": (
        lambda raw: _teach(raw, 2, 4),
        "resources: builder-0: has no free resource to begin with",
    ),
    "nothing that leads there": (lambda raw: _teach(raw, 0, 3), "resources: builder-0: is asked up to 4; find a free"),
}


def test_the_whole_draft_needs_no_advice() -> None:
    assert advice() == []


@pytest.mark.thorough
@pytest.mark.parametrize("promise", PROMISES)
def test_a_broken_promise_is_said(promise: str) -> None:
    change, what = PROMISES[promise]
    found = advice(change)
    assert any(line.startswith(what) for line in found), found


def test_what_study_cannot_give_needs_no_material() -> None:
    def says_so(raw: dict[str, Any]) -> None:
        _little_material(raw)
        raw["skills"][0]["practice"] = "Years with others."

    assert advice(says_so) == []


def test_a_link_of_last_year_is_to_be_looked_at() -> None:
    seen = datetime.date(2026, 11, 1)
    assert advice(today=seen + datetime.timedelta(days=365)) == []
    later = advice(today=seen + datetime.timedelta(days=366))
    assert later[0] == "resources: https://example.org/1: was last seen on 2026-11-01; check that it still works"


def test_a_draft_with_findings_gets_none() -> None:
    assert advice(lambda raw: raw["requirements"].append(drafts.asks("builder", "nope", 2, 1))) == []


@pytest.mark.database
@pytest.mark.django_db
def test_editors_see_advice_and_may_publish(client: Client) -> None:
    people.publish()
    models.Role.objects.filter(slug="builder").update(title="Maker")
    people.at_desk(client, people.person("editor@example.org", is_staff=True, is_superuser=True))
    page = client.get("/admin/careers/release/publish/").content.decode()
    assert "asks 4 skills; 14 to 24 read well" in page
    assert "Publish release" in page
    out = StringIO()
    call_command("publish_release", reason="A look.", check=True, stdout=out)
    assert "Advice: roles: builder: asks 4 skills" in out.getvalue()
