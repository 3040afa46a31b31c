"""The worked example of the method page is made from the release, and every figure of it can be redone by hand."""

import pytest
from django.test import Client

from careers.catalogue import findings
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import inputs
from matching.about import method_pages
from tests import drafts, people
from tests.engine import reference


@pytest.fixture(params=["release", "shipped"], ids=["small", "real"])
def published(request: pytest.FixtureRequest) -> Released:
    published: Released = request.getfixturevalue(request.param)
    return published


def test_the_example_is_what_the_reference_says(published: Released, client: Client) -> None:
    shown = client.get("/about/method/").context["example"]
    role, held = method_pages.example(published)
    [expected] = [one for one in reference.score(inputs.specification(published), held) if one["role"] == role.slug]
    for key in ("fit", "known", "lead", "usual"):
        assert hundredths(getattr(shown.score, key)) == expected[key]
    assert shown.score.band == expected["band"]
    assert {skill.slug: level for skill, level in shown.profile} == held


def test_every_line_can_be_redone_by_hand(published: Released, client: Client) -> None:
    page = client.get("/about/method/")
    shown, score = page.context["example"], page.context["example"].score
    for row in shown.lines:
        line = row.line
        assert row.squared == min(line.have, line.need) ** 2
        assert row.asked.share * row.squared == line.points
        assert row.asked.share * row.need_squared == line.points_possible
        of = shown.must_have_importances if line.essential else shown.valued_importances
        assert row.of_importances == of
        assert f">{50 * row.asked.importance / of:.4f}</td>" in page.content.decode()
        assert abs(line.points_possible - 100 * row.ideal) < 100
    assert sum(row.line.points for row in shown.lines) == score.fit
    assert sum(row.line.points_possible for row in shown.lines) + shown.rest_points == 100_00
    assert sum(shown.known_points) == score.known
    assert score.usual == shown.role.usual * min(shown.best, 25_00) // 25_00
    assert score.fit - score.usual == score.lead
    assert len(shown.lines) + len(shown.rest) == len(score.receipt)


def test_it_shows_each_rule_once(published: Released, client: Client) -> None:
    lines = [row.line for row in client.get("/about/method/").context["example"].lines]
    own = [line for line in lines if not line.via]
    assert any(line.have > line.need for line in own)
    assert any(0 < line.have < line.need for line in own)
    assert any(line.how == "near" for line in lines)
    implied = {need.skill for skill in published.content.skills for need in skill.prerequisites if need.implied}
    assert any(line.how == "implied" for line in lines) == bool(implied)


def test_what_comes_with_a_skill_is_shown_too(db: None, client: Client) -> None:
    raw = drafts.small()
    raw["requirements"].append(drafts.asks("engineer", "react", 2, 2))
    raw["prerequisites"] += [drafts.needs("rag", 3, "react", 1, implied=True)]
    people.publish(raw)
    page = client.get("/about/method/")
    [line] = [row.line for row in page.context["example"].lines if row.line.how == "implied"]
    assert (line.skill, line.via, line.have) == ("react", "rag", 1)
    assert "Comes with Retrieval-augmented generation at 3: nobody gets there without 1 here." in page.content.decode()


def test_a_release_where_a_rule_has_no_case_is_shown_too(db: None, client: Client) -> None:
    raw = drafts.small()
    raw["near"] = []
    raw["skills"] = [skill for skill in raw["skills"] if skill["slug"] != "airflow"]
    raw["requirements"] = [r for r in raw["requirements"] if (r["role"], r["skill"]) != ("engineer", "python")]
    people.publish(raw)
    example = client.get("/about/method/").context["example"]
    assert sum(row.line.points for row in example.lines) == example.score.fit


def test_it_says_what_is_not_known(db: None, client: Client) -> None:
    people.publish()
    assert "no data on pay" in client.get("/about/method/").content.decode()


def test_it_says_how_far_apart_usual_fits_may_lie(db: None, client: Client) -> None:
    people.publish()
    widest = hundredths(findings.WIDEST_USUALS)
    assert f"no two roles lie more than {widest} points apart" in client.get("/about/method/").content.decode()
