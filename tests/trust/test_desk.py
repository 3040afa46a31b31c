"""The editors' desk opens by a second factor proven in this very session, however somebody signed in."""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from careers.accounts import demo
from careers.accounts.desk import FACTOR
from careers.models import User
from tests import people
from tests.architecture.test_urls import ARGUMENTS, names

pytestmark = [pytest.mark.usefixtures("release")]

FULL = os.environ.get("TRUST") == "full"
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "another long password"


@pytest.fixture
def staff() -> User:
    """Somebody who may do everything, with a confirmed address."""
    user = people.person("staff@example.org", is_staff=True, is_superuser=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def _signals_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # which remembers the codes that were used
    people.commit_at_once(monkeypatch)


# Which pages are the desk's: whatever staff with a factor see and nobody else does


def addresses() -> Iterator[str]:
    """Every address that needs no argument, or whose argument we know; the admin's own ones among them."""
    for name in sorted(set(names(get_resolver()))):
        yield reverse(name, args=ARGUMENTS.get(name, []))
    for pattern in _admin(get_resolver()):
        for arguments in ([], [1], ["1"], [1, 1], ["careers"], ["x"]):
            with contextlib.suppress(Exception):
                yield reverse(f"admin:{pattern.name}", args=arguments)


def _admin(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _admin(pattern)
        elif pattern.name and "admin" in (resolver.namespace or "admin"):
            yield pattern


def only_for(user: User) -> list[str]:
    """The addresses that answer this user, at the desk, and not somebody who is not staff."""
    desk = people.at_desk(Client(), user)
    person = people.at_desk(Client(), people.person("nobody-special@example.org"))
    leaving = {reverse("account_logout"), reverse("admin:logout")}
    return [
        one
        for one in sorted(set(addresses()) - leaving)
        if desk.get(one).status_code == 200 and person.get(one).status_code != 200
    ]


def no_factor(client: Client, user: User) -> None:
    client.force_login(user)


def factor_not_asked(client: Client, user: User) -> None:
    people.factor_of(user)
    client.force_login(user)


def factor_of_another(client: Client, user: User) -> None:
    people.at_desk(client, user)
    session = client.session
    session[FACTOR] = people.factor_of(people.person("other@example.org")).pk
    session.save()


def factor_gone_since(client: Client, user: User) -> None:
    people.at_desk(client, user)
    Authenticator.objects.filter(user=user).delete()


def factor_replaced_since(client: Client, user: User) -> None:
    factor_gone_since(client, user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    people.factor_of(user)


def no_longer_staff(client: Client, user: User) -> None:
    people.at_desk(client, user)
    User.objects.filter(pk=user.pk).update(is_staff=False)


def switched_off(client: Client, user: User) -> None:
    people.at_desk(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)


STATES = [
    no_factor,
    factor_not_asked,
    factor_of_another,
    factor_gone_since,
    factor_replaced_since,
    no_longer_staff,
    switched_off,
]


def test_no_page_of_the_desk_opens_without_a_proven_factor(
    staff: User, size: Callable[[int, int], int], tell: Callable[..., None]
) -> None:
    """In `make trust` every page in every state; quickly, each state gets its share of them."""
    pages, tried = only_for(staff), 0
    assert {"/admin/", "/styleguide/", "/admin/careers/skill/", reverse("admin:careers_release_publish")} <= set(pages)
    assert len(pages) > 20
    Authenticator.objects.all().delete()
    share = size(len(STATES), 1)
    for turn, state in enumerate(STATES):
        client = Client()
        with transaction.atomic():
            state(client, staff)
            for page in pages[turn % share :: share]:
                for answer in (client.get(page), client.post(page, {"reason": "x", "digest": "x"})):
                    assert answer.status_code in {302, 403}, (state.__name__, page)
                    assert "/admin/login/" in answer.get("Location", "/admin/login/"), (state.__name__, page)
                    tried += 1
            transaction.set_rollback(True)
    tell("desk: pages x states that open", "0", 0, tried)


# Every way in x every factor state


def _code(at: float | None = None) -> str:
    return people.authenticator_code(SECRET, at or people.NOON.timestamp())


def sign_in(client: Client, email: str = "staff@example.org", password: str = people.PASSWORD) -> None:
    client.post(reverse("account_login"), {"login": email, "password": password})


def by_password(client: Client, user: User) -> None:
    sign_in(client)


def by_password_and_a_page_of_the_desk(client: Client, user: User) -> None:
    client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD, "next": "/admin/"})


def by_password_and_a_wrong_code(client: Client, user: User) -> None:
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})


def by_the_admins_own_form(client: Client, user: User) -> None:
    fields = {"username": user.email, "password": people.PASSWORD, "next": "/admin/"}
    client.post("/admin/login/", fields)
    client.post("/admin/login/?next=/admin/", fields)


