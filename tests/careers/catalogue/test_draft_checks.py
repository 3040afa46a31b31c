"""Each publish check has a draft that breaks it, and the message names the entry and the remedy."""

from collections.abc import Callable
from typing import Any

import pytest

from careers.catalogue.findings import TWICE
from matching.publishing.preparing import prepare
from tests import drafts

Draft = dict[str, Any]


def _skill(raw: Draft, slug: str) -> Draft:
    return next(skill for skill in raw["skills"] if skill["slug"] == slug)


def _circle(raw: Draft) -> None:
    raw["prerequisites"].append(drafts.needs("python", 1, "rag", 3))


def _kinds_in_a_circle(raw: Draft) -> None:
    raw["near"] += [{"skill": "orchestration", "counts_as": "airflow", "distance": 0}]


def _all_threes(raw: Draft) -> None:
    for asked in raw["requirements"]:
        asked["level"] = 3


def _raised(raw: Draft) -> None:
    """Orchestration 1 implies Airflow 2, which is a kind of orchestration."""
    raw["prerequisites"].append(drafts.needs("orchestration", 1, "airflow", 2, implied=True))


def _of(raw: Draft, role: str) -> list[Draft]:
    return [asked for asked in raw["requirements"] if asked["role"] == role]


def _broken(change: Callable[[Draft], Any]) -> list[str]:
    raw = drafts.small()
    change(raw)
    return [str(finding) for finding in prepare(drafts.draft(raw)).findings]


