"""Personal tokens: shown once, kept as a digest, expiring, revocable; by the API and on the page."""

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from careers.accounts import operations as accounts_operations
from careers.accounts.authentication import READS_ONLY
from careers.api.errors import WRONG_PASSWORD
from careers.models import AccessToken, User
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

URL = "/api/v1/tokens/"
CURRENT = "/api/v1/tokens/current/"
MINE = "/api/v1/me/profile/"


@pytest.fixture
def user() -> User:
    return people.person()


def ask(client: Client | None = None, **changes: Any) -> Any:
    body = {"email": "a@example.org", "password": people.PASSWORD, "name": "laptop", **changes}
    return (client or Client()).post(
        URL, json.dumps({key: value for key, value in body.items() if value is not None}), "application/json"
    )


def with_token(text: str, keyword: str = "Bearer") -> Client:
    return Client(headers={"Authorization": f"{keyword} {text}"})


def second_factor(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


def test_a_token_is_made_shown_once_and_opens_what_is_mine(user: User) -> None:
    answer = ask()
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    expires = datetime.datetime.fromisoformat(answer.json()["expires"])
    assert datetime.timedelta(89) < expires - datetime.datetime.now(datetime.UTC) <= datetime.timedelta(90)
    assert with_token(answer.json()["token"]).get(MINE).status_code == 200
    assert with_token(answer.json()["token"], "token").get(MINE).status_code == 200


def test_no_table_holds_a_token(user: User, client: Client) -> None:
    """The oracle is the database itself: every text of every table."""
    log_in(client)
    texts = [
        ask().json()["token"],
        str(client.post(reverse("tokens"), {"name": "x", "days": "30", "access": "read"}, follow=True).context["text"]),
    ]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            everything = str(cursor.fetchall())
            assert not any(text in everything or text.removeprefix("rw_") in everything for text in texts), table
    assert AccessToken.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [{"password": "wrong password"}, {"email": "nobody@example.org"}, {"email": "A@example.org ", "password": "x"}],
)
def test_wrong_words_are_a_401_that_says_nothing_of_who_is_there(user: User, changes: dict[str, Any]) -> None:
    answer = ask(**changes)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json() == {"detail": WRONG_PASSWORD}
    assert not AccessToken.objects.exists()


def test_somebody_deactivated_gets_none_and_theirs_stop(user: User) -> None:
    text = ask().json()["token"]
    User.objects.update(is_active=False)
    assert ask().status_code == 401
    assert with_token(text).get(MINE).status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\u0000b"}, "detail"),
        ({"email": "x" * 255}, "email"),
        ({"email": 3}, "email"),
        ({"password": ["x"]}, "password"),
        ({"password": "x" * 1001}, "password"),
        ({"password": ""}, "password"),
        ({"password": None}, "password"),
        ({"days": 10_000}, "days"),
    ],
)
def test_bad_bodies_are_named(user: User, changes: dict[str, Any], field: str) -> None:
    answer = ask(**changes)
    assert answer.status_code == 400
    assert field in answer.json()
    assert not AccessToken.objects.exists()


def test_with_a_second_factor_it_is_a_403_that_says_where(user: User) -> None:
    second_factor(user)
    answer = ask()
    assert answer.status_code == 403
    assert "/accounts/tokens/" in answer.json()["detail"]
    assert ask(password="wrong").status_code == 401  # who does not know the password learns nothing of it


