"""Starting points over HTTP: proposals that count only when confirmed, never lower a level, and can be taken back."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue import releases
from careers.models import Claim, Profile, User
from careers.profile import claims
from careers.profile import operations as profile_operations
from careers.profile.pages import Proposal
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

START = "/profile/start/tester/"
UNDO = "/profile/undo-start/"
BOTH = {"skill": ["python", "sql"], "level-python": "3", "level-sql": "2"}


def held(user: User) -> dict[str, tuple[int, str, str]]:
    claims = Claim.objects.filter(profile__user=user)
    return {claim.skill.slug: (claim.level, claim.source, claim.quote) for claim in claims.select_related("skill")}


def claim(user: User, skill: str, level: int | None, source: str = "self") -> None:
    profile_operations.change_claims(
        user=user, release=releases.current(), levels={skill: level}, source=Claim.Source(source)
    )


def rows(page: Any) -> dict[str, Proposal]:
    return {row.skill.slug: row for part in ("fresh", "listed", "enough") for row in page.context[part]}


def undo(tab: Client, added: Any) -> Any:
    return tab.post(UNDO, {"version": added.context["started"]["version"]}, follow=True)


def dropping(slug: str) -> dict[str, Any]:
    """The small catalogue, where the starting point no longer proposes that skill."""
    raw = drafts.small()
    raw["starts"][0]["levels"] = [own for own in raw["starts"][0]["levels"] if own["skill"] != slug]
    return raw


def listed(page: Any) -> dict[str, list[str]]:
    """{title of a group: slugs of its jobs}, in the order of the page."""
    return {group.title: [job.start.slug for job in jobs] for group, jobs in page.context["groups"]}


class TestTheList:
    def test_it_shows_group_title_and_summary(self, tab: Client) -> None:
        page = tab.get("/profile/start/").content.decode()
        assert 'href="/profile/start/tester/"' in page
        assert '<h2 id="group-1">Software</h2>' in page
        assert "1 job." in page
        assert "Tests, in tests." not in page
        assert "Tests, in tests." in tab.get("/profile/start/", {"q": "tester"}).content.decode()

    @pytest.mark.parametrize(
        ("query", "found"),
        [("TEST", 1), ("in tests", 1), ("tests lawyer", 0), ("", 1), ("qa ENGINEER", 1), ("qa tester", 0)],
    )
    def test_every_word_of_the_query_has_to_be_there(self, tab: Client, query: str, found: int) -> None:
        page = tab.get("/profile/start/", {"q": query})
        assert len(listed(page).get("Software", [])) == page.context["found"] == found
        assert ("No job here matches" in page.content.decode()) == (not found)

    def test_a_name_outweighs_a_summary_and_is_shown_if_it_is_not_the_title(self, tab: Client) -> None:
        raw = drafts.small()
        raw["start_groups"].append({"slug": "law", "title": "Law", "order": 2})
        raw["starts"].append(
            {
                "slug": "lawyer",
                "title": "Lawyer",
                "group": "law",
                "other_names": ["Solicitor"],
                "summary": "Sues a QA engineer.",
                "levels": raw["starts"][0]["levels"],
            }
        )
        people.publish(raw)
        assert listed(tab.get("/profile/start/")) == {"Software": ["tester"], "Law": ["lawyer"]}
        by_name = tab.get("/profile/start/", {"q": "engineer"})
        assert listed(by_name) == {"Software": ["tester"]}
        assert [job.known_as for _, jobs in by_name.context["groups"] for job in jobs] == ["QA engineer"]
        assert "QA engineer" in by_name.content.decode()
        assert listed(tab.get("/profile/start/", {"q": "sues"})) == {"Law": ["lawyer"]}

    def test_slips_and_signposts_lead_to_jobs(self, tab: Client) -> None:
        raw = drafts.small()
        raw["signposts"] = [drafts.signpost("quality", ["quality"], ("skill", "sql"), ("start", "tester"))]
        people.publish(raw)
        assert [
            query
            for query in ("testr", "qa enginer", "Quality", "juggling")
            if listed(tab.get("/profile/start/", {"q": query}))
        ] == [
            "testr",
            "qa enginer",
            "Quality",
        ]

    def test_htmx_gets_the_list_alone(self, tab: Client) -> None:
        answer = tab.get("/profile/start/", {"q": "test"}, headers={"HX-Request": "true"})
        assert b"<html" not in answer.content
        assert b'id="jobs"' in answer.content

    @pytest.mark.parametrize("query", ["\x00", "a\x00b", "x" * 10_000, "\u202e", "<script>", "%", "'", "🐍"])
    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
    def test_any_query_is_answered(self, tab: Client, query: str, headers: dict[str, str]) -> None:
        answer = tab.get("/profile/start/", {"q": query}, headers=headers)
        assert answer.status_code == 200
        assert b"<script>" not in answer.content

    def test_a_catalogue_without_starting_points_says_so_and_links_to_none(self, tab: Client) -> None:
        people.publish(drafts.small() | {"starts": []})
        assert "No starting points yet" in tab.get("/profile/start/").content.decode()
        for path in ("/profile/", "/matches/"):
            assert "/profile/start/" not in tab.get(path).content.decode()

    def test_profile_and_empty_matches_lead_to_it(self, tab: Client, somebody: User) -> None:
        link = 'href="/profile/start/"'
        assert link in tab.get("/profile/").content.decode()
        assert link in tab.get("/matches/").content.decode()
        claim(somebody, "sql", 1)
        assert link in tab.get("/profile/").content.decode()


class TestTheProposals:
    def test_each_is_ticked_at_its_typical_level_with_its_sentence(self, tab: Client) -> None:
        page = tab.get(START)
        assert {slug: (row.ticked, row.chosen) for slug, row in rows(page).items()} == {
            "python": (True, 3),
            "sql": (True, 2),
        }
        text = page.content.decode()
        assert "You can use Python at 3." in text
        assert len(re.findall(r'type="checkbox"[^>]* checked', text)) == 2
        assert re.findall(r'name="level-sql" value="(\d)"[^>]* checked', text) == ["2"]

    def test_looking_counts_nothing(self, tab: Client, somebody: User) -> None:
        tab.get(START)
        assert held(somebody) == {}
        assert Profile.objects.get(user=somebody).version == 0

    def test_what_is_held_is_told_and_not_ticked(self, tab: Client, somebody: User) -> None:
        claim(somebody, "python", 4)
        claim(somebody, "sql", 0)
        page = tab.get(START)
        assert {slug: (row.ticked, row.enough) for slug, row in rows(page).items()} == {
            "python": (False, True),
            "sql": (False, False),
        }
        text = page.content.decode()
        assert "You have one already" in text
        assert 'id="tick-python"' not in text, "nothing to tick where nothing can be raised"
        assert "yours: 0 none" in text

    def test_who_has_it_all_is_told_so_and_what_to_do_next(self, tab: Client, somebody: User) -> None:
        for skill in ("python", "sql"):
            claim(somebody, skill, 4)
        text = tab.get(START).content.decode()
        assert "You have both already" in text
        assert 'href="/matches/">See your matches' in text
        assert "Add the ticked skills" not in text

    def test_an_unknown_job_is_not_found(self, tab: Client, somebody: User) -> None:
        assert tab.get("/profile/start/nobody/").status_code == 404
        answer = tab.post("/profile/start/nobody/", BOTH)
        assert answer.status_code == 404
        assert "Nothing was added" in answer.content.decode()
        assert held(somebody) == {}


@pytest.mark.database
class TestAdding:
    def test_what_is_ticked_is_added_at_the_level_chosen(self, tab: Client, somebody: User) -> None:
        page = tab.post(START, {"skill": ["sql"], "level-python": "3", "level-sql": "4"}, follow=True)
        assert page.redirect_chain == [("/profile/", 302)]
        assert held(somebody) == {"sql": (4, "start", "")}
        assert page.context["started"]["added"] == ["SQL 4"]
        assert "1 skill added from “Tester”" in page.content.decode()
        assert "started" not in tab.session

    def test_none_is_a_level_too(self, tab: Client, somebody: User) -> None:
        tab.post(START, {"skill": ["sql"], "level-sql": "0"})
        assert held(somebody) == {"sql": (0, "start", "")}

    def test_no_level_is_lowered_and_that_is_told(self, tab: Client, somebody: User) -> None:
        claim(somebody, "python", 4)
        page = tab.post(START, BOTH, follow=True)
        assert held(somebody) == {"python": (4, "self", ""), "sql": (2, "start", "")}
        assert page.context["started"]["kept"] == ["Python"]
        assert "left as it was: Python." in page.content.decode()

    def test_a_lower_level_is_raised(self, tab: Client, somebody: User) -> None:
        claim(somebody, "python", 0)
        tab.post(START, BOTH)
        assert held(somebody)["python"] == (3, "start", "")

    def test_where_nothing_changes_nothing_is_offered_to_undo(self, tab: Client, somebody: User) -> None:
        claim(somebody, "python", 3)
        page = tab.post(START, {"skill": ["python"], "level-python": "2"}, follow=True)
        assert "Nothing was added from “Tester”" in page.content.decode()
        assert 'id="undo-start"' not in page.content.decode()
        assert Profile.objects.get(user=somebody).version == 1

    def test_a_double_submitted_form_changes_once(self, tab: Client, somebody: User) -> None:
        for _ in range(2):
            assert tab.post(START, BOTH).status_code == 302
        assert Profile.objects.get(user=somebody).version == 1

    @pytest.mark.thorough
    def test_adding_asks_as_many_questions_for_one_as_for_many(self, tab: Client, somebody: User) -> None:
        raw = drafts.small()
        raw["starts"][0]["levels"] = [{"skill": s["slug"], "level": 2} for s in raw["skills"] if s["slug"] != "python"]
        raw["starts"].append({**raw["starts"][0], "slug": "one", "title": "One", "other_names": []})
        raw["starts"][1]["levels"] = [{"skill": "python", "level": 2}]
        people.publish(raw)
        claim(somebody, "rag", 1)  # from here on there are a profile and a score
        counts = []
        for slug, skills in (("one", ["python"]), ("tester", [own["skill"] for own in raw["starts"][0]["levels"]])):
            tab.get("/profile/")  # takes the notice of the round before
            with CaptureQueriesContext(connection) as asked:
                body = {"skill": skills, **{f"level-{skill}": "2" for skill in skills}}
                assert tab.post(f"/profile/start/{slug}/", body).status_code == 302
            counts.append(len(asked))
        assert counts[0] == counts[1]

    @pytest.mark.database
    @pytest.mark.parametrize("path", ["/profile/start/", START])
    def test_pages_ask_as_many_questions_for_much_as_for_nothing(self, tab: Client, somebody: User, path: str) -> None:
        tab.get(path)
        with CaptureQueriesContext(connection) as before:
            tab.get(path)
        for skill in ("python", "sql", "react", "airflow"):
            claim(somebody, skill, 1)
        with CaptureQueriesContext(connection) as after:
            tab.get(path)
        assert len(after) == len(before) <= 5  # session, person, release, profile, claims


class TestBadInput:
    def refused(self, tab: Client, body: dict[str, Any], status: int = 400) -> Any:
        answer = tab.post(START, urlencode(body, doseq=True), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == status
        assert answer.content.count(b'role="alert"') == 1
        assert not Claim.objects.exists()
        return answer

    def test_nothing_ticked(self, tab: Client) -> None:
        answer = self.refused(tab, {"level-python": "5", "level-sql": "1"})
        assert "Nothing is ticked" in answer.context["error"]
        assert {slug: (row.ticked, row.chosen) for slug, row in rows(answer).items()} == {
            "python": (False, 5),
            "sql": (False, 1),
        }

    @pytest.mark.parametrize("level", ["9", "-1", "2.5", "three", "", "٣", "\x00", "x" * 300])
    def test_what_is_no_level_is_named_and_the_rest_kept(self, tab: Client, level: str) -> None:
        answer = self.refused(tab, {"skill": ["python"], "level-python": level, "level-sql": "4"})
        assert answer.context["error"].startswith("Python: ")
        assert "level" in answer.context["error"]
        assert {slug: (row.ticked, row.chosen) for slug, row in rows(answer).items()} == {
            "python": (True, 3),
            "sql": (False, 4),
        }

    @pytest.mark.parametrize("skill", ["nope", "react", "", "a\x00b", "x" * 10_000, "../sql", "<script>", "\ud800"])
    def test_what_is_not_proposed_is_named_and_the_rest_kept(self, tab: Client, skill: str) -> None:
        body = {"skill": ["sql", skill.encode(errors="surrogatepass")], "level-sql": "5"}
        answer = self.refused(tab, body, status=409)
        assert "is not proposed here any more" in answer.context["error"]
        assert b"<script>" not in answer.content
        assert {slug: (row.ticked, row.chosen) for slug, row in rows(answer).items()} == {
            "python": (False, 3),
            "sql": (True, 5),
        }

    def test_a_catalogue_published_in_between_is_told_and_the_rest_can_be_sent_again(
        self, tab: Client, somebody: User
    ) -> None:
        tab.get(START)
        people.publish(dropping("python"))
        answer = self.refused(tab, {**BOTH, "level-sql": "4"}, status=409)
        assert "“Python” is not proposed here any more" in answer.context["error"]
        [(slug, row)] = rows(answer).items()
        assert (slug, row.ticked, row.chosen) == ("sql", True, 4)
        assert tab.post(START, {"skill": [slug], "level-sql": str(row.chosen)}).status_code == 302
        assert held(somebody) == {"sql": (4, "start", "")}

    def test_what_was_not_seen_is_not_ticked(self, tab: Client) -> None:
        people.publish(dropping("sql"))
        tab.get(START)
        people.publish()
        answer = self.refused(tab, {"skill": ["react", "python"], "level-python": "3"}, status=409)
        assert {slug: row.ticked for slug, row in rows(answer).items()} == {"python": True, "sql": False}


@pytest.mark.database
class TestUndoing:
    def test_the_former_state_comes_back_exactly(self, tab: Client, somebody: User) -> None:
        claim(somebody, "python", 2, "document")
        Claim.objects.filter(skill__slug="python").update(quote="two years of Python")
        before = held(somebody)
        page = undo(tab, tab.post(START, BOTH, follow=True))
        assert before == {"python": (2, "document", "two years of Python")}
        assert held(somebody) == before
        assert "Undone. Your profile is as it was before." in page.content.decode()
        assert Profile.objects.get(user=somebody).version == 3

    @pytest.mark.parametrize("level", [1, 4, None])
    def test_what_was_changed_elsewhere_since_stays(self, tab: Client, somebody: User, level: int | None) -> None:
        claim(somebody, "python", 2)
        added = tab.post(START, BOTH, follow=True)
        claim(somebody, "python", level)
        meanwhile = held(somebody)
        page = undo(tab, added)
        assert held(somebody) == {slug: own for slug, own in meanwhile.items() if slug == "python"}
        assert "changed since, which stays: Python." in page.content.decode()

    def test_the_same_level_said_by_the_person_since_stays(self, tab: Client, somebody: User) -> None:
        added = tab.post(START, BOTH, follow=True)
        for level in (5, 3):
            claim(somebody, "python", level)
        undo(tab, added)
        assert held(somebody) == {"python": (3, "self", "")}

    def test_what_was_put_back_by_hand_is_not_spoken_of(self, tab: Client, somebody: User) -> None:
        added = tab.post(START, BOTH, follow=True)
        claim(somebody, "python", None)
        assert "Undone. Your profile is as it was before." in undo(tab, added).content.decode()
        assert held(somebody) == {}

    @pytest.mark.thorough
    def test_a_dropped_skill_is_taken_back_too(self, tab: Client, somebody: User) -> None:
        raw = drafts.small()
        raw["starts"][0]["levels"].append({"skill": "react", "level": 2})
        people.publish(raw)
        added = tab.post(START, {"skill": ["react"], "level-react": "2"}, follow=True)
        raw = drafts.small()
        raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
        raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
        people.publish(raw)
        undo(tab, added)
        assert held(somebody) == {}

    def test_twice_is_once(self, tab: Client, somebody: User) -> None:
        added = tab.post(START, BOTH, follow=True)
        undo(tab, added)
        claim(somebody, "python", 3, "start")
        assert "nothing left to undo" in undo(tab, added).content.decode()
        assert held(somebody) == {"python": (3, "start", "")}

    def test_an_older_page_does_not_undo_a_newer_start(self, tab: Client, somebody: User) -> None:
        older = tab.post(START, {"skill": ["python"], "level-python": "3"}, follow=True)
        tab.post(START, BOTH)
        assert "nothing left to undo" in undo(tab, older).content.decode()
        assert set(held(somebody)) == {"python", "sql"}

    @pytest.mark.parametrize("version", ["", "x", "\x00", "9" * 400])
    def test_what_is_no_version_undoes_nothing(self, tab: Client, somebody: User, version: str) -> None:
        tab.post(START, BOTH)
        assert tab.post(UNDO, {"version": version}).status_code == 302
        assert set(held(somebody)) == {"python", "sql"}

    def test_nobody_undoes_for_another(self, tab: Client, somebody: User) -> None:
        added = tab.post(START, BOTH, follow=True)
        other = Client()
        other.force_login(people.person("other@example.org"))
        undo(other, added)
        assert set(held(somebody)) == {"python", "sql"}


class TestFillingIn:
    """What START and IMPORT may do to a claim, at the verb itself."""

    @pytest.mark.parametrize("source", [Claim.Source.START, Claim.Source.IMPORT])
    @pytest.mark.parametrize(
        ("before", "level", "after"),
        [(None, 0, 0), (None, 3, 3), (0, 3, 3), (2, 3, 3), (3, 3, 3), (4, 3, 4), (4, 0, 4), (4, None, 4), (0, None, 0)],
    )
    def test_a_level_is_raised_or_left(
        self, somebody: User, source: Claim.Source, before: int | None, level: int | None, after: int
    ) -> None:
        if before is not None:
            claim(somebody, "sql", before)
        claim(somebody, "sql", level, source)
        kept = before is not None and after == before
        assert held(somebody) == {"sql": (after, "self" if kept else source, "")}

    def test_an_unknown_skill_adds_nothing(self, somebody: User) -> None:
        with pytest.raises(claims.UnknownSkill):
            profile_operations.start_from(user=somebody, release=releases.current(), levels={"sql": 2, "nope": 1})
        assert held(somebody) == {}


@pytest.mark.parametrize("path", ["/profile/start/", START])
def test_the_pages_ask_for_a_log_in_and_are_never_stored(tab: Client, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/accounts/login/")
    assert "no-store" in tab.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", [START, UNDO])
def test_a_post_needs_its_token_and_a_person(somebody: User, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody)
    assert strict.post(path, BOTH).status_code == 403
    assert Client().post(path, BOTH).status_code in {302, 307}  # to the log-in, or to where no account is needed
    assert held(somebody) == {}


def test_undoing_is_no_get(tab: Client) -> None:
    assert tab.get(UNDO).status_code == 405
    assert tab.put(START).status_code == 405
