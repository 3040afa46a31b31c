"""manage.py publish_release: what an operator types."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careers import models
from careers.catalogue import releases

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


def publish(**options: object) -> str:
    out = StringIO()
    call_command("publish_release", reason="A better title.", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_it_publishes_what_changed() -> None:
    models.Role.objects.filter(slug="builder").update(title="Maker")
    assert "Published release 2" in publish()
    assert releases.current().roles["builder"].title == "Maker"
    assert "nothing published" in publish()


def test_a_check_shows_and_writes_nothing() -> None:
    models.Role.objects.filter(slug="builder").update(title="Maker")
    assert "role builder: title: Builder → Maker" in publish(check=True)
    assert releases.current().number == 1


def test_findings_are_told_and_nothing_is_published() -> None:
    models.Requirement.objects.filter(role__slug="builder").update(essential=False)
    for options in ({}, {"check": True}):
        with pytest.raises(CommandError):
            publish(**options)
    assert releases.current().number == 1
