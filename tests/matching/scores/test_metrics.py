"""/metrics: each figure against SQL of the test's own; who may read it; and that it costs nothing where it is off."""

import datetime
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from kombu.connection import Connection
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from careers.catalogue.released import Released
from careers.config import broker
from careers.documents import operations as documents
from careers.mail.models import Mail
from careers.models import Profile
from careers.profile import operations as profile_operations
from careers.web.counted import CountedMiddleware
from matching import tasks
from matching.plans import outlooks
from matching.scores import blocks, figures, metrics, sweeping
from matching.scores.models import Block
from matching.scores.scoring import score_profiles
from tests import drafts, people, servers

AT = datetime.datetime(2100, 1, 1, 12, tzinfo=datetime.UTC)  # later than everything that the tests write
TOKEN = "0123456789abcdef0123456789abcdef"


def asked(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def moment(sql: str, *parameters: Any) -> datetime.datetime:
    """A point in time; SQLite keeps it as a text."""
    found = asked(sql, *parameters)
    at = datetime.datetime.fromisoformat(found) if isinstance(found, str) else found
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


@pytest.fixture
def site(release: Released) -> Released:
    """Three people: one is recorded, two have changed something since; then a release of which nobody knows."""
    profiles = [people.person_with({"python": 2}, f"{name}@example.org") for name in ("a", "b", "c")]
    score_profiles(profile_ids=[profile.pk for profile in profiles])
    for profile in profiles[1:]:
        profile_operations.change_claims(user=profile.user, release=release, levels={"sql": 3})
        profile_operations.change_claims(user=profile.user, release=release, levels={"sql": None})
    for profile in profiles[:2]:
        outlooks.look_ahead(profile=profile, release=release, on=AT.date())
    outlooks.record_outlooks(profile_ids=[profiles[0].pk])
    return release


pytestmark = pytest.mark.database


def test_nothing_at_all_is_all_zero(db: None) -> None:
    assert figures.figures(at=AT) == figures.Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_the_oldest_unseen_change(site: Released) -> None:
    oldest = moment(
        "SELECT min(done_at) FROM careers_deed d JOIN matching_score s ON s.profile_id = d.profile_id "
        "WHERE s.profile_version < s.wanted_version AND d.version > s.profile_version"
    )
    first_seen = moment("SELECT min(done_at) FROM careers_deed")
    now = figures.figures(at=AT)
    assert now.stale_seconds == (AT - oldest).total_seconds()
    assert now.stale_seconds < (AT - first_seen).total_seconds()
    score_profiles(profile_ids=list(Profile.objects.values_list("pk", flat=True)))
    assert figures.figures(at=AT).stale_seconds == 0


def test_an_unseen_release(site: Released) -> None:
    score_profiles(profile_ids=list(Profile.objects.values_list("pk", flat=True)))
    people.publish(drafts.otherwise())
    now = figures.figures(at=AT)
    assert now.release == asked("SELECT max(number) FROM careers_release") == 2
    published = moment("SELECT published_at FROM careers_release WHERE number = 2")
    assert now.stale_seconds == (AT - published).total_seconds()


def test_people_handed_out_by_the_sweep_and_in_blocks(site: Released) -> None:
    sweeping.sweep(publish=lambda ids, tried: None, at=AT)
    leased = asked("SELECT count(*) FROM matching_score WHERE leased_until > %s", AT)
    assert figures.figures(at=AT).people_handed_out == leased == 2
    assert figures.figures(at=AT + sweeping.LEASE * 2).people_handed_out == 0
    people.publish(drafts.otherwise())
    blocks.sweep(publish=lambda block, tried: None, at=AT)
    held = asked("SELECT sum(people) FROM matching_block WHERE leased_until > %s", AT)
    assert held == 3
    assert figures.figures(at=AT).people_handed_out == leased + held


def test_blocks_of_the_current_release(site: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "PEOPLE", 1)
    monkeypatch.setattr(blocks, "PEOPLE_ON_SQLITE", 1)
    people.publish(drafts.otherwise())
    blocks.sweep(publish=lambda block, tried: None, at=AT)
    Block.objects.filter(pk=Block.objects.first().pk).update(done_at=AT)  # type: ignore[union-attr]
    Block.objects.create(release_number=1, first=1, last=9, people=9)
    now = figures.figures(at=AT)
    assert now.blocks_open == asked("SELECT count(*) FROM matching_block WHERE done_at IS NULL AND release_number = 2")
    assert now.blocks_done == asked("SELECT count(*) FROM matching_block WHERE done_at > '2000-01-01'")
    assert (now.blocks_open, now.blocks_done) == (2, 1)


def test_outlooks_of_people_seen_lately(site: Released) -> None:
    behind = "profile_version < wanted_version OR release_number < %s"
    stale = f"SELECT count(*) FROM matching_outlook WHERE seen_on > %s AND ({behind})"
    since = AT.date() - sweeping.SEEN_LATELY
    assert figures.figures(at=AT).outlooks_stale == asked(stale, since, 1) == 1
    people.publish(drafts.otherwise())
    assert figures.figures(at=AT).outlooks_stale == asked(stale, since, 2) == 2
    assert figures.figures(at=AT + sweeping.SEEN_LATELY * 2).outlooks_stale == 0


def test_mails(db: None) -> None:
    for hours in (5, 3):
        at = AT - datetime.timedelta(hours=hours)
        Mail.objects.create(content={}, written_at=at, due_at=at)
    now = figures.figures(at=AT)
    assert now.mails_waiting == asked("SELECT count(*) FROM careers_mail") == 2
    oldest = moment("SELECT min(written_at) FROM careers_mail")
    assert now.mails_oldest_seconds == (AT - oldest).total_seconds() == 5 * 3600


def test_documents(site: Released) -> None:
    user = people.person("sender@example.org")
    for hours in (5, 3):
        at = AT - datetime.timedelta(hours=hours)
        documents.upload(user=user, name="cv.txt", content=b"Python %d" % hours, at=at)
    documents.paste(user=user, release=site, text="SQL", at=AT - datetime.timedelta(hours=9))  # read at once
    now = figures.figures(at=AT)
    assert now.documents_waiting == asked("SELECT count(*) FROM careers_document WHERE state = 'waiting'") == 2
    oldest = moment("SELECT min(sent_at) FROM careers_document WHERE state = 'waiting'")
    assert now.documents_oldest_seconds == (AT - oldest).total_seconds() == 5 * 3600


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_what_is_sent_again_is_counted(site: Released) -> None:
    before, cut = (counted("rolewise_sent_again_total", what=what) for what in ("score", "block"))
    for later in range(3):
        sweeping.sweep(publish=lambda ids, tried: None, at=AT + later * 2 * sweeping.LEASE)
        sweeping.sweep(publish=lambda ids, tried: None, at=AT + later * 2 * sweeping.LEASE)
    assert counted("rolewise_sent_again_total", what="score") - before == 2 * 2, "two people, twice more"
    people.publish(drafts.otherwise())
    for later in range(2):
        blocks.sweep(publish=lambda block, tried: None, at=AT + later * 2 * sweeping.LEASE)
    assert counted("rolewise_sent_again_total", what="block") - cut == 1


def test_tasks_are_timed_by_name_and_outcome(site: Released) -> None:
    name = {"task": "matching.tasks.score_profiles", "state": "SUCCESS"}
    before = counted("rolewise_task_seconds_count", **name)
    tasks.score_profiles.apply(([Profile.objects.values_list("pk", flat=True)[0]],))
    assert counted("rolewise_task_seconds_count", **name) == before + 1
    failed = {"task": "matching.tasks.score_block", "state": "FAILURE"}
    before = counted("rolewise_task_seconds_count", **failed)
    tasks.score_block.apply(("x", 0))
    assert counted("rolewise_task_seconds_count", **failed) == before + 1
    assert not metrics._began


@pytest.fixture
def told(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The answer of /metrics to somebody who sends these words as their authorization."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(metrics, "queue_depths", lambda: {"work": 7})

    def ask(authorization: str = f"Bearer {TOKEN}", method: str = "GET") -> Any:
        headers = {"Authorization": authorization} if authorization else {}
        return metrics.metrics(RequestFactory().generic(method, "/metrics", headers=headers))

    return ask


def samples(text: str) -> dict[str, float]:
    return {one.name: one.value for family in text_string_to_metric_families(text) for one in family.samples}


def test_who_has_the_token_is_told_everything(site: Released, told: Callable[..., Any]) -> None:
    answer = told()
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/plain")
    assert "no-store" in answer["Cache-Control"]
    found = samples(answer.content.decode())
    now = figures.figures(at=timezone.now())
    assert found["rolewise_release"] == 1
    assert {f"rolewise_{name}" for name in now._fields} | {"rolewise_queue_messages"} == set(found)
    assert (found["rolewise_outlooks_stale"], found["rolewise_queue_messages"]) == (now.outlooks_stale, 7)


@pytest.mark.parametrize("sent", ["", TOKEN, f"Bearer {TOKEN[:-1]}", f"bearer {TOKEN}", "Bearer ", "Bearer ä"])
def test_strangers_are_told_nothing(told: Callable[..., Any], sent: str) -> None:
    answer = told(sent)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"rolewise_" not in answer.content
    assert told(method="POST").status_code == 405


def test_without_the_database_the_rest_is_told(told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(**_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(metrics, "figures", silent)
    assert set(samples(told().content.decode())) == {"rolewise_queue_messages"}


def with_one_message(settings: Any, given: str) -> dict[str, int]:
    """The metrics while the broker holds one message of ours."""
    url, options = broker.url_and_options(given)
    settings.CELERY_BROKER_URL, settings.CELERY_BROKER_TRANSPORT_OPTIONS = url, options
    with Connection(url, transport_options=options) as link:
        for queue in settings.CELERY_TASK_QUEUES:
            queue(link.channel()).declare()
        link.Producer().publish({}, routing_key="work", exchange="work")
    servers.until(lambda: any(metrics.queue_depths().values()), what="a message")
    return dict(metrics.queue_depths())


ONE = {"sweep": 0, "work": 1}


def test_messages_are_counted(settings: Any) -> None:
    assert with_one_message(settings, "memory://") == ONE


@pytest.mark.broker
def test_messages_in_rabbitmq_are_counted(settings: Any, rabbitmq_url: str) -> None:
    assert with_one_message(settings, rabbitmq_url) == ONE


@pytest.mark.broker
def test_messages_in_redis_are_counted(settings: Any, redis_url: str) -> None:
    assert with_one_message(settings, redis_url) == ONE


def test_a_broker_that_is_silent_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(metrics, "WITHIN", 0.01)
    monkeypatch.setattr(metrics, "_queue_depths", over.wait)
    assert [metrics.queue_depths() for _ in range(2)] == [{}, {}]
    over.set()
    monkeypatch.setattr(metrics, "_queue_depths", lambda: 1 / 0)
    assert metrics.queue_depths() == {}


def test_a_method_that_somebody_made_up_is_not_kept(release: Released) -> None:
    for method in ("GET", "MADEUP"):
        CountedMiddleware(lambda request: HttpResponse())(RequestFactory().generic(method, "/"))
    kept = [sample.labels for family in REGISTRY.collect() for sample in family.samples]
    assert {"<invalid method>", "GET"} <= {labels.get("method") for labels in kept}
    assert "MADEUP" not in {value for labels in kept for value in labels.values()}


def test_no_label_says_who_or_from_where() -> None:
    names = {name for family in REGISTRY.collect() for sample in family.samples for name in sample.labels}
    allowed = {"task", "state", "what", "view", "method", "status", "transport", "type", "templatename", "charset"}
    assert names <= allowed | {"le", "generation", "implementation", "major", "minor", "patchlevel", "version"}


def test_where_it_is_off_nothing_is_loaded() -> None:
    code = (
        "import sys; from careers.config import wsgi, celery; from django.urls import get_resolver;"
        "get_resolver()._populate(); celery.app.loader.import_default_modules();"
        "assert 'matching.tasks' in sys.modules; print([name for name in sys.modules if 'prometheus' in name])"
    )
    env = servers.environment(database_url="", broker_url="", state=Path("/nowhere-to-be-needed"))
    done = subprocess.run([sys.executable, "-c", code], cwd=servers.ROOT, env=env, capture_output=True, text=True)
    assert done.stdout.strip().endswith("[]"), done.stderr


@pytest.fixture(autouse=True)
def _nothing_began() -> Iterator[None]:
    yield
    metrics._began.clear()
