"""Steps lift a skill by several levels and belong to a stage; a mark names the level that it gave."""

from django.db import migrations, models
from django.db.models import Case, F, When


def carry_over(apps, schema_editor):
    """A step of the first version lifts by one level, and a mark meant the level that it reaches.

    Hours to ready are of another kind of plan now, so the workers record every outlook again. Each table takes one
    statement: PostgreSQL adds no constraint to rows that were changed twice in the same transaction.
    """
    learned = Case(When(done_at__isnull=False, then=F("to_level")))
    apps.get_model("matching", "PlanStep").objects.update(from_level=F("to_level") - 1, learned=learned)
    apps.get_model("matching", "Outlook").objects.update(release_number=0)


def carry_back(apps, schema_editor):
    """The first version knew no level said, no mark cut loose, and two proofs of a plan.

    What was said stays claimed, but is no longer undone in the plan. Each row is changed once, as above.
    """
    steps, plans = (apps.get_model("matching", model).objects for model in ("PlanStep", "Plan"))
    steps.filter(done_at=None).exclude(before=None).update(before=None)
    for step in steps.filter(before=[], done_at__isnull=False):
        steps.filter(pk=step.pk).update(before=[step.to_level, "plan", ""])
    for plan in plans.exclude(certificate__has_key="hours"):
        order = {"status": "unproven", "value": 0, "bound": None}
        plans.filter(pk=plan.pk).update(certificate={"hours": plan.certificate, "order": order})
    apps.get_model("matching", "Outlook").objects.update(release_number=0)


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0009_around_the_requirements"),
        ("matching", "0005_attempts_begun"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="planstep",
            name="plan_step_keeps_nothing_undone",
        ),
        migrations.AddField(
            model_name="outlook",
            name="first_steps",
            field=models.JSONField(
                default=dict, help_text="{role: the first step of its plan, or null if none is left}"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="projects",
            field=models.JSONField(default=list, help_text="[[slug, steps after which one can build it]]"),
        ),
        migrations.AddField(
            model_name="planstep",
            name="band_after",
            field=models.CharField(blank=True, help_text="As it was when the plan was made.", max_length=20),
        ),
        migrations.AddField(
            model_name="planstep",
            name="from_level",
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="planstep",
            name="learned",
            field=models.PositiveSmallIntegerField(help_text="The level that its mark gave; none: no mark.", null=True),
        ),
        migrations.AddField(
            model_name="planstep",
            name="serves",
            field=models.JSONField(default=list, help_text="[skill position]: what the role asks that stands on it."),
        ),
        migrations.AddField(
            model_name="planstep",
            name="skipped",
            field=models.BooleanField(default=False, help_text="Left for later; it stays open."),
        ),
        migrations.AddField(
            model_name="planstep",
            name="stage",
            field=models.PositiveSmallIntegerField(
                help_text="1, 2 or 3; none in plans of the first version.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="certificate",
            field=models.JSONField(help_text="{status, value, bound} of the hours; of the first version in `hours`."),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="before",
            field=models.JSONField(
                help_text="[level, source, quote] claimed before its mark; none: nothing.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="gain",
            field=models.PositiveSmallIntegerField(
                help_text="What the requirements that it closes bring, in hundredths."
            ),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="opens",
            field=models.JSONField(default=list, help_text="[[skill position, level]]: later levels that need it."),
        ),
        migrations.RunPython(carry_over, carry_back),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_level__lt", models.F("to_level"))), name="plan_step_leads_up"
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__isnull", True), ("stage__range", (1, 3)), _connector="OR"),
                name="plan_step_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("learned__isnull", False),
                    models.Q(("before__isnull", True), ("done_at__isnull", True)),
                    _connector="OR",
                ),
                name="plan_step_keeps_nothing_undone",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("learned__isnull", True), ("learned__range", (1, 5)), _connector="OR"),
                name="plan_step_learned",
            ),
        ),
    ]
