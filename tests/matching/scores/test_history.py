"""History: every movement is told, by its cause, in parts that add up, under the names of today."""

import datetime
import random
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from matching import engine, inputs
from matching.models import Score
from matching.scores import history, scoring
from matching.scores.history import split
from matching.scores.models import MAX_ATTEMPTS
from matching.scores.views import MOMENTS
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


def change(profile: Profile, levels: Mapping[str, int | None]) -> None:
    profile_operations.change_claims(user=profile.user, release=releases.current(), levels=levels)


def record(profile: Profile, minute: int = 0) -> None:
    at = people.NOON + datetime.timedelta(minutes=minute)
    scoring.score_profiles(profile_ids=[profile.pk], at=at)


def rename(raw: dict[str, Any], kind: str, old: str, new: str) -> None:
    """Give a skill or a role another slug and name, everywhere in the draft."""
    for one in raw[f"{kind}s"]:
        if one["slug"] == old:
            one["former_slugs"] = sorted([*one["former_slugs"], old])
            one["slug"] = new
            one["title" if kind == "role" else "name"] = new.title()
    for part in ("near", "prerequisites", "requirements", "resources", "starts", "roles"):
        for one in raw[part]:
            rows = [one, *one.get("skills", []), *one.get("levels", []), *one.get("differences", [])]
            for row in (row for row in rows if isinstance(row, dict)):
                names = {"skill": ("skill", "needs", "counts_as"), "role": ("role",)}[kind]
                row.update({name: new for name in names if row.get(name) == old})
    for part, key in (("skills", "slug"), ("roles", "slug"), ("requirements", "role")):
        raw[part].sort(key=lambda one: (one[key], one.get("skill", "")))


