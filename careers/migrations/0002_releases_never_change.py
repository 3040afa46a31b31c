"""Releases never change: the database itself refuses to alter or remove one.

Only the author may be taken out, when that person deletes their account.
"""

from django.db import migrations

REFUSAL = "Releases never change. Publish a new one."
KEPT = ("number", "digest", "content", "reason", "published_at")

SQLITE = [
    f"""CREATE TRIGGER release_never_changes BEFORE UPDATE ON careers_release
        WHEN {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)} OR NEW.author_id IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER release_stays BEFORE DELETE ON careers_release
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION careers_release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER release_never_changes BEFORE UPDATE ON careers_release FOR EACH ROW
        WHEN (({", ".join(f"OLD.{column}" for column in KEPT)}) IS DISTINCT FROM
              ({", ".join(f"NEW.{column}" for column in KEPT)}) OR NEW.author_id IS NOT NULL)
        EXECUTE FUNCTION careers_release_refuse()""",
    """CREATE TRIGGER release_stays BEFORE DELETE ON careers_release FOR EACH ROW
        EXECUTE FUNCTION careers_release_refuse()""",
]


def add(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON careers_release"
    schema_editor.execute(f"DROP TRIGGER release_never_changes{on}")
    schema_editor.execute(f"DROP TRIGGER release_stays{on}")
    if on:
        schema_editor.execute("DROP FUNCTION careers_release_refuse()")


class Migration(migrations.Migration):
    dependencies = [("careers", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
