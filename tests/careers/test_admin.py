"""The editors' desk: every page opens, faults are named, and what is published is what was shown."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from careers import models
from careers.catalogue import files, releases
from careers.catalogue.admin_forms import RoleNameForm
from careers.catalogue.findings import TWICE
from matching import engine
from matching.publishing import operations
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

CATALOGUE = [
    models.Skill,
    models.RoleGroup,
    models.Role,
    models.Resource,
    models.KindLevel,
    models.Near,
    models.Prerequisite,
    models.Requirement,
    models.Signpost,
    models.StartingPoint,
]


@pytest.fixture
def editor() -> models.User:
    """Somebody who may edit the catalogue and publish it, and nothing else."""
    user = people.person("editor@example.org", is_staff=True)
    names = [model._meta.model_name for model in models.__dict__.values() if hasattr(model, "_meta")]
    private = {"user", "profile", "claim"}
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="careers", content_type__model__in=set(names) - private)
    )
    return user


@pytest.fixture
def desk(editor: models.User, client: Client) -> Client:
    people.at_desk(client, editor)
    return client


@pytest.mark.thorough
@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.__name__)
def test_every_catalogue_model_is_listed_searched_and_edited(desk: Client, model: Any) -> None:
    name = model._meta.model_name
    one = model.objects.first()
    for url in (
        reverse(f"admin:careers_{name}_changelist"),
        reverse(f"admin:careers_{name}_changelist") + "?q=python",
        reverse(f"admin:careers_{name}_add"),
        reverse(f"admin:careers_{name}_change", args=[one.pk]),
    ):
        assert desk.get(url).status_code == 200, url


@pytest.mark.parametrize("query", ["\x00", "\u202e", "'; --", "x" * 10_000])
def test_odd_searches_are_answered(desk: Client, query: str) -> None:
    assert desk.get(reverse("admin:careers_skill_changelist"), {"q": query}).status_code == 200


def test_editors_see_no_people(desk: Client) -> None:
    index = desk.get("/admin/").content.decode()
    assert "Skills" in index
    assert "Users" not in index
    assert desk.get("/admin/careers/user/").status_code == 403
    registered = {model for model in admin.site._registry if model.__module__.startswith(("careers", "matching"))}
    assert {models.Profile, models.Claim}.isdisjoint(registered)


def test_somebody_without_rights_does_not_get_in(client: Client) -> None:
    client.force_login(people.person())
    assert client.get(reverse("admin:careers_release_publish")).status_code == 302


def test_an_editor_without_the_right_to_publish_does_not(client: Client) -> None:
    people.at_desk(client, people.person(is_staff=True))
    assert client.get(reverse("admin:careers_release_publish")).status_code == 403


def skill_form(skill: models.Skill, **changes: Any) -> dict[str, Any]:
    """What the change form of a skill posts, aliases first."""
    others = ("levels", "near", "prerequisites", "resource_uses", "former_slugs")
    sets = {"aliases": list(skill.aliases.all()), **{prefix: [] for prefix in others}}
    form: dict[str, Any] = {
        "name": skill.name,
        "slug": skill.slug,
        "kind": skill.kind,
        "summary": skill.summary,
        "hours_factor": skill.hours_factor,
        "hours_reason": skill.hours_reason,
    }
    for prefix, entries in sets.items():
        form |= {f"{prefix}-TOTAL_FORMS": len(entries), f"{prefix}-INITIAL_FORMS": len(entries)}
    for number, alias in enumerate(sets["aliases"]):
        form |= {
            f"aliases-{number}-id": alias.pk,
            f"aliases-{number}-skill": skill.pk,
            f"aliases-{number}-text": alias.text,
        }
    return form | changes


def change_skill(desk: Client, which: str, **changes: Any) -> Any:
    skill = models.Skill.objects.get(slug=which)
    return desk.post(reverse("admin:careers_skill_change", args=[skill.pk]), skill_form(skill, **changes))


def new_alias(text: str, number: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "aliases-TOTAL_FORMS": number + 1,
        f"aliases-{number}-text": text,
        **{f"aliases-{number}-{key}": value for key, value in more.items()},
    }


def test_a_sound_change_is_saved(desk: Client) -> None:
    answer = change_skill(desk, "sql", summary="Asking data questions.", **new_alias("structured query language"))
    assert answer.status_code == 302, answer.context["errors"]
    assert models.Alias.objects.get(key="structured query language").skill.slug == "sql"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (new_alias("Py"), "already names the skill Python"),
        (new_alias("AIRFLOW"), "already names the skill Airflow"),
        (new_alias("Sql"), "own slug or name"),
        (new_alias("RAG", exact="on"), "already names the skill Retrieval-augmented generation exactly"),
        ({**new_alias("squeal"), **new_alias("Squeal", 1)}, TWICE),
        ({"name": "python"}, "already names the skill Python"),
        ({"name": "x" * 300}, "at most 80 characters"),
        ({"name": "a\x00b"}, "Null characters are not allowed"),
        ({"slug": "not a slug"}, "valid “slug”"),
        ({"hours_reason": ""}, "say why in one line"),
        (new_alias("rewoo"), "already names the skill Reason-and-act pattern"),
        (new_alias("apache-airflow", exact="on"), "already names the skill Airflow"),
        (new_alias("squeal", preferred="on"), "Only an exact alias can be the preferred one"),
        ({"kind": "magic"}, "Select a valid choice"),
    ],
)
def test_a_fault_is_named_and_nothing_is_saved(desk: Client, changes: dict[str, Any], message: str) -> None:
    answer = change_skill(desk, "sql", **changes)
    assert answer.status_code == 200
    assert message in " ".join(str(error) for error in answer.context["errors"])
    assert models.Skill.objects.get(slug="sql").name == "SQL"


def test_a_skill_cannot_be_deleted(desk: Client) -> None:
    skill = models.Skill.objects.get(slug="sql")
    assert desk.post(reverse("admin:careers_skill_delete", args=[skill.pk]), {"post": "yes"}).status_code == 403


def test_a_new_skill_gets_the_next_number(desk: Client) -> None:
    form = desk.get(reverse("admin:careers_skill_add")).context["adminform"].form
    assert form["position"].initial == 7


@pytest.mark.thorough
def test_view_on_site_leads_only_to_what_is_public(desk: Client) -> None:
    published = models.Role.objects.get(slug="builder")
    draft = models.Role.objects.create(slug="new", title="New", group=published.group, summary="s", day="d", entry="e")
    link = "View on site"
    assert link in desk.get(reverse("admin:careers_role_change", args=[published.pk])).content.decode()
    assert link not in desk.get(reverse("admin:careers_role_change", args=[draft.pk])).content.decode()
    start = models.StartingPoint.objects.get(slug="tester")
    assert link in desk.get(reverse("admin:careers_startingpoint_change", args=[start.pk])).content.decode()
    other = models.StartingPoint.objects.create(slug="new", title="New", group=start.group, summary="s")
    assert link not in desk.get(reverse("admin:careers_startingpoint_change", args=[other.pk])).content.decode()


@pytest.mark.thorough
def test_a_signpost_is_edited_with_its_words_and_leads_in_one_form(desk: Client) -> None:
    post = models.Signpost.objects.get(slug="juggling")
    models.Signpost.objects.create(slug="data").words.create(text="data bases")
    role, sql = models.Role.objects.get(slug="builder"), models.Skill.objects.get(slug="sql")
    form = {
        "slug": "juggling",
        "says": "It is not scored.",
        "words-TOTAL_FORMS": 2,
        "words-INITIAL_FORMS": 1,
        "words-0-id": post.words.get().pk,
        "words-0-signpost": post.pk,
        "words-0-text": "juggling",
        "words-1-signpost": post.pk,
        "words-1-text": "clubs",
        "leads-TOTAL_FORMS": 2,
        "leads-INITIAL_FORMS": 0,
        "leads-0-order": 2,
        "leads-0-role": role.pk,
        "leads-1-order": 1,
        "leads-1-skill": sql.pk,
    }
    url = reverse("admin:careers_signpost_change", args=[post.pk])
    for fault, message in (
        ({"words-1-text": "data-bases"}, "“data-bases” already names data."),
        ({"words-0-text": "Clubs"}, f"This name {TWICE}"),
        ({"leads-0-skill": sql.pk}, "and only one of them"),
        ({"leads-1-order": 2}, "duplicate"),
    ):
        assert message in " ".join(str(error) for error in desk.post(url, form | fault).context["errors"]), fault
    assert desk.post(url, form).status_code == 302
    assert [str(lead) for lead in post.leads.all()] == ["SQL", "Builder"]
    listed = desk.get(reverse("admin:careers_signpost_changelist"), {"q": "clubs"}).content.decode()
    assert '<td class="field-typed">clubs, juggling</td>' in listed


def test_one_title_leads_to_one_role(desk: Client) -> None:
    form = RoleNameForm({"text": "ENGINEER"}, instance=models.RoleName(role=models.Role.objects.get(slug="builder")))
    assert form.errors["text"] == ["“ENGINEER” already names Engineer. One title leads to one role."]


@pytest.mark.thorough
def test_a_starting_point_is_edited_with_its_levels_in_one_form(desk: Client) -> None:
    start = models.StartingPoint.objects.get(slug="tester")
    python, sql = start.levels.order_by("skill__slug")
    form = {
        "title": "Tester",
        "slug": "tester",
        "group": start.group_id,
        "summary": "Tests.",
        "other_names-TOTAL_FORMS": 2,
        "other_names-INITIAL_FORMS": 1,
        "other_names-0-id": start.other_names.get().pk,
        "other_names-0-start": start.pk,
        "other_names-0-text": "QA Engineer",
        "other_names-1-start": start.pk,
        "other_names-1-text": "Software tester",
        "levels-TOTAL_FORMS": 2,
        "levels-INITIAL_FORMS": 2,
        "levels-0-id": python.pk,
        "levels-0-start": start.pk,
        "levels-0-skill": python.skill_id,
        "levels-0-level": 4,
        "levels-1-id": sql.pk,
        "levels-1-start": start.pk,
        "levels-1-skill": sql.skill_id,
        "levels-1-level": 4,
    }
    url = reverse("admin:careers_startingpoint_change", args=[start.pk])
    for fault, message in (
        ({"levels-0-level": 6}, "less than or equal to 5"),
        ({"levels-1-skill": python.skill_id}, "There is such a line already"),
        ({"other_names-1-text": "qa engineer"}, "“qa engineer” already names Tester"),
        ({"other_names-1-text": "TESTER"}, "“TESTER” already names Tester"),
    ):
        assert message in " ".join(str(error) for error in desk.post(url, form | fault).context["errors"])
    assert desk.post(url, form).status_code == 302
    assert dict(start.levels.values_list("skill__slug", "level")) == {"python": 4, "sql": 4}
    assert [name.text for name in start.other_names.all()] == ["QA Engineer", "Software tester"]
    listed = desk.get(reverse("admin:careers_startingpoint_changelist"), {"q": "sql"}).content.decode()
    assert '<td class="field-proposes">2</td>' in listed


@pytest.mark.parametrize("model", [models.Skill, models.Role])
def test_a_column_that_no_set_of_fields_names_can_be_edited(model: type[Any], rf: RequestFactory) -> None:
    desk = admin.site.get_model_admin(model)
    whole = {name for _, options in desk.get_fieldsets(rf.get("/")) for name in options["fields"]}
    desk.fieldsets, every = [(None, {"fields": ["summary"]})], desk.fieldsets
    try:
        [(_, options)] = desk.get_fieldsets(rf.get("/"))
    finally:
        desk.fieldsets = every
    assert set(options["fields"]) == whole
    assert options["fields"][0] == "summary"


class TestPublishing:
    url = "/admin/careers/release/publish/"

    def test_nothing_to_publish_is_said(self, desk: Client) -> None:
        assert "nothing to publish" in desk.get(self.url).content.decode()

    def test_changes_are_shown_and_published_with_reason_and_author(self, desk: Client, editor: models.User) -> None:
        models.Role.objects.filter(slug="builder").update(title="Maker")
        page = desk.get(self.url)
        assert "title: Builder → Maker" in page.content.decode()
        desk.post(self.url, {"reason": "A better title.", "digest": page.context["digest"]})
        assert releases.current().roles["builder"].title == "Maker"
        row = models.Release.objects.get(number=2)
        assert (row.reason, row.author) == ("A better title.", editor)

    @pytest.mark.thorough
    def test_what_was_not_shown_is_not_published(self, desk: Client) -> None:
        models.Role.objects.filter(slug="builder").update(title="Maker")
        seen = desk.get(self.url).context["digest"]
        models.Role.objects.filter(slug="builder").update(title="Somebody else's title")
        answer = desk.post(self.url, {"reason": "A better title.", "digest": seen})
        assert "edited since you looked" in answer.content.decode()
        assert "A better title." in answer.content.decode()
        assert models.Release.objects.count() == 1

    def test_an_edit_saved_while_the_button_is_pressed_is_not_published(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another editor saves after the form was read and before the draft is: what nobody looked at stays a draft."""
        models.Role.objects.filter(slug="builder").update(title="Maker")
        seen = desk.get(self.url).context["digest"]
        publish = operations.publish_release

        def a_moment_later(**arguments: Any) -> models.Release | None:
            models.Role.objects.filter(slug="builder").update(title="Somebody else's title")
            return publish(**arguments)

        monkeypatch.setattr(operations, "publish_release", a_moment_later)
        answer = desk.post(self.url, {"reason": "A better title.", "digest": seen})
        assert "edited since you looked" in answer.content.decode()
        assert "Somebody else&#x27;s title" in answer.content.decode()  # now it is shown
        assert models.Release.objects.count() == 1

    @pytest.mark.thorough
    def test_what_a_command_loaded_meanwhile_is_not_published(self, desk: Client, tmp_path: Path) -> None:
        models.Role.objects.filter(slug="builder").update(title="Maker")
        seen = desk.get(self.url).context["digest"]
        raw = drafts.small()
        raw["roles"][0]["summary"] = "Loaded from files meanwhile."
        files.write(drafts.draft(raw), tmp_path)
        call_command("load_catalogue", tmp_path, replace=True, verbosity=0, stdout=StringIO())
        answer = desk.post(self.url, {"reason": "A better title.", "digest": seen})
        assert "edited since you looked" in answer.content.decode()
        assert [row.reason for row in models.Release.objects.order_by("number")][1:] == ["Loaded from files."]

    def test_a_look_and_a_press_prepare_the_draft_once_each(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One apportionment a role, however many want to know the outcome."""
        models.Role.objects.filter(slug="builder").update(title="Maker")
        apportioned: list[int] = []
        apportion = engine.apportion
        monkeypatch.setattr(engine, "apportion", lambda demands: apportioned.append(1) or apportion(demands))
        body = {"reason": "A better title.", "digest": desk.get(self.url).context["digest"]}
        roles = models.Role.objects.count()
        assert len(apportioned) == roles
        desk.post(self.url, body)
        assert len(apportioned) == 2 * roles
        assert models.Release.objects.count() == 2

    def test_a_double_click_publishes_once(self, desk: Client) -> None:
        models.Role.objects.filter(slug="builder").update(title="Maker")
        body = {"reason": "A better title.", "digest": desk.get(self.url).context["digest"]}
        desk.post(self.url, body)
        desk.post(self.url, body)
        assert models.Release.objects.count() == 2

    def test_findings_stand_in_the_way_and_are_named(self, desk: Client) -> None:
        models.Requirement.objects.filter(role__slug="builder").update(essential=False)
        page = desk.get(self.url).content.decode()
        assert "has no must-haves" in page
        assert "Publish release" not in page
        desk.post(self.url, {"reason": "Anyway.", "digest": ""})
        assert models.Release.objects.count() == 1

    @pytest.mark.parametrize("reason", ["", " ", "x" * 301, "a\x00b"])
    def test_a_release_needs_a_reason(self, desk: Client, reason: str) -> None:
        models.Role.objects.filter(slug="builder").update(title="Maker")
        body = {"reason": reason, "digest": desk.get(self.url).context["digest"]}
        assert desk.post(self.url, body).status_code == 200
        assert models.Release.objects.count() == 1
