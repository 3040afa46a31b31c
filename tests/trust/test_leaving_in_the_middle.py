"""An account is deleted in the middle of its own requests: before each of their queries in turn.

Nobody reads a 500, a write that comes too late is told to sign in, and nothing of the person is left.
"""

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from careers import models as careers
from careers.catalogue import releases
from careers.profile import choices, leaving
from matching import models as matching
from matching.scores import scoring
from tests import flushing, people
from tests.trust.conftest import FULL, Tell

pytestmark = [pytest.mark.database, pytest.mark.thorough]
flushing.install()

WAIT = 0.15  # seconds for a deletion that nothing holds up; one that waits for the request's lock comes after it
API = "/api/v1/me/"
WRITE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!careers_session)')
Send = Callable[[Client, int], HttpResponseBase]  # by this browser, about the plan with this number


def sent(path: str, /, **body: Any) -> Send:
    return lambda browser, plan: browser.post(path.format(plan=plan), body)


def called(method: str, path: str, body: Any = None) -> Send:
    return lambda browser, plan: getattr(browser, method)(
        f"{API}{path.format(plan=plan)}", body, content_type="application/json"
    )


def looked(name: str, *args: Any) -> Send:
    return lambda browser, plan: browser.get(reverse(name, args=args))


PASSWORDS = {"oldpassword": people.PASSWORD, "password1": "a second password", "password2": "a second password"}
WRITES: Mapping[str, Send] = {
    "PATCH me/profile": called("patch", "profile/", {"skills": {"python": 4}}),
    "POST me/plans": called("post", "plans/", {"role": "engineer", "target": "ready", "hours_per_week": 8}),
    "POST me/plans/steps": called("patch", "plans/{plan}/steps/1/", {"done": True}),
    "claim": sent("/profile/claim/", skill="python", level="2"),
    "keep a word": sent("/profile/words/keep/", word="weaving"),
    "target": sent("/matches/engineer/target/", chosen="1"),
    "mark": sent("/matches/engineer/mark/", mark="hidden"),
    "share": sent("/matches/builder/share/", name="A"),
    "shown by": sent("/profile/shown-by/", skill="python", shown_by="A line."),
    "tick": sent("/plans/{plan}/steps/1/", done="1"),
    "plan": sent("/plans/", role="engineer", hours_per_week="8", start="2026-11-30"),
    "delete a plan": sent("/plans/{plan}/delete/"),
    "token": sent("/accounts/tokens/", name="t", days="30"),
    "password": sent("/accounts/password/change/", **PASSWORDS),
    "address": sent("/accounts/email/", action_add="", email="new@example.org"),
    "news seen": sent("/history/news-seen/"),
}
LOOKS: Mapping[str, Send] = {
    "GET me/profile": called("get", "profile/"),
    "GET me/matches": called("get", "matches/"),
    "GET me/export": called("get", "export/"),
    "profile": looked("profile:page"),
    "matches": looked("matches"),
    "receipt": looked("receipt", "builder"),
    "plans": looked("plans"),
    "history": looked("history"),
    "addresses": looked("account_email"),
}
QUICK = ("PATCH me/profile", "claim", "token", "password", "plan")
MOST = 60  # queries of one request; the sweep ends where a request does


class Outcome(NamedTuple):
    """The end of a request: whether the deletion came before it was over, and before it had written anything."""

    response: HttpResponseBase
    queries: int
    gone_in_time: bool
    had_written: bool
    signed_out: bool


def left_before(query: int, send: Send) -> Outcome:
    """Send a request as somebody with a bit of everything, and delete them before its query of this number."""
    browser = somebody()
    user, plan = careers.User.objects.get(), matching.Plan.objects.get().pk
    seen, written, in_time, late = 0, False, False, threading.Thread(target=leave, args=[user])

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen, written, in_time
        seen += 1
        if seen == query:
            late.start()
            late.join(WAIT)
            in_time = not late.is_alive()
        written = written or (seen < query and bool(WRITE.match(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        response = send(browser, plan)
    if seen >= query:
        late.join()
    return Outcome(response, seen, in_time, written, is_signed_out(browser, response))


def leave(user: careers.User) -> None:
    try:
        leaving.delete_account(user=user)
    finally:
        connection.close()


def somebody() -> Client:
    """A browser of somebody who has typed their password a moment ago."""
    profile = people.person_with({"python": 3})
    choices.choose_target(user=profile.user, release=releases.current(), role="builder")
    scoring.score_profiles(profile_ids=[profile.pk])
    browser = Client(raise_request_exception=False)
    browser.post(reverse("account_login"), {"login": profile.user.email, "password": people.PASSWORD})
    called("post", "plans/", {"role": "builder", "target": "ready", "hours_per_week": 8})(browser, 0)
    assert matching.Plan.objects.count() == 1
    return browser


def is_signed_out(browser: Client, response: HttpResponseBase) -> bool:
    """Say whether whoever reads this is asked to sign in: by a 401, or where it leads."""
    leads_to = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
    if leads_to.startswith(reverse("try:page")):  # keeps what was sent, and offers to add it after signing in
        return True
    if leads_to and not leads_to.startswith(reverse("account_login")):
        return is_signed_out(browser, browser.get(leads_to))
    return response.status_code == 401 or bool(leads_to)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [*WRITES, *LOOKS] if FULL else QUICK)
def test_nothing_breaks_and_nothing_is_kept(name: str, tell: Tell) -> None:
    people.publish()
    broken, lied, tried = [], [], 0
    for query in range(1, MOST, 1 if FULL else 4):
        outcome = left_before(query, {**WRITES, **LOOKS}[name])
        if outcome.queries < query:  # it was over before; so this is what it does undisturbed
            assert outcome.response.status_code < 400, outcome.response
            leaving.delete_account(user=careers.User.objects.get())
            break
        tried += 1
        told = outcome.response.status_code, outcome.response.headers.get("Location", "")
        if outcome.response.status_code >= 500 or outcome.response.status_code == 400:
            broken.append((query, *told))
        if name in WRITES and outcome.gone_in_time and not outcome.had_written and not outcome.signed_out:
            lied.append((query, *told))
        for table in (careers.User, careers.Profile, careers.Claim, matching.Plan, matching.Score, careers.OwnWord):
            assert not table._default_manager.exists(), (query, table, told)
        assert not careers.Session.objects.exclude(user=None).exists()
    else:
        pytest.fail(f"{name} has more than {MOST} queries")
    tell(f"deleted during: {name}", "0 wrong", len(broken) + len(lied), tried)
    assert (broken, lied) == ([], [])
