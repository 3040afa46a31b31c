"""The same for what editors and administrators write: forms that are sent at the same moment."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from careers import models as careers
from tests import people
from tests.trust import desk
from tests.trust.collisions import MANY, Race, browser, from_tabs, same_again
from tests.trust.racing import Post


def chief() -> Client:
    client = browser()
    people.at_desk(client, careers.User.objects.create_superuser("chief@example.org", people.PASSWORD))
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    return client


def at_the_desk(address: str, once: Mapping[str, Any], data: Mapping[str, Any], table: str, rows: Any) -> Race:
    """Editors who all send the form at an address; `{n}` in their `data` is another number for each of them."""
    client = chief()
    body = {**desk.filled(client, address), **once}

    def post(number: int) -> Post:
        own = {name: value.format(n=number) if isinstance(value, str) else value for name, value in data.items()}
        tab = same_again(client)
        return lambda: tab.post(address, body | own)

    return Race([post(number) for number in range(MANY)], table, rows, post(MANY))


def adding(model: Any, once: Mapping[str, Any], **data: Any) -> Callable[[], Race]:
    """Editors who add an entry with the same unique value."""

    def race() -> Race:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        sought = found(once)
        rows = model._default_manager.filter
        return at_the_desk(address, sought, found(data), model._meta.db_table, lambda: rows(**sought))

    return race


def adding_inline(
    parent: Any, slugs: str, prefix: str, model: Any, once: Mapping[str, Any], **line: Any
) -> Callable[[], Race]:
    """Editors who add the same line to one entry, or to several in turn; `once` is what only one line may be."""

    def race() -> Race:
        client = chief()
        owner = next(f.name for f in model._meta.fields if f.related_model is parent)
        named = slugs.split()

        def post(number: int) -> Post:
            row = parent.objects.get(slug=named[number % len(named)])
            address = reverse(f"admin:careers_{parent._meta.model_name}_change", args=[row.pk])
            body = desk.with_inline(desk.filled(client, address), prefix, **{owner: row.pk}, **found(line))
            tab = same_again(client)
            return lambda: tab.post(address, body)

        posts = [post(number) for number in range(MANY)]
        return Race(posts, model._meta.db_table, lambda: model.objects.filter(**found(once)), post(1))

    return race


def renaming(model: Any, slug: str, former: Any) -> Callable[[], Race]:
    """Editors who give an entry the same new slug; its old one is kept as a former one."""

    def race() -> Race:
        client = chief()
        row = model.objects.get(slug=slug)
        address = reverse(f"admin:careers_{model._meta.model_name}_change", args=[row.pk])
        body = {**desk.filled(client, address), "slug": "renamed"}
        return from_tabs(
            client, lambda tab: tab.post(address, body), former._meta.db_table, lambda: former.objects.filter(slug=slug)
        )

    return race


def publishing() -> Race:
    careers.Role.objects.filter(slug="builder").update(title="Maker")
    client, address = chief(), reverse("admin:careers_release_publish")
    body = {"reason": "A better title.", "digest": client.get(address).context["digest"]}
    rows = careers.Release.objects.filter
    return from_tabs(client, lambda tab: tab.post(address, body), "careers_release", lambda: rows(number=2))


def giving(field: str, chosen: Callable[[], Any], address: Callable[[], str], through: Any) -> Callable[[], Race]:
    """Administrators who all tick the same group or right."""

    def race() -> Race:
        place = address()
        return at_the_desk(place, {field: [chosen().pk]}, {}, through._meta.db_table, through.objects.all)

    return race


def found(values: Mapping[str, Any]) -> dict[str, Any]:
    """These values, with those that have to be looked up looked up."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def pk_of(model: Any, **which: Any) -> Callable[[], int]:
    return lambda: int(model.objects.get(**which).pk)


def group() -> Group:
    return Group.objects.get_or_create(name="Readers")[0]


def right() -> Permission:
    return Permission.objects.get(codename="view_release")


def page_of_somebody() -> str:
    user = careers.User.objects.filter(email="a@example.org").first() or people.person()
    return reverse("admin:careers_user_change", args=[user.pk])


def page_of_a_group() -> str:
    return reverse("admin:auth_group_change", args=[group().pk])
