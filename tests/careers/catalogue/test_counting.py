"""Counting: sums that can be recounted by hand, half of the ads, and files that are spoilt."""

import csv
import gzip
import hashlib
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command

from careers.catalogue import counting, files
from careers.management.measuring import AGREE
from careers.reading.folders import in_half
from tests import drafts

Rows = list[tuple[str, str, str]]


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def ids(number: int, *, half_a: bool = True) -> list[str]:
    """Ids of one half, picked by another way of saying "even"."""
    names = (f"ad-{n}" for n in range(10_000))
    return [n for n in names if (int(sha1(n), 16) % 2 == 0) == half_a][:number]


def write(folder: Path, lists: Rows, texts: Rows) -> Path:
    for name, column, rows in (("posting_skills", "skills", lists), ("postings", "text", texts)):
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["id", "role", column])
            out.writerows(rows)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """60 ads for engineers in half A: 30 ask SQL in a list, 6 of these also in their text, 15 name Airflow; and 40 ads
    of half B that would change everything."""
    mine, others = ids(60), ids(40, half_a=False)
    lists: Rows = [(ad, "engineer", "SQL|Teamwork") for ad in mine[:30]]
    lists += [(ad, "engineer", "Python|Python") for ad in others]
    texts: Rows = [(ad, "engineer", "You know SQL and\nlike it.") for ad in mine[:6]]
    texts += [(ad, "engineer", "Apache Airflow, or the like; not sequel.") for ad in mine[30:45]]
    texts += [(ad, "engineer", "You are kind.") for ad in mine[45:]]
    texts += [(ad, "builder", "Python") for ad in ids(5)]
    texts += [(ad, "other", "Python") for ad in ids(60)]
    folder = tmp_path / "data"
    folder.mkdir()
    return write(folder, lists, texts)


def test_an_ad_counts_once_whatever_it_comes_as(data: Path) -> None:
    counts = counting.count_ads(drafts.draft(), counting.read_ads(data, "a"))
    assert counts["engineer"].of == 60
    assert dict(counts["engineer"].naming) == {"sql": 30, "airflow": 15, "orchestration": 15}
    assert counts["builder"] == counting.Count(5, {"python": 5})
    assert "other" not in counts


def test_a_list_and_a_text_of_one_ad_are_read_together(tmp_path: Path) -> None:
    write(tmp_path, [("ad", "engineer", "Apache Airflow|SQL")], [("ad", "engineer", "You know SQL.")])
    counts = counting.count_ads(drafts.draft(), counting.read_ads(tmp_path))
    assert counts == {"engineer": counting.Count(1, {"sql": 1, "airflow": 1, "orchestration": 1})}


def test_a_grade_stands_for_a_share() -> None:
    assert [counting.grade(n, 200) for n in (1, 9, 10, 23, 24, 49, 50, 99, 100, 200)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_nothing_is_counted_in_few_ads_or_where_no_ad_asks() -> None:
    assert counting.grade_of("sql", counting.Count(50, {"sql": 1})) == 1
    assert counting.grade_of("sql", counting.Count(50, {"python": 50})) is None
    assert counting.grade_of("sql", counting.Count(49, {"sql": 49})) is None
    assert counting.grade_of("sql", None) is None


def test_counts_are_the_evidence_and_all_else_stays(data: Path) -> None:
    before = drafts.draft()
    after = counting.with_counts(before, counting.count_ads(before, counting.read_ads(data, "a")))
    evidence = {(one.role, one.skill): (one.counted, one.of) for one in after.requirements}
    assert evidence["engineer", "sql"] == (30, 60)
    assert evidence["engineer", "orchestration"] == (15, 60)
    # Nobody names Python, and builders have five ads.
    assert evidence["engineer", "python"] == (None, None)
    assert {n for (role, _), n in evidence.items() if role == "builder"} == {(None, None)}
    silent = {"counted": None, "of": None}
    assert [msgspec.structs.replace(one, **silent) for one in after.requirements] == [
        msgspec.structs.replace(one, **silent) for one in before.requirements
    ]


def test_the_halves_part_the_ads() -> None:
    names = [f"{n}" for n in range(1_000)]
    mine = [name for name in names if in_half(name, "a")]
    assert mine == [n for n in names if sha1(n)[-1] in "02468ace"]
    assert 400 < len(mine) < 600
    assert [name for name in names if not in_half(name, "b")] == mine
    assert all(in_half(name, "both") for name in names)


def _run(data: Path, catalogue: Path, **options: Any) -> str:
    out = StringIO()
    call_command("count_ads", data, catalogue=catalogue, stdout=out, **options)
    return out.getvalue()


def test_the_command_shows_writes_and_then_agrees(data: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    files.write(drafts.draft(), catalogue)
    before = {path.name: path.read_bytes() for path in catalogue.iterdir()}
    shown = _run(data, catalogue, half="a")
    assert "engineer: 60 ads" in shown
    assert "builder: 5 ads (fewer than 50: judged)" in shown
    assert "not asked, but named by 10 % or more: airflow 25 %" in shown
    assert "--write" in shown
    assert {path.name: path.read_bytes() for path in catalogue.iterdir()} == before
    assert "Written" in _run(data, catalogue, half="a", write=True)
    assert AGREE in _run(data, catalogue, half="a")
    assert "engineer: 100 ads" in _run(data, catalogue)
    assert "engineer: 40 ads" in _run(data, catalogue, half="b")
    assert {path.name for path in catalogue.iterdir() if path.read_bytes() != before[path.name]} == {
        "requirements.json"
    }


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _not_text(path: Path) -> None:
    path.write_bytes(gzip.compress(b"id,role,text\n1,engineer,\xff\n"))


def _not_gzip(path: Path) -> None:
    path.write_bytes(b"id,role,text\n")


def _other_columns(path: Path) -> None:
    path.write_bytes(gzip.compress(b"key,role,body\n"))


def _empty(path: Path) -> None:
    path.write_bytes(gzip.compress(b""))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (Path.unlink, "postings.csv.gz is missing"),
        (_truncate, "postings.csv.gz cannot be read to its end"),
        (_not_text, "postings.csv.gz cannot be read to its end"),
        (_not_gzip, "postings.csv.gz cannot be read to its end"),
        (_other_columns, "postings.csv.gz has no column id, text"),
        (_empty, "postings.csv.gz is empty"),
    ],
)
def test_data_that_is_not_there_or_spoilt_is_named(data: Path, spoil: Callable[[Path], Any], what: str) -> None:
    spoil(data / "postings.csv.gz")
    with pytest.raises(CommandError, match=what):
        _run(data, Path("fixtures"))


def test_a_catalogue_with_faults_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"roles\.json: the file is missing"):
        _run(data, tmp_path)
