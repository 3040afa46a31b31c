"""A link to a receipt: made, seen, taken back; it shows the fit and the lines, and nothing else about the person."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue import releases
from careers.models import User
from careers.profile import leaving
from careers.profile import operations as profile_operations
from careers.words import hundredths
from matching.matches import operations
from matching.matches.models import SharedReceipt
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

RECEIPT = "/matches/engineer/"


@pytest.fixture
def somebody() -> User:
    return people.person_with({"python": 3, "airflow": 2}, "secret-address@example.org").user


@pytest.fixture
def tab(client: Client, somebody: User) -> Client:
    client.force_login(somebody)
    return client


def make(tab: Client, name: str = "", role: str = "engineer") -> str:
    """Make a link and return the path that the receipt then shows."""
    answer = tab.post(f"/matches/{role}/share/", {"name": name})
    assert answer["Location"] == f"/matches/{role}/#share"
    row = SharedReceipt.objects.get(role=role)
    path = f"/shared/{row.token}/"
    assert f'value="http://testserver{path}"' in tab.get(f"/matches/{role}/").content.decode()
    return path


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_it_shows_the_receipt_as_it_is_and_no_address(tab: Client, somebody: User) -> None:
    path, stranger = make(tab), Client()
    own = tab.get(RECEIPT).context
    page = stranger.get(path)
    assert page.status_code == 200
    assert page.context["score"] == own["score"]
    assert [row.line for row in page.context["lines"]] == [row.line for row in own["lines"]]
    assert hundredths(own["score"].fit) in text(page)
    for secret in ("secret-address", str(somebody.pk) + "@", "I have this", "Make it my target", "/profile/claim/"):
        assert secret not in page.content.decode()
    profile_operations.change_claims(user=somebody, release=releases.current(), levels={"sql": 4})
    assert stranger.get(path).context["score"].fit > own["score"].fit


def test_nobody_keeps_it_indexes_it_or_hands_the_address_on(tab: Client) -> None:
    page = Client().get(make(tab))
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))


def test_one_link_a_role_and_each_is_long_and_random(tab: Client) -> None:
    first = make(tab)
    assert make(tab, "Ada") == first, "the link that was sent stays the same; only the name changes"
    assert make(tab, role="builder") != first
    assert SharedReceipt.objects.count() == 2
    assert {len(row.token) for row in SharedReceipt.objects.all()} == {22}


def test_a_name_is_shown_if_one_was_typed(tab: Client) -> None:
    assert "Ada" not in text(Client().get(make(tab)))
    path = make(tab, "  Ada\u202e \n Lovelace <b>  ")
    assert "Ada Lovelace &lt;b&gt;" in text(Client().get(path))
    assert "Ada Lovelace &lt;b&gt;" in text(tab.get(RECEIPT))


@pytest.mark.parametrize("name", ["x" * 61, "a\x00b"])
def test_what_is_no_name_is_refused(tab: Client, name: str) -> None:
    page = tab.post(f"{RECEIPT}share/", {"name": name}, follow=True)
    assert SharedReceipt.objects.count() == 0
    assert "alert-error" in text(page)


def test_taken_back_it_is_gone_and_a_new_one_has_another_address(tab: Client) -> None:
    path = make(tab)
    page = tab.post(f"{RECEIPT}unshare/", follow=True)
    assert "The link is taken back." in text(page)
    gone = Client().get(path)
    assert gone.status_code == 404
    assert "There is no page at this address" in text(gone)
    assert make(tab) != path
    assert tab.post("/matches/builder/unshare/").status_code == 302  # there was none


@pytest.mark.parametrize("token", ["x", "x" * 22, "x" * 5_000, "%00", "%F0%9F%90%8D", "../matches"])
def test_a_made_up_address_is_a_404(tab: Client, token: str) -> None:
    make(tab)
    assert Client().get(f"/shared/{token}/").status_code == 404


def test_only_its_owner_makes_and_takes_back(tab: Client) -> None:
    path = make(tab)
    other = Client()
    assert other.post(f"{RECEIPT}unshare/")["Location"].startswith("/accounts/login/")
    other.force_login(people.person("b@example.org"))
    other.post(f"{RECEIPT}unshare/")
    assert Client().get(path).status_code == 200
    assert other.get(f"{RECEIPT}share/").status_code == 405
    assert other.post("/matches/nope/share/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.person("c@example.org"))
    assert strict.post(f"{RECEIPT}share/").status_code == 403


def test_after_a_release_it_shows_the_receipt_of_the_current_one(tab: Client) -> None:
    path = make(tab)
    before = Client().get(path).context["score"]
    raw = drafts.small()
    raw["roles"][1] |= {"slug": "maker", "former_slugs": ["engineer"], "title": "Maker"}
    raw["roles"][0]["differences"][0]["role"] = "maker"
    raw["requirements"] = [
        {**one, "role": "maker", "importance": 4} if one["role"] == "engineer" else one for one in raw["requirements"]
    ]
    people.publish(raw)
    page = Client().get(path)
    assert (page.context["score"].title, page.context["score"].fit == before.fit) == ("Maker", False)
    assert path in tab.get("/matches/maker/").content.decode()
    tab.post("/matches/maker/unshare/")
    assert Client().get(path).status_code == 404


def test_a_role_that_is_gone_is_a_404(tab: Client) -> None:
    path = make(tab)
    SharedReceipt.objects.update(role="nope")
    assert Client().get(path).status_code == 404


def test_it_goes_with_the_account_and_rests_with_it(tab: Client, somebody: User) -> None:
    path = make(tab)
    User.objects.update(is_active=False)
    assert Client().get(path).status_code == 404
    User.objects.update(is_active=True)
    leaving.delete_account(user=somebody)
    assert Client().get(path).status_code == 404
    assert SharedReceipt.objects.count() == 0


def test_without_a_claim_it_says_so(tab: Client, somebody: User) -> None:
    path = make(tab)
    profile_operations.change_claims(
        user=somebody, release=releases.current(), levels={"python": None, "airflow": None}
    )
    assert "Nothing is listed here yet" in text(Client().get(path))


def test_the_database_repeats_the_rules(somebody: User) -> None:
    profile = somebody.profile
    row = {"profile": profile, "role": "engineer", "made_at": people.NOON}
    SharedReceipt.objects.create(**row, token="a")
    for wrong in ({"token": "b"}, {"token": "", "role": "builder"}, {"token": "a", "role": "builder"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SharedReceipt.objects.create(**{**row, **wrong})


def test_the_day_is_that_of_making_it(somebody: User) -> None:
    release = releases.current()
    made = operations.share_receipt(user=somebody, release=release, role="engineer", at=people.NOON)
    again = operations.share_receipt(
        user=somebody, release=release, role="engineer", at=people.NOON + datetime.timedelta(days=9)
    )
    assert (made.made_at, made.token) == (again.made_at, again.token)


def test_its_queries_do_not_grow(tab: Client, somebody: User) -> None:
    path, counts = make(tab), []
    for levels in ({"sql": 1}, {"sql": 4, "rag": 2, "react": 3, "orchestration": 2}):
        profile_operations.change_claims(user=somebody, release=releases.current(), levels=dict(levels))
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3
