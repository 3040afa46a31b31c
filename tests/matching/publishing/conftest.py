"""Publishing is the subject here, so on PostgreSQL its verbs run in each test, and no kept rows stand in for them."""

import pytest
from django.db import connection

from tests import kept


@pytest.fixture(autouse=True)
def _verbs_run_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "postgresql":
        monkeypatch.setattr(kept, "put_back", lambda name: False)
