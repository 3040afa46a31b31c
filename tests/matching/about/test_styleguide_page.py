"""The styleguide: for staff, with every component on it, and nothing that could change anything."""

import re

import pytest
from django.test import Client

from careers.catalogue.released import Released
from matching.about.styleguide.pages import SECTIONS
from tests import people


@pytest.fixture(params=["release", "shipped"], ids=["small", "real"])
def published(request: pytest.FixtureRequest) -> Released:
    published: Released = request.getfixturevalue(request.param)
    return published


@pytest.fixture
def staff(client: Client) -> Client:
    people.at_desk(client, people.person(is_staff=True))
    return client


def test_staff_see_every_component(published: Released, staff: Client) -> None:
    page = staff.get("/styleguide/").content.decode()
    for section in SECTIONS:
        for component in section.components:
            assert f'<h2 id="{component.name}">' in page
            assert f'href="#{component.name}"' in page


def test_others_are_sent_where_the_admin_sends_them(release: Released, client: Client) -> None:
    nobody, admin = client.get("/styleguide/"), client.get("/admin/")
    assert nobody.status_code == admin.status_code == 302
    assert "/styleguide/" in nobody["Location"]
    client.force_login(people.person())
    answer = client.get("/styleguide/", follow=True)
    assert answer.status_code == client.get("/admin/", follow=True).status_code == 403
    assert b"guide-component" not in answer.content


def test_the_admin_links_to_it(release: Released, staff: Client) -> None:
    assert 'href="/styleguide/"' in staff.get("/admin/").content.decode()


def test_nothing_on_it_can_change_anything(shipped: Released, staff: Client) -> None:
    main = staff.get("/styleguide/").content.decode().split('<main id="main"')[1].split("</main>")[0]
    forms = re.findall(r"<form[^>]*>", main)
    assert len(forms) > 20
    assert [form for form in forms if 'method="dialog"' not in form or "action=" in form] == []
    assert re.findall(r"<[^>]* (?:hx-[\w-]+|formaction|data-focus)\b", main) == []


def test_no_two_things_on_it_have_the_same_id(shipped: Released, staff: Client) -> None:
    page = staff.get("/styleguide/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
    named = re.findall(r' (?:for|aria-labelledby|aria-describedby)="([^"]+)"', page)
    missing = {one for names in named for one in names.split()} - set(ids)
    assert sorted(missing) == []


def test_it_shows_what_a_component_takes_and_is_given(shipped: Released, staff: Client) -> None:
    page = staff.get("/styleguide/").content.decode()
    assert '<code>kind</code> <span class="soft">optional</span>' in page
    assert "<code>kind=&quot;warning&quot;</code>" in page
    assert "<code>role=RankedRole</code>" in page


def test_it_asks_the_database_no_more_for_more_components(
    shipped: Released, staff: Client, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    staff.get("/styleguide/")
    with django_assert_num_queries(6):  # the session, the person, their factor, the release, their profile and claims
        staff.get("/styleguide/")
