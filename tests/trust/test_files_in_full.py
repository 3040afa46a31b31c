"""Every hostile and every honest file, each in the very process that reads an upload, and what that process took."""

import signal

import pytest

from careers.documents.extracting import Extracted, Reason, Refused, extract
from careers.documents.extracting.limits import FILE
from careers.documents.extracting.running import Ended
from tests.careers.documents.extracting import corpus, honest, measured
from tests.careers.documents.extracting.test_files import BAR, SECONDS
from tests.trust.conftest import Tell

HONEST = list(honest.files())
HOSTILE = list(corpus.hostile())


@pytest.fixture(scope="module")
def ended() -> dict[str, Ended]:
    hostile = {one.name: one.make() for one in HOSTILE if one.reason not in corpus.BY_SIZE}
    assert {name for name, content in hostile.items() if len(content) > FILE} == set()
    return measured.measure(hostile | {one.name: one.make() for one in HONEST})


def test_no_file_takes_more_time_or_memory_than_it_may(ended: dict[str, Ended], tell: Tell) -> None:
    slow = {name: one.cpu for name, one in ended.items() if one.cpu > SECONDS}
    large = {name: one.peak for name, one in ended.items() if one.peak > BAR}
    tell("uploads: over 2 s of computing", "0", len(slow), len(ended))
    tell("uploads: the slowest, in seconds", "<= 2", f"{max(one.cpu for one in ended.values()):.2f}", len(ended))
    tell("uploads: over 256 MB", "0", len(large), len(ended))
    tell("uploads: the largest, in MB", "<= 256", max(one.peak for one in ended.values()) // 1_000_000, len(ended))
    assert (slow, large) == ({}, {})


def test_no_file_makes_its_reader_reach_out(ended: dict[str, Ended], tell: Tell) -> None:
    """Whatever tries to connect, to start a program or to look at another process is ended by this signal.

    That nothing is left in the folder for temporary files has been looked at by `measure`.
    """
    reached = [name for name, one in ended.items() if one.code == -signal.SIGSYS]
    tell("uploads: attempts to reach out", "0", len(reached), len(ended))
    assert reached == []


def test_hostile_files_end_as_they_should(ended: dict[str, Ended], tell: Tell) -> None:
    out = {one.name: (_reason(ended[one.name]), one.reason) for one in HOSTILE if one.name in ended}
    wrong = {name: pair for name, pair in out.items() if pair[0] is not pair[1]}
    tell("uploads: hostile files with another end", "0", len(wrong), len(out))
    assert wrong == {}


@pytest.mark.parametrize("one", [one for one in HOSTILE if one.reason in corpus.BY_SIZE], ids=lambda one: one.name)
def test_a_file_of_no_or_too_many_bytes_starts_nothing(one: corpus.Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careers.documents.extracting.running.run", None)
    with pytest.raises(Refused) as refused:
        extract(one.make(), name="cv.pdf")
    assert refused.value.reason is one.reason


def test_honest_files_are_read_and_say_what_they_say(ended: dict[str, Ended], tell: Tell) -> None:
    refused = {one.name: _reason(ended[one.name]) for one in HONEST if _reason(ended[one.name])}
    wrong = {
        one.name for one in HONEST if one.name not in refused and honest.in_order(one.words, _text(ended[one.name]))
    }
    tell("uploads: honest files refused", "0", len(refused), len(HONEST))
    tell("uploads: honest files with wrong words", "0", len(wrong), len(HONEST))
    assert (refused, wrong) == ({}, set())


def _reason(one: Ended) -> Reason | None:
    out = measured.outcome(one)
    return out.reason if isinstance(out, Refused) else None


def _text(one: Ended) -> str:
    out = measured.outcome(one)
    assert isinstance(out, Extracted)
    return out.text
