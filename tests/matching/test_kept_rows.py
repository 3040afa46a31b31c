"""The rows that tests begin with are those that the verbs make, and new rows can follow them."""

import pytest
from django.db import transaction

from careers.catalogue import tables
from careers.models import Release, Skill
from tests import kept, people


def _published_and_one_more() -> object:
    """Everything of the catalogue, once as it is published and once with a skill more; then empty again."""
    with transaction.atomic():
        people.publish()
        release = Release.objects.values_list("number", "digest", "content", "reason").get()
        published = tables.read()
        Skill.objects.create(slug="new", name="New", kind="tool", position=90_000, summary="New.")
        more = tables.read()
        transaction.set_rollback(True)
    return release, published, more


@pytest.mark.database
def test_kept_rows_are_those_of_the_verbs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    put = []
    whether = kept.put_back
    monkeypatch.setattr(kept, "put_back", lambda name: put.append(whether(name)) or put[-1])
    from_kept = _published_and_one_more()
    assert put == [True]
    monkeypatch.setattr(kept, "put_back", lambda name: False)
    assert from_kept == _published_and_one_more()
