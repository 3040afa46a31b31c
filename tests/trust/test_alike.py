"""Nobody finds out who has an account: the same answer, the same work and the same time, whatever address is typed.

Time is measured in the full size only, with real hashes and real commits: the share of pairs in which the answer for a
known address came later than the one for an unknown address is a half, if time tells nothing.
"""

import itertools
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.accounts import alike
from careers.models import Claim, User
from careers.profile import tried
from tests import flushing, people
from tests.trust.conftest import Tell

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("production", "release")]

flushing.install()

KNOWN, INACTIVE = "known0000@example.org", "inact0000@example.org"
KINDS = {"known": KNOWN, "inactive": INACTIVE}
PAIRS = 200
_numbers = itertools.count()


def unknown() -> str:
    """An address that nobody had so far, as long as the others."""
    return f"nobdy{next(_numbers):04d}@example.org"


class Way(NamedTuple):
    """A form or call that takes an address; `trying` says whether its sender has picked something before."""

    path: str
    fields: Callable[[str], dict[str, str]]
    json: bool = False
    trying: bool = False

    def sender(self) -> Client:
        client = Client()
        if self.trying:
            client.post("/try/claim/", {"skill": "python", "level": 3})
            client.post("/try/words/keep/", {"word": "Basket weaving"})
        return client

    def send(self, client: Client, address: str) -> Any:
        more = {"content_type": "application/json"} if self.json else {}
        return client.post(self.path, self.fields(address), **more)


