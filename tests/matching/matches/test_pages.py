"""Ranked roles and receipts over HTTP: figures that add up, gains that come true."""

import datetime
import random
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from careers.catalogue.released import Released
from careers.models import User
from careers.profile import choices as profile_choices
from careers.words import hundredths
from matching import engine, inputs
from matching.matches import receipt_pages
from matching.plans import operations as plans_operations
from matching.plans.operations import Wish
from tests import drafts, people
from tests.engine import reference

pytestmark = pytest.mark.usefixtures("release")

LEVELS: dict[str, int | None] = {"python": 3, "airflow": 2, "react-pattern": 4}


@pytest.fixture
def somebody() -> User:
    return people.person_with(LEVELS).user


def test_the_list_is_ranked_as_the_reference_ranks(tab: Client, release: Released) -> None:
    shown = [role.score for role in tab.get("/matches/").context["roles"]]
    expected = reference.score(inputs.specification(release), {k: v for k, v in LEVELS.items() if v is not None})
    assert [(one.role, hundredths(one.fit), hundredths(one.known), one.band) for one in shown] == [
        (role["role"], role["fit"], role["known"], role["band"]) for role in expected
    ]


def test_a_receipt_adds_up_to_its_fit(tab: Client) -> None:
    for role in ("builder", "engineer"):
        page = tab.get(f"/matches/{role}/").context
        assert sum(row.line.points for row in page["lines"]) == page["score"].fit
        assert sum(row.line.points_possible for row in page["lines"]) == 100_00


@pytest.mark.thorough
def test_every_gain_comes_true(release: Released) -> None:
    chance = random.Random(5)
    slugs = sorted(release.skills)
    checked = 0
    for _ in range(300):
        held = {slug: chance.randint(0, 4) for slug in chance.sample(slugs, chance.randint(1, 5))}
        positions = {release.skills[slug].position: level for slug, level in held.items()}
        for role in release.roles:
            page = receipt_pages.receipt_page(release, positions, role)
            for row in page.lines:
                if row.line.met:
                    continue
                raised = {**held, row.skill.slug: row.line.need}
                after = next(
                    one for one in reference.score(inputs.specification(release), raised) if one["role"] == role
                )
                assert 100 * Decimal(after["fit"]) - (page.score.fit or 0) == row.raises[-1].points
                checked += 1
    assert checked > 1000


def test_somebody_without_claims_sees_no_score(client: Client) -> None:
    client.force_login(people.person())
    page = client.get("/matches/")
    assert [role.score.role for role in page.context["roles"]] == ["builder", "engineer"]
    assert {role.score.fit for role in page.context["roles"]} == {None}
    assert client.get("/matches/builder/").status_code == 200
    assert client.get("/history/").status_code == 200


@pytest.mark.parametrize("slug", ["nope", "a%00b", "%F0%9F%90%8D", "x" * 3000])
def test_a_role_that_is_not_there_is_a_404(tab: Client, slug: str) -> None:
    for place in ("matches", "roles", "skills"):
        assert tab.get(f"/{place}/{slug}/").status_code == 404


@pytest.mark.database
def test_pages_ask_a_fixed_number_of_questions(tab: Client, django_assert_max_num_queries: Any) -> None:
    tab.get("/matches/")
    for path, most in (("/matches/", 9), ("/matches/builder/", 9), ("/profile/?q=py", 6), ("/history/", 7)):
        with django_assert_max_num_queries(most):
            tab.get(path)


