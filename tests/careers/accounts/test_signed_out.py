"""A session that ends while somebody types, and a token that a log-in elsewhere made old: nothing typed is lost."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from careers.models import AccessToken, Claim, User
from matching.models import Plan
from tests import people

pytestmark = pytest.mark.usefixtures("release")

LOG_IN = "/accounts/login/"
PLAN = {"role": "builder", "hours_per_week": "7.5", "start": "2028-02-29", "target": "75", "weeks_off": "2028-03-09"}
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def somebody() -> User:
    return people.person_with({"python": 2}).user


def sign_in(client: Client, page: Any) -> Any:
    """Fill in the log-in page that somebody was led to, and follow where it leads."""
    address = page.redirect_chain[-1][0]
    assert address.startswith(LOG_IN)
    back = parse_qs(urlsplit(address).query)["next"][0]
    return client.post(LOG_IN, {"login": "a@example.org", "password": people.PASSWORD, "next": back}, follow=True)


def shown(page: Any) -> dict[str, str]:
    """What stands in the fields of the plan's form."""
    return {name: str(page.context["form"][name].value()) for name in PLAN}


def test_a_plan_that_was_typed_is_there_again_after_signing_in(client: Client, somebody: User) -> None:
    page = client.post("/plans/", PLAN, follow=True)
    assert "You were signed out, so this was not saved." in page.content.decode()
    page = sign_in(client, page)
    assert urlsplit(page.redirect_chain[-1][0]).path == "/plans/"
    assert shown(page) == PLAN
    assert not Plan.objects.exists()


def test_so_is_a_plan_to_be_made_anew(client: Client, somebody: User) -> None:
    client.force_login(somebody)
    plan = client.post("/plans/", PLAN, follow=True).context["plan"].row.pk
    client.logout()
    page = sign_in(client, client.post(f"/plans/{plan}/again/", {**PLAN, "hours_per_week": "3"}, follow=True))
    assert urlsplit(page.redirect_chain[-1][0]).path == f"/plans/{plan}/"
    assert shown(page) == {**PLAN, "hours_per_week": "3"}


@pytest.mark.parametrize("value", ["NaN", "\x00", "<b>", "é" * 900, "x" * 100_000, ""])
def test_whatever_was_typed_there_is_a_page_after_signing_in(client: Client, somebody: User, value: str) -> None:
    asked = client.post("/plans/", dict.fromkeys(PLAN, value), follow=True)
    assert len(asked.redirect_chain[-1][0]) < 4_000  # what servers take
    page = sign_in(client, asked)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == "/plans/"


def test_the_name_of_a_token_is_there_again(client: Client, somebody: User) -> None:
    page = sign_in(client, client.post("/accounts/tokens/", {"name": "my laptop", "days": "30"}, follow=True))
    assert page.context["form"]["name"].value() == "my laptop"
    assert page.context["form"]["days"].value() == "30"
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(("action", "again"), [("action_add", "new@example.org"), ("action_remove", "")])
def test_a_new_address_is_there_again(client: Client, somebody: User, action: str, again: str) -> None:
    page = client.post("/accounts/email/", {"email": "new@example.org", action: "1"}, follow=True)
    page = sign_in(client, page)
    assert page.context["form"]["email"].value() == again
    assert 'name="action_add" value="1"' in page.content.decode(), "an empty value would not be in the address"
    assert not somebody.emailaddress_set.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/profile/remove/", "/profile/"),
        ("/profile/undo/", "/profile/"),
        ("/profile/words/drop/", "/profile/"),
        ("/profile/keep-tried/", "/profile/"),
        ("/profile/undo-start/", "/profile/"),
        ("/matches/builder/target/", "/matches/"),
        ("/matches/builder/mark/", "/matches/"),
        ("/plans/1/delete/", "/plans/1/"),
        ("/plans/1/steps/1/", "/plans/1/"),
        ("/accounts/tokens/1/revoke/", "/accounts/tokens/"),
        ("/accounts/delete/", "/accounts/delete/"),
    ],
)
class TestAButton:
    """Nothing is typed there. It leads to the page it stands on, never to an address that only takes what is sent."""

    def test_leads_to_its_page(self, client: Client, somebody: User, path: str, back: str) -> None:
        page = client.post(path, follow=True)
        assert page.redirect_chain == [(f"{LOG_IN}?next={back}", 302)]
        assert "You were signed out" in page.content.decode()

    def test_is_answered_beside_the_page_to_htmx(self, client: Client, path: str, back: str) -> None:
        part = client.post(path, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{back}?a=b"})
        assert part.status_code == 401
        assert b"<html" not in part.content
        assert f'href="{LOG_IN}?next={back}%3Fa%3Db" target="_blank"' in part.content.decode()
        assert "What you typed is still here" in part.content.decode()


def test_a_search_while_typing_leads_back_to_what_was_typed(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/profile/?q=old"}
    part = client.get("/profile/suggest/", {"q": "sql & more"}, headers=headers)
    assert part.status_code == 401
    [address] = re.findall(r'href="([^"]+)"', part.content.decode())
    assert parse_qs(urlsplit(address).query)["next"] == ["/profile/?q=sql+%26+more"]


def test_nobody_is_sent_elsewhere(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/profile/"}
    part = client.post("/profile/remove/", headers=headers)
    assert "elsewhere.example" not in part.content.decode()


@pytest.mark.database
class TestATokenOfBefore:
    """The person signed in again in another tab, so the token in the page they had open is an old one."""

    @pytest.fixture
    def tab(self, somebody: User) -> Client:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(somebody)
        return strict

    def test_what_was_typed_is_offered_and_sent_again(self, tab: Client) -> None:
        page = tab.post("/plans/", {**PLAN, "csrfmiddlewaretoken": "x" * 64}, headers=OURS)
        assert page.status_code == 403
        assert "you are signed in as a@example.org" in page.content.decode()
        [form] = re.findall(r'<form method="post" action="/plans/">.*?</form>', page.content.decode(), re.DOTALL)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        assert fields.items() >= PLAN.items()
        assert tab.post("/plans/", fields, headers=OURS).status_code == 302
        assert Plan.objects.get().hours_per_week == 750

    @pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
    def test_what_a_stranger_sent_is_not(self, tab: Client, origin: str | None) -> None:
        headers = {} if origin is None else {"Origin": origin}
        page = tab.post("/profile/claim/", {"skill": "sql", "level": "5"}, headers=headers)
        assert page.status_code == 403
        assert page.context["sent"] is None
        assert 'action="/profile/claim/"' not in page.content.decode()
        assert Claim.objects.count() == 1

    def test_a_password_is_not_written_into_a_page(self, tab: Client) -> None:
        page = tab.post(LOG_IN, {"login": "a@example.org", "password": people.PASSWORD}, headers=OURS)
        assert page.status_code == 403
        assert people.PASSWORD not in page.content.decode()

    def test_htmx_is_told_beside_the_page(self, tab: Client) -> None:
        part = tab.post("/profile/claim/", {"skill": "sql", "level": "5"}, headers={**OURS, "HX-Request": "true"})
        assert part.status_code == 403
        assert b"<html" not in part.content
        assert "What you typed is still here" in part.content.decode()

    def test_what_was_typed_is_text(self, tab: Client) -> None:
        page = tab.post("/plans/", {"role": '"><script>alert(1)</script>'}, headers=OURS)
        assert "<script>alert" not in page.content.decode()
