"""A request waits for the database and nothing else: broker, cache and mail server refuse, are silent, or are slow.

Every form and call is sent by somebody signed in and by nobody, and every address is asked. None is a 5xx, none asks
the broker or the mail server at all, and the cache is asked once, for its time-out. Here all three are silent at once;
test_bad_days_in_full.py has each of them in each of the three ways, with a real web server, and counts the seconds.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from careers.config.celery import app as celery
from careers.models import User
from careers.web import caches as guarded
from tests import people
from tests.architecture.test_urls import ARGUMENTS, MAY_BE_DOWN, names
from tests.trust.bad_days import service
from tests.trust.forms import CALLS, FORMS

SERVICES = ("broker", "cache", "mail")


class Sent(NamedTuple):
    """A request: what it is called in the table, and what is sent."""

    name: str
    method: str
    body: Any = None

    @property
    def path(self) -> str:
        return reverse(self.name, args=ARGUMENTS.get(self.name, []))

    @property
    def json(self) -> bool:
        return self.name.startswith("api-")


def requests(*, pages: bool = True) -> Iterator[Sent]:
    """Every form and call, and every address as a page."""
    for name in sorted(set(names(get_resolver()))):
        if pages:
            yield Sent(name, "get")
        if name in FORMS:
            yield Sent(name, "post", FORMS[name])
        if name in CALLS:
            yield Sent(name, *CALLS[name])


@pytest.mark.django_db
def test_every_address_that_takes_a_form_or_a_call_has_a_row(release: Any) -> None:
    client = Client()
    person = people.person(is_staff=True)
    takes = set()
    for name in sorted(set(names(get_resolver()))):
        client.force_login(person)
        answers = [getattr(client, method)(Sent(name, "").path) for method in ("post", "patch", "delete")]
        takes |= {name} if any(answer.status_code != 405 for answer in answers) else set()
    assert takes == FORMS.keys() | CALLS.keys()


@pytest.mark.parametrize("who", ["nobody", "somebody"])
@pytest.mark.django_db
def test_no_request_waits_for_a_helper_service(
    who: str, release: Any, settings: Any, tell: Callable[..., None]
) -> None:
    with ExitStack() as running:
        broker, cache, mail = (running.enter_context(service("silent")) for _ in SERVICES)
        _point_at(settings, broker.port, cache.port, mail.port)
        asked = 0
        for sent in requests(pages=who == "somebody"):
            client = Client()
            if who == "somebody":
                client.force_login(_somebody())
            guarded._resting.clear()  # so that each request finds out for itself
            before = cache.visitors
            kind = {"content_type": "application/json"} if sent.json and sent.method != "get" else {}
            answer = getattr(client, sent.method)(sent.path, sent.body or {}, **kind)
            assert answer.status_code < 500 or sent.name in MAY_BE_DOWN, sent
            assert cache.visitors - before <= 1, sent
            asked += 1
        assert (broker.visitors, mail.visitors) == (0, 0)
        assert cache.visitors > 0  # limits are counted, so the cache was asked
    guarded._resting.clear()
    tell(f"helper services silent, as {who}: 5xx", "0", 0, asked)


def _somebody() -> User:
    return User.objects.filter(email="a@example.org").first() or people.person()


def _point_at(settings: Any, broker: int, cache: int, mail: int) -> None:
    """The services on these ports, with limits on and, so that it is quick, shorter time-outs."""
    settings.EMAIL_BACKEND = "careers.mail.outbox.Outbox"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail
    settings.RATE_LIMITS, settings.ACCOUNT_RATE_LIMITS = True, {}
    options = {"OPTIONS": {"socket_connect_timeout": 0.02, "socket_timeout": 0.02}}
    settings.CACHES = {
        name: {"BACKEND": f"careers.web.caches.{kind}", "LOCATION": f"redis://127.0.0.1:{cache}/0", **options}
        for name, kind in (("default", "CountingCache"), ("kept", "DrawnCache"))
    }
    settings.CELERY_BROKER_URL = f"amqp://guest:guest@127.0.0.1:{broker}//"
    celery.conf.broker_url = settings.CELERY_BROKER_URL