@pytest.fixture
def usual_release(release: Released) -> Released:
    """Usual fits; both are higher than anybody here reaches."""
    raw = drafts.small()
    raw["roles"][0]["usual"], raw["roles"][1]["usual"] = "90.00", "80.00"
    return people.publish(raw)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_usual_fit_is_shown_as_far_as_it_counts(client: Client, usual_release: Released) -> None:
    """In full, since the best fit is over 25.00."""
    client.force_login(people.person_with({"python": 3, "airflow": 2}).user)
    answer = client.get("/matches/")
    assert "furthest above the usual fit come first" in text(answer)
    assert "only a part" not in text(answer)
    for role in answer.context["roles"]:
        score = role.score
        assert score.usual == usual_release.roles[score.role].usual
        assert score.fit - score.usual == score.lead < 0
        assert role.beside_usual == f"{(50 - score.lead) // 100} below the usual fit"
        assert role.against_usual == f"−{(50 - score.lead) // 100}"
        row = f"<b>{role.against_usual}<span"
        assert role.beside_usual in text(answer) or row in text(answer)
        facts = text(client.get(f"/matches/{score.role}/"))
        assert f"<dt>Against the usual fit</dt><dd>{role.against_usual}</dd>" in facts


def test_while_little_is_known_it_says_that_only_a_part_of_a_usual_fit_counts(
    client: Client, usual_release: Released
) -> None:
    """The best fit is 7.00 of 25.00, so 28 % of them counts."""
    levels = {"sql": 2}
    client.force_login(people.person_with(dict(levels)).user)
    expected = {one["role"]: one for one in reference.score(inputs.specification(usual_release), levels)}
    best = max(Decimal(one["fit"]) for one in expected.values())
    answer = client.get("/matches/")
    assert answer.context["usual_counts"] == int(4 * best) == 28
    for role in answer.context["roles"]:
        score, told, usual = role.score, expected[role.score.role], hundredths(role.score.usual)
        assert (usual, hundredths(score.lead), score.close) == (told["usual"], told["lead"], told["close"])
        facts = text(client.get(f"/matches/{score.role}/"))
        assert "we compare with only a part of the usual fit." in facts


def test_without_usual_fits_none_is_shown(client: Client) -> None:
    client.force_login(people.person_with({"python": 3, "airflow": 2}).user)
    answer = client.get("/matches/")
    assert "usual fit" not in text(answer)
    scores = [role.score for role in answer.context["roles"]]
    assert {(score.usual, score.lead == score.fit) for score in scores} == {(0, True)}


@pytest.mark.thorough
def test_close_roles_are_cards_and_the_others_follow(client: Client, release: Released) -> None:
    """As the reference has them close; no more than four are cards, and the first role always is one."""
    raw = drafts.small()
    more = [("keeper", "python", 3), *((slug, "rag", 2) for slug in ("warden", "ranger", "usher", "page", "squire"))]
    for slug, skill, level in more:
        raw["roles"].append(drafts.role(slug, slug.title()))
        raw["requirements"] += [
            drafts.asks(slug, skill, level, 4, essential=True),
            drafts.asks(slug, "sql", 2, 3),
        ]
    release = people.publish(raw)
    most = 0
    for email, levels in (
        ("a@example.org", {"sql": 2}),
        ("b@example.org", {"python": 3}),
        ("c@example.org", {"rag": 2}),
    ):
        tab = Client()
        tab.force_login(people.person_with(dict(levels), email).user)
        for skill, level in levels.items():
            client.post("/try/claim/", {"skill": skill, "level": level})
        ranked = reference.score(inputs.specification(release), levels)
        close = [one["role"] for one in ranked if one["close"]]
        rest = [one["role"] for one in ranked]
        most = max(most, len(close))
        for page in (tab.get("/matches/"), client.get("/try/roles/")):
            cards = [role.score.role for role in page.context["close"]]
            assert cards == close[:4]
            assert cards + [role.score.role for role in page.context["others"]] == rest
            assert page.content.decode().count('class="match"') == len(cards)
        client.post("/try/forget/")
    assert most > 4