def test_where_addresses_have_to_be_confirmed_tokens_wait_for_it(user: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert ask().status_code == 403
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    assert ask().status_code == 201


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer nonsense", "Token rw_x", "bearer \u00e9", "Bearer a b", "Bearer " + "x" * 9000],
)
def test_a_token_that_is_none_is_a_401_with_a_challenge(user: User, client: Client, header: str) -> None:
    client.force_login(user)  # a wrong token is not saved by a session
    answer = client.get(MINE, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends_when_its_time_is_up(user: User) -> None:
    made = accounts_operations.make_token(user=user, name="old", days=1)
    assert with_token(made.text).get(MINE).status_code == 200
    now = datetime.datetime.now(datetime.UTC)
    AccessToken.objects.update(created_at=now - datetime.timedelta(2), expires_at=now)
    assert with_token(made.text).get(MINE).status_code == 401


def test_a_token_takes_itself_back(user: User) -> None:
    first, second = ask().json()["token"], ask().json()["token"]
    assert with_token(first).delete(CURRENT).status_code == 204
    assert with_token(first).delete(CURRENT).status_code == 401
    assert with_token(second).get(MINE).status_code == 200


def test_a_session_has_no_current_token(user: User, client: Client) -> None:
    client.force_login(user)
    assert client.delete(CURRENT).status_code == 401


@pytest.mark.thorough
def test_there_is_an_end_to_how_many(user: User) -> None:
    for _ in range(accounts_operations.MOST_TOKENS):
        assert ask().status_code == 201
    refused = ask()
    assert refused.status_code == 400
    assert "20 tokens" in refused.json()["name"][0]
    now = datetime.datetime.now(datetime.UTC)
    AccessToken.objects.filter(pk=AccessToken.objects.first().pk).update(
        created_at=now - datetime.timedelta(2), expires_at=now - datetime.timedelta(1)
    )
    assert ask().status_code == 201  # what has expired makes room


def test_the_day_of_use_is_noted_with_one_write_a_day(user: User, django_assert_num_queries: Any) -> None:
    client = with_token(ask().json()["token"])
    client.get(MINE)
    assert AccessToken.objects.get().last_used_on == datetime.datetime.now(datetime.UTC).date()
    with django_assert_num_queries(4):  # token with person, release, profile, claims: no write
        client.get(MINE)


# What ends tokens


def test_a_new_password_ends_tokens_whoever_sets_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ask().json()["token"]
    user.set_password("another long password")
    user.save()
    assert with_token(text).get(MINE).status_code == 401
    text = ask(password="another long password").json()["token"]
    monkeypatch.setattr("getpass.getpass", lambda prompt: "a third long password")
    call_command("changepassword", user.email, verbosity=0)
    assert with_token(text).get(MINE).status_code == 401


@pytest.mark.thorough
def test_a_password_that_is_only_hashed_anew_ends_none(user: User, settings: Any) -> None:
    text = ask().json()["token"]
    before = User.objects.get().password
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert Client().login(email=user.email, password=people.PASSWORD)
    assert User.objects.get().password != before
    assert with_token(text).get(MINE).status_code == 200


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
def test_a_second_factor_that_comes_or_goes_ends_tokens_and_its_use_does_not(user: User, kind: str) -> None:
    """At the row itself, whoever writes it; new recovery codes are no new factor."""
    statuses = []
    for write in ("create", "use", "delete"):
        text = accounts_operations.make_token(user=user, name="t").text
        if write == "create":
            factor = Authenticator.objects.create(user=user, type=kind, data={})
        elif write == "use":
            factor.record_usage()
        else:
            factor.delete()
        statuses.append(with_token(text).get(MINE).status_code)
    assert statuses == ([401, 200, 401] if kind == Authenticator.Type.TOTP else [200, 200, 200])


# What a token may do


def test_a_token_asked_for_as_before_gets_what_it_got(user: User) -> None:
    answer = ask().json()
    assert answer["access"] == "write"
    changed = with_token(answer["token"]).patch(MINE, '{"skills": {"python": 3}}', content_type="application/json")
    assert changed.status_code == 200


@pytest.mark.parametrize("access", ["", "admin", None, True, ["read"]])
def test_another_access_is_named(user: User, access: Any) -> None:
    body = {"email": "a@example.org", "password": people.PASSWORD, "name": "x", "access": access}
    answer = Client().post(URL, json.dumps(body), "application/json")
    assert answer.status_code == 400
    assert "access" in answer.json()


def unsafe_calls() -> list[tuple[str, str]]:
    """Every call of the API that is not a reading one, from its own schema."""
    paths = Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()["paths"]
    values = {"slug": "python", "id": "1", "n": "1", "pk": "1", "number": "1"}
    return [
        (method, re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path))
        for path, calls in paths.items()
        for method in calls
        if method in {"post", "put", "patch", "delete"}
        and any("token" in way for way in calls[method].get("security", []))
    ]


def test_a_token_that_reads_is_refused_by_every_call_that_changes_something(user: User) -> None:
    token = ask(access="read").json()
    assert token["access"] == "read"
    client = with_token(token["token"])
    for page in (MINE, "/api/v1/me/matches/", "/api/v1/me/history/", "/api/v1/me/plans/", "/api/v1/me/export/"):
        assert client.get(page).status_code == 200
    before = client.get("/api/v1/me/export/").json()["profile"]
    calls = [call for call in unsafe_calls() if call[1] != CURRENT]
    assert {("patch", MINE), ("post", "/api/v1/me/plans/")} <= set(calls)
    assert len(calls) >= 3
    for method, path in calls:
        answer = getattr(client, method)(path, "{}", content_type="application/json")
        assert (answer.status_code, answer.json()) == (403, {"detail": READS_ONLY}), (method, path)
    assert client.get("/api/v1/me/export/").json()["profile"] == before


def test_it_reads_what_needs_no_account_and_may_end_itself(user: User) -> None:
    client = with_token(ask(access="read").json()["token"])
    assert client.post("/api/v1/match/", '{"skills": {}}', content_type="application/json").status_code == 200
    assert client.delete(CURRENT).status_code == 204
    assert client.get(MINE).status_code == 401


def test_the_schema_says_so() -> None:
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    body = schema["components"]["schemas"]["TokenBody"]
    assert "access" not in body["required"]
    assert "only reads" in schema["components"]["securitySchemes"]["token"]["description"]
    assert "a token that may" in schema["paths"][MINE]["patch"]["responses"]["403"]["description"]


def test_the_page_offers_the_weaker_one_first_and_lists_what_each_may(user: User, client: Client) -> None:
    log_in(client)
    form = client.get(reverse("tokens")).context["form"]
    assert form["access"].value() == "read"
    client.post(reverse("tokens"), {"name": "reader", "days": "30", "access": "read"})
    client.post(reverse("tokens"), {"name": "writer", "days": "30", "access": "write"})
    assert dict(AccessToken.objects.values_list("name", "access")) == {"reader": "read", "writer": "write"}
    client.get(reverse("tokens"))
    page = client.get(reverse("tokens")).content.decode()
    assert page.count(">reads</span>") == page.count(">reads and changes</span>") == 1


