"""Where a form leads next comes from outside: only a path of ours is gone to, and no text is taken for a view."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from careers.web.requests import is_ours
from tests.architecture.test_urls import ARGUMENTS, names

pytestmark = [pytest.mark.usefixtures("release")]

OTHERS = [
    "foo",
    "home",
    "plan",
    "role",
    "account_login",
    "?a=1",
    "#x",
    "javascript:alert(1)",
    "//example.org/",
    "/\\example.org/",
    "\\\\example.org/",
    "/\t/example.org/",
    "https://example.org/",
    "http://testserver/plans/",
    " /plans/",
    "plans/",
    "..",
    "x" * 5_000,
]
FIELDS = {  # enough for the forms that lead back to a page to do what they do
    "skill": "python",
    "level": "3",
    "chosen": "1",
    "mark": "pinned",
    "release": "1",
    "word": "juggling",
}
LISTENS = {"target", "mark", "news_seen", "profile:claim", "profile:remove", "account_logout"}


@pytest.mark.parametrize("wanted", OTHERS)
def test_what_is_not_a_path_of_ours(wanted: str) -> None:
    assert not is_ours(wanted)


@pytest.mark.parametrize("path", ["/", "/plans/", "/plans/?role=builder#said", "/profile/?q=C%2B%2B", "/roles/é/"])
def test_what_is_one(path: str) -> None:
    assert is_ours(path)


@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_no_form_leads_anywhere_else(
    who: str, somebody: Any, size: Callable[[int, int], int], tell: Callable[..., None]
) -> None:
    """Every address there is gets some texts that are not ours; in `make trust`, all of them."""
    client, sent, listening = Client(raise_request_exception=False), 0, set()
    for turn, name in enumerate(sorted(set(names(get_resolver())))):
        address = reverse(name, args=ARGUMENTS.get(name, []))
        for number in range(size(2, len(OTHERS))):
            if who == "somebody":
                client.force_login(somebody)  # one of these forms signs out
            wanted = OTHERS[(2 * turn + number) % len(OTHERS)]
            answer = client.post(address, {**FIELDS, "next": wanted})
            assert answer.status_code < 500, (name, wanted)
            assert _stays(answer.get("Location", "/")), (name, wanted, answer["Location"])
            sent += 1
        ours = client.post(address, {**FIELDS, "next": "/skills/"})
        listening |= {name} if ours.get("Location") == "/skills/" else set()
    tell(f"next as {who}: errors, other places", "0", 0, sent)
    if who == "somebody":
        assert listening >= LISTENS


def _stays(location: str) -> bool:
    return location.startswith("/") and location[1:2] not in {"/", "\\"}
