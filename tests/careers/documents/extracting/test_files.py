"""Honest files come out as a person would read them, hostile ones do no harm, whatever program made them."""

import pytest

from careers.documents.extracting import Entry, Extracted, Reason
from careers.documents.extracting.limits import LIMITS
from tests.careers.documents.extracting import corpus, honest, locked_in, measured

pytestmark = pytest.mark.thorough  # two processes that each read some seventy files

HONEST = list(honest.files())
HOSTILE = [one for one in corpus.hostile() if one.reason not in corpus.BY_SIZE]
BAR = 256_000_000  # bytes of memory
SECONDS = 2.0  # of computing
PEAK = "PDF, a million pieces"
BOMBS = (PEAK, "archive, attribute of 45 MB")  # memory in PDFium and in Python; `make trust` tries all


@pytest.fixture(scope="module")
def read() -> dict[str, Extracted | Reason]:
    return locked_in.read({one.name: one.make() for one in HONEST})


def test_no_honest_file_is_refused(read: dict[str, Extracted | Reason]) -> None:
    assert len(HONEST) >= 40
    assert {name: out for name, out in read.items() if isinstance(out, Reason)} == {}


def test_words_come_out_in_the_order_in_which_they_are_read(read: dict[str, Extracted | Reason]) -> None:
    assert {one.name: missing for one in HONEST if (missing := honest.in_order(one.words, read[one.name].text))} == {}


def test_kinds_skills_and_warnings_are_those_of_the_file(read: dict[str, Extracted | Reason]) -> None:
    for one in HONEST:
        out = read[one.name]
        assert (out.kind, out.entries, bool(out.warnings)) == (one.kind, one.entries, one.warned), one.name


def test_who_somebody_is_stays_in_a_structured_file(read: dict[str, Extracted | Reason]) -> None:
    structured = [one for one in HONEST if one.entries]
    assert len(structured) >= 7
    for one in structured:
        assert honest.PRIVATE.encode() in one.make().replace(b"\0", b"") or one.name.startswith("LinkedIn"), one.name
        assert honest.PRIVATE not in str(read[one.name]), one.name


def test_hostile_files_are_refused_for_what_they_are_or_read_without_harm() -> None:
    harmless = {one.name: one for one in HOSTILE if not one.is_bomb}
    out = locked_in.read({name: one.make() for name, one in harmless.items()})
    got = {name: one if isinstance(one, Reason) else None for name, one in out.items()}
    assert {name: reason for name, reason in got.items() if reason != harmless[name].reason} == {}


def test_a_bomb_ends_at_the_limits_of_its_process() -> None:
    bombs = {one.name: one.make() for one in HOSTILE if one.name in BOMBS}
    for name, ended in measured.measure(bombs).items():
        assert getattr(measured.outcome(ended), "reason", None) is Reason.TOOK_TOO_LONG, name
        assert ended.cpu < SECONDS, name
        assert ended.peak < BAR, name


def test_without_the_limit_of_memory_a_bomb_takes_more() -> None:
    bomb = {one.name: one.make() for one in HOSTILE if one.name == PEAK}
    (ended,) = measured.measure(bomb, limits=LIMITS._replace(memory=2_000_000_000)).values()
    assert ended.peak > BAR


def test_half_a_character_in_a_resume_is_left_out() -> None:
    out = locked_in.read({"a": next(one for one in HOSTILE if "halves" in one.name).make()})["a"]
    assert isinstance(out, Extracted)
    assert out.entries == (Entry("SQL", None, "SQL"),)