# Limits, as in production


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    """Limits as in production, and a clock that stands still, so that no period turns meanwhile."""
    settings.RATE_LIMITS = True
    cache.clear()
    with time_machine.travel(people.NOON, tick=False):
        yield


@pytest.mark.usefixtures("limits")
def test_guessing_is_stopped_and_shares_its_count_with_the_log_in_page(user: User, client: Client) -> None:
    statuses = [ask(password="wrong").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert ask().status_code == 429  # the right password does not help any more
    page = client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
    assert "Too many" in page.content.decode()


@pytest.mark.usefixtures("limits")
def test_making_tokens_is_limited_by_client(user: User) -> None:
    answers = [ask() for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


# The page


def log_in(client: Client) -> None:
    """With the password given again just now, as these pages ask for it."""
    client.post(reverse("account_login"), {"login": "a@example.org", "password": people.PASSWORD})
    client.post(
        reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": reverse("tokens")}, follow=True
    )


def test_the_page_makes_shows_once_lists_and_revokes(user: User, client: Client) -> None:
    log_in(client)
    page = client.post(reverse("tokens"), {"name": "my script", "days": "30", "access": "read"}, follow=True)
    text = page.context["text"]
    assert text in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert with_token(text).get(MINE).status_code == 200
    again = client.get(reverse("tokens")).content.decode()
    assert "my script" in again
    assert text not in again
    client.post(reverse("token_revoke", args=[AccessToken.objects.get().pk]))
    assert with_token(text).get(MINE).status_code == 401
    assert "already gone" in client.post(reverse("token_revoke", args=[1]), follow=True).content.decode()


def test_another_ones_token_is_as_if_it_were_not_there(user: User, client: Client) -> None:
    other = accounts_operations.make_token(user=people.person("b@example.org"), name="theirs")
    log_in(client)
    foreign = client.post(reverse("token_revoke", args=[other.token.pk]), follow=True).content
    missing = client.post(reverse("token_revoke", args=[10**9]), follow=True).content
    assert b"already gone" in foreign
    assert len(foreign) == len(missing)
    assert AccessToken.objects.filter(pk=other.token.pk).exists()


def test_making_one_asks_for_the_password_where_the_log_in_is_old(user: User, client: Client) -> None:
    client.force_login(user)
    asked = client.post(reverse("tokens"), {"name": "x", "days": "30", "access": "read"})
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    sent = client.post(asked["Location"], {"password": people.PASSWORD, "next": reverse("tokens")})
    assert sent["Location"] == reverse("tokens")  # a reload there repeats neither the password nor the token
    made = client.get(sent["Location"])
    assert made.context["made"].name == "x"  # what was typed is not lost
    assert client.get(reverse("tokens")).context["made"] is None
    assert AccessToken.objects.count() == 1


def test_a_text_that_we_did_not_send_or_that_is_another_ones_is_not_shown(user: User, client: Client) -> None:
    log_in(client)
    theirs = accounts_operations.make_token(user=people.person("b@example.org"), name="theirs").text
    for text in (signing.get_cookie_signer(salt="made_token" + "careers.made-token").sign(theirs), theirs, "x"):
        client.cookies["made_token"] = text
        page = client.get(reverse("tokens"))
        assert page.context["made"] is None
        assert theirs not in page.content.decode()


def test_the_text_travels_to_its_own_page_only(user: User, client: Client) -> None:
    log_in(client)
    cookie = client.post(reverse("tokens"), {"name": "x", "days": "30", "access": "read"}).cookies["made_token"]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (reverse("tokens"), "Strict", 60)
    assert cookie["httponly"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": "", "days": "30", "access": "read"},
        {"name": "x"},
        {"name": "x", "days": "0"},
        {"name": "x" * 81, "days": "30"},
    ],
)
def test_a_bad_form_says_so_and_makes_none(user: User, client: Client, fields: dict[str, str]) -> None:
    log_in(client)
    assert client.post(reverse("tokens"), fields).status_code == 400
    assert not AccessToken.objects.exists()


def test_the_page_too_knows_an_end(user: User, client: Client) -> None:
    log_in(client)
    for number in range(accounts_operations.MOST_TOKENS):
        accounts_operations.make_token(user=user, name=str(number))
    page = client.post(reverse("tokens"), {"name": "one more", "days": "30", "access": "read"})
    assert page.status_code == 400
    assert "Revoke one" in page.content.decode()


def test_the_list_costs_the_same_for_many(user: User, client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(user)
    accounts_operations.make_token(user=user, name="one")
    client.get(reverse("tokens"))
    with django_assert_num_queries(3):  # session, person, tokens
        client.get(reverse("tokens"))
    for number in range(12):
        accounts_operations.make_token(user=user, name=str(number))
    with django_assert_num_queries(3):
        client.get(reverse("tokens"))
