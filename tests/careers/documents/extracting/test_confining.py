"""What a reader could do that has been taken over, and how its process ends. Each guard has its twin without it."""

import signal

import pytest

from careers.documents.extracting import Reason, Refused, running
from careers.documents.extracting.limits import LIMITS, Limits
from careers.documents.extracting.running import Ended

CHILD = "tests.careers.documents.extracting.planted"
SHORT = LIMITS._replace(wall=0.5)
KILLED = -signal.SIGSYS


def end(deed: str, guard: str, limits: Limits = LIMITS) -> Ended:
    return running.run(f"{deed} {guard}".encode(), name="cv.pdf", limits=limits, child=CHILD)


@pytest.mark.parametrize("deed", ["connect", "fork", "execute"])
def test_a_process_that_reaches_out_is_ended_at_once(deed: str) -> None:
    assert end(deed, "lock").code == KILLED
    assert end(deed, "lock").refusal() is Reason.UNSAFE
    assert end(deed, "none").answer == (b"" if deed == "execute" else b"did")  # the twin: it could
    assert end(deed, "none").code == 0


@pytest.mark.parametrize("deed", ["look", "look-in-python", "write", "signal-others", "signal-a-thread"])
def test_a_process_that_looks_around_finds_nothing(deed: str) -> None:
    assert end(deed, "lock").answer == b"could not"
    assert end(deed, "none").answer == b"did"


@pytest.mark.parametrize("deed", ["connect-in-python", "look-in-python"])
def test_where_system_calls_are_not_filtered_python_is_stopped(deed: str) -> None:
    assert end(deed, "hook").answer == b"could not"


def test_no_byte_is_written_to_a_file_even_where_one_can_be_opened() -> None:
    assert end("write", "limits").answer == b"could not"


@pytest.mark.parametrize("deed", ["compute", "signal-itself"])  # the second is how the C library gives up
def test_a_process_that_is_locked_in_can_still_compute_and_give_up(deed: str) -> None:
    assert end(deed, "both").answer == b"did"


def test_a_process_that_waits_is_ended() -> None:
    assert end("wait", "none", SHORT).refusal() is Reason.TOOK_TOO_LONG


@pytest.mark.thorough
def test_a_process_that_computes_too_long_is_ended_by_the_kernel() -> None:
    ended = end("use", "limits")
    assert ended.code == -signal.SIGPROF
    assert 0.5 * LIMITS.cpu < ended.cpu < LIMITS.cpu + 0.4  # the timer and the account differ by what a tick holds


def test_a_process_that_says_too_much_is_not_listened_to() -> None:
    assert end("flood", "none", LIMITS._replace(answer=100_000)).answer == b""


@pytest.mark.parametrize("answer", [b"", b"did", b"{}", b'{"extracted": ["exe", "", [], []]}', b'{"refused": "no"}'])
def test_an_answer_that_the_reader_would_not_give_is_a_refusal(answer: bytes) -> None:
    with pytest.raises(Refused) as refused:
        running.understood(Ended(answer, 0, 0.0, 0))
    assert refused.value.reason is Reason.BROKEN


def test_a_process_that_could_not_begin_is_our_fault_and_not_the_files() -> None:
    with pytest.raises(running.Failed, match="ImportError"):
        running.understood(Ended(b'{"failed": "ImportError: no"}', 0, 0.0, 0))


def test_nothing_of_a_file_is_left_in_the_temporary_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    end("write", "none")
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_waited_for_no_longer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []
    end_it = running._ended

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_read", interrupted)
    monkeypatch.setattr(running, "_ended", lambda *arguments: ended.append(end_it(*arguments)) or ended[0])
    with pytest.raises(KeyboardInterrupt):
        end("wait", "none")
    assert ended[0].code == -signal.SIGKILL


def test_no_secret_goes_into_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert end("find-a-secret", "none").answer == b"could not"
    monkeypatch.setattr(running, "_ENVIRONMENT", {"SECRET_KEY"})
    assert end("find-a-secret", "none").answer == b"did"


@pytest.mark.parametrize(
    ("name", "told"), [("Jo Example.pdf", ""), ("cv.JSON", ".json"), ("a.jo example", ""), ("", "")]
)
def test_no_more_of_a_name_is_told_than_needed(name: str, told: str) -> None:
    assert running._suffix(name) == told


def test_a_reader_that_could_not_lock_itself_in_is_heard_of(caplog: pytest.LogCaptureFixture) -> None:
    for locked in ("true", "false"):
        with pytest.raises(Refused):
            running.understood(Ended(b'{"locked": %s, "refused": "scan"}' % locked.encode(), 0, 0.0, 0))
    assert [record.message for record in caplog.records] == [
        "Files are read without a filter of system calls: install libseccomp2."
    ]
