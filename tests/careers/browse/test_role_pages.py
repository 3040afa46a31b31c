"""The pages of roles: pictures that add up, neighbours counted, "none" said in words."""

import itertools
import json
import re
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.utils.html import escape

from careers import models
from careers.browse import role_pages
from careers.catalogue import releases
from careers.catalogue.content import Role
from careers.catalogue.released import Released
from careers.templatetags import pictures, words
from matching.publishing.preparing import prepare
from tests import drafts, people, shipped

pytestmark = pytest.mark.usefixtures("release")


def role(release: Released, slug: str) -> role_pages.RolePage:
    return role_pages.role_page(release, release.roles[slug])


def many_roles(count: int) -> dict[str, Any]:
    """The small catalogue with `count` more roles, each asking what the builder asks."""
    raw = drafts.small()
    for n in range(count):
        raw["roles"].append(drafts.role(f"role-{n}", f"Role {n}", differences=[{"role": "builder", "text": "Later."}]))
        raw["requirements"] += [
            one | {"role": f"role-{n}"} for one in drafts.small()["requirements"] if one["role"] == "builder"
        ]
    return raw


def test_the_list_says_what_each_role_is_and_what_it_cannot_do_without(release: Released) -> None:
    [[engineer], [builder]] = (cards for _, cards in role_pages.role_groups(release))
    assert (engineer.role.slug, engineer.role.foundation) == ("engineer", True)
    assert words.one_line(builder.role.summary) == "Builders work in tests."
    assert sorted(builder.must_haves) == ["Python", "Retrieval-augmented generation"]


def test_projects_say_what_they_take_the_shortest_first(client: Client) -> None:
    raw = drafts.small()
    raw["projects"] = [drafts.project(slug="a-long-one", title="Long", hours=80), drafts.project()]
    projects = role(people.publish(raw), "builder").projects
    assert [(one.project.title, words.effort(one.project.hours)) for one in projects] == [
        ("A question answerer", "a weekend"),
        ("Long", "about 80 hours"),
    ]
    assert [(skill.slug, level) for skill, level in projects[0].skills] == [("python", 2), ("rag", 2), ("react", 1)]
    page = client.get("/roles/builder/").content.decode()
    for text in ('id="project-question-answerer"', "Answer questions in tests.", "It is green.", "In the log."):
        assert text in page
    assert 'id="projects"' not in client.get("/roles/engineer/").content.decode()


