"""Honest files come out as a person would read them, hostile ones do no harm, whatever program made them."""

import csv

import pytest

from careers.documents.extracting import Entry, Extracted, Reason, Refused, readers
from careers.documents.extracting.limits import LIMITS
from careers.documents.extracting.warnings import HIDDEN, RECOGNISED
from tests.careers.documents.extracting import corpus, honest, locked_in, measured

pytestmark = pytest.mark.thorough  # two processes that each read some seventy files

HONEST = list(honest.files())
HOSTILE = [one for one in corpus.hostile() if one.reason not in corpus.BY_SIZE]
BAR = 256_000_000  # bytes of memory
SECONDS = 2.0  # of computing
PEAK = "PDF, a million pieces"
BOMBS = (PEAK, "archive, attribute of 45 MB")  # memory in PDFium and in Python; `make trust` tries all


HARMLESS = {one.name: one for one in HOSTILE if not one.is_bomb}
_SMALL = 100_000  # bytes


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {one.name: one.make() for one in (*HONEST, *HARMLESS.values())}


@pytest.fixture(scope="module")
def read(files: dict[str, bytes]) -> dict[str, Extracted | Reason]:
    return locked_in.read(files)


def test_no_honest_file_is_refused(read: dict[str, Extracted | Reason]) -> None:
    assert len(HONEST) >= 40
    assert {one.name: read[one.name] for one in HONEST if isinstance(read[one.name], Reason)} == {}


def test_words_come_out_in_the_order_in_which_they_are_read(read: dict[str, Extracted | Reason]) -> None:
    assert {one.name: missing for one in HONEST if (missing := honest.in_order(one.words, read[one.name].text))} == {}


def test_kinds_skills_and_warnings_are_those_of_the_file(read: dict[str, Extracted | Reason]) -> None:
    for one in HONEST:
        out = read[one.name]
        assert (out.kind, out.entries, bool(out.warnings)) == (one.kind, one.entries, one.warned), one.name


def test_what_must_not_come_out_stays_in_the_file(files: dict[str, bytes], read: dict[str, Extracted | Reason]) -> None:
    """The words stand in enough of the files, as far as these are not packed."""
    assert sum(honest.PRIVATE.encode() in files[one.name].replace(b"\0", b"") for one in HONEST) >= 5
    assert {one.name for one in HONEST for words in honest.ABSENT if words in str(read[one.name])} == set()


def test_hostile_files_are_refused_for_what_they_are_or_read_without_harm(read: dict[str, Extracted | Reason]) -> None:
    assert len(HARMLESS) >= 100
    got = {name: read[name] if isinstance(read[name], Reason) else None for name in HARMLESS}
    assert {name: reason for name, reason in got.items() if reason is not HARMLESS[name].reason} == {}


@pytest.mark.parametrize("name", ["white text", "text that is never painted", "text behind a picture"])
def test_the_owner_is_told_of_text_that_cannot_be_seen(name: str, read: dict[str, Extracted | Reason]) -> None:
    assert read[f"PDF, {name}"].warnings == (HIDDEN,)
    assert read["PDF, recognised by a scanner"].warnings == (RECOGNISED,)  # not hidden, but read by a machine


def test_half_a_character_in_a_resume_is_left_out(read: dict[str, Extracted | Reason]) -> None:
    assert read["other, resume with halves of characters"].entries == (Entry("SQL", None, "SQL"),)


def test_the_lock_changes_nothing_but_what_can_be_reached(
    files: dict[str, bytes], read: dict[str, Extracted | Reason]
) -> None:
    risky = {name for name in HARMLESS if name.startswith("PDF") or len(files[name]) > _SMALL}
    for name in files.keys() - risky:
        assert here(files[name]) == read[name], name


def here(content: bytes) -> Extracted | Reason:
    """What a reader says in this process, with the limit of fields that a new process starts with."""
    limit = csv.field_size_limit(131_072)
    try:
        return readers.read(content, "")
    except Refused as refused:
        return refused.reason
    finally:
        csv.field_size_limit(limit)


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
