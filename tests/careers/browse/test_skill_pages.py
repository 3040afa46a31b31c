"""The pages of skills: who asks one, what it hangs together with, where to learn it, and the index that finds it."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from careers.browse import skill_pages
from careers.catalogue.released import Released
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")


def skill(release: Released, slug: str) -> skill_pages.SkillPage:
    return skill_pages.skill_page(release, release.skills[slug])


def text(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def slugs(links: list[skill_pages.Linked]) -> list[tuple[str, str]]:
    return [(one.skill.slug, one.note) for one in links]


def test_who_asks_it_leads_with_must_haves_and_the_highest_level(release: Released, client: Client) -> None:
    page = skill(release, "python")
    assert [(role.slug, asked.level, asked.essential) for role, asked in page.asked_by] == [
        ("builder", 4, True),
        ("engineer", 3, True),
    ]
    assert "2 of 2 roles, always as a must-have." in text(client, "/skills/python/")
    assert "1 of 2 roles." in text(client, "/skills/orchestration/")
    assert "asked by 60 of 80 job ads counted" in text(client, "/skills/python/")


def test_a_must_have_comes_before_a_higher_level_that_is_valued() -> None:
    raw = drafts.small()
    raw["requirements"][0] |= {"essential": False}
    release = people.publish(raw)
    assert [role.slug for role, _ in skill(release, "python").asked_by] == ["engineer", "builder"]


def test_a_skill_that_no_role_asks_says_what_it_counts_as_and_who_asks_that(client: Client, release: Released) -> None:
    page = skill(release, "airflow")
    assert page.through == release.skills["orchestration"]
    assert [role.slug for role, _ in page.asked_through] == ["engineer"]
    told = text(client, "/skills/airflow/")
    assert 'It counts as <a href="/skills/orchestration/">Workflow orchestration</a>, which 1 of 2 roles asks:' in told
    assert 'href="/roles/engineer/"' in told
    for path in ("/skills/", "/skills/?q=airflow", "/search/?q=airflow"):
        assert "counts as Workflow orchestration (1 role)" in text(client, path)
    assert (skill(release, "python").through, skill(release, "python").asked_through) == (None, [])


def test_what_counts_as_several_skills_says_the_nearest_then_the_most_asked(client: Client) -> None:
    raw = drafts.small()
    raw["skills"] += [drafts.skill("dagster", "Dagster", "tool", 20), drafts.skill("idle", "Idle", "tool", 21)]
    raw["near"] += [
        {"skill": "dagster", "counts_as": "python", "distance": 2},
        {"skill": "dagster", "counts_as": "orchestration", "distance": 1},
        {"skill": "dagster", "counts_as": "sql", "distance": 1},
    ]
    raw["starts"][0]["levels"].append({"skill": "idle", "level": 1})
    raw["requirements"].append(drafts.asks("builder", "sql", 2, 2))
    release = people.publish(raw)
    page = skill(release, "dagster")
    assert page.through == release.skills["sql"]
    assert [role.slug for role, _ in page.asked_through] == ["engineer", "builder"]
    assert "counts towards SQL (2 roles)" in text(client, "/skills/?q=dagster")
    assert ">SQL</a> (1 level lower), which 2 of 2 roles ask:" in text(client, "/skills/dagster/")
    assert skill(release, "idle").through is None
    assert "No role asks it by itself." in text(client, "/skills/idle/")


def test_it_says_what_to_hold_first_and_what_it_opens(release: Released) -> None:
    assert slugs(skill(release, "rag").learn_first) == [("python", "level 2, to reach 2")]
    assert slugs(skill(release, "python").opens) == [("rag", "needs Python 2 for its level 2")]


def test_a_skill_that_is_needed_at_several_levels_stands_there_once() -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "python", 3))
    release = people.publish(raw)
    assert slugs(skill(release, "rag").learn_first) == [("python", "level 2, to reach 2; level 3, to reach 3")]
    said = "needs Python 2 for its level 2; needs Python 3 for its level 3"
    assert slugs(skill(release, "python").opens) == [("rag", said)]


def test_what_comes_with_a_skill_is_told_apart_from_what_is_learned_first(client: Client) -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "sql", 1, implied=True))
    page = skill(people.publish(raw), "rag")
    assert slugs(page.learn_first) == [("python", "level 2, to reach 2")]
    assert slugs(page.comes_with) == [("sql", "level 1 with level 3")]
    told = text(client, "/skills/rag/")
    assert told.index(">Learn first</h2>") < told.index(">Comes with it</h2>")
    assert "Comes with it" not in text(client, "/skills/python/")


def test_kinds_are_told_apart_from_what_is_only_near(release: Released) -> None:
    airflow, orchestration = skill(release, "airflow"), skill(release, "orchestration")
    assert (slugs(airflow.kind_of), airflow.counts_as) == ([("orchestration", "")], [])
    assert (slugs(orchestration.kinds), orchestration.counted_by) == ([("airflow", "")], [])
    assert slugs(skill(release, "react-pattern").counts_as) == [("rag", "2 levels lower")]
    assert slugs(skill(release, "rag").counted_by) == [("react-pattern", "2 levels lower")]


def test_long_lists_fold_and_lose_nothing(client: Client) -> None:
    raw = drafts.small()
    for n in range(12):
        raw["skills"].append(drafts.skill(f"extra-{n}", f"Extra {n}", "tool", 20 + n))
        raw["near"].append({"skill": f"extra-{n}", "counts_as": "sql", "distance": 1})
    people.publish(raw)
    page = client.get("/skills/sql/").content.decode()
    assert "Show all 12" in page
    assert all(page.count(f'href="/skills/extra-{n}/"') == 1 for n in range(12))


def test_free_resources_come_first_each_from_where_it_begins(client: Client) -> None:
    raw = drafts.small()
    first = raw["resources"][0]
    for name, free, begins in (("paid", False, 0), ("later", True, 2)):
        uses = [{"skill": "sql", "from_level": begins, "to_level": 4, "hours": 3, "part": "Weeks 2 and 3"}]
        raw["resources"].append(
            first | {"url": f"https://{name}.example.org/x", "title": name, "free": free, "skills": uses}
        )
    resources = skill(people.publish(raw), "sql").resources
    assert [(one.free, one.title) for one in resources] == [(True, "A book of SQL"), (True, "later"), (False, "paid")]
    page = text(client, "/skills/sql/")
    assert page.count("seen on 1 November 2026") == 1
    assert "checked" not in page
    assert page.count("· Weeks 2 and 3<") == 2
    assert page.count("about 3 h of 12") == 2


def test_hours_say_what_they_stand_on(client: Client) -> None:
    assert "150&nbsp;% of the usual hours of a language: “Thinking in sets takes practice”." in text(
        client, "/skills/sql/"
    )
    assert "the usual hours of a language." in text(client, "/skills/python/")


@pytest.mark.database
def test_somebody_signed_in_finds_their_own_level(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(people.person_with({"python": 3}).user)
    page = client.get("/skills/python/")
    assert page.context["current"] == 3
    assert page.content.decode().count('class="is-here"') == 1
    assert client.get("/skills/sql/").context["current"] is None
    with django_assert_num_queries(4):  # session, user, release, level
        client.get("/skills/python/")


# The index


def test_every_skill_stands_in_the_index_once_with_the_roles_that_ask_it(client: Client, release: Released) -> None:
    page = client.get("/skills/")
    rows = [(kind, one.skill.slug, one.roles) for kind, skills in page.context["kinds"] for one in skills]
    assert rows == [
        ("language", "python", 2),
        ("language", "sql", 1),
        ("tool", "airflow", 0),
        ("tool", "react", 1),
        ("concept", "react-pattern", 1),
        ("concept", "rag", 1),
        ("practice", "orchestration", 1),
    ]
    body = page.content.decode()
    assert all(body.count(f'href="/skills/{slug}/"') == 1 for slug in release.skills)


def test_kinds_of_skill_are_all_in_the_index() -> None:
    from careers.models import Kind

    assert sorted(skill_pages.KINDS) == sorted(Kind.values)


def test_a_query_finds_by_name_or_alias_best_first(client: Client) -> None:
    page = client.get("/skills/?q=Apache+AIRFLOW")
    assert [(one.skill.slug, one.matched) for one in page.context["found"]] == [("airflow", "Apache Airflow")]
    assert 'value="Apache AIRFLOW"' in page.content.decode()
    assert [one.skill.slug for one in client.get("/skills/?q=re").context["found"]][:2] == ["react", "react-pattern"]


def test_a_query_that_finds_nothing_says_so_and_shows_everything(client: Client) -> None:
    page = text(client, "/skills/?q=cobol")
    assert "We know no skill called “cobol”" in page
    assert 'href="/skills/python/"' in page


def test_htmx_gets_the_list_alone(client: Client) -> None:
    part = client.get("/skills/?q=py", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="list">')
    assert "<html" not in part
    assert 'href="/skills/python/"' in part


@pytest.mark.parametrize(
    "query", ["", "\x00", "a\x00b", "x" * 10_000, "\u202epy", "א", "<script>alert(1)</script>", "🐍", "%", "'", "٣"]
)
def test_any_query_is_answered(client: Client, query: str) -> None:
    answer = client.get("/skills/", {"q": query})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert len(answer.content) < 60_000


def test_five_roles_that_ask_a_skill_stand_there_and_the_others_fold(client: Client) -> None:
    raw = drafts.small()
    for n in range(6):
        raw["roles"].append(raw["roles"][0] | {"slug": f"more-{n}", "title": f"More {n}", "foundation": False})
        raw["requirements"] += [
            one | {"role": f"more-{n}"} for one in raw["requirements"] if one["role"] == raw["roles"][0]["slug"]
        ]
    release = people.publish(raw)
    page = client.get("/skills/python/").content.decode().split('id="asked"')[1]
    shown, folded = page.split("<details")[:2]
    roles = len(release.asked_by["python"])
    assert shown.count('href="/roles/') == 5
    assert folded.split("</details>")[0].count('href="/roles/') == roles - 5
    assert f"{roles - 5} more" in folded


def test_green_is_for_what_somebody_holds_alone(client: Client) -> None:
    assert 'data-have="0" data-need="4"' in client.get("/skills/python/").content.decode()
    assert not re.search(r'data-have="[1-5]"', client.get("/skills/python/").content.decode())
    client.force_login(people.person_with({"python": 2}).user)
    scale = client.get("/skills/python/").content.decode().split('class="scale"')[1].split("</ol>")[0]
    assert re.findall(r'data-have="(\d)"', scale) == ["1", "2", "0", "0", "0"]


def test_what_is_learned_first_and_from_what_comes_before_who_asks(client: Client) -> None:
    page = text(client, "/skills/rag/")
    assert page.index('id="first"') < page.index('id="asked"')
    page = text(client, "/skills/sql/")
    assert page.index('id="learn"') < page.index('id="asked"')


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], ""),
        ([(2026, 11, 8)], "on 8 November 2026"),
        ([(2026, 11, 28), (2026, 11, 24)], "24 to 28 November 2026"),
        ([(2026, 11, 28), (2026, 12, 1)], "28 November 2026 to 1 December 2026"),
    ],
)
def test_days_are_said_once(days: list[tuple[int, int, int]], said: str) -> None:
    assert skill_pages.days_said([datetime.date(*day) for day in days]) == said
