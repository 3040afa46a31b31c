from django.db import migrations


class Migration(migrations.Migration):
    """Missed words are counted from what accounts keep, when they are read, and no longer in a table of their own."""

    dependencies = [("careers", "0015_mails_that_wait")]

    operations = [
        migrations.DeleteModel(name="MissedWord"),
        migrations.CreateModel(
            name="MissedWord",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("careers.ownword",),
        ),
    ]
