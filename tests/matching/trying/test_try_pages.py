"""Trying it without an account: nothing is stored, what is shown adds up, and signing up keeps it, never lowering."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue.released import Released
from careers.models import Claim, MissedWord, OwnWord, Profile, User
from careers.profile import claims, tried
from careers.profile import operations as profile_operations
from careers.words import hundredths
from matching import inputs
from tests import drafts, people
from tests.engine import reference

pytestmark = pytest.mark.usefixtures("release")

PICKED = {"python": 3, "airflow": 2, "react-pattern": 4}
PAGES = ["/try/", "/try/?q=py", "/try/suggest/?q=py", "/try/start/", "/try/start/tester/", "/try/roles/"]
PAGES += ["/try/roles/builder/", "/roles/compare/?roles=builder,engineer"]


def pick(client: Client, skill: str, level: Any, **more: Any) -> Any:
    return client.post("/try/claim/", {"skill": skill, "level": level, **more})


@pytest.fixture
def trying(client: Client) -> Client:
    for skill, level in PICKED.items():
        assert pick(client, skill, level).status_code == 302
    return client


def picked(client: Client) -> dict[str, int]:
    return {one.skill.slug: one.level for one in client.get("/try/").context["claims"]}


def held(user: User) -> dict[str, int]:
    return dict(Claim.objects.filter(profile__user=user).values_list("skill__slug", "level"))


def rows() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}


def sign_up(client: Client, email: str = "new@example.org") -> Any:
    return client.post("/accounts/signup/", {"email": email, "password1": people.PASSWORD})


class TestPicking:
    def test_a_level_is_picked_changed_and_taken_away(self, client: Client) -> None:
        page = client.post("/try/claim/", {"skill": "python", "level": 3, "was": "", "q": "py"}, follow=True)
        assert page.redirect_chain == [("/try/", 302)], "what one word was for is answered: the field is empty again"
        assert page.context["changed"]["before"] is None
        assert picked(client) == {"python": 3}
        pick(client, "python", 4, was="3")
        assert picked(client) == {"python": 4}
        client.post("/try/remove/", {"skill": "python"})
        assert picked(client) == {}

    def test_the_notice_is_shown_once(self, client: Client) -> None:
        pick(client, "python", 3)
        assert client.get("/try/").context["changed"]["after"] == 3
        assert client.get("/try/").context["changed"] is None

    def test_two_tabs_overwrite_nothing_unseen(self, client: Client) -> None:
        pick(client, "python", 4, was="")
        answer = pick(client, "python", 2, was="")
        assert answer.status_code == 409
        assert "set to 4 (advanced) elsewhere" in answer.content.decode()
        assert picked(client) == {"python": 4}

    @pytest.mark.parametrize("level", ["-1", "6", "2.5", "", "٣", "\x00"])
    def test_what_is_no_level_is_refused_and_the_query_kept(self, client: Client, level: str) -> None:
        answer = pick(client, "python", level, q="py")
        assert answer.status_code == 400
        assert "level" in answer.context["error"]
        assert 'value="py"' in answer.content.decode()
        assert picked(client) == {}

    @pytest.mark.parametrize("skill", ["nope", "", "a\x00b", "x" * 10_000, "../sql", "\ud800"])
    def test_what_is_no_skill_is_refused(self, client: Client, skill: str) -> None:
        body = urlencode({"skill": skill, "level": 3}, errors="surrogatepass")
        for path in ("/try/claim/", "/try/remove/"):
            answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in {400, 409}
            assert answer.context["error"]

    def test_htmx_gets_the_part_with_the_first_roles(self, client: Client) -> None:
        answer = client.post("/try/claim/", {"skill": "python", "level": 3}, headers={"HX-Request": "true"})
        assert b"<html" not in answer.content
        assert [role.role for role in answer.context["top"].first] == ["engineer", "builder"]

    def test_a_start_counts_when_confirmed_and_is_undone(self, client: Client) -> None:
        pick(client, "python", 4)
        page = client.get("/try/start/tester/")
        assert [row.skill.slug for row in page.context["fresh"]] == ["sql"]
        assert picked(client) == {"python": 4}
        body = {"skill": ["python", "sql"], "level-python": "3", "level-sql": "2"}
        page = client.post("/try/start/tester/", body, follow=True)
        assert page.redirect_chain == [("/try/", 302)]
        assert picked(client) == {"python": 4, "sql": 2}
        assert page.context["started"]["kept"] == ["Python"]
        version = re.search(r'name="version" value="(\d+)"', page.content.decode())
        assert version
        client.post("/try/undo-start/", {"version": "999"})
        assert picked(client) == {"python": 4, "sql": 2}
        client.post("/try/undo-start/", {"version": version[1]})
        assert picked(client) == {"python": 4}
        assert (
            "nothing left to undo"
            in client.post("/try/undo-start/", {"version": version[1]}, follow=True).content.decode()
        )

    def test_a_skill_dropped_meanwhile_is_shown_not_scored_and_removable(self, client: Client) -> None:
        pick(client, "react", 3)
        raw = drafts.small()
        raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
        raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
        people.publish(raw)
        assert [one.slug for one in client.get("/try/").context["unscored"]] == ["react"]
        assert client.get("/try/roles/").context["has_claims"] is False
        client.post("/try/remove/", {"skill": "react"})
        assert client.get("/try/").context["unscored"] == []

    @pytest.mark.parametrize("cookie", ["", "x", "e30:1:x", "é", "x" * 5_000])
    def test_a_cookie_that_is_not_ours_is_no_try(self, client: Client, cookie: str) -> None:
        client.cookies[tried.COOKIE] = cookie
        assert picked(client) == {}

    def test_a_cookie_cannot_be_made_up(self, client: Client) -> None:
        made_up = signing.dumps(
            {"claims": {"2": [5, 0]}, "words": [], "version": 1, "notes": {}}, key="k", salt=tried.SALT
        )
        client.cookies[tried.COOKIE] = made_up
        assert picked(client) == {}

    def test_every_skill_of_a_large_catalogue_fits_and_what_does_not_is_refused(self) -> None:
        own = tried.Tried()
        own.apply({position: claims.Held(position % 6, "self", "") for position in range(400)})
        assert len(own.levels) == 400
        with pytest.raises(claims.TooMuch):
            own.apply({position: claims.Held(position * 7 % 6, "self", "") for position in range(400, 4_000)})
        assert len(own.levels) == 400

    def test_pages_are_never_stored_by_the_browser(self, client: Client) -> None:
        for path in PAGES[:-1]:
            assert "no-store" in client.get(path)["Cache-Control"]
        pick(client, "python", 3)
        assert "no-store" in client.get(PAGES[-1])["Cache-Control"]

    def test_a_get_changes_nothing_and_a_post_needs_its_token(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        for path in ("claim", "paste", "answer", "remove", "words/keep", "words/drop", "forget", "undo-start"):
            assert strict.get(f"/try/{path}/").status_code == 405
            assert strict.post(f"/try/{path}/", {"skill": "python", "level": 3}).status_code == 403


class TestScores:
    def test_the_list_is_ranked_as_the_reference_ranks(self, trying: Client, release: Released) -> None:
        shown = [role.score for role in trying.get("/try/roles/").context["roles"]]
        expected = reference.score(inputs.specification(release), PICKED)
        assert [(one.role, hundredths(one.fit), hundredths(one.known), one.band) for one in shown] == [
            (role["role"], role["fit"], role["known"], role["band"]) for role in expected
        ]

    def test_a_receipt_adds_up_and_its_gain_comes_true(self, trying: Client) -> None:
        before = trying.get("/try/roles/engineer/").context
        assert sum(row.line.points for row in before["lines"]) == before["score"].fit
        [sql] = [row for row in before["lines"] if row.skill.slug == "sql"]
        page = pick(trying, "sql", sql.line.need, was="", next="/try/roles/engineer/#line-sql")
        assert page["Location"] == "/try/roles/engineer/#line-sql"
        after = trying.get("/try/roles/engineer/").context
        assert after["score"].fit - before["score"].fit == sql.raises[-1].points
        assert after["changed"]["skill_slug"] == "sql"

    def test_without_a_claim_there_is_no_fit(self, client: Client) -> None:
        assert {role.score.fit for role in client.get("/try/roles/").context["roles"]} == {None}
        assert not client.get("/try/").context["top"].first
        assert client.get("/try/roles/builder/").status_code == 200

    @pytest.mark.parametrize("slug", ["nope", "a%00b", "x" * 3000])
    def test_a_role_that_is_not_there_is_a_404(self, trying: Client, slug: str) -> None:
        assert trying.get(f"/try/roles/{slug}/").status_code == 404

    @pytest.mark.database
    def test_pages_ask_only_for_the_release(self, trying: Client) -> None:
        for path in PAGES:
            with CaptureQueriesContext(connection) as asked:
                assert trying.get(path).status_code == 200
            assert len(asked) == 1, path


@pytest.mark.database
class TestNothingIsStored:
    def test_a_whole_try_leaves_no_row(self, client: Client) -> None:
        before = rows()
        for skill, level in PICKED.items():
            pick(client, skill, level)
        client.post("/try/start/tester/", {"skill": ["sql"], "level-sql": "2"})
        for path in PAGES:
            client.get(path)
        assert picked(client) == {**PICKED, "sql": 2}
        assert rows() == before
        assert set(client.cookies) == {tried.COOKIE, "csrftoken"} or set(client.cookies) == {tried.COOKIE}

    def test_forgetting_takes_the_cookie_and_the_counts_away(self, trying: Client) -> None:
        before = rows()
        trying.post("/try/words/keep/", {"word": "Basket weaving"})
        trying.post("/try/forget/")
        assert picked(trying) == {}
        assert rows() == before
        assert trying.cookies[tried.COOKIE].value == ""


@pytest.mark.database
class TestKeeping:
    @pytest.fixture(params=["optional", "mandatory"])
    def verification(self, request: pytest.FixtureRequest, settings: Any) -> str:
        settings.ACCOUNT_EMAIL_VERIFICATION = request.param
        return str(request.param)

    def test_signing_up_keeps_it(self, trying: Client, verification: str) -> None:
        trying.post("/try/start/tester/", {"skill": ["sql"], "level-sql": "2"})
        trying.post("/try/words/keep/", {"word": "Basket weaving"})
        page = trying.get("/accounts/signup/").content.decode()
        assert "Your 4 skills and 1 word of your own will be kept with your account." in page
        assert "What will be kept" in page
        assert "Basket weaving" in page
        answer = sign_up(trying)
        told = trying.get(answer["Location"])
        if verification == "optional":
            assert answer["Location"] == "/matches/"
            [message] = told.context["messages"]
            assert str(message).startswith(
                "Welcome. Your account now keeps 4 skills and 1 word of your own. We have sent"
            )
        else:
            assert "What is kept" in told.content.decode()
            assert list(told.context["messages"]) == []
        user = User.objects.get()
        assert held(user) == {**PICKED, "sql": 2}
        assert dict(Claim.objects.values_list("skill__slug", "source"))["sql"] == "start"
        assert list(OwnWord.objects.values_list("text", flat=True)) == ["Basket weaving"]
        counted = MissedWord.objects.counted().filter(count=1).exists()
        assert counted == (verification == "optional")  # from the first log-in on
        assert trying.cookies[tried.COOKIE].value == ""

    def test_it_leads_where_the_person_wanted_to_go(self, trying: Client) -> None:
        fields = {"email": "new@example.org", "password1": people.PASSWORD, "next": "/plans/?role=builder"}
        assert trying.post("/accounts/signup/", fields)["Location"] == "/plans/?role=builder"

    def test_it_is_there_when_the_address_is_confirmed_on_another_device(self, trying: Client, settings: Any) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        sign_up(trying)
        other = Client()
        link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)
        assert link
        other.post(link[1])
        assert EmailAddress.objects.get().verified
        other.post("/accounts/login/", {"login": "new@example.org", "password": people.PASSWORD})
        shown = {one.skill.slug: one.level for one in other.get("/profile/").context["claims"]}
        assert shown == PICKED

    def test_a_refused_sign_up_keeps_the_cookie(self, trying: Client) -> None:
        trying.post("/accounts/signup/", {"email": "new@example.org", "password1": "short"})
        assert picked(trying) == PICKED

    def test_a_sign_up_for_a_taken_address_writes_nothing_there(self, trying: Client, verification: str) -> None:
        owner = people.person("new@example.org")
        EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=True)
        sign_up(trying)
        assert held(owner) == {}
        assert picked(trying) == (PICKED if verification == "optional" else {}), "gone as after any sign-up"
        trying.post("/accounts/login/", {"login": owner.email, "password": people.PASSWORD})
        assert "you picked 3 skills" in trying.get("/profile/").content.decode()
        assert held(owner) == {}

    def test_signing_in_asks_first_and_lowers_nothing(self, trying: Client, release: Released) -> None:
        owner = people.person_with({"python": 4, "sql": 1, "airflow": 1}).user
        trying.force_login(owner)
        assert "you picked 3 skills" in trying.get("/profile/").content.decode()
        assert held(owner) == {"python": 4, "sql": 1, "airflow": 1}
        trying.post("/profile/keep-tried/")
        assert held(owner) == {"python": 4, "sql": 1, "airflow": 2, "react-pattern": 4}
        assert "you picked" not in trying.get("/profile/").content.decode()
        assert Profile.objects.get().version == 2

    def test_what_is_of_no_use_is_forgotten(self, trying: Client) -> None:
        owner = people.person()
        trying.force_login(owner)
        trying.post("/profile/keep-tried/", {"forget": "1"})
        assert held(owner) == {}
        assert "you picked" not in trying.get("/profile/").content.decode()

    def test_a_none_is_not_lowered_to_nothing_and_none_lowers_nothing(self, release: Released) -> None:
        owner = people.person_with({"python": 2}).user
        own = {release.skills[slug].position: claims.Held(0, "self", "") for slug in ("python", "sql")}
        profile_operations.keep_tried(user=owner, claims=own, words=[])
        assert held(owner) == {"python": 2, "sql": 0}

    def test_keeping_asks_as_many_questions_for_much_as_for_little(self, release: Released) -> None:
        counts = []
        for number, slugs in enumerate((["python"], list(release.skills))):
            own = {release.skills[slug].position: claims.Held(2, "self", "") for slug in slugs}
            user = people.person_with({"rag": 1}, f"{number}@example.org").user
            with CaptureQueriesContext(connection) as asked:
                profile_operations.keep_tried(user=user, claims=own, words=slugs)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_whoever_is_signed_in_is_on_their_own_pages(self, client: Client) -> None:
        client.force_login(people.person())
        for path, where in (
            ("/try/", "/profile/"),
            ("/try/roles/", "/matches/"),
            ("/try/roles/builder/", "/matches/builder/"),
            ("/try/start/", "/profile/start/"),
            ("/try/start/tester/", "/profile/start/tester/"),
        ):
            assert client.get(path)["Location"] == where
        assert pick(client, "python", 3)["Location"] == "/profile/"
        assert held(User.objects.get()) == {"python": 3}


class TestASessionThatEnds:
    """What somebody sends from a page of their profile after the session ended is kept as a try."""

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("claim/", {"skill": "sql", "level": "2", "was": ""}),
            ("answer/", {"skill": ["sql"], "level-sql": "2", "was-sql": ""}),
            ("start/tester/", {"skill": ["sql"], "level-sql": "2"}),
        ],
    )
    def test_nothing_sent_is_lost(self, client: Client, path: str, body: dict[str, Any]) -> None:
        owner = people.person_with({"python": 4}).user
        page = client.post(f"/profile/{path}", body, follow=True)
        assert page.redirect_chain == [(f"/try/{path}", 307), ("/try/", 302)]
        assert "You were signed out" in page.content.decode()
        assert picked(client) == {"sql": 2}
        client.force_login(owner)
        client.post("/profile/keep-tried/")
        assert held(owner) == {"python": 4, "sql": 2}

    def test_a_word_is_not_lost(self, client: Client) -> None:
        client.post("/profile/words/keep/", {"word": "Weaving"}, follow=True)
        assert [word.text for word in client.get("/try/").context["words"]] == ["Weaving"]

    def test_a_part_leads_to_the_whole_page(self, client: Client) -> None:
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/profile/?q=sql"}
        answer = client.post("/profile/claim/", {"skill": "sql", "level": 2}, headers=headers, follow=True)
        assert answer["HX-Redirect"] == "/try/"
        assert picked(client) == {"sql": 2}
        headers["HX-Current-URL"] = "http://testserver/try/"
        assert b'id="builder"' in client.post("/try/claim/", {"skill": "sql", "level": 3}, headers=headers).content


def test_what_was_picked_before_a_new_version_is_still_there(client: Client) -> None:
    """The cookie outlives the code: neither its salt nor its shape follows a module that moves."""
    people.publish()
    content = {"claims": {"2": [3, 0]}, "words": ["Falconry"], "version": 1, "notes": {}}
    client.cookies["tried"] = signing.dumps(content, salt="careers.tried", compress=True)
    page = client.get("/try/").content.decode()
    assert "1 skill listed" in page
    assert "Falconry" in page
