"""`check --deploy` says that the filter of system calls is missing; without `--deploy` nobody is bothered."""

import pytest
from django.core.checks import run_checks

from careers.documents.extracting import confining


def told(*, deploy: bool) -> list[str]:
    return [message.id for message in run_checks(include_deployment_checks=deploy) if message.id == "careers.W001"]


def test_a_missing_filter_is_told_before_production_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(deploy=True) == []
    monkeypatch.setattr(confining, "LIBRARY", "libnothing-of-the-kind.so.2")
    assert told(deploy=True) == ["careers.W001"]
    assert told(deploy=False) == []
