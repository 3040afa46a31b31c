"""Releases: checked as a whole, frozen, numbered, and never changed afterwards."""

import hashlib
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from careers import models
from careers.catalogue import releases
from matching.publishing import operations
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def changes() -> list[str]:
    """What publishing the draft would change, as editors read it."""
    return [str(change) for change in operations.changes(operations.preview_release())]


def test_a_release_is_the_draft_with_its_integers() -> None:
    release = people.publish()
    assert release.number == 1
    for role in release.content.roles:
        assert sum(asked.points_possible for asked in role.requirements) == 10_000
        assert all(asked.share >= 1 for asked in role.requirements)
    assert (release.measure, [group.slug for group in release.content.groups]) == (2, ["base", "build"])


def test_a_level_counts_by_its_square_up_to_the_level_asked() -> None:
    [python] = [one for one in people.publish().roles["engineer"].requirements if one.skill == "python"]
    assert [python.points_at(level) for level in range(6)] == [python.share * n for n in (0, 1, 4, 9, 9, 9)]
    assert python.points_possible == python.share * 9


def test_must_haves_have_half_of_the_points_by_importance() -> None:
    """Both halves of the small catalogue's builder are near enough; its must-haves share theirs 5 to 4."""
    points = {one.skill: one.points_possible for one in people.publish().roles["builder"].requirements}
    assert abs(points["python"] + points["rag"] - 5_000) <= 25
    assert abs(points["python"] - 5_000 * 5 / 9) < 16
    assert abs(points["rag"] - 5_000 * 4 / 9) < 16


def test_a_release_keeps_the_evidence() -> None:
    raw = drafts.small()
    raw["requirements"][1] |= {"named": 5, "reason": "It is what builders build."}
    raw["prerequisites"][0]["implied"] = True
    raw["roles"][0]["usual"] = "12.34"
    release = people.publish(raw)
    builder, engineer = release.roles["builder"], release.roles["engineer"]
    rag = builder.requirements[1]
    assert (rag.counted, rag.of, rag.named, rag.reason) == (None, None, 5, "It is what builders build.")
    assert rag.evidence_text == "judged by editors"
    assert engineer.requirements[1].evidence_text == "asked by 60 of 80 job ads counted"
    assert release.skills["rag"].prerequisites[0].implied
    assert (builder.group, builder.usual) == ("build", 1234)
    assert release.skills["orchestration"].preferred_aliases == ("DAG",)


def test_the_digest_is_the_sha_256_of_the_content_as_canonical_json() -> None:
    people.publish()
    row = models.Release.objects.get()
    content = json.loads(row.content)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert row.digest == hashlib.sha256(canonical.encode()).hexdigest()
    assert {"number", "author", "published_at", "reason"}.isdisjoint(content)


def test_edits_are_public_only_when_published() -> None:
    people.publish()
    models.Role.objects.filter(slug="builder").update(title="Maker")
    assert releases.current().roles["builder"].title == "Builder"
    release = operations.publish_release(reason="A better title.")
    assert release is not None
    assert (release.number, releases.current().roles["builder"].title) == (2, "Maker")
    assert releases.numbered(1).roles["builder"].title == "Builder"


def test_nothing_changed_publishes_nothing() -> None:
    people.publish()
    assert operations.publish_release(reason="Again.") is None
    assert models.Release.objects.count() == 1


def test_what_cannot_be_published_leaves_the_release_alone() -> None:
    people.publish()
    models.Requirement.objects.filter(role__slug="builder").update(essential=False)
    with pytest.raises(operations.NotPublishable, match="builder: has no must-haves"):
        operations.publish_release(reason="Broken.")
    assert releases.current().number == 1


def test_rolling_back_publishes_the_older_content_under_a_new_number() -> None:
    first = people.publish()
    raw = drafts.small()
    raw["roles"][0]["title"] = "Maker"
    people.publish(raw)
    third = people.publish()
    assert (third.number, third.digest) == (3, first.digest)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE careers_release SET reason = 'Another'",
        "UPDATE careers_release SET content = '{}'",
        "UPDATE careers_release SET number = 9",
        "DELETE FROM careers_release",
    ],
)
def test_the_database_itself_keeps_releases_as_they_are(statement: str) -> None:
    people.publish()
    with pytest.raises(DatabaseError, match="Releases never change"), transaction.atomic():
        connection.cursor().execute(statement)
    assert models.Release.objects.get().reason == "For a test."


def test_code_cannot_change_releases_either() -> None:
    people.publish()
    row = models.Release.objects.get()
    for attempt in (
        row.save,
        row.delete,
        models.Release.objects.all().delete,
        lambda: models.Release.objects.update(reason="Another"),
    ):
        with pytest.raises(TypeError, match="Publish a new one"):
            attempt()


def test_an_author_who_leaves_leaves_the_release() -> None:
    people.publish()
    author = people.person()
    models.Release.objects.create(
        number=2, digest="d", content="{}", reason="r", author=author, published_at=timezone.now()
    )
    author.delete()
    assert models.Release.objects.get(number=2).author is None


