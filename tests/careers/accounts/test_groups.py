"""The groups of staff, from the outside: what an editor, a publisher and the demo log-ins can and cannot do."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from careers import models
from careers.accounts import groups
from careers.catalogue import models as catalogue
from careers.models import Release, Skill, User
from careers.profile import own_words
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

PUBLISH = "admin:careers_release_publish"
NOT_TABLES = {"Catalogue", "Kind", "Release"}


def member(group: str) -> Client:
    """A tab in which somebody of a group is at the desk."""
    call_command("make_groups", verbosity=0)
    user = people.person(f"{group.lower()}@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return people.at_desk(Client(), user)


@pytest.fixture(params=[groups.EDITORS, groups.PUBLISHERS])
def desk(request: pytest.FixtureRequest) -> Client:
    return member(request.param)


def change_a_role() -> None:
    models.Role.objects.filter(slug="builder").update(summary="Builds other things.")


def shown_digest(client: Client) -> str:
    return str(client.get(reverse(PUBLISH)).context["digest"])


def test_both_may_edit_every_table_of_the_draft_and_nothing_of_people(desk: Client) -> None:
    for name in sorted(set(catalogue.__all__) - NOT_TABLES):
        model = getattr(catalogue, name)._meta.model_name
        if f"/{model}/" in desk.get("/admin/").content.decode():
            assert desk.get(reverse(f"admin:careers_{model}_changelist")).status_code == 200
    index = desk.get("/admin/").content.decode()
    for name in ("skill", "role", "project", "resource", "signpost", "startingpoint", "missedword", "release"):
        assert f'href="/admin/careers/{name}/"' in index, name
    for name in ("user", "profile", "claim"):
        assert f"/admin/careers/{name}/" not in index
    assert desk.get("/admin/careers/user/").status_code == 403
    assert desk.get("/admin/auth/group/").status_code == 403


def test_every_table_of_the_draft_belongs_to_editors() -> None:
    """A new one without a line in groups.py fails here."""
    call_command("make_groups", verbosity=0)
    codes = set(Group.objects.get(name=groups.EDITORS).permissions.values_list("codename", flat=True))
    for name in set(catalogue.__all__) - NOT_TABLES:
        assert {f"{verb}_{name.lower()}" for verb in ("add", "change", "view")} <= codes, name
    kinds = {code.split("_", 1)[1] for code in codes}
    assert kinds == {name.lower() for name in set(catalogue.__all__) - NOT_TABLES} | {"release", "missedword"}


def test_an_edit_goes_through(desk: Client) -> None:
    group = models.RoleGroup.objects.first()
    assert group
    fields = {"title": "Another title", "slug": group.slug, "summary": group.summary, "order": group.order}
    answer = desk.post(reverse("admin:careers_rolegroup_change", args=[group.pk]), fields)
    assert answer.status_code == 302
    assert models.RoleGroup.objects.get(pk=group.pk).title == "Another title"
    assert desk.post(reverse("admin:careers_rolegroup_delete", args=[group.pk]), {"post": "yes"}).status_code == 403


def test_an_editor_sees_what_publishing_would_change_and_does_not_publish() -> None:
    desk = member(groups.EDITORS)
    change_a_role()
    page = desk.get(reverse(PUBLISH))
    assert "What publishing would change" in page.content.decode()
    assert "summary" in page.content.decode()
    assert "Publish release" not in page.content.decode()
    before = Release.objects.count()
    refused = desk.post(reverse(PUBLISH), {"reason": "Anyway.", "digest": page.context["digest"]})
    assert refused.status_code == 403
    assert Release.objects.count() == before


def test_a_publisher_publishes() -> None:
    desk = member(groups.PUBLISHERS)
    change_a_role()
    before = Release.objects.count()
    sent = {"reason": "Builders build other things.", "digest": shown_digest(desk)}
    assert desk.post(reverse(PUBLISH), sent).status_code == 302
    assert Release.objects.count() == before + 1


def test_both_see_missed_words_and_count_none_themselves(desk: Client) -> None:
    own_words.keep_word(user=people.person("other@example.org", last_login=people.NOON), word="juggling")
    assert "juggling" in desk.get("/admin/careers/missedword/").content.decode()
    word = models.MissedWord.objects.counted().get()
    assert desk.post(f"/admin/careers/missedword/{word.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/careers/missedword/add/").status_code == 403


def test_the_command_gives_back_what_belongs_to_a_group_and_leaves_its_members() -> None:
    member(groups.EDITORS)
    group = Group.objects.get(name=groups.EDITORS)
    group.permissions.set([Permission.objects.get(codename="view_user")])
    out = StringIO()
    call_command("make_groups", stdout=out)
    assert "Editors and Publishers" in out.getvalue()
    assert group.user_set.count() == 1
    assert not group.permissions.filter(codename="view_user").exists()
    assert group.permissions.filter(codename="change_skill").exists()


def test_before_the_tables_are_there_it_says_what_to_do() -> None:
    Permission.objects.filter(codename="add_skill").delete()
    with pytest.raises(CommandError, match=r"add_skill.*migrate first"):
        call_command("make_groups")
    assert not Group.objects.exists()


def test_a_skill_is_never_deleted_by_anybody() -> None:
    user = User.objects.create_superuser("root@example.org", people.PASSWORD)
    desk: Any = people.at_desk(Client(), user)
    skill = Skill.objects.first()
    assert skill
    assert desk.post(f"/admin/careers/skill/{skill.pk}/delete/", {"post": "yes"}).status_code == 403
