"""A process of `make run`: which lines of its log are errors, how large that grows, and when it is given up."""

import sys
from pathlib import Path

import pytest

from careers.config import servers
from careers.config.servers import Child, Failed

ERRORS = [
    "2026-11-28 22:43:47,123 ERROR django.request: Internal Server Error: /",
    "2026-11-28 22:43:47,123 CRITICAL root: x",
    "[2026-11-28 22:43:47 +0000] [30321] [ERROR] Worker (pid:3) was sent SIGKILL!",
    "[2026-11-28 22:43:47,123: ERROR/MainProcess] consumer: Cannot connect",
]
OTHERS = [
    "2026-11-28 22:43:47,123 WARNING django.request: Not Found: /ERROR/",
    "2026-11-28 22:43:47,123 WARNING django.request: Not Found: / 2026-11-28 22:43:47,123 ERROR x",
    "[2026-11-28 22:43:47 +0000] [30321] [INFO] [ERROR]",
    "  2026-11-28 22:43:47,123 ERROR in the middle of a traceback",
    "ERROR",
    "",
]


def child(folder: Path, code: str = "", **options: bool) -> Child:
    return Child("it", [sys.executable, "-c", code], log=folder / "it.log", **options)


def test_an_error_is_told_by_its_place_in_the_line_and_once(tmp_path: Path) -> None:
    one = child(tmp_path)
    one.log.write_text("\n".join([*OTHERS, *ERRORS, *OTHERS, "2026-11-28 22:43:47,123 ERROR not yet whole"]))
    assert one.alarms() == ERRORS
    assert one.alarms() == []


def test_a_log_that_has_grown_too_large_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "LARGEST_LOG", 1000)
    one = child(tmp_path)
    with one.log.open("a") as log:  # as its process writes: at the end, wherever that is
        log.write(f"{ERRORS[0]}\n" * 20)
        log.flush()
        assert len(one.alarms()) == 20
        one.trim()
        assert one.log.stat().st_size == 0
        assert one.log.with_suffix(".old").read_text().count("\n") == 20
        log.write(f"{ERRORS[1]}\n")
        log.flush()
        assert one.alarms() == [ERRORS[1]]
        one.trim()
        assert one.log.read_text() == f"{ERRORS[1]}\n"


def _die(one: Child) -> str:
    """Let it end, and return what there is to say of that."""
    one.start()
    assert one._process
    one._process.wait()
    return one.tend()


def test_what_keeps_dying_is_given_up_with_the_end_of_its_log(tmp_path: Path) -> None:
    one = child(tmp_path, "print('the reason'); raise SystemExit(3)")
    told = [_die(one) for _ in range(5)]
    assert [f"in {seconds} s" in words for seconds, words in zip((1, 2, 4, 8, 16), told, strict=True)] == [True] * 5
    with pytest.raises(Failed, match=r"it ended 6 times in a row \(code 3\)[^$]*the reason"):
        _die(one)


def test_a_full_disk_is_nobodys_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_LITTLE", 10**18)  # so that there is less than that
    one = child(tmp_path, "raise SystemExit(120)")
    assert all("There is no room left on the disk" in _die(one) for _ in range(8))


def test_what_was_killed_says_so(tmp_path: Path) -> None:
    words = _die(child(tmp_path, "import os; os.kill(os.getpid(), 9)"))
    assert "somebody killed it, or the machine is short of memory" in words