def test_a_card_names_what_is_met_what_is_open_and_what_carries_the_fit(tab: Client, release: Released) -> None:
    answer = tab.get("/matches/")
    role = answer.context["close"][0]
    musts = [line for line in role.score.receipt if line.essential]
    assert [skill.slug for skill in role.met] == [line.skill for line in musts if line.met]
    assert [(skill.slug, way) for skill, way in role.missing] == [
        (line.skill, f"from {line.have} to {line.need}" if line.have else f"to {line.need}")
        for line in musts
        if not line.met
    ]
    held = sorted((-line.points, at) for at, line in enumerate(role.score.receipt) if line.points)
    assert [skill.slug for skill in role.carried_by] == [role.score.receipt[at].skill for _, at in held[:3]]
    assert f"What carries your fit: {', '.join(skill.name for skill in role.carried_by)}" in text(answer)


def test_while_little_is_known_a_card_says_what_is_unknown_and_no_verdict(client: Client) -> None:
    client.force_login(people.person_with({"airflow": 1}).user)
    answer = client.get("/matches/")
    score = answer.context["close"][0].score
    assert score.known < 25_00
    assert f'<b>{score.fit // 100}</b> <span class="small soft">so far</span>' in text(answer)
    unknown = 100 - score.known // 100
    said = f"{unknown} of the 100 points are still unknown: it may be anything from {score.fit // 100} up."
    assert said in text(answer)
    assert said in text(client.get(f"/matches/{score.role}/"))
    assert "Too early to say" in text(answer)


def test_somebody_with_nothing_but_none_is_asked_and_not_ranked(client: Client) -> None:
    client.force_login(people.person_with({"sql": 0, "python": 0}).user)
    answer = client.get("/matches/")
    assert "So far we only know what you cannot do" in text(answer)
    assert 'class="match"' not in text(answer)
    assert answer.context["unknown"].questions
    client.logout()
    client.post("/try/claim/", {"skill": "sql", "level": 0})
    assert "So far we only know what you cannot do" in text(client.get("/try/roles/"))


def test_a_line_says_what_it_is_held_through_and_what_it_comes_with(client: Client) -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("airflow", 2, "sql", 1, implied=True))
    people.publish(raw)
    client.force_login(people.person_with({"airflow": 2}).user)
    page = client.get("/matches/engineer/")
    how = {row.skill.slug: row.line.how for row in page.context["lines"]}
    assert (how["orchestration"], how["sql"], how["python"]) == ("near", "implied", None)
    rows = " ".join(page.content.decode().split()).split('id="line-')
    told = {row.partition('"')[0]: row for row in rows}
    assert '<small>through <a href="/skills/airflow/">Airflow</a> 2</small>' in told["orchestration"]
    assert '<small>comes with <a href="/skills/airflow/">Airflow</a> 2</small>' in told["sql"]


def test_the_range_says_what_could_still_bring_it_up(client: Client, release: Released) -> None:
    """Who has spoken of every skill asked may still hold near ones, and is not told that we know nothing."""
    asked = dict.fromkeys((one.skill for one in release.roles["builder"].requirements), 1)
    client.force_login(people.person_with(asked).user)
    page = client.get("/matches/builder/")
    score = page.context["score"]
    assert score.known == 100_00
    said = "You have spoken of every skill" if score.highest != score.fit else "We know about everything"
    assert said in page.content.decode()
    assert "points are unknown" not in page.content.decode()


FOUR = ("orchestration", "python", "rag", "sql")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (dict.fromkeys(FOUR, 1), True),
        (dict.fromkeys(FOUR[1:], 1), False),  # three: we know little
        ({**dict.fromkeys(FOUR[1:], 1), "airflow": 0}, False),  # a none says nothing of what somebody can do
        ({**dict.fromkeys(FOUR, 1), "sql": 3}, False),
    ],
)
def test_somebody_far_from_every_role_is_told_so(client: Client, levels: dict[str, int | None], said: bool) -> None:
    raw = drafts.small()
    for asked in raw["requirements"]:
        asked["level"] = 4 if asked["skill"] != "react" else 3
    people.publish(raw)
    client.force_login(people.person_with(levels).user)
    page = client.get("/matches/")
    assert page.context["none_near"] is said
    for sentence in ("None of the 2 roles is near yet.", "Closest so far", "If you want to go this way: a first step"):
        assert (sentence in page.content.decode()) is said
    for sentence in ("about equally", "fits you best", "Your next step"):
        assert said is False or sentence not in page.content.decode()
    assert (max(role.score.fit for role in page.context["roles"]) < 15_00) is (levels["sql"] == 1)


