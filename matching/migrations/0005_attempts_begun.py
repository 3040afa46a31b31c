"""An attempt is counted when a worker begins, not when a sweep hands out. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_outlooks")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="Times a worker began since the last success."),
        )
        for model in ("score", "outlook")
    ]
