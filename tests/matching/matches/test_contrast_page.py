"""What-if and contrast on the receipt, with an account and without: figures that come true, and odd addresses."""

import random
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue.released import Released
from careers.templatetags.words import points
from matching import inputs
from matching.matches import receipt_pages
from tests import drafts, people
from tests.engine import reference

pytestmark = pytest.mark.usefixtures("release")

LEVELS = {"python": 3, "airflow": 2, "react-pattern": 4}
Look = Callable[..., Any]


def three(*, usual: bool = True) -> dict[str, Any]:
    """A third role, formerly another name, and usual fits that differ."""
    raw = drafts.small()
    raw["roles"].append(drafts.role("keeper", "Keeper", former_slugs=["warden"], usual="5.00" if usual else "0.00"))
    raw["roles"][0]["usual"] = "12.50" if usual else "0.00"
    raw["requirements"] += [drafts.asks("keeper", "airflow", 2, 4, essential=True), drafts.asks("keeper", "sql", 2, 3)]
    return raw


@pytest.fixture(params=["account", "try"])
def look(request: pytest.FixtureRequest, client: Client) -> Look:
    """Opens the receipt of a role as somebody who holds `levels`, with an account or without."""

    def look(role: str, levels: dict[str, int] = LEVELS, against: str | None = None, client: Client = client) -> Any:
        if request.param == "account":
            client.force_login(people.person_with(levels, f"{random.random()}@example.org").user)
            place = "/matches/"
        else:
            for skill, level in levels.items():
                client.post("/try/claim/", {"skill": skill, "level": level})
            place = "/try/roles/"
        return client.get(f"{place}{role}/", {} if against is None else {"against": against})

    return look


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def order(release: Released, levels: dict[str, int]) -> list[str]:
    return [one["role"] for one in reference.score(inputs.specification(release), levels)]


def positions(release: Released, levels: dict[str, int]) -> dict[int, int]:
    return {release.skills[slug].position: level for slug, level in levels.items()}


class TestWhatIf:
    @pytest.mark.thorough
    def test_each_gap_tells_one_level_and_all_of_it_and_both_come_true(self) -> None:
        """Also which other lines are part of it; asked of the reference, for many profiles."""
        raw = drafts.small()
        raw["near"][1]["distance"] = 1  # builder asks both: one lifts the other
        release, chance = people.publish(raw), random.Random(6)
        slugs, spec = sorted(release.skills), inputs.specification(release)
        checked, elsewhere = 0, 0
        for _ in range(300):
            held = {slug: chance.randint(0, 4) for slug in chance.sample(slugs, chance.randint(0, 5))}
            role = chance.choice(sorted(release.roles))
            before = receipt(spec, held, role)
            for row in receipt_pages.receipt_page(release, positions(release, held), role).lines:
                slug, have, need = row.skill.slug, before[row.skill.slug]["have"], row.line.need
                assert [each.level.level for each in row.raises] == sorted({have + 1, need} if have < need else set())
                for each in row.raises:
                    after = receipt(spec, {**held, slug: each.level.level}, role)
                    moved = {
                        one: 100 * (number(after[one]["points"]) - number(before[one]["points"])) for one in before
                    }
                    assert each.points == sum(moved.values()) > 0
                    del moved[slug]
                    also = {skill.slug: one.points for skill, one in each.also}
                    assert also == {one: gain for one, gain in moved.items() if gain}
                    checked, elsewhere = checked + 1, elsewhere + bool(also)
        assert checked > 1_000
        assert elsewhere > 20

    def test_in_words_and_with_a_button_for_every_level(self, look: Look) -> None:
        raw = drafts.small()
        raw["near"][1]["distance"] = 1
        people.publish(raw)
        near = " ".join(look("builder", {"python": 1}, client=Client()).content.decode().split())
        assert re.search(r"level </span>\d, \+\d+ on other lines</span></span></summary>", near)
        assert re.search(r'of which <span class="num">\+[\d.]+</span> through <a href="#line-rag">', near)
        page = look("engineer")
        text = " ".join(page.content.decode().split())
        for level in (1, 4):
            assert f'From 0 to {level}: <b class="num">+' in text
        for level in range(6):
            assert f'name="level" value="{level}" id="have-sql-{level}"' in text


