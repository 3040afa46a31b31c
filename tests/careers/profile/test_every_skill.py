"""A profile that claims every skill of the catalogue we ship."""

import pytest
from django.test import Client

from careers.catalogue.released import Released
from tests import people


@pytest.mark.thorough
def test_its_page_is_not_heavy(shipped: Released, client: Client) -> None:
    client.force_login(people.person_with(dict.fromkeys(shipped.skills, 5)).user)
    page = client.get("/profile/").content
    assert page.count(b'id="mine-') == 2 * len(shipped.skills), "each has a row and a summary"
    assert len(page) < 150_000
