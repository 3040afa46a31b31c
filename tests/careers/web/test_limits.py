"""The limits: counted in one step, priced, told in our words; and nobody gains by forging, or locks anybody out."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from careers.accounts import known_browsers
from careers.web import clients, limiting, limits
from careers.web.limits import Limit
from tests import people

START = people.NOON  # the beginning of a minute, an hour and twelve hours
WRONG = {"login": "a@example.org", "password": "not this one at all"}
RIGHT = {"login": "a@example.org", "password": people.PASSWORD}


@pytest.fixture(autouse=True)
def _counted(settings: Any) -> Iterator[None]:
    settings.RATE_LIMITS = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def allow(monkeypatch: pytest.MonkeyPatch, name: str, amount: int, seconds: int = limits.MINUTE) -> None:
    monkeypatch.setitem(limits.LIMITS, name, Limit("things", limits.CLIENT, amount, seconds))


def passes(name: str, *who: str, units: int = 1) -> bool:
    try:
        limits.spend(name, *who, units=units)
    except limits.Refused:
        return False
    return True


def wait_for(name: str, *who: str, units: int = 1) -> int:
    with pytest.raises(limits.Refused) as refused:
        limits.spend(name, *who, units=units)
    return refused.value.wait


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """Do it so many times on 20 threads that begin together and take turns at any moment."""
    gate = threading.Barrier(20)
    turn = sys.getswitchinterval()

    def one(n: int) -> Any:
        if n < 20:
            gate.wait()
        return do(n)

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(20) as pool:
            return list(pool.map(one, range(number)))
    finally:
        sys.setswitchinterval(turn)


# The count


def test_calls_at_once_pass_exactly_as_often_as_the_limit_says(clock: Any) -> None:
    assert sum(at_once(1_000, lambda _: passes("compute", "somebody"))) == limits.LIMITS["compute"].amount
    assert passes("compute", "somebody else")


def test_work_is_priced_and_the_largest_call_passes_once(clock: Any) -> None:
    assert passes("compute", "a", units=100)
    assert not passes("compute", "a", units=21)
    assert passes("compute", "a", units=20)  # what was refused took nothing
    assert passes("compute", "b", units=10_000)
    assert not passes("compute", "b")


@pytest.mark.parametrize("units", [1, 5, 60, 119, 120, 500])
@pytest.mark.parametrize("used", [120, 60, 3])
def test_the_wait_that_is_told_is_enough_and_not_too_long(clock: Any, units: int, used: int) -> None:
    for begun in (0, 20, 59):
        cache.clear()
        clock.move_to(START)
        clock.shift(begun)
        for _ in range(used):
            limits.spend("compute", "a")
        if passes("compute", "a", units=units):
            continue
        wait = wait_for("compute", "a", units=units)
        clock.shift(wait - 2)
        assert wait <= 2 or not passes("compute", "a", units=units)
        clock.shift(2)
        assert passes("compute", "a", units=units)


def test_the_turn_of_a_period_gives_nobody_twice_the_amount(clock: Any) -> None:
    clock.shift(59)
    assert sum(passes("compute", "a") for _ in range(200)) == 120
    clock.shift(2)
    assert sum(passes("compute", "a") for _ in range(200)) <= 3
    clock.shift(29)
    assert 55 <= sum(passes("compute", "a") for _ in range(200)) <= 61


def test_off_means_off(settings: Any) -> None:
    settings.RATE_LIMITS = False
    assert all(passes("password", "a", "b") for _ in range(200))


def test_a_key_names_nobody(clock: Any) -> None:
    limits.spend("password", "a@example.org", "192.0.2.7")
    keys = " ".join(cache._cache)
    assert "limit.password." in keys
    assert "example" not in keys
    assert "192" not in keys


def test_a_row_says_whom_it_counts_for() -> None:
    known = {limits.CLIENT, limits.ADDRESS, limits.ACCOUNT, limits.TYPED, limits.TYPED_HERE}
    for name, limit in limits.LIMITS.items():
        assert limit.of in known, name
        assert limit.amount > 0, name
        assert limit.seconds % limits.MINUTE == 0, name
    used_up_by_strangers = {name for name, limit in limits.LIMITS.items() if limit.of == limits.TYPED}
    assert used_up_by_strangers == {"password_anywhere", "mail"}, "what does the owner do then? Test it below"
    assert set(limiting.OF_THEIR_OWN.values()) <= limits.LIMITS.keys()


# Who it is


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),  # nobody of ours wrote it
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first one is forged
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.8", "203.0.113.9"),
        (1, "nonsense", "192.0.2.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),  # a household has all of these
        (1, "2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_an_address_is_what_our_own_proxy_saw(settings: Any, proxies: int, forwarded: str, seen: str) -> None:
    settings.NUM_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert clients.address(request) == seen


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_hundred_forged_headers_gain_nothing(settings: Any, clock: Any, proxies: int) -> None:
    settings.NUM_PROXIES = proxies
    behind = ", 203.0.113.9" if proxies else ""
    tries = [
        Client().post(
            "/api/v1/match/",
            '{"skills": {}}',
            "application/json",
            headers={"X-Forwarded-For": f"198.51.100.{n}{behind}", "X-Real-IP": f"198.51.100.{n}"},
        )
        for n in range(limits.LIMITS["compute"].amount + 100)
    ]
    assert [one.status_code for one in tries] == [200] * 120 + [429] * 100


# Pages and calls


@pytest.mark.usefixtures("release")
def test_a_page_over_the_limit_says_how_long_to_wait(
    client: Client, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, "look", 2)
    answers = [client.get("/roles/?q=%22%3E") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "61"
    assert answers[-1]["Cache-Control"] == "no-store"
    assert "Wait 61 seconds" in answers[-1].content.decode()
    assert 'href="/roles/?q=%22%3E">Try again</a>' in answers[-1].content.decode()
    fragment = client.get("/skills/?q=py", headers={"HX-Request": "true"})
    assert fragment.status_code == 429
    assert "<html" not in fragment.content.decode()
    assert "Wait" in fragment.content.decode()
    assert client.get("/healthz").status_code == 200
    clock.shift(61)
    assert client.get("/roles/").status_code == 200


@pytest.mark.usefixtures("release")
def test_people_at_one_address_are_told_apart_until_all_of_it_is_too_much(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, "look", 2)
    allow(monkeypatch, "anything", 5)
    one, other = Client(), Client()
    one.force_login(people.person())
    other.force_login(people.person("other@example.org"))
    assert [one.get("/roles/").status_code for _ in range(3)] == [200, 200, 429]
    assert [other.get("/roles/").status_code for _ in range(3)] == [200, 200, 429]
    refused = Client().get("/api/v1/roles/")
    assert refused.status_code == 429
    assert "Try again in" in refused.json()["detail"]
    assert Client().get("/roles/", REMOTE_ADDR="192.0.2.77").status_code == 200


def urls() -> Iterator[tuple[str, str]]:
    def walk(resolver: URLResolver, at: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, at + str(pattern.pattern), f"{space}{pattern.namespace or ''}:".lstrip(":"))
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield f"{space}{pattern.name}".lstrip(":"), at + str(pattern.pattern)

    yield from walk(get_resolver(), "", "")


@pytest.mark.usefixtures("release")
def test_no_address_is_without_a_limit(
    client: Client, clock: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every address, found or not, and by every method."""
    taken: list[str] = []
    spend = limits.spend

    def seen(name: str, *who: str, units: int = 1) -> None:
        taken.append(name)
        spend(name, *who, units=units)

    monkeypatch.setattr(limits, "spend", seen)
    paths = {f"/{path.split('<')[0].lstrip('^').rstrip('$')}" for _, path in urls() if "\\" not in path}
    assert len(paths) > 60
    for path in sorted(paths | {"/nowhere/", "/api/v1/nowhere/"}):
        for method in ("get", "post"):
            taken.clear()
            getattr(client, method)(path)
            assert ("anything" in taken) == (path not in {"/healthz", "/readyz"}), path
    settings.RATE_LIMITS = False