WRONG = "not the password of anybody"
WAYS = {
    "sign-up": Way("/accounts/signup/", lambda email: {"email": email, "password1": WRONG}),
    "sign-up after a try": Way("/accounts/signup/", lambda email: {"email": email, "password1": WRONG}, trying=True),
    "reset": Way("/accounts/password/reset/", lambda email: {"email": email}),
    "log-in": Way("/accounts/login/", lambda email: {"login": email, "password": WRONG}),
    "token call": Way("/api/v1/tokens/", lambda email: {"email": email, "password": WRONG, "name": "x"}, json=True),
}
each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def production(settings: Any, db: None) -> None:
    """Addresses are confirmed, as in production; two accounts are there."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    for email, active in ((KNOWN, True), (INACTIVE, False)):
        user = people.person(email, is_active=active)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)


def seen(answer: Any, address: str) -> Any:
    """All that a sender sees of an answer, with what is random or was typed left out."""
    cookies = {
        name: (one.value if name == tried.COOKIE else "", one["max-age"], one["path"], one["samesite"])
        for name, one in answer.cookies.items()
    }
    random = {"Set-Cookie", "ETag", "Content-Length", "Expires"}
    headers = {name: value for name, value in answer.items() if name not in random}
    text = answer.content.decode().replace(address, "ADDRESS")
    return answer.status_code, headers, cookies, [line for line in text.split("\n") if "csrf" not in line.lower()]


@each_way
@each_kind
def test_the_answer_is_the_same(way: Way, kind: str) -> None:
    """And so is the page that it leads to."""
    address = KINDS[kind]
    one, other = way.sender(), way.sender()
    new = unknown()
    answers = way.send(one, address), way.send(other, new)
    assert seen(answers[0], address) == seen(answers[1], new)
    assert one.cookies.keys() == other.cookies.keys()
    for page in (answers[0].get("Location"), "/try/", "/accounts/signup/", "/accounts/login/"):
        if page:
            assert seen(one.get(page), address) == seen(other.get(page), new)


class Work(NamedTuple):
    hashed: int
    made: Counter[str]
    mails: int


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str, *more: Any, **named: Any) -> str:
        done.append(password)
        return str(encode(self, password, salt, *more, **named))

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return done


@each_way
@each_kind
def test_the_work_is_the_same(way: Way, kind: str, hashed: list[str]) -> None:
    """As many passwords are hashed, rows of each table made and mails sent; look-ups differ by two at most."""

    def work(address: str) -> tuple[Work, int]:
        client = way.sender()
        hashed.clear()
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as asked:
            way.send(client, address)
        said = [query["sql"] for query in asked]
        made = Counter(" ".join(sql.split()[:3]) for sql in said if sql.startswith("INSERT"))
        return Work(len(hashed), made, len(mail.outbox)), sum(sql.startswith("SELECT") for sql in said)

    work(unknown())
    (other, looked_up), (done, also) = work(unknown()), work(KINDS[kind])
    assert done == other
    assert abs(looked_up - also) <= 2
    assert other.hashed >= {"reset": 0}.get(_name(way), 1)
    assert "sign-up" not in _name(way) or 'INSERT INTO "careers_user"' in other.made


def _name(way: Way) -> str:
    return next(name for name, one in WAYS.items() if one is way)


def test_the_owner_gets_back_what_was_picked_before_a_second_sign_up() -> None:
    """Their picks are no longer in a cookie, which would tell; they are offered once the owner has signed in."""
    way = WAYS["sign-up after a try"]
    theirs = way.sender()
    way.send(theirs, KNOWN)
    assert theirs.cookies[tried.COOKIE].value == ""
    assert not Claim.objects.exists()
    assert not User.objects.filter(email__contains="invalid").exists()
    answer = theirs.post("/accounts/login/", {"login": KNOWN, "password": people.PASSWORD})
    assert answer["Location"] == "/matches/"
    assert "What you picked before signing in" in theirs.get("/profile/").content.decode()
    assert tried.Tried(theirs.cookies[tried.COOKIE].value).words == ["Basket weaving"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[float]:
    """The seconds that answers were held back, which they are not in this test."""
    settings.ALIKE_SECONDS = 100
    waited: list[float] = []
    monkeypatch.setattr(alike.time, "sleep", waited.append)
    return waited


@each_way
def test_an_answer_waits_until_its_time_has_come(way: Way, waits: list[float]) -> None:
    """Whoever it is about; counted from when the request came, so that it comes at the same moment."""
    for address in (KNOWN, INACTIVE, unknown()):
        way.send(way.sender(), address)
    assert len(waits) == 3
    assert all(90 < wait < 100 for wait in waits)


@pytest.mark.usefixtures("waits")
def test_work_that_took_longer_is_answered_at_once(waits: list[float], settings: Any) -> None:
    settings.ALIKE_SECONDS = -1
    WAYS["log-in"].send(Client(), KNOWN)
    assert waits == [0]


def test_an_owner_does_not_wait(waits: list[float], client: Client) -> None:
    """Neither for a log-in nor for a token, nor for any page."""
    client.get("/accounts/login/")
    known = {"email": KNOWN, "password": people.PASSWORD}
    assert client.post("/api/v1/tokens/", {**known, "name": "x"}, "application/json").status_code == 201
    assert client.post("/accounts/login/", {"login": KNOWN, "password": people.PASSWORD}).status_code == 302
    assert waits == []


def share_later(one: list[float], other: list[float]) -> float:
    """The share of pairs, each with each, in which the first came later (the area under the ROC curve)."""
    return sum((a > b) + (a == b) / 2 for a in one for b in other) / (len(one) * len(other))


def test_the_share_is_what_it_says() -> None:
    assert share_later([1, 2, 3], [1, 2, 3]) == 0.5
    assert share_later([3, 4], [1, 2]) == 1
    assert share_later([1, 2], [3, 4]) == 0


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
@each_way
@each_kind
def test_the_time_is_the_same(way: Way, kind: str, settings: Any, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred pairs, in turns, after a warm-up; where chance alone could have put them outside, six hundred more.

    (Two samples of 200 from the same times differ by more than .05 in one case of twelve.)

    The hash is production's with a twentieth of its rounds: its own unevenness hides less than there. The moment
    of the answer is sooner as well, and as in production later than the slowest way's usual work.
    """
    settings.ALIKE_SECONDS = 0.15
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "iterations", 50_000)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    for email in KINDS.values():
        user = User.objects.get(email=email)
        user.set_password(people.PASSWORD)
        user.save()

    def seconds(address: str) -> float:
        client = way.sender()
        began = time.perf_counter()
        way.send(client, address)
        took = time.perf_counter() - began
        mail.outbox.clear()
        return took

    times: dict[bool, list[float]] = {True: [], False: []}

    def share_after(pairs: int) -> float:
        while len(times[True]) < pairs:
            for known in (True, False) if len(times[True]) % 2 else (False, True):
                times[known].append(seconds(KINDS[kind] if known else unknown()))
        return share_later(times[True], times[False])

    share_after(10)
    times[True].clear()
    times[False].clear()
    share = share_after(PAIRS)
    if not 0.45 <= share <= 0.55:
        share = share_after(4 * PAIRS)
    tell(f"{_name(way)}: later if {kind}", ".45 to .55", f"{share:.3f}", len(times[True]))
    print({known: statistics.median(some) for known, some in times.items()})
    assert 0.45 <= share <= 0.55
