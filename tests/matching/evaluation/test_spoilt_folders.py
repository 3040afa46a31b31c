"""manage.py evaluate on folders that are spoilt, empty or say too little: a sentence, never a traceback."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError

from careers.catalogue import files
from matching.evaluation.tasks import PEOPLE, TEXTS
from tests import drafts
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import document, row, run


def spoilt(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(gzip.compress(content))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


HEADER = ",".join(data.PEOPLE_COLUMNS).encode() + b"\n"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (Path.unlink, "people.csv.gz is missing in .*data"),
        (truncated, "people.csv.gz cannot be read to its end"),
        (lambda path: path.write_bytes(b"id,role\n"), "people.csv.gz cannot be read to its end: Not a gzipped file"),
        (lambda path: path.write_bytes(b""), "people.csv.gz is empty"),
        (spoilt(b""), "people.csv.gz is empty"),
        (spoilt(b"key,job\n1,data-engineer\n"), "people.csv.gz has no column country, gender, id, role, skills"),
        (spoilt(HEADER + b"1,data-engineer,\xff,x,y,z\n"), "people.csv.gz cannot be read to its end: 'utf-8'"),
        (spoilt(HEADER + b'1,data-engineer,"Alfa|Bravo,x,y,z\n2,x,y\n'), "people.csv.gz cannot be read to its end"),
        (lambda path: [path.unlink(), path.mkdir()], "people.csv.gz cannot be read to its end"),
    ],
)
def test_a_spoilt_file_is_named(
    tmp_path: Path, catalogue: Path, plain: None, kept: Path, spoil: Callable[[Path], object], what: str
) -> None:
    folder = data.write(tmp_path / "data", people=data.person_rows(20))
    spoil(folder / "people.csv.gz")
    with pytest.raises(CommandError, match=what):
        run(folder, catalogue, write=True)
    assert not kept.exists()


def test_a_path_that_is_no_folder_is_named(tmp_path: Path, catalogue: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(CommandError, match="file is not a folder"):
        run(file, catalogue)
    with pytest.raises(CommandError, match=r"posting_skills\.csv\.gz is missing in .*nowhere"):
        run(tmp_path / "nowhere", catalogue)


def test_a_catalogue_that_lacks_a_role_is_named(tmp_path: Path) -> None:
    files.write(drafts.draft(), tmp_path / "small")
    with pytest.raises(CommandError, match="The catalogue lacks roles that a task ranks: ai-agent-engineer, "):
        run(data.write(tmp_path / "data"), tmp_path / "small")
    with pytest.raises(CommandError, match=r"roles\.json: the file is missing"):
        run(tmp_path / "data", tmp_path)


def test_files_without_a_row_give_honest_lines(tmp_path: Path, catalogue: Path) -> None:
    folder = data.write(tmp_path / "data")
    out, _ = run(folder, catalogue)
    assert len(re.findall(r"n = 0, \d+ roles; strings understood -", out)) == 3
    assert out.count("no row of these roles, so nothing is measured") == 3
    assert "no source has enough rows of two roles, so nothing is measured" in out
    found = document(folder, catalogue)
    assert found["tasks"]["lists"]["rows"] == found["unseen"]["sources"] == found["unseen"]["mean"]["all"] == []


@pytest.mark.parametrize("half", ["a", "b", "both"])
def test_one_role_alone_has_no_auc_and_teaches_nothing(tmp_path: Path, catalogue: Path, half: str) -> None:
    rows = [(name, "data-engineer", "Hotel") for name, _ in zip(data.ids("ad"), range(60), strict=False)]
    folder = data.write(tmp_path / "data", lists=rows)
    found = document(folder, catalogue, half=half)["tasks"]["lists"]
    assert row(found, "rolewise")["auc"] is None
    assert row(found, "rolewise")["intervals"]["auc"] == [None, None]
    assert found["left_out"] == ["logistic regression", "gradient boosting"]
    out, _ = run(folder, catalogue, half=half)
    assert "logistic regression: left out, the other half teaches it too little" in out


def test_one_role_in_this_half_and_two_in_the_other(tmp_path: Path, catalogue: Path) -> None:
    """A model can be fitted and no AUC be told: it is null, also in the comparison."""
    even = [(name, "data-engineer", "Hotel") for name, _ in zip(data.ids("ad", even=True), range(9), strict=False)]
    odd = [
        (name, role, data.SKILL[role])
        for name, role in zip(data.ids("ad", even=False), ["data-engineer", "ml-engineer"] * 9, strict=False)
    ]
    folder = data.write(tmp_path / "data", lists=[*even, *odd])
    found = document(folder, catalogue, half="a")["tasks"]["lists"]
    assert found["ahead_of_trained"]["auc"] == [None, None]
    assert "paired 95 %: top1" in run(folder, catalogue, half="a")[0]
    assert "nan" not in run(folder, catalogue, half="a")[0]


def test_options_that_nobody_understands_and_people_with_no_skill_left(tmp_path: Path, catalogue: Path) -> None:
    """Each option comes once, so there is nothing to learn either; the roles stand by title for us."""
    rows = [
        (name, role, f"a{name}|b{name}|c{name}", "Woman", "Here", "1-2 years")
        for name, role in zip(data.ids("person"), PEOPLE.roles * 12, strict=False)
    ]
    texts = [(name, role, "", "") for name, role in zip(data.ids("text"), TEXTS.roles * 3, strict=False)]
    folder = data.write(tmp_path / "data", people=rows, texts=texts, lists=[("1", "data-engineer", "")])
    found = document(folder, catalogue)["tasks"]
    assert (found["people"]["understood"], found["people"]["without_a_skill"]) == (0.0, 60)
    assert (row(found["people"], "rolewise")["top1"], row(found["people"], "rolewise")["top3"]) == (0.2, 0.6)
    assert row(found["people"], "rolewise")["auc"] == 0.5
    assert found["lists"]["understood"] is None
    for task in found.values():
        assert task["left_out"] == ["logistic regression", "gradient boosting"]
    assert "60 of them name no skill we know" in run(folder, catalogue)[0]
