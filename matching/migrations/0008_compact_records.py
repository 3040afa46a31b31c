import json
import struct
from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1_000


def pack_scores(apps, schema_editor):
    """Pack the fits and levels of every recorded score, in the order of the roles of its release."""
    scores, releases = apps.get_model("matching", "Score"), apps.get_model("careers", "Release")
    contents = releases.objects.values_list("number", "content").iterator()
    roles = {number: [role["slug"] for role in json.loads(content)["roles"]] for number, content in contents}
    packed = []
    for score in scores.objects.filter(release_number__gt=0).iterator(AT_ONCE):
        fits = [score.old_fits.get(role) for role in roles[score.release_number]]
        score.fits = b"" if None in fits else struct.pack(f"<{len(fits)}H", *fits)
        levels = bytearray(max(map(int, score.old_levels), default=-1) + 1)
        for position, level in score.old_levels.items():
            levels[int(position)] = level + 1
        score.levels = bytes(levels)
        packed.append(score)
        if len(packed) == AT_ONCE:
            scores.objects.bulk_update(packed, ["fits", "levels"])
            packed = []
    scores.objects.bulk_update(packed, ["fits", "levels"])


def record_again(apps, schema_editor):
    """On the way back the workers record every score anew: the columns of then are empty."""
    apps.get_model("matching", "Score").objects.update(release_number=0, profile_version=0)


def keep_lines(apps, schema_editor):
    """Keep the lines of each old record as they were told: their levels are not known any more."""
    lines, records = apps.get_model("matching", "HistoryLine"), apps.get_model("matching", "Record")
    found = lines.objects.order_by("profile_id", "release_after", "version_after", "role").iterator(AT_ONCE)
    kept = []
    for _, group in groupby(found, lambda line: (line.profile_id, line.release_after, line.version_after)):
        same = list(group)
        kept.append(
            records(
                profile_id=same[0].profile_id,
                release_before=same[0].release_before,
                release_after=same[0].release_after,
                version_before=same[0].version_before,
                version_after=same[0].version_after,
                recorded_at=same[0].recorded_at,
                told=[
                    {"role": one.role, "fit_before": one.fit_before, "fit_after": one.fit_after, "parts": one.parts}
                    for one in same
                ],
            )
        )
        if len(kept) == AT_ONCE:
            records.objects.bulk_create(kept)
            kept = []
    records.objects.bulk_create(kept)


class Migration(migrations.Migration):
    """A record is one compact row; what was told of old ones is kept word for word."""

    dependencies = [
        ("careers", "0017_packed_levels"),
        ("matching", "0007_shared_receipts"),
    ]

    operations = [
        migrations.RenameField("score", "fits", "old_fits"),
        migrations.RenameField("score", "levels", "old_levels"),
        migrations.AddField(
            model_name="score",
            name="fits",
            field=models.BinaryField(
                default=bytes, help_text="Packed (see fits.py), in the order of the release's roles."
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="levels",
            field=models.BinaryField(default=bytes, help_text="The packed levels it saw, to tell later what moved."),
        ),
        migrations.RunPython(pack_scores, record_again),
        migrations.RemoveField("score", "old_fits"),
        migrations.RemoveField("score", "old_levels"),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("release_number", models.PositiveIntegerField()),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField(help_text="How many were behind when the block was cut.")),
                ("leased_until", models.DateTimeField(help_text="Handed to a worker until then.", null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="Times a worker began on it.")),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["attempts", "first"], name="block_open")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("release_number", "first", "last"), name="block_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))), name="block_begins_before_it_ends"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "profile",
                        "release_after",
                        "version_after",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("release_before", models.PositiveIntegerField()),
                ("release_after", models.PositiveIntegerField()),
                ("version_before", models.PositiveIntegerField()),
                ("version_after", models.PositiveIntegerField()),
                (
                    "fits_before",
                    models.BinaryField(default=bytes, help_text="Packed (see fits.py), in the order of that release."),
                ),
                ("fits_after", models.BinaryField(default=bytes)),
                (
                    "levels_before",
                    models.BinaryField(help_text="Packed; nothing here if they were the same as after.", null=True),
                ),
                ("levels_after", models.BinaryField(default=bytes)),
                (
                    "told",
                    models.JSONField(
                        help_text="The lines as they were stored before records were compact: [{role, fits, parts}].",
                        null=True,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "profile",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="careers.profile",
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_lines, migrations.RunPython.noop),
        migrations.DeleteModel(
            name="HistoryLine",
        ),
    ]
