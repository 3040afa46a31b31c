"""How many pages a second: the matches against a hello for somebody signed in, and against a beginner's page.

    python tests/benchmarks/pages.py [--sqlite] [--rounds 5]

One process without network: the site's own WSGI application with all of its middleware, on a PostgreSQL of its own
(with --sqlite, on a file). Rounds are interleaved and a figure is the median over them of a ratio within one round, so
that what else the machine does meets all pages alike. Trust the ratios, not the milliseconds.
"""

import argparse
import contextlib
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.databases import database  # noqa: E402

MATCHES, HELLO = "/matches/", "/bench/hello/"
BEGINNERS = {"a beginner's page": "/bench/ranked/", "the same, prefetched": "/bench/ranked-prefetched/"}
CLAIMS = 30
SAMPLE, WARM_UP = 30, 5  # requests of a page in a round, and before it
DRAWN_OF_HELLO, WARM_OF_HELLO, DRAWN_OF_BEGINNERS = 0.25, 0.40, 2.5  # the bars
Clock = Callable[[], float]


class Page(NamedTuple):
    name: str
    path: str
    kept: bool = True  # False: nothing is kept, so that all of it is drawn
    encoding: str = "identity"


PAGES = (
    Page("hello, signed in", HELLO),
    Page("matches, drawn", MATCHES, kept=False),
    Page("matches, warm", MATCHES),
    *(Page(name, path) for name, path in BEGINNERS.items()),
    Page("matches, drawn and compressed", MATCHES, kept=False, encoding="gzip"),
    Page("matches, warm and compressed", MATCHES, encoding="gzip"),
)


class Answer(NamedTuple):
    status: int
    size: int


class Site:
    """The WSGI application, and the cookie of somebody who is signed in."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application

        self._application: Callable[..., Any] = get_wsgi_application()
        self._cookie = _somebody()

    def get(self, page: Page) -> Answer:
        status: list[str] = []
        response = self._application(self._environ(page), lambda line, headers: status.append(line))
        size = sum(map(len, response))
        response.close()
        return Answer(int(status[0][:3]), size)

    def _environ(self, page: Page) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": page.path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self._cookie,
            "HTTP_ACCEPT_ENCODING": page.encoding,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sqlite", action="store_true", help="on a file instead of a PostgreSQL of its own")
    parser.add_argument("--cpu", action="store_true", help="count this process's own time, on a busy machine")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", metavar="NAME", help="draw a page 200 times under cProfile instead")
    options = parser.parse_args()
    with database(sqlite=options.sqlite):
        from django.conf import settings

        settings.ROOT_URLCONF = "tests.benchmarks.beginner"
        site = Site()
        if options.profile:
            _profile(site, next(page for page in PAGES if page.name == options.profile))
            return 0
        clock = time.process_time if options.cpu else time.perf_counter
        rounds = [_round(site, clock) for _ in range(options.rounds)]
        return _tell(site, rounds, "SQLite" if options.sqlite else "PostgreSQL")


def _somebody() -> str:
    """Somebody with thirty skills, a pinned and a hidden role, of whom the workers have recorded all they record."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from careers.accounts.sessions import SessionStore
    from careers.catalogue import releases
    from careers.models import User
    from careers.profile import choices, operations
    from matching.plans import outlooks
    from matching.scores import scoring

    release = releases.current()
    user = User.objects.create_user("bench@example.org", "a long enough password")
    levels = {one.skill: one.level for one in release.starts["backend-developer"].levels}
    for place, skill in enumerate(sorted(release.skills)):
        if len(levels) < CLAIMS and place % 7 == 0:
            levels.setdefault(skill, place % 4)
    profile = operations.change_claims(user=user, release=release, levels=dict(levels))
    choices.mark_role(user=user, release=release, role="data-engineer", mark="pinned")
    choices.mark_role(user=user, release=release, role="robotics-engineer", mark="hidden")
    outlooks.look_ahead(profile=profile, release=release, on=timezone.localdate())
    outlooks.record_outlooks(profile_ids=[profile.pk])
    scoring.score_profiles(profile_ids=[profile.pk])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'a' * 32}"


@contextlib.contextmanager
def _as_is(page: Page) -> Iterator[None]:
    """For a page that is drawn: a cache that keeps nothing, in the place of the site's own."""
    from django.core.cache import caches
    from django.core.cache.backends.dummy import DummyCache

    own = caches["kept"]
    if not page.kept:
        caches["kept"] = DummyCache("", {})
    try:
        yield
    finally:
        caches["kept"] = own


def _round(site: Site, clock: Clock) -> dict[str, float]:
    """The median seconds of a request of each page; one request of each in turn, so that all meet the same noise."""
    found: dict[str, list[float]] = {page.name: [] for page in PAGES}
    for turn in range(WARM_UP + SAMPLE):
        for page in PAGES:
            with _as_is(page):
                took = _seconds(site, page, clock)
            if turn >= WARM_UP:
                found[page.name].append(took)
    return {name: statistics.median(took) for name, took in found.items()}


def _seconds(site: Site, page: Page, clock: Clock) -> float:
    began = clock()
    answer = site.get(page)
    took = clock() - began
    assert answer.status == 200, page
    return took


def _tell(site: Site, rounds: list[dict[str, float]], database: str) -> int:
    """Print the table; 1 if a bar is missed."""

    def ratio(upper: str, lower: str) -> float:
        return statistics.median(one[upper] / one[lower] for one in rounds)

    hello, drawn, warm = (page.name for page in PAGES[:3])
    print(f"{len(rounds)} interleaved rounds of {SAMPLE} requests on {database}, in one process\n")
    print(f"{'page':32}{'ms':>8}{'of hello':>10}{'queries':>9}{'bytes':>9}")
    for page in PAGES:
        ms = 1000 * statistics.median(one[page.name] for one in rounds)
        share = 100 * ratio(hello, page.name)
        print(f"{page.name:32}{ms:8.2f}{share:8.1f} %{_queries(site, page):9}{site.get(page).size:9}")
    bars = [
        ("drawn, of hello's requests a second", ratio(hello, drawn), DRAWN_OF_HELLO),
        ("warm, of hello's requests a second", ratio(hello, warm), WARM_OF_HELLO),
        *((f"drawn, times {name}", ratio(name, drawn), DRAWN_OF_BEGINNERS) for name in BEGINNERS),
    ]
    print(f"\n{'ratio':44}{'is':>7}{'bar':>7}")
    for what, is_, bar in bars:
        print(f"{what:44}{is_:7.2f}{bar:7.2f}  {'met' if is_ >= bar else 'MISSED'}")
    return 1 if any(is_ < bar for _, is_, bar in bars) else 0


def _queries(site: Site, page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with _as_is(page), CaptureQueriesContext(connection) as asked:
        site.get(page)
    return len(asked)


def _profile(site: Site, page: Page) -> None:
    import cProfile
    import pstats

    with _as_is(page):
        for _ in range(WARM_UP):
            site.get(page)
        profiler = cProfile.Profile()
        profiler.enable()
        for _ in range(200):
            site.get(page)
        profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    sys.exit(main())
