"""A renamed slug: old links and callers are led to the new one, whoever renamed it and however."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from careers import models
from careers.catalogue import files, releases
from careers.catalogue.findings import TWICE
from matching.publishing import operations
from matching.publishing.preparing import prepare
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def renamed(*, former: bool = True) -> dict[str, Any]:
    """The small draft with sql as structured-query-language, and the engineer as data-builder."""
    text = json.dumps(drafts.small())
    text = text.replace('"slug": "sql"', '"slug": "structured-query-language"').replace(
        '"skill": "sql"', '"skill": "structured-query-language"'
    )
    text = text.replace('"slug": "engineer"', '"slug": "data-builder"').replace(
        '"role": "engineer"', '"role": "data-builder"'
    )
    raw: dict[str, Any] = json.loads(text)
    if former:
        next(s for s in raw["skills"] if s["slug"] == "structured-query-language")["former_slugs"] = ["sql"]
        next(r for r in raw["roles"] if r["slug"] == "data-builder")["former_slugs"] = ["engineer"]
    return raw


@pytest.fixture
def release() -> None:
    people.publish()
    people.publish(renamed())


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/skills/sql/", "/skills/structured-query-language/"),
        ("/roles/engineer/", "/roles/data-builder/"),
        ("/api/v1/skills/sql/", "/api/v1/skills/structured-query-language/"),
        ("/api/v1/roles/engineer/", "/api/v1/roles/data-builder/"),
        ("/matches/engineer/", "/matches/data-builder/"),
    ],
)
def test_old_links_lead_to_the_new_page(client: Client, old: str, new: str) -> None:
    client.force_login(people.person())
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.usefixtures("release")
def test_callers_may_still_use_the_old_slug(client: Client) -> None:
    answer = client.post("/api/v1/match/", {"skills": {"sql": 4}}, content_type="application/json")
    top = answer.json()["roles"][0]
    assert {line["skill"]: line["have"] for line in top["receipt"]}["structured-query-language"] == 4


def test_what_people_hold_is_held_under_the_new_slug() -> None:
    people.publish()
    profile = people.person_with({"sql": 3})
    people.publish(renamed())
    release = releases.current()
    held = profile.claims.levels_by_position()
    assert {release.by_position[position].slug: level for position, level in held.items()} == {
        "structured-query-language": 3
    }


def test_files_that_rename_without_saying_so_are_refused(tmp_path: Path) -> None:
    people.publish()
    files.write(drafts.draft(renamed(former=False)), tmp_path)
    with pytest.raises(CommandError, match="structured-query-language: it was sql until now"):
        call_command("load_catalogue", tmp_path, stdout=StringIO())
    assert releases.current().number == 1


def test_dump_after_load_keeps_them(tmp_path: Path) -> None:
    written, dumped = tmp_path / "written", tmp_path / "dumped"
    files.write(drafts.draft(renamed()), written)
    call_command("load_catalogue", written, stdout=StringIO())
    call_command("dump_catalogue", dumped, stdout=StringIO())
    for path in written.iterdir():
        assert (dumped / path.name).read_bytes() == path.read_bytes(), path.name


def _rename(desk: Client, model: str, pk: int, slug: str) -> None:
    """Rename in the admin as an editor does: the form as it comes, with another slug."""
    url = f"/admin/careers/{model}/{pk}/change/"
    page = desk.get(url)
    form = page.context["adminform"].form
    data = {**form.initial, "slug": slug}
    for inline in page.context["inline_admin_formsets"]:
        for bound in [inline.formset.management_form, *inline.formset.initial_forms]:
            for name, field in bound.fields.items():
                data[bound.add_prefix(name)] = bound.get_initial_for_field(field, name)
    # What a browser leaves out: boxes that are not ticked, and what was never filled in.
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    answer = desk.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("model", "table", "old"),
    [("skill", models.Skill, "sql"), ("role", models.Role, "engineer")],
)
def test_renaming_at_the_desk_remembers_the_old_slug(client: Client, model: str, table: Any, old: str) -> None:
    people.publish()
    people.at_desk(client, people.person("editor@example.org", is_staff=True, is_superuser=True))
    entry = table.objects.get(slug=old)
    _rename(client, model, entry.pk, "renamed")
    assert [former.slug for former in entry.former_slugs.all()] == [old]
    _rename(client, model, entry.pk, old)
    assert [former.slug for former in entry.former_slugs.all()] == ["renamed"]
    _rename(client, model, entry.pk, "renamed-again")
    operations.publish_release(reason="Renamed.")
    for former in (old, "renamed"):
        assert client.get(f"/{model}s/{former}/").headers["Location"] == f"/{model}s/renamed-again/"


def _with(change: Callable[[dict[str, Any]], Any]) -> list[str]:
    raw = renamed()
    change(raw)
    return [str(finding) for finding in prepare(drafts.draft(raw)).findings]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda raw: raw["skills"][0].update(former_slugs=["python"]), "'python' already names airflow"),
        (lambda raw: raw["skills"][0].update(former_slugs=["sql"]), "'sql' already names airflow"),
        (lambda raw: raw["skills"][0].update(former_slugs=["py"]), "'py' already names airflow"),
        (lambda raw: raw["roles"][0].update(former_slugs=["data-builder"]), "former slug data-builder is the slug"),
        (lambda raw: raw["roles"][0].update(former_slugs=["engineer"]), f"a former slug {TWICE}"),
    ],
)
def test_a_former_slug_that_means_something_else_is_refused(change: Callable[[dict[str, Any]], Any], what: str) -> None:
    assert any(what in line for line in _with(change)), _with(change)
