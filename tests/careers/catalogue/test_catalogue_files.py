"""The catalogue's files: what is wrong with one is named with file and entry, and nothing is loaded."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from careers import models
from careers.catalogue import files
from careers.catalogue.draft import Draft
from tests import drafts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.write(_whole(), tmp_path)
    return tmp_path


def _whole() -> Draft:
    """The small catalogue and what it has none of: a project, practice, parts of resources, things beyond study."""
    raw = drafts.small()
    raw["projects"] = [drafts.project()]
    raw["skills"][0]["practice"] = "Nights on call."
    raw["roles"][0]["beyond_study"] = ["A licence.", "Another one."]
    raw["roles"][0]["other_titles"] = ["Bricklayer", "mason"]
    raw["signposts"].append(drafts.signpost("walls", ["walls"], ("role", "builder"), ("skill", "sql"), says="Look."))
    raw["resources"][0]["skills"][0].update(hours=7, part="Chapters 1 to 3")
    return drafts.draft(raw)


def _edit(path: Path, change: Any) -> None:
    records = json.loads(path.read_text())
    change(records)
    path.write_text(json.dumps(records))


def _faults(folder: Path) -> list[str]:
    return [str(finding) for finding in files.read(folder)[1]]


def test_written_files_read_back_equal_and_byte_stable(folder: Path, tmp_path: Path) -> None:
    draft, findings = files.read(folder)
    assert findings == []
    assert draft == _whole()
    again = tmp_path / "again"
    files.write(draft, again)
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()
    }


@pytest.mark.parametrize(
    ("file", "change", "where", "what"),
    [
        ("skills", lambda r: r[0].update(kind="magic"), "skills.json: airflow", "magic"),
        ("skills", lambda r: r[0].pop("summary"), "skills.json: airflow", "summary"),
        ("skills", lambda r: r[0].update(colour="red"), "skills.json: airflow", "colour"),
        ("skills", lambda r: r[0].update(name="n" * 300), "skills.json: airflow", "length <= 80"),
        ("skills", lambda r: r[0].update(slug="Not A Slug"), "skills.json: Not A Slug", "matching regex"),
        ("skills", lambda r: r[0].update(name="a\x00b"), "skills.json: airflow", "NUL"),
        ("skills", lambda r: r[0].update(name="a\ud800b"), "skills.json: airflow", "surrogate"),
        ("skills", lambda r: r.append("airflow"), "skills.json: entry 8", "object"),
        ("requirements", lambda r: r[0].update(level=6), "requirements.json: builder / python", "<= 5"),
        ("requirements", lambda r: r[0].update(level=0), "requirements.json: builder / python", ">= 1"),
        ("requirements", lambda r: r[0].update(level="3"), "requirements.json: builder / python", "int"),
        ("requirements", lambda r: r[0].update(level=2.5), "requirements.json: builder / python", "int"),
        ("requirements", lambda r: r[0].update(level=True), "requirements.json: builder / python", "int"),
        ("near", lambda r: r[0].update(distance=5), "near.json: airflow / orchestration", "<= 4"),
        ("roles", lambda r: r[0].update(usual="15"), "roles.json: builder", "matching regex"),
        ("roles", lambda r: r[0].pop("group"), "roles.json: builder", "group"),
        ("groups", lambda r: r[0].update(order=0), "groups.json: base", ">= 1"),
        ("groups", lambda r: r[0].update(title=""), "groups.json: base", "length >= 1"),
        ("requirements", lambda r: r[0].update(named=2), "requirements.json: builder / python", "2"),
        ("requirements", lambda r: r[0].update(reason="r" * 201), "requirements.json: builder / python", "<= 200"),
        ("requirements", lambda r: r[0].update(basis="judged"), "requirements.json: builder / python", "basis"),
        ("prerequisites", lambda r: r[0].pop("implied"), "prerequisites.json: rag / python", "implied"),
        ("resources", lambda r: r[0].pop("url"), "resources.json", "url"),
        ("resources", lambda r: r[0].update(url="docs"), "resources.json", "has to begin with https://"),
        ("resources", lambda r: r[0].update(seen_on="yesterday"), "resources.json", "date"),
        ("starts", lambda r: r[0].update(title="t" * 81), "starts.json: tester", "length <= 80"),
        ("starts", lambda r: r[0].update(summary="s" * 301), "starts.json: tester", "length <= 300"),
        ("starts", lambda r: r[0].update(summary=""), "starts.json: tester", "length >= 1"),
        ("starts", lambda r: r[0]["levels"][0].update(level=0), "starts.json: tester", ">= 1"),
        ("starts", lambda r: r[0]["levels"][0].update(level=6), "starts.json: tester", "<= 5"),
        ("starts", lambda r: r[0].pop("levels"), "starts.json: tester", "levels"),
        ("starts", lambda r: r[0].update(other_names=[""]), "starts.json: tester", "length >= 1"),
        ("starts", lambda r: r[0].pop("group"), "starts.json: tester", "group"),
        ("start_groups", lambda r: r[0].update(order=1001), "start_groups.json: software", "<= 1000"),
        ("projects", lambda r: r[0].update(hours=0), "projects.json: question-answerer", ">= 1"),
        ("projects", lambda r: r[0].update(build="b" * 601), "projects.json: question-answerer", "length <= 600"),
        ("projects", lambda r: r[0].update(good=""), "projects.json: question-answerer", "length >= 1"),
        ("projects", lambda r: r[0]["skills"][0].update(level=6), "projects.json: question-answerer", "<= 5"),
        ("resources", lambda r: r[0]["skills"][0].update(hours=0), "resources.json", ">= 1"),
        ("resources", lambda r: r[0]["skills"][0].update(part="p" * 121), "resources.json", "length <= 120"),
        ("roles", lambda r: r[0].update(beyond_study=[""]), "roles.json: builder", "length >= 1"),
        ("roles", lambda r: r[0].update(other_titles=["t" * 81]), "roles.json: builder", "length <= 80"),
        ("signposts", lambda r: r[0].update(words=[]), "signposts.json: juggling", "length >= 1"),
        ("signposts", lambda r: r[0].update(says="s" * 301), "signposts.json: juggling", "length <= 300"),
        (
            "signposts",
            lambda r: r[0].update(leads_to=[{"kind": "plan", "slug": "x"}]),
            "signposts.json: juggling",
            "plan",
        ),
        ("skills", lambda r: r[0].update(practice="p" * 201), "skills.json: airflow", "length <= 200"),
    ],
)
def test_a_faulty_entry_is_named(folder: Path, file: str, change: Any, where: str, what: str) -> None:
    _edit(folder / f"{file}.json", change)
    assert any(line.startswith(where) and what in line for line in _faults(folder)), _faults(folder)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"[{", "not JSON"),
        (b'["\xff"]', "not JSON in UTF-8"),
        (b"{}", "must contain a list"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_no_list_of_records_is_named(folder: Path, text: bytes, what: str) -> None:
    (folder / "near.json").write_bytes(text)
    assert any(line.startswith("near.json") and what in line for line in _faults(folder)), _faults(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "roles.json").unlink()
    assert "roles.json: the file is missing" in _faults(folder)


def _load(folder: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_catalogue", folder, stdout=out, **options)
    return out.getvalue()


@pytest.mark.database
@pytest.mark.django_db
class TestLoading:
    def test_loads_and_publishes_at_once(self, folder: Path) -> None:
        assert "release 1" in _load(folder)
        assert models.Role.objects.count() == 2
        assert models.StartingLevel.objects.filter(start__slug="tester").count() == 2
        assert models.Release.objects.get().number == 1

    def test_the_same_content_again_does_nothing(self, folder: Path) -> None:
        _load(folder)
        assert "nothing to do" in _load(folder)
        assert models.Release.objects.count() == 1

    def test_a_fault_loads_nothing(self, folder: Path) -> None:
        _edit(folder / "requirements.json", lambda r: r[0].update(skill="nope"))
        with pytest.raises(CommandError, match="no skill 'nope'"):
            _load(folder)
        assert not models.Skill.objects.exists()
        assert not models.Release.objects.exists()

    @pytest.mark.thorough
    def test_edited_tables_are_not_overwritten_without_being_told(self, folder: Path) -> None:
        _load(folder)
        models.Role.objects.filter(slug="builder").update(summary="Edited by hand.")
        _edit(folder / "roles.json", lambda r: r[1].update(summary="Edited in the file."))
        with pytest.raises(CommandError, match="--replace"):
            _load(folder)
        assert models.Role.objects.get(slug="builder").summary == "Edited by hand."
        assert "release 2" in _load(folder, replace=True)
        assert models.Role.objects.get(slug="builder").summary != "Edited by hand."

    def test_dump_after_load_is_byte_equal(self, folder: Path, tmp_path: Path) -> None:
        _load(folder)
        dumped = tmp_path / "dumped"
        call_command("dump_catalogue", dumped, stdout=StringIO())
        for path in dumped.iterdir():
            assert path.read_bytes() == (folder / path.name).read_bytes(), path.name

    def test_every_field_is_kept_in_the_tables(self, folder: Path, tmp_path: Path) -> None:
        _edit(folder / "requirements.json", lambda r: r[0].update(named=5, reason="Asked in every interview."))
        _edit(folder / "prerequisites.json", lambda r: r[0].update(implied=True))
        _edit(folder / "roles.json", lambda r: r[0].update(usual="12.34"))
        _load(folder)
        call_command("dump_catalogue", tmp_path / "dumped", stdout=StringIO())
        for path in (tmp_path / "dumped").iterdir():
            assert json.loads(path.read_text()) == json.loads((folder / path.name).read_text()), path.name

    def test_groups_are_replaced_with_their_roles(self, folder: Path) -> None:
        _load(folder)
        _edit(folder / "groups.json", lambda r: r[1].update(slug="make", title="Make"))
        _edit(folder / "roles.json", lambda r: r[0].update(group="make"))
        _load(folder)
        assert [str(group) for group in models.RoleGroup.objects.all()] == ["The base", "Make"]
        assert models.Role.objects.get(slug="builder").group.slug == "make"

    def test_the_tables_give_back_what_the_files_hold(self, folder: Path, tmp_path: Path) -> None:
        _load(folder)
        call_command("dump_catalogue", tmp_path / "dumped", stdout=StringIO())
        assert files.read(tmp_path / "dumped") == (_whole(), [])

    def test_projects_are_replaced_whole(self, folder: Path) -> None:
        _load(folder)
        _edit(folder / "projects.json", lambda r: r[0].update(title="Another", skills=r[0]["skills"][:3]))
        assert "release 2" in _load(folder)
        assert [str(own) for own in models.ProjectSkill.objects.order_by("skill__slug")] == [
            "Another: Python at 2",
            "Another: Retrieval-augmented generation at 2",
            "Another: React at 1",
        ]

    def test_signposts_are_replaced_whole_and_keep_their_order(self, folder: Path, tmp_path: Path) -> None:
        _load(folder)
        assert [str(lead) for lead in models.SignpostLead.objects.filter(signpost__slug="walls")] == ["Builder", "SQL"]
        to = [{"kind": "start", "slug": "tester"}, {"kind": "role", "slug": "engineer"}]
        _edit(folder / "signposts.json", lambda r: r[0].update(leads_to=to))
        assert "release 2" in _load(folder)
        call_command("dump_catalogue", tmp_path / "dumped", stdout=StringIO())
        dumped = json.loads((tmp_path / "dumped/signposts.json").read_text())
        assert [one["leads_to"] for one in dumped] == [to, dumped[1]["leads_to"]]

    def test_starting_points_are_kept_in_order_and_replaced_whole(self, folder: Path, tmp_path: Path) -> None:
        _load(folder)
        _edit(folder / "starts.json", lambda r: r[0]["levels"].reverse())
        assert "nothing to do" in _load(folder)
        _edit(folder / "starts.json", lambda r: r[0].update(slug="checker", levels=[{"skill": "sql", "level": 4}]))
        assert "release 2" in _load(folder)
        assert [str(own) for own in models.StartingLevel.objects.all()] == ["Tester: SQL at 4"]
        call_command("dump_catalogue", tmp_path / "dumped", stdout=StringIO())
        [start] = json.loads((tmp_path / "dumped/starts.json").read_text())
        assert (start["slug"], start["levels"]) == ("checker", [{"skill": "sql", "level": 4}])

    def test_a_skill_left_out_is_retired_and_its_number_kept(self, folder: Path) -> None:
        _load(folder)
        _edit(folder / "requirements.json", lambda r: r.pop(2))
        _edit(folder / "projects.json", lambda r: r.clear())
        _edit(folder / "skills.json", lambda r: r.pop(4))
        _load(folder)
        assert models.Skill.objects.get(slug="react").retired
        _edit(folder / "skills.json", lambda r: r.append(drafts.skill("react", "React", "tool", 77)))
        _edit(folder / "requirements.json", lambda r: r.append(drafts.asks("builder", "react", 2, 1)))
        with pytest.raises(CommandError, match="position 77 here, 4 in the tables"):
            _load(folder)

    def test_two_skills_may_swap_their_names(self, folder: Path) -> None:
        _load(folder)

        def swap(records: list[dict[str, Any]]) -> None:
            records[1]["name"], records[3]["name"] = records[3]["name"], records[1]["name"]

        _edit(folder / "skills.json", swap)
        _load(folder)
        assert models.Skill.objects.get(position=1).name == "Retrieval-augmented generation"

    def test_if_empty_leaves_a_catalogue_alone(self, folder: Path) -> None:
        _load(folder)
        _edit(folder / "roles.json", lambda r: r[1].update(summary="Edited in the file."))
        assert "nothing loaded" in _load(folder, if_empty=True)
        assert models.Release.objects.count() == 1