FAULTS: dict[str, tuple[Callable[[Draft], Any], str, str]] = {
    "unknown skill asked": (
        lambda raw: raw["requirements"].append(drafts.asks("builder", "nope", 2, 1)),
        "requirements: builder / nope",
        "no skill 'nope'",
    ),
    "unknown role asks": (
        lambda raw: raw["requirements"].append(drafts.asks("nobody", "sql", 2, 1)),
        "requirements: nobody / sql",
        "no role 'nobody'",
    ),
    "retired skill asked": (
        lambda raw: _skill(raw, "sql").update(retired=True),
        "requirements: engineer / sql",
        "no skill 'sql'",
    ),
    "unknown prerequisite": (
        lambda raw: raw["prerequisites"][0].update(needs="nope"),
        "prerequisites: rag / 2 / nope",
        "no skill 'nope'",
    ),
    "unknown near skill": (lambda raw: raw["near"][0].update(counts_as="nope"), "near: airflow / nope", "no skill"),
    "unknown skill taught": (
        lambda raw: raw["resources"][0]["skills"][0].update(skill="nope"),
        "resources: https://docs.example.org/sql",
        "no skill 'nope'",
    ),
    "unknown neighbour": (
        lambda raw: raw["roles"][0]["differences"][0].update(role="nobody"),
        "roles: builder",
        "no role 'nobody'",
    ),
    "circle of prerequisites": (_circle, "prerequisites: ", "run in a circle"),
    "circle of kinds": (_kinds_in_a_circle, "near: ", "run in a circle"),
    "near itself": (
        lambda raw: raw["near"][0].update(counts_as="airflow"),
        "near: airflow / airflow",
        "not near itself",
    ),
    "near twice": (lambda raw: raw["near"].append(raw["near"][0]), "near: airflow / orchestration", TWICE),
    "unreachable requirement": (
        lambda raw: raw["requirements"][0].update(level=5),
        "requirements: builder / python",
        "level 5 cannot be reached",
    ),
    "alias of two skills": (
        lambda raw: _skill(raw, "sql").update(aliases=["PY"]),
        "skills: sql",
        "'py' already names python",
    ),
    "alias is another's name": (
        lambda raw: _skill(raw, "sql").update(aliases=["airflow"]),
        "skills: sql",
        "'airflow' already names airflow",
    ),
    "alias is another's slug with blanks": (
        lambda raw: _skill(raw, "sql").update(aliases=["React_ Pattern"]),
        "skills: sql",
        "'react pattern' already names react-pattern",
    ),
    "alias is another's former slug": (
        lambda raw: (_skill(raw, "python").update(former_slugs=["py-3"]), _skill(raw, "sql").update(aliases=["Py 3"])),
        "skills: sql",
        "'py 3' already names python",
    ),
    "alias twice": (
        lambda raw: _skill(raw, "sql").update(aliases=["t-sql", "T SQL"]),
        "skills: sql",
        "repeats the skill's own",
    ),
    "alias repeats the name": (lambda raw: _skill(raw, "sql").update(aliases=["Sql"]), "skills: sql", "repeats"),
    "blank alias": (lambda raw: _skill(raw, "sql").update(aliases=["-"]), "skills: sql", "an alias is blank"),
    "blank exact alias": (
        lambda raw: _skill(raw, "sql").update(exact_aliases=["_"]),
        "skills: sql",
        "an alias is blank",
    ),
    "exact alias of two skills": (
        lambda raw: _skill(raw, "sql").update(exact_aliases=["RAG"]),
        "skills: sql",
        "'RAG' already names rag",
    ),
    "exact alias folds like a name": (
        lambda raw: _skill(raw, "sql").update(exact_aliases=["REACT"]),
        "skills: sql",
        "the exact alias 'REACT' is 'react' when folded, which names react",
    ),
    "exact alias folds like a slug of a later skill": (
        lambda raw: _skill(raw, "airflow").update(exact_aliases=["React Pattern"]),
        "skills: airflow",
        "which names react-pattern",
    ),
    "exact alias folds like an alias": (
        lambda raw: _skill(raw, "sql").update(exact_aliases=["Apache-Airflow"]),
        "skills: sql",
        "which names airflow",
    ),
    "two exact aliases that fold alike, none preferred": (
        lambda raw: _skill(raw, "orchestration").update(preferred_aliases=[]),
        "skills: airflow / orchestration",
        "'dag' when folded; mark one of them, and only one",
    ),
    "two exact aliases that fold alike, both preferred": (
        lambda raw: _skill(raw, "airflow").update(preferred_aliases=["Dag"]),
        "skills: airflow / orchestration",
        "'dag' when folded; mark one of them, and only one",
    ),
    "preferred alias is not exact": (
        lambda raw: _skill(raw, "python").update(preferred_aliases=["py"]),
        "skills: python",
        "the preferred alias 'py' is not one of its exact aliases",
    ),
    "slug twice": (
        lambda raw: raw["skills"].append(drafts.skill("sql", "Other SQL", "tool", 99)),
        "skills: sql",
        f"slug {TWICE}",
    ),
    "position twice": (
        lambda raw: _skill(raw, "sql").update(position=2),
        "skills: sql",
        "position 2 belongs to python; the next free one is 6",
    ),
    "factor without a reason": (lambda raw: _skill(raw, "sql").update(hours_reason=""), "skills: sql", "say why"),
    "role without must-haves": (
        lambda raw: [asked.update(essential=False) for asked in _of(raw, "builder")],
        "roles: builder",
        "no must-haves",
    ),
    "role without valued skills": (
        lambda raw: [asked.update(essential=True, importance=4) for asked in _of(raw, "builder")],
        "roles: builder",
        "no valued skills; ask at least one",
    ),
    "must-have of little importance": (
        lambda raw: raw["requirements"][1].update(importance=3),
        "requirements: builder / rag",
        "must-have of importance 3; give it 4 or 5",
    ),
    "role in an unknown group": (
        lambda raw: raw["roles"][0].update(group="nowhere"),
        "roles: builder",
        "no group 'nowhere'",
    ),
    "group twice": (lambda raw: raw["groups"].append(raw["groups"][0]), "groups: base", f"slug {TWICE}"),
    "group's title twice": (
        lambda raw: raw["groups"].append({**raw["groups"][0], "slug": "other", "title": "THE BASE"}),
        "groups: the base",
        f"title {TWICE}",
    ),
    "claim that raises its own skill": (
        _raised,
        "prerequisites: orchestration",
        "level 1 alone would count as level 2 of the same skill",
    ),
    "role that asks nothing": (
        lambda raw: raw["roles"].append(drafts.role("idle", "Idler")),
        "roles: idle",
        "asks nothing",
    ),
    "role without responsibilities": (
        lambda raw: raw["roles"][0].update(responsibilities=[]),
        "roles: builder",
        "no responsibilities",
    ),
    "role asks a skill and a kind of it": (
        lambda raw: raw["requirements"].append(drafts.asks("engineer", "airflow", 2, 1)),
        "requirements: engineer / airflow",
        "also asks orchestration",
    ),
    "requirement twice": (
        lambda raw: raw["requirements"].append(drafts.asks("engineer", "sql", 2, 1)),
        "requirements: engineer / sql",
        TWICE,
    ),
    "counted without its ads": (
        lambda raw: raw["requirements"][0].update(counted=3),
        "requirements: builder / python",
        "has one of counted and of",
    ),
    "ads without a count": (
        lambda raw: raw["requirements"][0].update(of=3),
        "requirements: builder / python",
        "has one of counted and of",
    ),
    "more counted than there are": (
        lambda raw: raw["requirements"][0].update(counted=9, of=8),
        "requirements: builder / python",
        "more than there are",
    ),
    "apportioning impossible": (_all_threes, "requirements: builder", "level 3 add up"),
    "usual fits too far apart": (
        lambda raw: raw["roles"][0].update(usual="12.51"),
        "roles: engineer / builder",
        "more than 12.50 apart",
    ),
    "skill nobody uses": (
        lambda raw: raw["skills"].append(drafts.skill("idle", "Idleness", "tool", 50)),
        "skills: idle",
        "no role or start has it",
    ),
    "kind without levels": (lambda raw: raw["kinds"].pop(), "kinds: tool", "has no levels"),
    "kind with a level missing": (lambda raw: raw["kinds"][0]["levels"].pop(), "kinds: concept", "levels 1 to 5"),
    "resource for no skill": (
        lambda raw: raw["resources"][0].update(skills=[]),
        "resources: https",
        "teaches no skill",
    ),
    "resource twice": (lambda raw: raw["resources"].append(raw["resources"][0]), "resources: https", TWICE),
    "resource leads nowhere": (
        lambda raw: raw["resources"][0]["skills"][0].update(from_level=3),
        "resources: https",
        "below to_level",
    ),
    "unknown skill proposed": (
        lambda raw: raw["starts"][0]["levels"][0].update(skill="nope"),
        "starts: tester / nope",
        "no skill 'nope'",
    ),
    "retired skill proposed": (
        lambda raw: _skill(raw, "sql").update(retired=True),
        "starts: tester / sql",
        "no skill 'sql'",
    ),
    "skill proposed twice": (
        lambda raw: raw["starts"][0]["levels"].append({"skill": "sql", "level": 3}),
        "starts: tester / sql",
        TWICE,
    ),
    "start that proposes nothing": (
        lambda raw: raw["starts"][0].update(levels=[]),
        "starts: tester",
        "proposes no skill",
    ),
    "start twice": (
        lambda raw: raw["starts"].append({**raw["starts"][0], "title": "Other"}),
        "starts: tester",
        f"slug {TWICE}",
    ),
    "start's title twice": (
        lambda raw: raw["starts"].append({**raw["starts"][0], "slug": "other", "title": "TESTER"}),
        "starts: tester",
        f"name {TWICE}",
    ),
    "two starts with one name": (
        lambda raw: raw["starts"].append({**raw["starts"][0], "slug": "other", "title": "Qa-Engineer"}),
        "starts: qa engineer",
        f"name {TWICE}",
    ),
    "start in an unknown group": (
        lambda raw: raw["starts"][0].update(group="nowhere"),
        "starts: tester",
        "no group 'nowhere'",
    ),
    "start at an expert's level": (
        lambda raw: raw["starts"][0]["levels"][0].update(level=5),
        "starts: tester / python",
        "level 5 is not typical",
    ),
    "start group twice": (
        lambda raw: raw["start_groups"].append({**raw["start_groups"][0], "title": "Other"}),
        "start_groups: software",
        f"slug {TWICE}",
    ),
    "start group's title twice": (
        lambda raw: raw["start_groups"].append({**raw["start_groups"][0], "slug": "other", "title": "SOFTWARE"}),
        "start_groups: software",
        f"title {TWICE}",
    ),
    "project of an unknown role": (
        lambda raw: raw["projects"].append(drafts.project(role="nobody")),
        "projects: question-answerer",
        "no role 'nobody'",
    ),
    "project with an unknown skill": (
        lambda raw: raw["projects"].append(drafts.project(skills=[{"skill": "nope", "level": 1}])),
        "projects: question-answerer / nope",
        "no skill 'nope'",
    ),
    "project with a skill that its role does not ask": (
        lambda raw: raw["projects"].append(
            drafts.project(skills=[*drafts.project()["skills"], {"skill": "sql", "level": 1}])
        ),
        "projects: question-answerer / sql",
        "builder does not ask this skill",
    ),
    "project at a level that nothing leads to": (
        lambda raw: raw["projects"].append(
            drafts.project(skills=[*drafts.project()["skills"][:2], {"skill": "react", "level": 3}])
        ),
        "projects: question-answerer / react",
        "takes level 3, and builder asks 2",
    ),
    "project with too few skills": (
        lambda raw: raw["projects"].append(drafts.project(skills=drafts.project()["skills"][:2])),
        "projects: question-answerer",
        "exercises 2 skills; name at least 3",
    ),
    "project with a skill twice": (
        lambda raw: raw["projects"].append(
            drafts.project(skills=[*drafts.project()["skills"], {"skill": "react", "level": 1}])
        ),
        "projects: question-answerer / react",
        TWICE,
    ),
    "project twice": (
        lambda raw: raw["projects"].extend([drafts.project(), drafts.project(title="Other")]),
        "projects: question-answerer",
        f"slug {TWICE}",
    ),
    "project's title twice": (
        lambda raw: raw["projects"].extend(
            [drafts.project(), drafts.project(slug="other", title="A QUESTION answerer")]
        ),
        "projects: builder / a question answerer",
        f"title {TWICE}",
    ),
    "resource that serves more hours than it has": (
        lambda raw: raw["resources"][0]["skills"].append(
            {"skill": "python", "from_level": 0, "to_level": 1, "hours": 1, "part": ""}
        ),
        "resources: https",
        "takes 12 hours and serves its skills for 13",
    ),
    "other title that is another role's": (
        lambda raw: raw["roles"][0].update(other_titles=["ENGINEER"]),
        "roles: engineer",
        f"title {TWICE}",
    ),
    "signpost to an unknown skill": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["more"], ("skill", "nope"))),
        "signposts: more",
        "no skill 'nope'",
    ),
    "signpost to an unknown start": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["more"], ("start", "nope"))),
        "signposts: more",
        "no starting point 'nope'",
    ),
    "signpost that says nothing and leads nowhere": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["more"])),
        "signposts: more",
        "leads nowhere and says nothing",
    ),
    "signpost at the name of a skill": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["PYTHON"], says="Look.")),
        "signposts: more",
        "'PYTHON' is the name of Python",
    ),
    "signpost at the title of a job": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["tester"], says="Look.")),
        "signposts: more",
        "'tester' is the name of Tester",
    ),
    "two signposts at the same words": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["JUGGLING"], says="Look.")),
        "signposts: juggling",
        f"these words {TWICE}",
    ),
    "signpost twice": (
        lambda raw: raw["signposts"].append(drafts.signpost("juggling", ["balls"], says="Look.")),
        "signposts: juggling",
        f"slug {TWICE}",
    ),
    "signpost to one thing twice": (
        lambda raw: raw["signposts"].append(drafts.signpost("more", ["more"], ("skill", "sql"), ("skill", "sql"))),
        "signposts: more / skill sql",
        TWICE,
    ),
}


def test_a_skill_that_only_a_start_proposes_is_sound() -> None:
    """People bring more than roles ask, and what they bring is read by its name."""
    raw = drafts.small()
    raw["skills"].append(drafts.skill("idle", "Idleness", "tool", 50))
    raw["starts"][0]["levels"].append({"skill": "idle", "level": 1})
    assert prepare(drafts.draft(raw)).findings == ()


def test_the_sound_draft_has_no_findings() -> None:
    assert prepare(drafts.draft()).findings == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_named(fault: str) -> None:
    change, where, what = FAULTS[fault]
    found = _broken(change)
    assert any(line.startswith(where) and what in line for line in found), found


def test_usual_fits_12_50_apart_are_still_fine() -> None:
    assert _broken(lambda raw: raw["roles"][0].update(usual="12.50")) == []


def test_an_exact_alias_may_be_the_skill_s_own_name() -> None:
    assert _broken(lambda raw: _skill(raw, "sql").update(exact_aliases=["SQL", "Sql"])) == []