def receipt(spec: Any, levels: dict[str, int], role: str) -> dict[str, dict[str, Any]]:
    found = next(one for one in reference.score(spec, levels) if one["role"] == role)
    return {line["skill"]: line for line in found["receipt"]}


class TestContrast:
    def test_with_the_next_role_and_for_the_last_with_the_one_before(self, look: Look, release: Released) -> None:
        release = people.publish(three())
        ranked = order(release, LEVELS)
        for at, (ahead, behind) in ((0, (0, 1)), (1, (1, 2)), (2, (1, 2))):
            contrast = look(ranked[at], client=Client()).context["contrast"]
            assert (contrast.found.ahead.role, contrast.found.behind.role) == (ranked[ahead], ranked[behind])
            assert contrast.other in (ranked[ahead], ranked[behind])
            assert contrast.other != ranked[at]

    def test_lines_and_usual_fits_add_up_to_the_lead(self, look: Look) -> None:
        release = people.publish(three())
        roles = {one["role"]: one for one in reference.score(inputs.specification(release), LEVELS)}
        page = look("keeper", against="builder")
        contrast = page.context["contrast"]
        ahead, behind = (roles[side.role] for side in (contrast.found.ahead, contrast.found.behind))
        assert {ahead["role"], behind["role"]} == {"builder", "keeper"}
        assert contrast.found.lead == 100 * (number(ahead["lead"]) - number(behind["lead"]))
        assert sum(row.line.points for row in contrast.rows) == contrast.found.lead
        [usual] = [row.line for row in contrast.rows if row.skill is None]
        assert (points(usual.ahead), points(usual.behind)) == (f"−{ahead['usual']}", f"−{behind['usual']}")
        assert f"−{ahead['usual']} against −{behind['usual']}" in page.content.decode()
        assert {ahead["usual"], behind["usual"]} == {"12.50", "5.00"}  # somebody's best fit is over 25.00 here
        assert "Usual fit, taken off" in page.content.decode()
        assert "while you have told us little" not in page.content.decode()

    def test_while_little_is_known_it_says_how_much_of_the_usual_fits_counts(self, look: Look) -> None:
        """As much as the best fit is of 25.00; lines and lead say the same."""
        release = people.publish(three())
        levels = {"python": 1}
        roles = {one["role"]: one for one in reference.score(inputs.specification(release), levels)}
        best = max(number(one["fit"]) for one in roles.values())
        assert 0 < best < 25
        page = look("builder", levels, against="keeper")
        contrast = page.context["contrast"]
        [usual] = [row.line for row in contrast.rows if row.skill is None]
        sides = {contrast.found.ahead.role: points(usual.ahead), contrast.found.behind.role: points(usual.behind)}
        assert sides == {role: f"−{roles[role]['usual']}" for role in ("builder", "keeper")}
        assert number(sides["builder"]) > number("−12.50")
        assert sum(row.line.points for row in contrast.rows) == contrast.found.lead
        assert f"of which {int(4 * best)}&nbsp;% counts while you have told us little." in page.content.decode()

    def test_what_folds_away_is_told_in_one_sum(self, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("matching.matches.contrast_pages.SHOWN", 2)
        page = look("builder")
        contrast = page.context["contrast"]
        assert len(contrast.rows) == 2
        together = sum(row.line.points for row in contrast.more)
        assert together == contrast.more_points
        assert sum(row.line.points for row in contrast.rows) + together == contrast.found.lead
        assert f"{len(contrast.more)} smaller difference" in page.content.decode()

    @pytest.mark.thorough
    @pytest.mark.parametrize("usual", [True, False])
    def test_what_would_turn_them_round_does(self, look: Look, usual: bool) -> None:
        """The role behind is before the other when the claim is as it says, with usual fits and without."""
        release = people.publish(three(usual=usual))
        turned = 0
        for role, other in (("builder", "engineer"), ("builder", "keeper"), ("engineer", "keeper")):
            contrast = look(role, against=other, client=Client()).context["contrast"]
            change = contrast.change
            if change is None:
                continue
            levels = {**LEVELS, change.skill.slug: change.found.to_level}
            after = order(release, levels)
            assert after.index(contrast.found.behind.role) < after.index(contrast.found.ahead.role)
            assert change.found.levels == change.found.to_level - LEVELS.get(change.skill.slug, 0) > 0
            turned += 1
        assert turned > 1

    @pytest.mark.thorough
    def test_what_is_said_of_a_change_and_drawn_of_a_line(self) -> None:
        """Always up, what other skills give already, by how much the other leads then; bars to the side they help."""
        raw = three()
        raw["requirements"][1]["level"] = 4  # more of RAG than its near skill can give
        release, chance = people.publish(raw), random.Random(7)
        spec, slugs, said = inputs.specification(release), sorted(release.skills), set()
        for _ in range(300):
            levels = {slug: chance.randint(0, 5) for slug in chance.sample(slugs, chance.randint(1, 4))}
            role, other = chance.sample(sorted(release.roles), 2)
            contrast = receipt_pages.receipt_page(release, positions(release, levels), role, against=other).contrast
            before = {one["role"]: one for one in reference.score(spec, levels)}
            have = {line["skill"]: line["have"] for one in before.values() for line in one["receipt"]}
            assert contrast is not None
            for row in contrast.rows:
                assert (row.left, row.width) == (min(0, row.line.points), abs(row.line.points))
            change = contrast.change
            if change is None:
                continue
            own, others = levels.get(change.skill.slug, 0), have.get(change.skill.slug, 0)
            changed = {**levels, change.skill.slug: change.found.to_level}
            after = {one["role"]: one["exact"] for one in reference.standings(spec, changed)}
            leads = (after[contrast.found.behind.role] - after[contrast.found.ahead.role]) // 2_500
            assert change.found.to_level > own
            assert (change.found.from_level, change.found.lead) == (own, leads)
            assert change.others == (others if others > own else None)
            said |= {("others", others > own), ("leads", leads > 0)}
        assert said >= {("others", True), ("others", False), ("leads", True)}

    def test_no_single_skill_can(self, look: Look, release: Released) -> None:
        """All of engineer is held: no level of one skill brings builder before it, and the page says so."""
        levels = {"python": 3, "sql": 4, "airflow": 3}
        changes = [{**levels, skill: level} for skill in release.skills for level in range(6)]
        assert {order(release, changed)[0] for changed in changes} == {"engineer"}
        page = look("builder", levels)
        assert page.context["contrast"].change is None
        assert "No single skill does it" in page.content.decode()

    def test_the_largest_reasons_come_first_in_a_sentence(self, look: Look) -> None:
        """As the lines have them: the skills that help either role by half a point or more, three at most."""
        release = people.publish(three())
        contrast = look("builder", against="engineer").context["contrast"]
        roles = {one["role"]: one for one in reference.score(inputs.specification(release), LEVELS)}
        sides = [
            {line["skill"]: number(line["points"]) for line in roles[side.role]["receipt"]}
            for side in (contrast.found.ahead, contrast.found.behind)
        ]
        gaps = {skill: sides[0].get(skill, 0) - sides[1].get(skill, 0) for skill in {**sides[0], **sides[1]}}
        told = sorted((skill for skill in gaps if abs(gaps[skill]) >= Decimal("0.5")), key=lambda one: -abs(gaps[one]))
        assert [skill.slug for skill in contrast.for_ahead] == [one for one in told if gaps[one] > 0][:3] != []
        assert [skill.slug for skill in contrast.for_behind] == [one for one in told if gaps[one] < 0][:3] != []
        page = " ".join(look("builder", against="engineer", client=Client()).content.decode().split())
        names = " and ".join(skill.name for skill in contrast.for_ahead)
        assert f"You know more of what {contrast.found.ahead.title} asks in {names}" in page
        assert "step down" not in page

    @pytest.mark.parametrize(
        ("levels", "decided_by", "words"),
        [({"rag": 0}, "slug", "only the alphabet puts Builder first"), ({"sql": 1}, "lead", "Engineer leads by")],
    )
    def test_equal_leads_are_said(self, look: Look, levels: dict[str, int], decided_by: str, words: str) -> None:
        page = look("builder", levels)
        assert page.context["contrast"].found.decided_by == decided_by
        assert words in page.content.decode()

    def test_equal_leads_decided_by_fit(self, look: Look, release: Released) -> None:
        """Engineer's usual fit is all that its fit is ahead of builder's: the leads are equal, the fits are not."""
        raw, levels = drafts.small(), {"python": 3, "sql": 2, "react": 1}
        fits = {one["role"]: one["fit"] for one in reference.score(inputs.specification(release), levels)}
        raw["roles"][1]["usual"] = str(number(fits["engineer"]) - number(fits["builder"]))
        people.publish(raw)
        page = look("builder", levels)
        found = page.context["contrast"].found
        assert (found.decided_by, found.lead, found.ahead.role) == ("fit", 0, "engineer")
        assert f"because its fit is the higher one, {fits['engineer']} to {fits['builder']}" in page.content.decode()

    @pytest.mark.thorough
    @pytest.mark.parametrize(
        ("asked", "problem", "other"),
        [
            ("warden", "", "keeper"),
            ("keeper", "", "keeper"),
            ("builder", "same", None),
            ("nope", "unknown", None),
            ("", "", None),
            ("a\0b", "unknown", None),
            ("<b>x</b>", "unknown", None),
            ("🐍" * 3_000, "unknown", None),
        ],
    )
    def test_nothing_that_an_address_names_makes_it_fail(
        self, look: Look, asked: str, problem: str, other: str | None
    ) -> None:
        people.publish(three())
        page = look("builder", against=asked)
        assert page.status_code == 200
        contrast = page.context["contrast"]
        assert contrast.problem == problem
        assert contrast.other == (other or contrast.other) != "builder"
        assert ("There is no role called" in page.content.decode()) == (problem == "unknown")
        assert ("That is this role itself" in page.content.decode()) == (problem == "same")
        assert b"<b>x</b>" not in page.content

    def test_nothing_claimed_is_no_contrast(self, look: Look) -> None:
        page = look("builder", {}, against="engineer")
        assert page.context["contrast"] is None
        assert b'id="contrast"' not in page.content

    def test_one_role_alone_has_none(self, look: Look) -> None:
        raw = drafts.small()
        raw["roles"] = [{**raw["roles"][0], "foundation": True, "differences": []}]
        asked = {one["skill"]: {**one, "role": "builder"} for one in raw["requirements"]}
        raw["requirements"] = [asked[skill] for skill in sorted(asked)]
        people.publish(raw)
        assert look("builder").context["contrast"] is None

    def test_a_claim_made_beside_it_comes_back_to_it(self, look: Look) -> None:
        people.publish(three())
        chosen, default = look("builder", against="keeper"), look("builder", client=Client())
        assert chosen.content.count(b"/builder/?against=keeper#line-") > 1
        assert b"?against=" not in default.content

    @pytest.mark.database
    def test_it_asks_no_question_of_its_own(self, look: Look, client: Client) -> None:
        path = look("builder", against="engineer").request["PATH_INFO"]
        counts = []
        for query in ({"against": "engineer"}, {}):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(path, query)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 9
