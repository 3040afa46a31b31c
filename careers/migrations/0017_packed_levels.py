from collections import defaultdict

from django.db import migrations, models

AT_ONCE = 2_000


def pack(apps, schema_editor):
    """Pack the levels of everybody who claims something."""
    profiles, claims = apps.get_model("careers", "Profile"), apps.get_model("careers", "Claim")
    everybody = list(profiles.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(everybody), AT_ONCE):
        found = defaultdict(bytearray)
        rows = claims.objects.filter(profile_id__in=everybody[start : start + AT_ONCE])
        for profile, position, level in rows.values_list("profile_id", "skill__position", "level"):
            vector = found[profile]
            vector.extend(bytes(max(0, position + 1 - len(vector))))
            vector[position] = level + 1
        profiles.objects.bulk_update(
            [profiles(pk=profile, levels=bytes(vector)) for profile, vector in found.items()], ["levels"]
        )


class Migration(migrations.Migration):
    """The levels of a profile, packed, next to its claims: whoever scores everybody reads one row a person."""

    dependencies = [("careers", "0016_words_counted_when_read")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="levels",
            field=models.BinaryField(default=bytes, help_text="The levels of its claims, packed (see vectors.py)."),
        ),
        migrations.RunPython(pack, migrations.RunPython.noop),
    ]
