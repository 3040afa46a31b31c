"""A made-up catalogue and folder, and places where nothing of the real ones is touched."""

from pathlib import Path

import pytest

from careers.catalogue import files
from matching.evaluation import measured, rivals
from tests import drafts
from tests.matching.evaluation import folders as data


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    files.write(drafts.draft(data.raw_catalogue()), folder)
    return folder


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without scikit-learn, as on a machine that never ran `make evaluate`; and quicker."""
    monkeypatch.setattr(rivals, "has_scikit_learn", lambda: False)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where --write keeps the figures in this test."""
    place = tmp_path / "measured.json"
    monkeypatch.setattr(measured, "PLACE", place)
    monkeypatch.setattr(measured, "README", tmp_path / "README.md")
    measured.README.write_text(f"{measured.BEGIN}\n{measured.END}\n")
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data.write(
        tmp_path_factory.mktemp("data"),
        lists=data.listed(12, {"own": 0.8, "other": 0.1}),
        people=data.person_rows(60, years=("2021", "2022")),
        texts=data.text_rows(36, sources=("yan-a", "board", "yan-b")),
    )
