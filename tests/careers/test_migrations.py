"""What a database had before a migration is still there after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.thorough, pytest.mark.database, pytest.mark.django_db(transaction=True)]


def migrate(name: str) -> Any:
    """The models of careers as they are after that migration."""
    MigrationExecutor(connection).migrate([("careers", name)])
    return MigrationExecutor(connection).loader.project_state([("careers", name)]).apps


def migrate_to_the_latest() -> Any:
    """The models as they are now, for the tests that follow; what was taken back with those of careers included."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(leaves)
    return MigrationExecutor(connection).loader.project_state(leaves).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate("0007_own_words")
    _empty(migrate_to_the_latest(), "Requirement", "Role", "RoleGroup", "Alias", "Skill")


@pytest.fixture
def of_the_second_measure() -> Iterator[Any]:
    yield migrate("0008_squares")
    _empty(migrate_to_the_latest(), "StartingPoint", "StartGroup", "Resource", "Skill")


def _empty(apps: Any, *models: str) -> None:
    for model in models:
        apps.get_model("careers", model).objects.all().delete()


def test_the_draft_of_the_first_measure_becomes_one_of_the_second(before: Any) -> None:
    def make(model: str, **fields: Any) -> Any:
        return before.get_model("careers", model).objects.create(**fields)

    text = {"summary": "s", "day": "d", "entry": "e"}
    role = make("Role", slug="a", title="A", typical=1234, **text)
    make("Role", slug="b", title="B", **text)
    skills = [
        make("Skill", slug=slug, name=name, name_key=key, kind="tool", position=position, summary="s")
        for position, (slug, name, key) in enumerate(
            [("fast-api", "Fast-API", "fast-api"), ("one", "Two_two", "two_two"), ("two", "Two two", "two two")]
        )
    ]
    make("Alias", skill=skills[0], text="fast_api", key="fast_api")
    make("Alias", skill=skills[0], text="FA-x", key="FA-x", exact=True)
    make("Requirement", role=role, skill=skills[0], level=3, importance=4, basis="counted", counted=3, of=9)
    make("Requirement", role=role, skill=skills[1], level=3, importance=4, basis="judged")

    after = migrate("0008_squares")

    def rows(model: str, *fields: str) -> list[Any]:
        return list(after.get_model("careers", model).objects.order_by("pk").values_list(*fields))

    assert rows("Role", "slug", "group__slug", "usual") == [("a", "roles", 1234), ("b", "roles", 0)]
    assert rows("Requirement", "counted", "of", "named", "reason") == [(3, 9, None, ""), (None, None, None, "")]
    assert rows("Alias", "text", "key", "preferred") == [("fast_api", "fast api", False), ("FA-x", "FA-x", False)]
    # Two names that have become the same keep keys that differ; publishing says so.
    assert rows("Skill", "name", "name_key") == [
        ("Fast-API", "fast api"),
        ("Two_two", "two_two"),
        ("Two two", "two two"),
    ]


def test_an_empty_database_gets_no_group(before: Any) -> None:
    assert not migrate("0008_squares").get_model("careers", "RoleGroup").objects.exists()


def test_uses_of_resources_get_hours_and_starts_a_group(of_the_second_measure: Any) -> None:
    def make(model: str, **fields: Any) -> Any:
        return of_the_second_measure.get_model("careers", model).objects.create(**fields)

    skills = [
        make("Skill", slug=name, name=name, name_key=name, kind="tool", position=n, summary="s")
        for n, name in enumerate("abc")
    ]
    for url, hours, taught in (("https://a.example.org", 10, skills), ("https://b.example.org", 2, skills[:1])):
        resource = make("Resource", url=url, title="t", provider="p", kind="book", hours=hours, seen_on="2026-11-28")
        for skill in taught:
            make("ResourceUse", resource=resource, skill=skill, from_level=0, to_level=2)
    make("StartingPoint", slug="one", title="One", summary="s")

    after = migrate_to_the_latest()

    def rows(model: str, *fields: str) -> list[Any]:
        return list(after.get_model("careers", model).objects.order_by("pk").values_list(*fields))

    assert rows("ResourceUse", "hours", "part") == [(3, ""), (3, ""), (3, ""), (2, "")]
    assert rows("StartingPoint", "slug", "group__slug") == [("one", "jobs")]
    assert rows("Skill", "practice") == [("",), ("",), ("",)]
