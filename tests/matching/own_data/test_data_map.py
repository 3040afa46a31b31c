"""The data map is whole: each table and column is classed, and what it says of them is so."""

import pytest
from django.apps import apps
from django.db.models import CASCADE, SET_NULL, ForeignKey, Model

from careers.models import User
from matching.own_data import data_map


def of_a_person() -> set[type[Model]]:
    """The tables from which foreign keys lead to a person, directly or by others: found, not listed."""
    found: set[type[Model]] = {User}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and field.related_model in found and not model._meta.proxy
        }
        if more <= found:
            return found
        found |= more


PERSONAL = sorted(of_a_person(), key=lambda model: model._meta.label)


def test_every_table_is_classed_once() -> None:
    everything = {model._meta.label for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    assert everything == set(data_map.TABLES) | set(data_map.OF_NOBODY)
    assert not set(data_map.TABLES) & set(data_map.OF_NOBODY)
    assert sum(len(part.tables) for part in data_map.PARTS) == len(data_map.TABLES)


def test_what_leads_to_a_person_is_personal() -> None:
    assert {model._meta.label for model in PERSONAL} <= set(data_map.TABLES)


@pytest.mark.parametrize("label", sorted(data_map.TABLES))
def test_every_column_is_told_named_or_left_out(label: str) -> None:
    columns = {
        field.name
        for field in apps.get_model(label)._meta.concrete_fields
        if not field.primary_key and field.related_model not in PERSONAL
    }
    table = data_map.TABLES[label]
    assert columns == table.columns
    assert len(table.columns) == len(f"{table.told} {table.named} {table.left_out}".split())
    assert bool(table.told) == bool(table.at)


def test_what_leads_to_a_person_goes_with_the_account() -> None:
    """A foreign key to somebody's row takes the row along, but for the author of a release."""
    cleared = set()
    for model in PERSONAL:
        for field in model._meta.concrete_fields:
            if field.related_model in PERSONAL:
                rule = field.remote_field.on_delete
                if rule is SET_NULL:
                    cleared.add(f"{model._meta.label}.{field.name}")
                else:
                    assert rule is CASCADE, f"{model._meta.label}.{field.name}"
    assert cleared == {"careers.Release.author", "matching.Plan.replaced_by"}


@pytest.mark.parametrize("part", data_map.PARTS, ids=lambda part: part.title)
def test_a_part_says_all_that_the_page_shows(part: data_map.Part) -> None:
    assert part.tables
    for text in (part.what, part.purpose, part.readers, part.kept):
        assert text.endswith(".")