def test_names_of_forms_with_a_limit_of_their_own_exist() -> None:
    assert limiting.OF_THEIR_OWN.keys() <= {name for name, _ in urls()}


@pytest.mark.usefixtures("release")
def test_a_batch_costs_by_its_profiles(client: Client, clock: Any) -> None:
    body = '{"profiles": [' + ", ".join(['{"skills": {"python": 3}}'] * 1_000) + "]}"
    answers = [client.post("/api/v1/match/batch/", body, "application/json") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]  # 21 units each
    assert "Too many calls that compute: up to 120 a minute" in answers[-1].json()["detail"]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.post("/api/v1/match/", '{"skills": {}}', "application/json").status_code == 200


@pytest.mark.django_db
def test_a_form_costs_by_its_length(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, "send", 3)
    long = "x" * 2 * limiting.BYTES
    answers = [Client().post("/try/forget/", {"q": long}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert "go back and send it once more" in answers[-1].content.decode()
    assert "/try/forget/" not in answers[-1].content.decode()  # where a link would only ask again


# Nobody locks anybody out


def log_in(client: Client, fields: dict[str, str], address: str) -> int:
    return client.post("/accounts/login/", fields, REMOTE_ADDR=address).status_code


@pytest.mark.usefixtures("release")
def test_guessing_is_stopped_with_when_to_go_on(client: Client, clock: Any) -> None:
    people.person()
    assert [log_in(client, WRONG, "192.0.2.1") for _ in range(6)] == [200] * 5 + [429]
    answer = client.post("/accounts/login/", RIGHT, REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "301"
    assert "Too many wrong passwords from here. Wait 5 minutes" in answer.content.decode()
    clock.shift(301)
    assert log_in(client, RIGHT, "192.0.2.1") == 302


@pytest.mark.usefixtures("release")
def test_strangers_elsewhere_lock_nobody_out(clock: Any) -> None:
    people.person()
    for n in range(8):
        for _ in range(6):
            log_in(Client(), WRONG, f"198.51.100.{n}")
    assert log_in(Client(), RIGHT, "192.0.2.1") == 302


@pytest.mark.usefixtures("release")
def test_under_the_slow_brake_the_owner_gets_in_where_they_were_before(clock: Any) -> None:
    """And a browser that is only said to have been there does not."""
    people.person()
    theirs = Client()
    assert log_in(theirs, RIGHT, "192.0.2.1") == 302
    theirs.post("/accounts/logout/")
    for n in range(30):
        for _ in range(4):
            log_in(Client(), WRONG, f"198.51.100.{n}")
    told = Client().post("/accounts/login/", RIGHT, REMOTE_ADDR="192.0.2.55")
    assert told.status_code == 429
    assert "Sign in with a browser that you have signed in with before" in told.content.decode()
    forged, elses = Client(), Client()
    forged.cookies[known_browsers.COOKIE] = theirs.cookies[known_browsers.COOKIE].value[:-2] + "xx"
    assert log_in(forged, RIGHT, "192.0.2.56") == 429
    other = people.person("other@example.org")
    assert log_in(elses, {"login": other.email, "password": people.PASSWORD}, "192.0.2.57") == 302
    elses.post("/accounts/logout/")
    assert log_in(elses, RIGHT, "192.0.2.57") == 429
    assert log_in(theirs, RIGHT, "203.0.113.200") == 302  # the same browser, on another network


@pytest.mark.usefixtures("release")
def test_under_the_slow_brake_a_mail_lets_the_owner_in(clock: Any, mailoutbox: list[Any]) -> None:
    people.person()
    for n in range(30):
        for _ in range(4):
            log_in(Client(), WRONG, f"198.51.100.{n}")
    new = Client()
    assert log_in(new, RIGHT, "192.0.2.55") == 429
    new.post("/accounts/password/reset/", {"email": "a@example.org"})
    link = next(word for word in mailoutbox[-1].body.split() if "/accounts/password/reset/key/" in word)
    form = new.get(link.split("testserver", 1)[1])
    fresh = "another long enough one"
    new.post(form["Location"], {"password1": fresh, "password2": fresh})
    for n in range(30):  # the strangers go on meanwhile
        for _ in range(4):
            log_in(Client(), WRONG, f"198.51.100.{n}")
    assert log_in(new, {"login": "a@example.org", "password": fresh}, "192.0.2.55") == 302


@pytest.mark.django_db
def test_the_cookie_of_a_known_browser_names_nobody(clock: Any, settings: Any) -> None:
    people.person()
    client = Client()
    log_in(client, RIGHT, "192.0.2.1")
    cookie = client.cookies[known_browsers.COOKIE]
    assert "example" not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    settings.RATE_LIMITS = False
    client = Client()
    log_in(client, RIGHT, "192.0.2.1")
    assert known_browsers.COOKIE not in client.cookies


@pytest.mark.usefixtures("release")
def test_nobodys_inbox_is_flooded_and_the_answers_stay_alike(clock: Any, mailoutbox: list[Any]) -> None:
    people.person()
    for n in range(20):
        for email in ("a@example.org", "nobody@example.org"):
            answer = Client().post("/accounts/password/reset/", {"email": email}, REMOTE_ADDR=f"198.51.100.{n}")
            assert answer.status_code == 302
    assert [len([m for m in mailoutbox if m.to == [to]]) for to in ("a@example.org", "nobody@example.org")] == [5, 5]