def said(page: Any) -> str:
    """The sentences that a receipt begins with."""
    return text(page).split('<p class="lede">')[1].split("</p>")[0].strip()


class TestTheFirstSentence:
    """The verdict, what carries the fit, and what is open: no figure but whole ones."""

    def look(self, client: Client, levels: dict[str, int | None], role: str = "engineer") -> str:
        client.force_login(people.person_with(levels).user)
        return said(client.get(f"/matches/{role}/"))

    def test_nearly_there(self, client: Client) -> None:
        levels: dict[str, int | None] = {"python": 3, "sql": 3, "orchestration": 3}
        assert self.look(client, levels) == (
            "You are nearly there: 1 of 2 must-haves met, 1 begun. "
            "Workflow orchestration, Python and SQL carry your fit; SQL at 4 is still open."
        )

    def test_a_stretch(self, client: Client) -> None:
        assert self.look(client, {"python": 2, "sql": 3, "orchestration": 1}) == (
            "This is a stretch for you: 0 of 2 must-haves met, 2 begun. "
            "SQL, Python and Workflow orchestration carry your fit; SQL at 4 and Python at 3 are still open."
        )

    def test_a_new_direction_with_nothing_that_counts(self, client: Client) -> None:
        assert self.look(client, {"python": 0, "sql": 0, "orchestration": 0}) == (
            "You are not close yet: 0 of 2 must-haves. Nothing you have named counts here yet; "
            "SQL at 4 and Python at 3 are still open."
        )

    def test_all_must_haves_and_what_would_add_most(self, client: Client) -> None:
        assert self.look(client, {"python": 3, "sql": 4, "orchestration": 0}) == (
            "You are nearly there: all 2 must-haves. SQL and Python carry your fit; "
            "Workflow orchestration at 3 would add most."
        )

    def test_ready_says_what_is_left_and_what_to_do_now(self, client: Client) -> None:
        raw = drafts.small()
        raw["projects"] = [
            drafts.project(
                role="engineer", skills=[{"skill": one, "level": 2} for one in ("python", "sql", "orchestration")]
            )
        ]
        people.publish(raw)
        levels: dict[str, int | None] = {"python": 3, "sql": 4, "orchestration": 3}
        assert self.look(client, levels).endswith("carry your fit. What is left is to show it.")
        page = text(client.get("/matches/engineer/"))
        assert '<a href="/roles/engineer/#project-question-answerer">A question answerer</a>, a weekend' in page
        assert "You have reached your target" not in page
        assert "The way to it" not in page
        client.post("/matches/engineer/target/", {"chosen": 1})
        assert "You have reached your target. What is left is to show it." in text(client.get("/matches/engineer/"))

    def test_too_early_to_say(self, client: Client) -> None:
        assert self.look(client, {"airflow": 1}, "builder") == (
            "Too early to say: we know about 0 of the 100 points of this role."
        )
        assert '<a class="btn btn-primary" href="/roles/builder/check/">' in text(client.get("/matches/builder/"))

    def test_nothing_claimed_leads_to_the_role_check(self, client: Client) -> None:
        assert self.look(client, {}).startswith("What the role asks.")


@pytest.fixture
def broad(release: Released) -> Released:
    """A role that values ten more skills, among them some that one has and some that one lacks."""
    raw = drafts.small()
    more = [f"craft-{at}" for at in range(9)]
    for at, slug in enumerate(more):
        raw["skills"].append(drafts.skill(slug, f"Craft {at}", "tool", 100 + at))
        raw["requirements"].append(drafts.asks("engineer", slug, 2 + at % 2, 1 + at % 5))
    return people.publish(raw)