class Editors:
    """They change the small catalogue at random: levels, importances, names, and which skills a role asks."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.raw = drafts.small()
        self.raw["starts"] = self.raw["resources"] = []
        self.renames = 0

    def publish(self) -> None:
        for edit in self.dice.sample([self.reweigh, self.relevel, self.rename, self.drop_or_add], 2):
            edit()
        people.publish(self.raw, reason=f"Edit {self.dice.random()}")

    def reweigh(self) -> None:
        asked = self.dice.choice(self.raw["requirements"])
        asked["importance"] = self.dice.randint(4 if asked["essential"] else 1, 5)

    def relevel(self) -> None:
        self.dice.choice(self.raw["requirements"])["level"] = self.dice.choice([1, 2, 4])

    def rename(self) -> None:
        self.renames += 1
        kind = self.dice.choice(["skill", "role"])
        old = self.dice.choice(self.raw[f"{kind}s"])["slug"]
        rename(self.raw, kind, old, f"{kind}-called-{self.renames}")

    def drop_or_add(self) -> None:
        """React comes to what the engineer asks and goes again, and Airflow to what it counts as."""
        engineer = next(one["slug"] for one in self.raw["roles"] if one["foundation"])
        react = next(one["slug"] for one in self.raw["skills"] if one["position"] == 4)
        asked = [one for one in self.raw["requirements"] if (one["role"], one["skill"]) == (engineer, react)]
        if asked:
            self.raw["requirements"].remove(asked[0])
        else:
            self.raw["requirements"].append(drafts.asks(engineer, react, 2, self.dice.randint(1, 5)))
        self.raw["requirements"].sort(key=lambda one: (one["role"], one["skill"]))
        self.raw["near"][0]["distance"] = self.dice.randint(0, 3)


def fits(release: Released, held: Mapping[int, int]) -> dict[str, int | None]:
    return engine.fits(inputs.compiled(release), inputs.levels(release, held))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_over_any_edits_and_releases_the_lines_lead_from_the_first_fit_to_the_last(seed: int) -> None:
    """Each line starts where the last one of its role ended, its parts add up, and the profile's share of it is what
    the new profile has on the old release, less what the old one had there: worked out here by scoring anew."""
    dice = random.Random(seed)
    editors = Editors(dice)
    profile = people.person_with({})
    seen: tuple[Released, dict[int, int]] | None = None
    for step in range(8):
        for _ in range(dice.randint(0, 2)):
            editors.publish()
        release = releases.current()
        picked = dice.sample(sorted(release.skills), dice.randint(0, 3))
        change(profile, {slug: dice.choice([None, 0, 1, 2, 3, 4, 5]) for slug in picked})
        held = profile.claims.levels_by_position()
        record(profile, step)
        if not Score.objects.filter(profile=profile).exists():
            continue  # nothing was ever claimed, so nothing is recorded
        before, held_before = seen or (release, {})
        was, between, now = fits(before, held_before), fits(before, held), fits(release, held)
        renamed = inputs.renamed(before, release).roles
        recorded = {line.role: line for line in people.recorded_lines(recorded_at__minute=step)}
        old_names = {renamed.get(role, role): role for role in before.roles}
        for role in release.roles:
            old = old_names[role]
            if was[old] == now[role]:
                assert role not in recorded
                continue
            line = recorded.pop(role)
            assert (line.fit_before, line.fit_after) == (was[old], now[role])
            by = {"profile": 0, "release": 0}
            for part in line.parts:
                by[part["cause"]] += part["points"]
            assert by["profile"] == (between[old] or 0) - (was[old] or 0)
            assert by["release"] == (now[role] or 0) - (between[old] or 0)
            moves = split(line)
            assert sum(move.moved for move in moves) == (now[role] or 0) - (was[old] or 0)
            for move in moves:
                assert sum(part["points"] for part in move.parts) == move.moved
        assert recorded == {}
        seen = (release, held)
    assert editors.renames > 0
    assert len(people.recorded_lines()) > 3


@pytest.fixture
def tab(client: Client) -> Client:
    client.force_login(people.person_with({"python": 3, "airflow": 2}).user)
    record(Profile.objects.get())
    return client


def groups(page: Any) -> list[history.Group]:
    return [group for day in page.context["days"] for group in day.groups]


def moves(page: Any) -> list[history.Movement]:
    return [move for group in groups(page) for move in (*group.moves, *group.more)]


def test_what_came_at_once_is_told_in_turn_and_adds_up(tab: Client) -> None:
    """Both causes in one record: the release's group stands above the profile's, and starts where that one ends."""
    profile = Profile.objects.get()
    change(profile, {"sql": 2})
    raw = drafts.small()
    raw["requirements"][-1]["level"] = 2
    people.publish(raw, reason="SQL at 2 will do.")
    record(profile, 1)
    page = tab.get("/history/")
    release, person, first = groups(page)
    assert [release.cause, person.cause, first.cause] == ["release", "profile", "profile"]
    assert (release.reason, release.release_before, release.release_after) == ("SQL at 2 will do.", 1, 2)
    assert person.said == "You set SQL to 2"
    assert sorted(first.said.removeprefix("You set ").split(" and ")) == ["Airflow to 2", "Python to 3"]
    [editors], [own] = release.moves, person.moves
    assert own.after == editors.before
    for move in moves(page):
        assert sum(part.points for part in move.parts) == move.delta
        assert move.after - (move.before or 0) == move.delta
    assert [part.why for part in own.parts] == ["0 → 2"]
    assert {part.why for part in editors.parts if part.skill.name == "SQL"} == {"asked at 2 instead of 4"}
    via = next(part for part in first.moves[0].parts + first.moves[1].parts if part.via)
    assert (via.skill.name, via.via, via.why) == ("Workflow orchestration", "Airflow", "0 → 2")


def test_names_are_followed_forward_and_back(release: Released) -> None:
    """Back: a release that goes back to older content does not know what came after it."""
    raw = drafts.small()
    rename(raw, "role", "engineer", "maker")
    rename(raw, "skill", "python", "snake")
    later = people.publish(raw)
    assert inputs.renamed(release, later) == engine.Renamed({"python": "snake"}, {"engineer": "maker"})
    assert inputs.renamed(later, release) == engine.Renamed({"snake": "python"}, {"maker": "engineer"})
    assert inputs.renamed(release, release) == engine.Renamed()


def test_names_are_those_of_today_and_a_filter_finds_a_renamed_role(tab: Client) -> None:
    raw = drafts.small()
    rename(raw, "role", "engineer", "maker")
    rename(raw, "skill", "python", "snake")
    people.publish(raw)
    record(Profile.objects.get(), 1)
    assert "maker" not in {line.role for line in people.recorded_lines()}  # nothing moved: it is the same role
    page = tab.get("/history/?role=engineer")
    assert [move.role.name for move in moves(page)] == ["Maker"]
    assert {part.skill.name for part in moves(page)[0].parts} == {"Snake", "Workflow orchestration"}
    assert page.context["role"].slug == "maker"


def test_what_is_gone_keeps_its_last_name(tab: Client) -> None:
    raw = drafts.small()
    raw["roles"] = [one for one in raw["roles"] if one["slug"] != "builder"]
    raw["requirements"] = [
        {**one, "role": "engineer"}
        for one in raw["requirements"]
        if (one["role"], one["skill"]) != ("builder", "python")
    ]
    raw["near"] = [one for one in raw["near"] if one["skill"] != "airflow"]
    raw["skills"] = [one for one in raw["skills"] if one["slug"] not in {"airflow"}]
    people.publish(raw)
    record(Profile.objects.get(), 1)
    page = tab.get("/history/")
    gone = [move for move in moves(page) if not move.role.slug]
    assert {move.role.name for move in gone} == {"Builder"}
    assert {move.after for move in gone} == {None, gone[0].before}
    assert any(part.via == "Airflow" for move in moves(page) for part in move.parts)


def test_one_role_is_drawn_over_time(tab: Client) -> None:
    """From no fit through every record to the newest fit; what happened at one moment only is no picture."""
    profile = Profile.objects.get()
    assert tab.get("/history/?role=engineer").context["picture"] is None
    change(profile, {"python": 4})
    record(profile, 60)
    change(profile, {"python": 1})
    record(profile, 90)
    assert tab.get("/history/").context["picture"] is None
    page = tab.get("/history/?role=engineer")
    told = moves(page)
    picture = page.context["picture"]
    jumps = re.findall(r"H(\d+)V([\d.]+)", picture.stairs.line)
    assert [200 - Decimal(2 * move.after) / 100 for move in reversed(told)] == [Decimal(y) for _, y in jumps[:-1]]
    whens = [group.when for group in reversed(groups(page))]
    shares = [(when - whens[0]) / (whens[-1] - whens[0]) for when in whens]
    assert [int(x) for x, _ in jumps] == [*(pytest.approx(970 * share, abs=1) for share in shares), 1000]
    assert picture.to_fit == told[0].after


@pytest.mark.thorough
def test_pages_hold_whole_records(tab: Client) -> None:
    profile = Profile.objects.get()
    for minute in range(1, MOMENTS + 3):
        change(profile, {"python": 1 + minute % 2, "sql": 1 + minute % 3})
        record(profile, minute)
    first, last = tab.get("/history/"), tab.get("/history/?page=2")
    assert [len(groups(first)), len(groups(last))] == [MOMENTS, 3]
    assert len(moves(first)) + len(moves(last)) == len(people.recorded_lines())
    assert tab.get("/history/?page=nonsense").context["page"].number == 1
    assert tab.get("/history/?page=999").context["page"].number == 2
    assert "role=engineer&amp;page=2" in tab.get("/history/?role=engineer").content.decode()


def test_somebody_else_is_not_told(tab: Client) -> None:
    other = Client()
    other.force_login(people.person("other@example.org"))
    page = other.get("/history/")
    assert moves(page) == []
    assert b"Nothing has moved yet" in page.content


def test_a_page_that_waits_asks_again_until_there_is_news(tab: Client) -> None:
    profile = Profile.objects.get()
    ask = {"HX-Request": "true"}
    change(profile, {"sql": 1})
    assert "every 3s" in tab.get("/history/").content.decode()
    assert tab.get("/history/?poll=1", headers=ask).status_code == 204
    record(profile, 1)
    news = tab.get("/history/?poll=1", headers=ask)
    assert news.status_code == 200
    assert b"<html" not in news.content
    assert b"every 3s" not in news.content
    assert news.content.count(b"cause-profile") == 2


def test_a_page_that_waits_for_somebody_signed_out_asks_to_sign_in(tab: Client) -> None:
    assert Client().get("/history/?role=engineer")["Location"] == "/accounts/login/?next=/history/%3Frole%3Dengineer"
    part = Client().get("/history/?poll=1", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/accounts/login/?next=/history/"


def test_what_the_workers_gave_up_is_said(tab: Client) -> None:
    change(Profile.objects.get(), {"sql": 1})
    Score.objects.update(attempts=MAX_ATTEMPTS)
    page = tab.get("/history/")
    assert page.context["recording"] == "stuck"
    assert b"could not be written down" in page.content


@pytest.mark.parametrize("query", ["role=nope", "role=a%00b", "role=" + "x" * 3000, "role=%F0%9F%90%8D"])
def test_a_role_that_is_not_there_is_a_404(tab: Client, query: str) -> None:
    assert tab.get(f"/history/?{query}").status_code == 404


@pytest.mark.thorough
def test_the_number_of_questions_does_not_grow(tab: Client, django_assert_num_queries: Any) -> None:
    profile = Profile.objects.get()
    tab.get("/history/")
    for minute in range(1, 8):
        change(profile, {"python": minute % 5, "sql": minute % 4})
        record(profile, minute)
        with django_assert_num_queries(10):
            tab.get("/history/")
        with django_assert_num_queries(10):
            tab.get("/history/?role=engineer")
