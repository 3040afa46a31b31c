"""The worked example of the method page is made from the release, and every figure of it can be redone by hand."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

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
    for key in ("fit", "known", "band", "lead", "usual"):
        assert shown[key] == expected[key]
    assert {one["skill_slug"]: one["level"] for one in shown["profile"]} == held


def test_every_line_can_be_redone_by_hand(published: Released, client: Client) -> None:
    shown = client.get("/about/method/").context["example"]
    for line in shown["lines"]:
        assert line["squared"] == min(line["have"], line["need"]) ** 2
        assert Decimal(line["share"]) * line["squared"] == Decimal(line["points"])
        assert Decimal(line["share"]) * line["need"] ** 2 == Decimal(line["points_possible"])
        of = shown["must_have_importances" if line["essential"] else "valued_importances"]
        assert line["of_importances"] == of
        assert line["ideal"] == f"{50 * line['importance'] / of:.4f}"
        assert abs(Decimal(line["points_possible"]) - Decimal(line["ideal"])) < 1
    assert sum(Decimal(line["points"]) for line in shown["lines"]) == Decimal(shown["fit"])
    possible = sum(Decimal(line["points_possible"]) for line in shown["lines"]) + Decimal(shown["rest_points"])
    assert possible == 100
    assert sum(map(Decimal, shown["known_lines"])) == Decimal(shown["known"])
    counts = min(Decimal(shown["best"]), Decimal(25)) / 25
    usual = (Decimal(shown["usual_whole"]) * counts).quantize(Decimal("0.01"), ROUND_DOWN)
    assert Decimal(shown["usual"]) == usual
    assert Decimal(shown["fit"]) - usual == Decimal(shown["lead"])
    assert len(shown["lines"]) + shown["rest_count"] == shown["requirement_count"]


def test_it_shows_each_rule_once(published: Released, client: Client) -> None:
    lines = client.get("/about/method/").context["example"]["lines"]
    own = [line for line in lines if not line["via_slug"]]
    assert any(line["have"] > line["need"] for line in own)
    assert any(0 < line["have"] < line["need"] for line in own)
    assert any(line["how"] == "near" for line in lines)
    implied = {need.skill for skill in published.content.skills for need in skill.prerequisites if need.implied}
    assert any(line["how"] == "implied" for line in lines) == bool(implied)


def test_what_comes_with_a_skill_is_shown_too(db: None, client: Client) -> None:
    raw = drafts.small()
    raw["requirements"].append(drafts.asks("engineer", "react", 2, 2))
    raw["prerequisites"] += [drafts.needs("rag", 3, "react", 1, implied=True)]
    people.publish(raw)
    page = client.get("/about/method/")
    example = page.context["example"]
    [line] = [line for line in example["lines"] if line["how"] == "implied"]
    assert (line["skill_slug"], line["via_slug"], line["have"]) == ("react", "rag", 1)
    assert "Comes with Retrieval-augmented generation at 3: nobody gets there without 1 here." in page.content.decode()


def test_a_release_where_a_rule_has_no_case_is_shown_too(db: None, client: Client) -> None:
    raw = drafts.small()
    raw["near"] = []
    raw["skills"] = [skill for skill in raw["skills"] if skill["slug"] != "airflow"]
    raw["requirements"] = [r for r in raw["requirements"] if (r["role"], r["skill"]) != ("engineer", "python")]
    people.publish(raw)
    example: dict[str, Any] = client.get("/about/method/").context["example"]
    assert sum(Decimal(line["points"]) for line in example["lines"]) == Decimal(example["fit"])


def test_it_says_what_is_not_known(db: None, client: Client) -> None:
    people.publish()
    assert "no data on pay" in client.get("/about/method/").content.decode()


def test_it_says_how_far_apart_usual_fits_may_lie(db: None, client: Client) -> None:
    people.publish()
    widest = hundredths(findings.WIDEST_USUALS)
    assert f"no two roles lie more than {widest} points apart" in client.get("/about/method/").content.decode()
