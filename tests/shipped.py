"""The catalogue that we ship, read once in a process; it needs no database."""

import functools

from django.conf import settings

from careers.catalogue import files
from careers.catalogue.draft import Draft
from careers.catalogue.released import Released
from matching.publishing.preparing import prepare

FOLDER = settings.BASE_DIR / "fixtures"


@functools.cache
def draft() -> Draft:
    draft, found = files.read(FOLDER)
    assert found == []
    return draft


@functools.cache
def released() -> Released:
    """As it would be published."""
    return prepare(draft()).released