def test_valued_skills_fold_to_what_matters_and_still_add_up(client: Client, broad: Released) -> None:
    """In view are the three that add most and the three that carry most; what was just changed stays in view."""
    levels: dict[str, int | None] = {"python": 3, "craft-0": 2, "craft-1": 3, "craft-2": 2, "craft-3": 3, "craft-4": 1}
    client.force_login(people.person_with(levels).user)
    page = client.get("/matches/engineer/").context
    adding = [row for row in page["valued"].lines if not row.line.met]
    carrying = [row for row in page["valued"].lines if row.line.met]
    others = [row for row in page["lines"] if not row.line.essential]
    assert [row.gain for row in adding] == sorted((row.gain for row in others), reverse=True)[:3]
    assert [row.line.points for row in carrying] == sorted((r.line.points for r in others if r.line.met), reverse=True)[
        :3
    ]
    assert len(page["rest"].lines) == len(others) - 6 > 2
    parts = (page["musts"], page["valued"], page["rest"])
    assert sum(part.points for part in parts) == page["score"].fit
    assert sum(part.points_possible for part in parts) == 100_00
    folded = page["rest"].lines[-1].skill
    answer = client.post(
        "/profile/claim/", {"skill": folded.slug, "level": 1, "next": "/matches/engineer/"}, follow=True
    )
    assert folded.slug in [row.skill.slug for row in answer.context["valued"].lines]
    assert f"{len(page['rest'].lines)} more valued skills" in text(client.get("/matches/engineer/"))


def test_who_has_a_plan_opens_it_from_the_receipt(client: Client, release: Released) -> None:
    """The plan of the target, which the adviser knows, and that of another role.

    Of the engineer's role most is unknown, so the first thing to do there is to answer.
    """
    profile = people.person_with({"python": 3, "rag": 1})
    profile_choices.choose_target(user=profile.user, release=release, role="builder")
    client.force_login(profile.user)
    for role in ("builder", "engineer"):
        assert "Make a plan</button>" in text(client.get(f"/matches/{role}/"))
        wish = Wish(role, None, engine.Pace(per_week=400), datetime.date(2026, 11, 20))
        plan = plans_operations.make_plan(user=profile.user, release=release, wish=wish)
        page = text(client.get(f"/matches/{role}/"))
        score = client.get(f"/matches/{role}/").context["score"]
        first = score.known < 50_00 < score.highest
        assert ("Check this role: two minutes</a>" in page) == first
        assert (
            f'<a class="btn{"" if first else " btn-primary"}" href="{plan.get_absolute_url()}">Open your plan' in page
        )
        assert "Make a plan</button>" not in page


def test_must_haves_that_are_begun_are_counted_wherever_the_verdict_stands(client: Client) -> None:
    client.force_login(people.person_with({"python": 2, "sql": 0}).user)
    score = client.get("/matches/engineer/").context["score"]
    musts = [line for line in score.receipt if line.essential]
    assert [(line.skill, line.have, line.need) for line in musts] == [("sql", 0, 4), ("python", 2, 3)]
    assert score.must_haves_begun == 1
    page = text(client.get("/matches/engineer/"))
    assert "0 of 2 must-haves met, 1 begun" in page
    assert "<dd>0 of 2, 1 begun</dd>" in page
    assert "0 of 2 must-haves met, 1 begun" in text(client.get("/matches/"))


def test_the_next_step_stands_between_the_close_roles_and_those_behind(client: Client) -> None:
    client.force_login(people.person_with({"python": 3, "airflow": 2}).user)
    page = text(client.get("/matches/"))
    marks = ['id="ranked"', 'id="next"', 'id="questions"', 'class="matches-rest"']
    assert sorted(marks, key=page.index) == marks
