"""No address that leaves the site comes from a Host header: not in a page, a header, an answer of the API or a mail."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from careers.models import Role, Skill, StartingPoint
from tests import people
from tests.architecture.test_urls import ARGUMENTS, MAY_BE_DOWN, names

pytestmark = [pytest.mark.usefixtures("release")]

FOREIGN = "testserver:6666"  # the site's host, which is served, with a port that somebody made up
MARK = ":6666"


def browser(**options: Any) -> Client:
    return Client(SERVER_NAME="testserver", SERVER_PORT="6666", headers={"host": FOREIGN}, **options)


def says(answer: Any) -> bool:
    """Whether an answer names the port anywhere: in its body or in a header."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return MARK.encode() in body or any(MARK in str(value) for value in answer.headers.values())


@pytest.mark.parametrize("who", ["nobody", "somebody", "staff"])
def test_no_answer_names_the_port_of_the_host_header(who: str, tell: Callable[..., None]) -> None:
    client, seen = browser(), 0
    if who != "nobody":
        user = people.person(is_staff=who == "staff", is_superuser=who == "staff")
        people.at_desk(client, user)
        client.post(reverse("share", args=["builder"]))
        client.post(reverse("plans"), {"role": "builder", "hours_per_week": "8", "start": "2026-11-28"})
    for name in sorted(set(names(get_resolver()))):
        address = reverse(name, args=ARGUMENTS.get(name, []))
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code < 500 or name in MAY_BE_DOWN, name
            assert not says(answer), name
            seen += 1
            if who != "nobody" and name == "account_logout":
                people.at_desk(client, user)
    tell(f"Host header as {who}: answers that repeat it", "0", 0, seen)


def test_the_desk_leads_to_no_host_but_the_sites(release: Any) -> None:
    """Django's own link to the page of an entry is made from the Host header."""
    client = people.at_desk(browser(), people.person(is_staff=True, is_superuser=True))
    for entry in (Skill.objects.first(), Role.objects.first(), StartingPoint.objects.first()):
        assert entry
        kind = ContentType.objects.get_for_model(entry)
        page = client.get(reverse(f"admin:careers_{kind.model}_change", args=[entry.pk]))
        assert f'href="{entry.get_absolute_url()}"' in page.content.decode()
        for answer in (page, client.get(f"/admin/r/{kind.pk}/{entry.pk}/", follow=True)):
            assert not says(answer)
            assert not [url for url, _ in getattr(answer, "redirect_chain", []) if MARK in url]


def test_pages_of_a_list_are_at_the_sites_own_address() -> None:
    first = browser().get("/api/v1/skills/?page_size=1").json()
    assert first["next"] == "http://testserver/api/v1/skills/?page=2&page_size=1"


def test_a_path_that_begins_with_two_slashes_is_not_a_host() -> None:
    for path in ("//example.org/", "//example.org/api/v1/skills/", "//example.org"):
        answer = browser().get(f"//{path}")  # the client takes two slashes for a host of its own
        assert answer.request["PATH_INFO"] == path
        assert answer.status_code in {301, 404}
        assert not answer.get("Location", "/").startswith(("//", "http"))
        assert b'"http://example.org' not in answer.content
        assert not says(answer)


def test_a_redirect_to_https_goes_to_the_sites_own_address(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "testserver"
    assert browser().get("/roles/")["Location"] == "https://testserver/roles/"


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_no_mail_names_it(settings: Any, verification: str, tell: Callable[..., None]) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    user = people.person()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    fields = {"password1": people.PASSWORD, "password": people.PASSWORD}
    for email in ("new@example.org", user.email):
        browser().post(reverse("account_signup"), {**fields, "email": email})
    for email in (user.email, "nobody@example.org"):
        browser().post(reverse("account_reset_password"), {"email": email})
    tab = browser()
    tab.post(reverse("account_login"), {**fields, "login": user.email})
    tab.post(reverse("account_reauthenticate"), {**fields, "next": "/"})
    tab.post(reverse("account_email"), {"email": "later@example.org", "action_add": "1"})
    changed = {"oldpassword": people.PASSWORD, "password1": "a new long password", "password2": "a new long password"}
    tab.post(reverse("account_change_password"), changed)
    assert len(mail.outbox) >= 5, [one.subject for one in mail.outbox]
    for message in mail.outbox:
        whole = f"{message.subject}{message.body}{message.alternatives}"
        assert MARK not in whole, message.subject
        assert "http://testserver/" in whole, message.subject
    tell(f"Host header, mails ({verification})", "0", 0, len(mail.outbox))