def test_a_renamed_skill_stays_held() -> None:
    people.publish()
    profile = people.person_with({"python": 3})
    raw = json.loads(json.dumps(drafts.small()).replace('"python"', '"python-3"'))
    next(skill for skill in raw["skills"] if skill["slug"] == "python-3")["former_slugs"] = ["python"]
    release = people.publish(raw)
    [position] = profile.claims.levels_by_position()
    assert release.by_position[position].slug == "python-3"


def test_the_preview_says_what_would_change() -> None:
    people.publish()
    models.Requirement.objects.filter(role__slug="builder", skill__slug="python").update(importance=4)
    told = changes()
    assert "role builder, requirements python: importance: 5 → 4" in told
    assert any(change.startswith("role builder, requirements rag: share: ") for change in told)


def test_the_preview_says_what_would_change_of_a_starting_point() -> None:
    people.publish()
    start = models.StartingPoint.objects.get(slug="tester")
    start.levels.filter(skill__slug="python").update(level=4)
    start.levels.filter(skill__slug="sql").delete()
    models.StartingPoint.objects.create(
        slug="checker", title="Checker", group=start.group, summary="Checks."
    ).levels.create(skill=models.Skill.objects.get(slug="sql"), level=1)
    assert changes() == [
        "start checker: start added: checker",
        "start tester, levels python: level: 3 → 4",
        "start tester, levels sql: levels removed (was level 2, skill sql)",
    ]


def test_a_release_stored_before_there_were_starting_points_has_none() -> None:
    content = json.loads(models.Release.objects.get(number=people.publish().number).content)
    del content["starts"]
    models.Release.objects.create(
        number=2, digest="d", content=json.dumps(content), reason="Of old.", published_at=timezone.now()
    )
    assert releases.current().number == 2
    assert releases.current().starts == {}
    told = changes()
    assert told == ["start tester: start added: tester"]


def test_the_preview_says_what_would_change_of_a_group() -> None:
    people.publish()
    models.RoleGroup.objects.filter(slug="build").update(title="Make")
    assert changes() == ["group build: title: Build → Make"]


def test_a_release_of_the_first_measure_still_reads() -> None:
    content = json.loads(models.Release.objects.get(number=people.publish().number).content)
    old = {"min_claims": 3, "skills": content["skills"], "roles": content["roles"], "starts": content["starts"]}
    for skill in old["skills"]:
        skill["distinctiveness"] = 100
        del skill["preferred_aliases"]
        for need in skill["prerequisites"]:
            del need["implied"]
    for role in old["roles"]:
        role["typical"] = 1500
        del role["usual"], role["group"]
        for asked in role["requirements"]:
            asked |= {"basis": "judged", "weight": 300, "points_per_level": 7}
            del asked["share"], asked["named"], asked["reason"]
    models.Release.objects.create(
        number=2, digest="of the first measure", content=json.dumps(old), reason="Of old.", published_at=timezone.now()
    )
    with pytest.raises(releases.OldMeasure):
        releases.current()
    release = releases.numbered(2)
    assert (release.number, release.measure, release.content.groups) == (2, 1, ())
    assert (release.roles["builder"].title, release.skills["sql"].name) == ("Builder", "SQL")


def test_a_release_knows_what_its_hours_stand_on() -> None:
    release = people.publish()
    sql, python = release.skills["sql"], release.skills["python"]
    assert (sql.hours_factor, sql.hours_reason) == (150, "Thinking in sets takes practice.")
    assert [level.hours for level in sql.levels] == [3, 15, 60, 120, None]
    assert (python.hours_factor, python.hours_reason) == (100, "")


def test_a_release_stored_before_hours_had_a_basis_reads_and_compares_as_usual_hours() -> None:
    people.publish()
    content = json.loads(models.Release.objects.get().content)
    for skill in content["skills"]:
        del skill["hours_factor"], skill["hours_reason"]
    models.Release.objects.create(
        number=2, digest="older", content=json.dumps(content), reason="r", published_at=timezone.now()
    )
    assert releases.current().skills["sql"].hours_factor == 100
    told = changes()
    assert told == [
        "skill sql: hours_factor: 100 → 150",
        "skill sql: hours_reason: nothing → Thinking in sets takes practice.",
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        (models.Resource, "url", "javascript:alert(1)", "has to begin with https:// or http://"),
        (models.Resource, "url", "data:text/html,1", "has to begin with https:// or http://"),
        (models.Resource, "language", "english", "`$.language`"),
        (models.Role, "slug", "Not A Slug", "`$.slug`"),
        (models.Role, "day", "", "`$.day`"),
        (models.Signpost, "slug", "-", "`$.slug`"),
    ],
)
def test_what_stands_in_a_table_already_has_the_shape_that_files_have(
    table: Any, column: str, value: str, said: str
) -> None:
    """Forms and files refuse it; a shell or an older version may have written it."""
    people.publish()
    table.objects.filter(pk=table.objects.earliest("pk").pk).update(**{column: value})
    found = [str(finding) for finding in operations.preview_release().findings]
    assert any(said in one for one in found), found
    with pytest.raises(operations.NotPublishable):
        operations.publish_release(reason="Anyway.")
