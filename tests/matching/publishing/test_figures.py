"""The figures of the catalogue: counted again by hand on the small one, and true of the one that is shipped."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from careers.catalogue import figures, files
from tests import drafts

SHIPPED = settings.BASE_DIR / "fixtures"


def run(folder: Path, **options: Any) -> str:
    out = StringIO()
    call_command("catalogue_figures", folder, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.write(drafts.draft(), tmp_path)
    return tmp_path


def rows(text: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: row[1:] for row in cells if len(row) > 1}


def test_the_figures_of_a_small_catalogue(folder: Path) -> None:
    told = rows(run(folder).split("| role | skill |")[0])
    # Python 4 takes 2 + 10 + 40 + 80 hours, retrieval 3 takes 2 + 10 + 40; the pattern 2 takes 12 and is enough.
    assert told["builder"] == ["1", "4", "2", "0 (0 %)", "-", "184", "196", "1", "0", "never"]
    # Python 3: 52, SQL 4 at half as much again: 3 + 15 + 60 + 120; orchestration 3: 52.
    assert told["engineer"] == ["1", "3", "2", "1 (33 %)", "80", "250", "302", "1", "0", "never"]
    assert told["tool"] == ["2", "1"]
    assert told["all"] == ["7", "6"]
    assert told["aliases"] == ["2"]
    assert told["exact aliases"] == ["4"]
    assert (told["prerequisites, implied"], told["prerequisites, a teacher's order"]) == (["0"], ["1"])
    assert (told["kinds of (distance 0)"], told["near (distance 1 to 4)"]) == (["1"], ["1"])
    assert (told["resources, free"], told["resources, paid"]) == (["1"], ["0"])
    assert told["groups of roles"] == ["2"]
    assert told["starting points"] == [str(len(json.loads((folder / "starts.json").read_text())))]


def test_the_first_project_is_reached_in_the_plan_from_zero(folder: Path) -> None:
    (folder / "projects.json").write_text(json.dumps([drafts.project()]))
    assert rows(run(folder).split("| role | skill |")[0])["builder"][-2:] == ["1", "never"], "ready takes no React"
    asked = json.loads((folder / "requirements.json").read_text())
    [react] = [one for one in asked if (one["role"], one["skill"]) == ("builder", "react")]
    react |= {"essential": True, "importance": 4}
    (folder / "requirements.json").write_text(json.dumps(asked))
    told = rows(run(folder).split("| role | skill |")[0])
    # Python, retrieval and React to 2 take 12 hours each; Python to 4, retrieval to 3 and the pattern 172 more.
    assert told["builder"][-2:] == ["1", f"{100 * 36 / 208:.0f} %"]


def test_material_starts_and_terms_have_their_tables(folder: Path) -> None:
    (folder / "source_terms.json").write_text(
        json.dumps(
            [
                {"role": "builder", "term": "py"},
                {"role": "builder", "term": "imported"},
                {"role": "builder", "term": "Apache Airflow"},
                {"role": "builder", "term": "nothing of ours"},
                {"role": "nobody", "term": "py"},
            ]
        )
    )
    text = run(folder)
    # A book of twelve hours for SQL 0 to 3 (78 of the 198 hours to 4) serves all of them.
    assert "| sql | 4 | 198 | 12 | 6 % | - |" in text
    assert "| python | 4 | 132 | 0 | 0 % | - |" in text
    assert text.split("| role | term |")[1].splitlines()[2:7] == [
        "| builder | py | skill python |",
        "| builder | imported | text: ways in |",
        "| builder | Apache Airflow | skill airflow, not asked here |",
        "| builder | nothing of ours | nowhere |",
        "| nobody | py | nowhere |",
    ]
    [start] = [line for line in text.splitlines() if line.startswith("| tester |")]
    # Python 3 and SQL 2 of an engineer who is asked 3 and 4: 9 of 9 shares and 4 of 16.
    assert start.startswith("| tester | software | engineer ")


def test_every_requirement_stands_there_with_its_evidence(folder: Path) -> None:
    path = folder / "requirements.json"
    asked = json.loads(path.read_text())
    asked[2] |= {"reason": "Front ends | back ends"}
    path.write_text(json.dumps(asked))
    table = run(folder).split("| role | skill |")[1].splitlines()[2:]
    assert table == [
        "| builder | python | must-have | 4 | 5 | judged | - | - |",
        "| builder | rag | must-have | 3 | 4 | judged | - | - |",
        "| builder | react-pattern | valued | 2 | 2 | judged | - | - |",
        "| builder | react | valued | 2 | 1 | judged | - | Front ends \\| back ends |",
        "| engineer | sql | must-have | 4 | 5 | judged | - | - |",
        "| engineer | python | must-have | 3 | 4 | 60 of 80 | 4 | - |",
        "| engineer | orchestration | valued | 3 | 3 | judged | - | - |",
    ]


def test_they_are_put_between_their_marks_and_nowhere_else(folder: Path) -> None:
    readme = folder / "README.md"
    readme.write_text(f"Before.\n{figures.BEGIN}Of yesterday.\n{figures.END}After.\n", encoding="utf-8")
    run(folder, write=True)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{figures.BEGIN}")
    assert text.endswith(f"{figures.END}After.\n")
    assert "Of yesterday." not in text
    assert "| builder |" in text
    run(folder, write=True)
    assert readme.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("readme", [None, "No marks.\n", figures.BEGIN])
def test_a_readme_without_marks_is_named(folder: Path, readme: str | None) -> None:
    if readme is not None:
        (folder / "README.md").write_text(readme, encoding="utf-8")
    with pytest.raises(CommandError, match=r"README\.md"):
        run(folder, write=True)


def test_a_catalogue_with_faults_is_named(folder: Path) -> None:
    (folder / "near.json").unlink()
    with pytest.raises(CommandError, match=r"near\.json: the file is missing"):
        run(folder)


@pytest.mark.thorough
def test_the_readme_tells_the_figures_of_the_shipped_catalogue() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    assert figures.put_into(text, run(SHIPPED)) == text, "Run: manage.py catalogue_figures --write"
