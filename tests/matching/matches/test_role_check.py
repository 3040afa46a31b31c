"""The role check: all that a role asks on one page, saved at once, for a profile and without an account."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue import releases
from careers.models import Claim, Profile
from careers.profile import claims, operations, tried
from matching import inputs
from matching.matches.check_forms import MOST_TOLD
from tests import drafts, people
from tests.engine import reference

pytestmark = pytest.mark.usefixtures("release")

CHECK = "/roles/engineer/check/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["account", "try"])
def visitor(request: pytest.FixtureRequest, client: Client) -> Client:
    """Somebody who claims Python 3, with an account or without."""
    if request.param == "account":
        client.force_login(people.person_with({"python": 3}).user)
    else:
        client.post("/try/claim/", {"skill": "python", "level": 3})
    return client


def held(client: Client) -> dict[str, int]:
    """The claims of the visitor: of the one profile there is, or in the cookie."""
    if Profile.objects.exists():
        return dict(Claim.objects.values_list("skill__slug", "level"))
    own = tried.Tried(client.cookies[tried.COOKIE].value if tried.COOKIE in client.cookies else "")
    return {releases.current().by_position[position].slug: level for position, level in own.levels.items()}


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def form(answer: Any) -> dict[str, str]:
    """The fields as the page would send them."""
    page = answer.content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(check\.\w+)" value="([^"]*)">', page))
    sent |= dict(re.findall(r'<input type="radio" name="([\w-]+)" value="(\d)"[^>]* checked>', page))
    return sent


class TestShowing:
    def test_everything_asked_is_there_must_haves_first_and_filled_in(self, visitor: Client) -> None:
        page = visitor.get(CHECK)
        rows = [*page.context["musts"], *page.context["valued"]]
        asked = releases.current().roles["engineer"].requirements_in_order
        assert [row.skill.slug for row in rows] == [one.skill for one in asked]
        assert [row.line.essential for row in rows] == [one.essential for one in asked]
        assert form(page) == {"check.seen": "python:3", "python": "3"}
        assert page.content.decode().count('class="check-row"') == len(rows)
        assert page.content.decode().count('type="radio"') == 6 * len(rows)

    def test_a_visitor_with_nothing_sees_no_fit_and_keeps_no_cookie(self, client: Client) -> None:
        page = client.get(CHECK)
        assert "No answer yet" in text(page)
        assert tried.COOKIE not in client.cookies

    def test_what_other_skills_give_is_said(self, client: Client) -> None:
        client.force_login(people.person_with({"airflow": 3}).user)
        page = client.get(CHECK)
        [row] = [row for row in page.context["valued"] if row.skill.slug == "orchestration"]
        assert row.line.have > 0
        assert f"counts as {row.line.have} through Airflow" in text(page)

    def test_a_former_name_leads_to_the_present_one(self, client: Client) -> None:
        raw = drafts.small()
        raw["roles"][1]["former_slugs"] = ["old-engineer"]
        people.publish(raw)
        answer = client.get("/roles/old-engineer/check/")
        assert (answer.status_code, answer["Location"]) == (301, CHECK)
        assert client.post("/roles/old-engineer/check/", {"sql": 2})["Location"] == f"{CHECK}#said"
        assert held(client) == {"sql": 2}

    @pytest.mark.parametrize("slug", ["nope", "a%00b", "x" * 3_000])
    def test_a_role_that_is_not_there_is_a_404(self, client: Client, slug: str) -> None:
        assert client.get(f"/roles/{slug}/check/").status_code == 404
        assert client.post(f"/roles/{slug}/check/", {"sql": 3}).status_code == 404

    def test_a_role_unpublished_meanwhile_is_a_404_and_nothing_is_saved(self, visitor: Client) -> None:
        raw = drafts.small()
        raw["roles"][1]["slug"] = "keeper"
        raw["roles"][0]["differences"] = []
        raw["requirements"] = [
            {**one, "role": "keeper" if one["role"] == "engineer" else one["role"]} for one in raw["requirements"]
        ]
        people.publish(raw)
        assert visitor.post(CHECK, {"sql": 3}).status_code == 404
        assert held(visitor) == {"python": 3}


class TestSaving:
    def test_all_answers_are_saved_at_once_and_the_fit_is_that_of_the_reference(self, visitor: Client) -> None:
        sent = {**form(visitor.get(CHECK)), "python": "2", "sql": "4", "orchestration": "0"}
        page = visitor.post(CHECK, sent, follow=True)
        levels = {"python": 2, "sql": 4, "orchestration": 0}
        assert held(visitor) == levels
        told = {one["role"]: one for one in reference.score(inputs.specification(releases.current()), levels)}
        assert page.context["score"].fit == int(told["engineer"]["fit"].replace(".", ""))
        assert "3 answers are saved." in text(page)
        assert "3 answers are saved." not in text(visitor.get(CHECK))

    def test_htmx_gets_the_fit_alone_with_what_was_seen(self, visitor: Client) -> None:
        sent = {**form(visitor.get(CHECK)), "sql": "4"}
        part = visitor.post(CHECK, sent, headers=HTMX)
        assert part.content.lstrip().startswith(b'<div id="fit"')
        assert b"radio" not in part.content
        assert len(part.content) < 3_000
        assert sorted(form(part)["check.seen"].split()) == ["python:3", "sql:4"]

    def test_none_of_the_rest_in_one_press_and_back_in_one(self, visitor: Client) -> None:
        sent = {**form(visitor.get(CHECK)), "sql": "4", "check.do": "none"}
        page = visitor.post(CHECK, sent, follow=True)
        assert held(visitor) == {"python": 3, "sql": 4, "orchestration": 0}
        assert "None of the rest" not in text(page)
        page = visitor.post(CHECK, {**form(page), "check.do": "undo"}, follow=True)
        assert held(visitor) == {"python": 3}
        assert "Undone." in text(page)

    def test_a_part_is_drawn_again_where_more_than_the_fit_changed(self, visitor: Client) -> None:
        part = visitor.post(CHECK, {"check.do": "none"}, headers=HTMX)
        assert (part["HX-Retarget"], part.content.lstrip()[:16]) == ("#check", b'<form id="check"')
        undone = visitor.post(CHECK, {**form(part), "check.do": "undo"}, headers=HTMX)
        assert undone["HX-Retarget"] == "#check"
        assert held(visitor) == {"python": 3}

    def test_see_your_receipt_saves_and_goes_there(self, visitor: Client) -> None:
        answer = visitor.post(CHECK, {"sql": 2, "check.do": "receipt"})
        assert answer["Location"] in {"/matches/engineer/", "/try/roles/engineer/"}
        assert visitor.get(answer["Location"]).status_code == 200
        assert held(visitor)["sql"] == 2

    def test_what_is_only_repeated_is_no_change(self, visitor: Client) -> None:
        Claim.objects.update(source="document", quote="two years of it")
        page = visitor.post(CHECK, form(visitor.get(CHECK)), follow=True)
        assert "Nothing was changed." in text(page)
        assert set(Claim.objects.values_list("source", "quote")) <= {("document", "two years of it")}

    def test_an_answer_from_before_does_not_overwrite_what_came_since(self, visitor: Client) -> None:
        older = {**form(visitor.get(CHECK)), "python": "1", "sql": "2"}
        visitor.post(CHECK, {"python": 5})
        page = visitor.post(CHECK, older, follow=True)
        assert held(visitor) == {"python": 5, "sql": 2}
        assert "Changed elsewhere in the meantime, so it stays as it is: Python." in text(page)
        part = visitor.post(CHECK, older, headers=HTMX)
        assert part["HX-Retarget"] == "#check", "the square that is not true any more has to go"

    def test_an_answer_that_is_untouched_is_not_in_the_way(self, visitor: Client) -> None:
        older = {**form(visitor.get(CHECK)), "sql": "2"}
        visitor.post(CHECK, {"python": 5})
        page = visitor.post(CHECK, older, follow=True)
        assert held(visitor) == {"python": 5, "sql": 2}
        assert "elsewhere" not in text(page)


class TestOddThings:
    @pytest.mark.parametrize("level", ["9", "-1", "2.5", "", "٣", "x" * 10_000])
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
    def test_what_is_no_level_is_refused_whole_and_the_rest_stays_chosen(
        self, visitor: Client, level: str, headers: dict[str, str]
    ) -> None:
        answer = visitor.post(CHECK, {"python": "4", "sql": level}, headers=headers)
        assert answer.status_code == 400
        assert re.search(r'role="alert"[^>]*>SQL: [^<]+ Nothing was saved\.<', text(answer))
        assert form(answer)["python"] == "4"
        assert held(visitor) == {"python": 3}

    def test_what_is_not_asked_any_more_is_left_out_and_told(self, visitor: Client) -> None:
        sent = {"sql": "2", "react": "3", "nope": "3", "<b>": "1", "y" * 900: "2"}
        page = visitor.post(CHECK, sent, follow=True)
        assert held(visitor) == {"python": 3, "sql": 2}
        assert "does not ask this any more, so it was left out: " in text(page)
        assert len(page.context["checked"]["trouble"].split(": ")[1].split(", ")) == MOST_TOLD
        assert b"<b>" not in page.content.replace(b"<b>", b"", page.content.count(b"</b>"))

    @pytest.mark.parametrize("seen", ["x", "python:9 sql", ":::", "python:3 " * 5_000, "\x00"])
    def test_a_made_up_memory_overwrites_nothing_unseen(self, visitor: Client, seen: str) -> None:
        answer = visitor.post(CHECK, {"check.seen": seen, "python": "1"})
        assert answer.status_code == 302
        assert held(visitor)["python"] == (1 if "python:3" in seen else 3)

    @pytest.mark.parametrize("undo", ["", "x", "a:b:c", "\x00" * 900])
    def test_what_is_no_undo_of_ours_changes_nothing(self, visitor: Client, undo: str) -> None:
        answer = visitor.post(CHECK, {"check.do": "undo", "check.undo": undo})
        assert answer.status_code == 400
        assert "nothing to undo" in text(answer)
        assert held(visitor) == {"python": 3}

    def test_twice_undone_is_once_and_nobody_undoes_for_another(self, visitor: Client) -> None:
        page = visitor.post(CHECK, {"sql": 4}, follow=True)
        undo = {**form(page), "check.do": "undo"}
        other = Client()
        other.force_login(people.person_with({"sql": 4}, "b@example.org").user)
        assert other.post(CHECK, undo).status_code == 400
        visitor.post(CHECK, undo)
        assert visitor.post(CHECK, undo, follow=True).status_code == 200

    def test_no_room_in_the_cookie_is_told_and_nothing_lost(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tried, "ROOM", 10)
        answer = client.post(CHECK, {"sql": 3})
        assert answer.status_code == 409
        assert "There is no room for more without an account" in text(answer)
        assert form(answer)["sql"] == "3"

    def test_a_post_needs_its_token_and_a_try_comes_along_at_sign_up(self, client: Client) -> None:
        assert Client(enforce_csrf_checks=True).post(CHECK, {"sql": 3}).status_code == 403
        client.post(CHECK, {"sql": 3, "python": 2})
        client.post("/accounts/signup/", {"email": "new@example.org", "password1": people.PASSWORD})
        assert held(client) == {"sql": 3, "python": 2}


@pytest.mark.database
def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    """Neither with the skills held nor with the answers sent."""
    user = people.person_with({"python": 3}).user
    client.force_login(user)
    counts = []
    for levels in ({"sql": 1}, {"sql": 2, "python": 4, "orchestration": 3, "airflow": 2}):
        operations.change_claims(user=user, release=releases.current(), levels=dict(levels))
        found = []
        for ask in (lambda: client.get(CHECK), lambda: client.post(CHECK, {"python": 1, "sql": 5, "orchestration": 1})):
            with CaptureQueriesContext(connection) as asked:
                ask()
            found.append(len(asked))
        client.get(CHECK)  # it shows the notice, once
        counts.append(found)
    assert counts[0] == counts[1]


def test_answers_as_values() -> None:
    """The rule itself, without a database: said, filled in, and left alone."""
    release = releases.current()
    python, sql = (release.skills[slug].position for slug in ("python", "sql"))
    own = {python: claims.Held(2, "start", "")}
    done = claims.answered(own, release, claims.Answers({"python": 4}, {"sql": 0, "rag": 0}, {"python": 3}))
    assert done.moved == (python,)
    assert {one.position for one in done.replaced} == {sql, release.skills["rag"].position}