def by_the_admins_own_form_over_another_log_in(client: Client, user: User) -> None:
    client.force_login(people.person("second@example.org", is_staff=True))
    client.post("/admin/login/", {"username": user.email, "password": people.PASSWORD, "next": "/admin/"})


def by_a_new_password(client: Client, user: User) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/\s]+(/accounts/password/\S+)", mail.outbox[-1].body)
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    sign_in(client, password=NEW)


def by_showing_the_password_again(client: Client, user: User) -> None:
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": "/admin/"})


def by_confirming_an_address(client: Client, user: User) -> None:
    EmailAddress.objects.filter(user=user).update(verified=False)
    sign_in(client)
    if mail.outbox:
        link = re.search(r"https?://[^/\s]+(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
        assert link
        client.post(link[1])
    sign_in(client)


def by_a_token(client: Client, user: User) -> None:
    from careers.accounts import operations

    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {operations.make_token(user=user, name='x').text}"


def by_signing_up(client: Client, user: User) -> None:
    client.post(reverse("account_signup"), {"email": user.email, "password1": people.PASSWORD})


def by_password_and_code(client: Client, user: User) -> None:
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": _code()})


def by_password_and_recovery_code(client: Client, user: User) -> None:
    sign_in(client)
    codes = RecoveryCodes.activate(user)
    client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})


def by_a_code_in_an_old_session(client: Client, user: User) -> None:
    client.force_login(user)
    client.post(reverse("mfa_reauthenticate"), {"code": _code(), "next": "/admin/"})


WITHOUT = [
    by_password,
    by_password_and_a_page_of_the_desk,
    by_password_and_a_wrong_code,
    by_the_admins_own_form,
    by_the_admins_own_form_over_another_log_in,
    by_a_new_password,
    by_showing_the_password_again,
    by_confirming_an_address,
    by_a_token,
    by_signing_up,
]
WITH = [by_password_and_code, by_password_and_recovery_code, by_a_code_in_an_old_session]


@pytest.mark.parametrize("has_factor", [False, True], ids=["no factor", "a factor"])
@pytest.mark.parametrize("verification", ["mandatory", "optional"] if FULL else ["mandatory"])
@pytest.mark.parametrize("way", [*WITHOUT, *WITH], ids=lambda way: way.__name__)
def test_every_way_in(
    way: Callable[[Client, User], None], verification: str, has_factor: bool, staff: User, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    if has_factor:
        TOTP.activate(staff, SECRET)
    client = Client()
    with time_machine.travel(people.NOON, tick=False):
        way(client, staff)
        opens = {page: client.get(page).status_code == 200 for page in ("/admin/", "/styleguide/")}
    assert set(opens.values()) == {has_factor and way in WITH}


def test_the_first_administrator_is_led_to_set_one_up(settings: Any) -> None:
    """As in production, from the command to the desk."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    User.objects.create_superuser("first@example.org", people.PASSWORD)
    client = Client()
    with time_machine.travel(people.NOON, tick=False):
        sign_in(client, "first@example.org")
        link = re.search(r"https?://[^/\s]+(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
        assert link
        client.post(link[1])
        fields = {"login": "first@example.org", "password": people.PASSWORD}
        led = client.post(reverse("account_login"), fields, follow=True)
        assert led.request["PATH_INFO"] == reverse("mfa_index")
        assert "the editors’ desk opens with a second factor only" in led.content.decode()
        assert client.get("/admin/", follow=True).request["PATH_INFO"] == reverse("mfa_index")
        asked = client.get(reverse("mfa_activate_totp"))
        page = client.post(asked["Location"], {"password": people.PASSWORD}, follow=True)
        code = people.authenticator_code(page.context["form"].secret, people.NOON.timestamp())
        codes = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert f'<a href="{reverse("admin:index")}">' in codes.content.decode()
    assert client.get("/admin/").status_code == 200


def test_the_demo_staff_are_excepted_where_they_may_exist_and_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call_command("make_groups", verbosity=0)
    for email in sorted(demo.STAFF):
        client = Client()
        client.force_login(people.person(email, is_staff=True))
        monkeypatch.setattr(demo, "allowed", lambda: True)
        desk = client.get("/admin/")
        assert "This is a demo log-in" in desk.content.decode()
        assert client.get("/styleguide/").status_code == 200
        monkeypatch.setattr(demo, "allowed", lambda: False)
        assert client.get("/admin/").status_code == 302
        assert client.get("/styleguide/").status_code == 302
    monkeypatch.setattr(demo, "allowed", lambda: True)
    other = Client()
    other.force_login(people.person("someone@demo.localhost", is_staff=True))
    assert other.get("/admin/").status_code == 302


def test_the_desk_has_no_password_form_of_its_own(staff: User) -> None:
    client = people.at_desk(Client(), staff)
    assert client.get("/admin/password_change/")["Location"] == reverse("account_change_password")
    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert b'name="password"' not in client.post("/admin/login/", {"username": "x"}, follow=True).content