def test_what_study_cannot_give_stands_under_the_ways_in(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["beyond_study"] = ["A licence, and a <year> of it."]
    raw["roles"][0]["day"] = "Red first.\n\nThen green."
    people.publish(raw)
    page = client.get("/roles/builder/").content.decode()
    assert "A licence, and a &lt;year&gt; of it." in page.split('id="beyond"')[1]
    assert "<p>Red first." in page
    assert "Then green.</p>" in page
    assert 'id="beyond"' not in client.get("/roles/engineer/").content.decode()


def test_other_titles_are_told_to_somebody_who_looks_for_a_job(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["other_titles"] = ["Mason", "<Bricklayer>"]
    people.publish(raw)
    assert "in advertisements as well: &lt;Bricklayer&gt;, Mason." in client.get("/roles/builder/").content.decode()
    assert "in advertisements as well" not in client.get("/roles/engineer/").content.decode()


def test_roles_stand_in_the_groups_of_the_catalogue_the_foundation_s_first() -> None:
    raw = drafts.small()
    raw["groups"] = [
        {"slug": "base", "title": "The base", "summary": "Below.", "order": 9},
        {"slug": "build", "title": "Build", "summary": "", "order": 3},
        {"slug": "idle", "title": "Idle", "summary": "", "order": 2},
        {"slug": "think", "title": "Think", "summary": "", "order": 1},
    ]
    raw["roles"].append(drafts.role("thinker", "A thinker", group="think"))
    raw["requirements"] += [drafts.asks("thinker", "sql", 2, 4, essential=True), drafts.asks("thinker", "react", 2, 3)]
    groups = role_pages.role_groups(people.publish(raw))
    assert [(group.title, group.summary, [card.role.slug for card in cards]) for group, cards in groups] == [
        ("The base", "Below.", ["engineer"]),
        ("Think", "", ["thinker"]),
        ("Build", "", ["builder"]),
    ]


def test_roles_of_a_release_without_groups_stand_in_one(release: Released) -> None:
    content = json.loads(models.Release.objects.get().content)
    del content["groups"]
    for one in content["roles"]:
        del one["group"]
    models.Release.objects.create(
        number=2, digest="without groups", content=json.dumps(content), reason="Of old.", published_at=people.NOON
    )
    [(group, cards)] = role_pages.role_groups(releases.current())
    assert (group.title, [card.role.slug for card in cards]) == ("Roles", ["engineer", "builder"])


def test_the_foundation_comes_first(client: Client) -> None:
    for path in ("/", "/roles/"):
        page = client.get(path).content.decode()
        assert page.count('id="foundation"') == 1
        assert page.index('id="foundation"') < page.index('href="/roles/engineer/">') < page.index(">Builder</a>")


def test_the_area_of_the_picture_is_the_points(release: Released) -> None:
    for slug in release.roles:
        page = role(release, slug)
        blocks = page.skyline.blocks
        assert sum(block.width * block.requirement.level for block in blocks) == 10_000
        assert all(block.y + block.requirement.level == 5 for block in blocks)
        for left, right in itertools.pairwise(blocks):
            assert left.x + left.width <= right.x
            assert left.requirement.essential >= right.requirement.essential
        assert blocks[-1].x + blocks[-1].width == page.skyline.width
        assert page.must_haves.points + page.valued.points == 10_000


def test_the_words_beside_the_picture_say_the_same(release: Released) -> None:
    page = role(release, "builder")
    assert [(one.requirement.level, one.skill.slug) for one in page.by_level] == [
        (4, "python"),
        (3, "rag"),
        (2, "react-pattern"),
        (2, "react"),
    ]
    assert {one.kind: one.skills for one in page.by_kind} == {"concept": 2, "language": 1, "tool": 1}
    assert sum(one.points for one in page.by_kind) == 10_000
    assert page.by_kind[0].points == max(one.points for one in page.by_kind)


def test_neighbours_are_counted_and_their_shared_skills_named(release: Released) -> None:
    [neighbour] = role(release, "builder").neighbours
    assert (neighbour.role.slug, neighbour.text) == ("engineer", "Builds on it.")
    [python] = neighbour.shared
    assert (python.skill.slug, python.here, python.there) == ("python", 4, 3)
    assert (neighbour.only_here, neighbour.only_there, neighbour.all) == (3, 2, 6)


def test_a_role_says_what_it_builds_on(release: Released) -> None:
    base = role(release, "builder").stands_on
    assert base is not None
    assert (base.role.slug, len(base.role.requirements)) == ("engineer", 3)
    assert [(one.skill.slug, one.here, one.there) for one in base.asked] == [("python", 4, 3)]


def test_a_role_that_shares_nothing_with_the_foundation_says_so(client: Client) -> None:
    raw = drafts.small()
    raw["prerequisites"] = []
    raw["requirements"] = [r for r in raw["requirements"] if (r["role"], r["skill"]) != ("builder", "python")]
    people.publish(raw)
    page = client.get("/roles/builder/").content.decode()
    assert 'asks none of the 3 skills that <a href="/roles/engineer/">Engineer</a> asks' in page
    assert "The two ask nothing in common." in page


def test_the_foundation_says_what_stands_on_it(release: Released) -> None:
    page = role(release, "engineer")
    assert page.stands_on is None
    assert page.carries == [(release.roles["builder"], 1)]
    assert role(release, "builder").carries == []


def test_a_catalogue_without_a_foundation_has_pages_too(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][1]["foundation"] = False
    people.publish(raw)
    assert client.get("/roles/").status_code == 200
    page = client.get("/roles/builder/").content.decode()
    assert "The foundation" not in page


def test_what_has_no_counterpart_says_none_in_words(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["esco_code"] = "2511.4"
    people.publish(raw)
    page = client.get("/roles/builder/").content.decode()
    assert "2511.4, the nearest" in page
    assert "none comes near" in page


def test_an_importance_stands_with_its_evidence_and_its_reason(client: Client) -> None:
    raw = drafts.small()
    raw["requirements"][1] |= {"named": 3, "reason": "It is what builders build."}
    people.publish(raw)
    page = " ".join(client.get("/roles/engineer/").content.decode().split())
    assert 'data-label="importance">4<small>60 of 80 ads</small>' in page
    assert 'data-label="importance">5<small>judged</small>' in page
    assert "Next to each importance stands how many of the job ads we counted" in page
    assert "80 job ads counted. We hold no data on pay or demand." in page
    page = " ".join(client.get("/roles/builder/").content.decode().split())
    assert "Retrieval-augmented generation</a><small>It is what builders build.</small>" in page
    assert "Editors judge the importance; there were too few job ads to count." in page


def test_the_usual_fit_is_told_if_there_is_one(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["usual"] = "12.34"
    people.publish(raw)
    assert "The usual fit is 12.34" in client.get("/roles/builder/").content.decode()
    assert "usual fit" not in client.get("/roles/engineer/").content.decode()


def test_neighbours_are_the_roles_that_share_most_and_those_told_apart_the_closest_first() -> None:
    release = shipped.released()
    for slug in release.roles:
        found = role(release, slug).neighbours
        assert [one.closeness for one in found] == sorted((one.closeness for one in found), reverse=True)
        told = {one.role for one in release.roles[slug].differences}
        assert told <= {one.role.slug for one in found}
        assert all(one.shared for one in found[: role_pages.NEIGHBOURS])
        assert len(found) >= role_pages.NEIGHBOURS
    first = role(release, "ai-engineer").neighbours
    assert [one.role.slug for one in first][:2] == ["genai-engineer", "ai-agent-engineer"]
    assert first[-1].role.slug == "ai-ethics-specialist"
    assert "prompt-engineer" in [
        one.role.slug for one in role(release, "ai-safety-engineer").neighbours if not one.text
    ]


def test_what_two_roles_share_is_weighed_by_points(release: Released) -> None:
    [neighbour] = role(release, "builder").neighbours
    [there] = [one for one in neighbour.role.requirements if one.skill == "python"]
    [here] = [one for one in release.roles["builder"].requirements if one.skill == "python"]
    assert neighbour.points_there == there.points_possible
    assert neighbour.points_here == here.points_at(3) < here.points_possible


# Without programming


def test_without_programming_are_the_roles_that_an_adviser_would_name() -> None:
    """A research scientist has no language among the must-haves, but nobody knows PyTorch and no Python."""
    release = shipped.released()
    assert {slug for slug, one in release.roles.items() if not role_pages.takes_programming(release, one)} == {
        "ai-ethics-specialist",
        "ai-product-manager",
        "ai-solutions-architect",
        "prompt-engineer",
    }


@pytest.mark.parametrize("way", ["a language", "comes with a language", "a kind of a language"])
def test_a_language_counts_however_a_must_have_brings_it(way: str) -> None:
    raw = drafts.small()
    asked = {"a language": "sql", "comes with a language": "rag", "a kind of a language": "airflow"}[way]
    raw["roles"].append(drafts.role("talker", "Talker"))
    raw["requirements"] += [drafts.asks("talker", asked, 2, 4, essential=True), drafts.asks("talker", "react", 2, 2)]
    before = role_pages.takes_programming(*talker(raw))
    if way == "comes with a language":
        raw["prerequisites"].append(drafts.needs("rag", 1, "python", 1, implied=True))
    elif way == "a kind of a language":
        raw["near"].append({"skill": "airflow", "counts_as": "sql", "distance": 0})
    assert (before, role_pages.takes_programming(*talker(raw))) == (way == "a language", True)


def talker(raw: dict[str, Any]) -> tuple[Released, Role]:
    release = prepare(drafts.draft(raw)).released
    return release, release.roles["talker"]


def test_a_filter_shows_the_roles_without_programming(client: Client) -> None:
    raw = drafts.small()
    raw["roles"].append(drafts.role("talker", "Talker", group="build"))
    raw["requirements"] += [
        drafts.asks("talker", "react", 2, 4, essential=True),
        drafts.asks("talker", "sql", 2, 3),
        drafts.asks("talker", "python", 1, 2),
    ]
    people.publish(raw)
    page = client.get("/roles/?without=programming")
    text = " ".join(page.content.decode().split())
    assert [[card.role.slug for card in cards] for _, cards in page.context["groups"]] == [["talker"]]
    assert "1 role without programming</h1>" in text
    assert "SQL and Python are valued as well, not a must" in text
    for query in ("", "?without=", "?without=else", "?with=programming"):
        page = client.get(f"/roles/{query}")
        assert "3 AI-era roles</h1>" in page.content.decode()
        assert 'href="/roles/?without=programming"' in page.content.decode()


def test_if_every_role_takes_programming_the_filter_says_so(client: Client) -> None:
    page = client.get("/roles/?without=programming").content.decode()
    assert "Each role here takes some programming" in page
    assert "No roles without programming</h1>" in page


def test_ticked_roles_go_to_the_comparison(client: Client) -> None:
    page = client.get("/roles/").content.decode()
    assert 'method="get" action="/roles/compare/"' in page
    for slug in ("builder", "engineer"):
        assert f'<input type="checkbox" name="roles" value="{slug}">' in page


# Names that editors may give


LONG = "Principal artificial intelligence infrastructure reliability and safety engineer"
ARABIC = "مهندس الذكاء الاصطناعي"


@pytest.mark.parametrize("title", [LONG, "X" * 80, ARABIC, "<b>R&D</b>"])
def test_any_title_is_shown_everywhere(title: str, client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0] |= {"title": title, "day": "نص قصير. نص آخر.", "summary": f"{title} work."}
    people.publish(raw)
    for path in ("/roles/", "/roles/builder/", "/roles/compare/?roles=builder,engineer", "/skills/python/"):
        page = client.get(path).content.decode()
        assert escape(title) in page
        assert "<b>R&D" not in page


# Drawings


def test_every_role_and_group_that_we_ship_has_a_drawing_of_its_own() -> None:
    release = shipped.released()
    names = [pictures.icon(one) for one in release.content.roles] + [
        pictures.picture(one) for one in release.content.groups
    ]
    assert len(set(names)) == len(names) == len(release.content.roles) + len(release.content.groups)
    assert not {"role", "group"} & set(names)
    assert set(names) | {"role", "group"} == pictures.drawn()


def test_a_role_without_a_drawing_gets_the_general_one_and_a_renamed_role_keeps_its_own(release: Released) -> None:
    builder = release.roles["builder"]
    assert pictures.icon(builder) == "role"
    assert pictures.icon(msgspec.structs.replace(builder, former_slugs=("x", "ml-engineer"))) == "role-ml-engineer"
    assert pictures.picture(release.content.groups[0]) == "group"


def test_drawings_hold_no_colour_or_script_of_their_own() -> None:
    """Colours come from the page, so that they fit the dark; a style or script would be refused by our policy."""
    text = pictures.SHEET.read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb|<style|style=|<script|href=", text)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {
        "none",
        "currentColor",
        *(f"var(--{token})" for token in ("sheet", "held", "held-soft", "edge")),
    }


@pytest.mark.thorough
@pytest.mark.database
@pytest.mark.parametrize("path", ["/", "/roles/", "/roles/builder/", "/skills/", "/skills/?q=py", "/skills/python/"])
def test_a_larger_catalogue_asks_no_more_questions(path: str, client: Client, django_assert_num_queries: Any) -> None:
    for more in (0, 12):
        people.publish(many_roles(more))
        client.get(path)  # the content of a release is read once in a process
        with django_assert_num_queries(1):
            assert client.get(path).status_code == 200
