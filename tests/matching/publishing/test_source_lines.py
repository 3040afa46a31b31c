"""The command `source_lines`: which skills of its role the reader finds in each line of a description."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from careers.catalogue import files
from tests import drafts

DESCRIPTION = """Roles
- Data Engineer
Data engineers move data.
- Builds pipelines with Apache Airflow and SQL
- {second}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small catalogue, its engineer under the slug that comes first in the description."""
    raw = drafts.small()
    for one in [*raw["roles"], *raw["requirements"], *raw["roles"][0]["differences"]]:
        for field in ("slug", "role"):
            if one.get(field) == "engineer":
                one[field] = "data-engineer"
    files.write(drafts.draft(raw), tmp_path / "catalogue")
    return tmp_path


def read(folder: Path, second: str, out: StringIO) -> None:
    (folder / "roles.txt").write_text(DESCRIPTION.format(second=second), encoding="utf-8")
    call_command("source_lines", folder / "roles.txt", catalogue=folder / "catalogue", stdout=out)


def test_a_skill_of_the_role_or_a_kind_of_it_is_found_in_each_line(folder: Path) -> None:
    out = StringIO()
    read(folder, "Writes py, and a little React", out)
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert lines[1] == "airflow, sql"  # the role asks orchestration, of which Airflow is a kind
    assert lines[3] == "python"  # it does not ask React
    assert lines[-1] == "2 lines, 0 in which no skill of the role is found."


def test_a_line_without_one_is_named_and_fails(folder: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="1 lines name no skill of their role"):
        read(folder, "Goes to meetings about React", out)
    assert "Goes to meetings about React\n    NOTHING" in out.getvalue()


def test_a_faulty_catalogue_is_not_read(folder: Path) -> None:
    path = folder / "catalogue" / "requirements.json"
    path.write_text(json.dumps([{**one, "level": 9} for one in json.loads(path.read_text())]))
    with pytest.raises(CommandError, match="The catalogue has faults"):
        read(folder, "Writes py", StringIO())
