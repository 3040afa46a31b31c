"""One door to each verb: what the admin can do, it does by the verb that pages, API and commands use."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string

from careers import models
from tests import people

REFUSED = "nobody may, not even an administrator"
DRAFT = "the draft's tables are what editors edit, here and nowhere else; publishing is the verb"
ONLY = "this is the only door"
SHOWS = "it only shows something"
ROWS = {"add": DRAFT, "change": DRAFT, "delete": DRAFT}
LOOKED_AT = {"add": REFUSED, "change": REFUSED, "delete": REFUSED}

# How each model of the admin is written: the verb it goes through, or why it needs none.
DESK: Mapping[str, Mapping[str, str]] = {
    "account.EmailAddress": {**LOOKED_AT, "confirm": "careers.accounts.adapter.AccountAdapter.confirm_email"},
    "auth.Group": {"add": ONLY, "change": ONLY, "delete": ONLY},
    "careers.KindLevel": ROWS,
    "careers.MissedWord": LOOKED_AT,
    "careers.Near": ROWS,
    "careers.Prerequisite": ROWS,
    "careers.Project": ROWS,
    "careers.Release": {
        **LOOKED_AT,
        "careers_release_publish": "matching.publishing.operations.publish_release",
        "careers_release_progress": SHOWS,
    },
    "careers.Requirement": ROWS,
    "careers.Resource": ROWS,
    "careers.Role": ROWS,
    "careers.RoleGroup": ROWS,
    "careers.Signpost": ROWS,
    "careers.Skill": {**ROWS, "delete": REFUSED},
    "careers.StartGroup": ROWS,
    "careers.StartingPoint": ROWS,
    "careers.User": {
        "add": "careers.accounts.models.UserManager.normalize_email",
        "change": ONLY,
        "delete": "careers.profile.leaving.delete_account",
        "auth_user_password_change": "careers.accounts.models.User.set_password",
    },
    "mfa.Authenticator": {**LOOKED_AT, "delete": "careers.accounts.operations.remove_factor"},
}
USUAL = {"changelist", "add", "history", "delete", "change"}


def desks() -> dict[str, admin.ModelAdmin]:
    return {model._meta.label: own for model, own in admin.site._registry.items()}


def verbs(own: admin.ModelAdmin) -> Iterator[str]:
    """Everything that one may do to a model here: add, change, delete, its actions, and its own addresses."""
    yield from ("add", "change", "delete")
    yield from (name for _, name, _ in own._get_base_actions() if name != "delete_selected")
    usual = {f"{own.opts.app_label}_{own.opts.model_name}_{one}" for one in USUAL} | {None}
    yield from (str(url.name) for url in own.get_urls() if url.name not in usual)


WAYS = [(label, verb, way) for label, verbs in DESK.items() for verb, way in verbs.items()]


def test_everything_that_the_admin_can_do_has_a_row() -> None:
    assert {label: sorted(verbs(own)) for label, own in desks().items()} == {
        label: sorted(ways) for label, ways in DESK.items()
    }


@pytest.mark.parametrize(("label", "verb"), [(label, verb) for label, verb, way in WAYS if way == REFUSED])
def test_what_nobody_may_is_refused(label: str, verb: str, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = models.User(is_superuser=True, is_staff=True)
    assert getattr(desks()[label], f"has_{verb}_permission")(request) is False


@pytest.mark.parametrize("label", sorted({label for label, _, way in WAYS if way == DRAFT}))
def test_only_tables_of_the_draft_are_edited_row_by_row(label: str) -> None:
    assert desks()[label].model.__module__.startswith("careers.catalogue.models")


# The verbs


@pytest.fixture
def chief(release: Any, client: Client) -> Client:
    people.at_desk(client, models.User.objects.create_superuser("chief@example.org", people.PASSWORD))
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    return client


@pytest.fixture
def factor(somebody: models.User) -> Model:
    return Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={})


@pytest.fixture
def address(somebody: models.User) -> Model:
    return EmailAddress.objects.create(user=somebody, email=somebody.email, primary=True)


def page(label: str, verb: str, *args: Any) -> str:
    return reverse(f"admin:{label.lower().replace('.', '_')}_{verb}", args=args)


def do(browser: Client, label: str, verb: str, row: Model | None) -> Any:
    """Do something to a row as a browser would."""
    passwords = {"usable_password": "true", "password1": "a longer password", "password2": "a longer password"}
    pk = row.pk if row else 1
    if verb == "add":
        return browser.post(page(label, "add"), passwords | {"email": "Made@Example.org"})
    if verb in {"change", "delete"}:
        return browser.post(page(label, verb, pk), {"post": "yes"})
    if verb == "careers_release_publish":
        return browser.post(reverse(f"admin:{verb}"), {"reason": "A test.", "digest": "0" * 64})
    if verb == "auth_user_password_change":
        return browser.post(reverse(f"admin:{verb}", args=[pk]), passwords)
    body = {"action": verb, "_selected_action": [pk], "post": "yes"}
    return browser.post(page(label, "changelist"), body)


VERBS = [(label, verb, way) for label, verb, way in WAYS if way not in {REFUSED, DRAFT, ONLY, SHOWS}]
VERBS += [(label, "delete_selected", way) for label, verb, way in VERBS if verb == "delete"]


@pytest.mark.parametrize(("label", "verb", "way"), VERBS)
def test_the_admin_goes_through_the_verb(
    label: str, verb: str, way: str, chief: Client, factor: Model, address: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    owner, _, name = way.rpartition(".")
    home = import_string(owner) if owner.rpartition(".")[2][0].isupper() else import_module(owner)
    real = getattr(home, name)

    def noticed(*args: Any, **kwargs: Any) -> Any:
        called.append(way)
        return real(*args, **kwargs)

    monkeypatch.setattr(home, name, staticmethod(noticed) if inspect.ismethod(real) else noticed)
    row = {"mfa.Authenticator": factor, "account.EmailAddress": address}.get(label, address.user)  # type: ignore[attr-defined]
    do(chief, label, verb, row)
    assert called


@pytest.mark.parametrize(("label", "verb"), [(label, verb) for label, verb, way in WAYS if way != REFUSED])
def test_nobody_does_without_the_right_to(label: str, verb: str, release: Any, client: Client) -> None:
    model = desks()[label].model
    people.at_desk(client, people.person("staff@example.org", is_staff=True))
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    assert do(client, label, verb, model._default_manager.first()).status_code == 403


def test_an_address_is_not_changed_for_somebody_and_is_kept_in_small_letters(chief: Client, address: Any) -> None:
    chief.post(page("careers.User", "change", address.user.pk), {"email": "other@example.org", "is_active": "on"})
    do(chief, "careers.User", "add", None)
    addresses = set(models.User.objects.values_list("email", flat=True))
    assert addresses == {"chief@example.org", address.email, "made@example.org"}


def test_a_secret_of_a_second_factor_is_not_shown(chief: Client, somebody: models.User) -> None:
    factor = Authenticator.objects.create(user=somebody, type="totp", data={"secret": "canary"})
    shown = chief.get(page("mfa.Authenticator", "change", factor.pk))
    assert somebody.email in shown.content.decode()
    assert "canary" not in shown.content.decode()


def test_who_deletes_an_account_does_not_read_what_is_in_it(chief: Client) -> None:
    user = people.person_with({"python": 3}).user
    asked = chief.get(page("careers.User", "delete", user.pk)).content.decode()
    assert "Claims: 1" in asked
    assert "Python" not in asked


@pytest.mark.parametrize("verb", ["delete", "delete_selected"])
def test_a_deletion_is_noted_without_the_address(verb: str, chief: Client, somebody: models.User) -> None:
    pk = somebody.pk
    do(chief, "careers.User", verb, somebody)
    assert not models.User.objects.filter(pk=pk).exists()
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [f"Account {pk}"]


# The other doors: views, APIs, forms and commands read, shape and answer; a row is written by an operation

ROOT = Path(__file__).parents[2]
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
NAMES = ("*views", "*api", "*admin", "*forms", "*pages", "builder", "mounts", "records", "tasks")
WRITTEN_THERE = {
    "careers/accounts/forms.py: save": "allauth's sign-up, in one transaction",
    "careers/catalogue/admin.py: delete": "a former slug, written with the rename that the admin alone makes",
    "careers/catalogue/admin.py: get_or_create": "the same",
    "careers/profile/admin.py: create": "the admin's note that an account is gone",
    "careers/management/commands/make_demo.py: save": "the demo's accounts, on the embedded default only",
    "careers/management/commands/make_demo.py: update_or_create": "their addresses, confirmed without a mail",
}


def writes(source: str) -> Iterator[str]:
    """The methods called in a source that write rows."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield node.func.attr


def doors() -> Iterator[Path]:
    for app in ("careers", "matching"):
        yield from (path for name in NAMES for path in (ROOT / app).rglob(f"{name}.py"))
        yield from (ROOT / app / "management/commands").glob("*.py")


def test_a_door_writes_no_row_itself() -> None:
    assert set(writes("thing.objects.filter(a=1).delete() or thing.title()")) == {"delete"}
    found = {f"{door.relative_to(ROOT)}: {name}" for door in doors() for name in writes(door.read_text())}
    assert found == set(WRITTEN_THERE)
