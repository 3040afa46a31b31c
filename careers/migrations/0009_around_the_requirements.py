import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def divide_hours(apps, schema_editor):
    """Give each skill that a resource serves an equal part of its hours; an editor knows better."""
    uses = apps.get_model("careers", "ResourceUse").objects
    for use in uses.select_related("resource"):
        own = max(1, use.resource.hours // uses.filter(resource=use.resource_id).count())
        uses.filter(pk=use.pk).update(hours=own)


def give_starts_a_group(apps, schema_editor):
    starts = apps.get_model("careers", "StartingPoint").objects.all()
    if starts.exists():
        group = apps.get_model("careers", "StartGroup").objects.create(slug="jobs", title="Jobs", order=1)
        starts.update(group=group)


class Migration(migrations.Migration):
    """Add projects, groups and names of starts, parts of resources, and what study does not give."""

    dependencies = [
        ("careers", "0008_squares"),
    ]

    operations = [
        migrations.CreateModel(
            name="BeyondStudy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.CharField(max_length=400)),
            ],
            options={
                "verbose_name": "thing beyond study",
                "verbose_name_plural": "beyond study",
                "ordering": ["role", "order"],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=80)),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        help_text="About how long it takes somebody who has the skills: 12 for a weekend, 80 for a month of evenings.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                    ),
                ),
                ("build", models.TextField(help_text="What to make.", max_length=600)),
                (
                    "good",
                    models.TextField(help_text="What good looks like: things somebody else can check.", max_length=500),
                ),
                ("show", models.TextField(help_text="How to show it to an employer.", max_length=400)),
            ],
            options={
                "ordering": ["role", "slug"],
            },
        ),
        migrations.CreateModel(
            name="ProjectSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
            ],
            options={
                "verbose_name": "skill exercised",
                "verbose_name_plural": "skills exercised",
                "ordering": ["project", "skill"],
            },
        ),
        migrations.CreateModel(
            name="StartGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=80)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Groups stand on the list in this order.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="StartName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=80, verbose_name="name")),
                ("key", models.CharField(editable=False, max_length=240, unique=True)),
            ],
            options={
                "verbose_name": "other name",
                "ordering": ["start", "key"],
            },
        ),
        migrations.AddField(
            model_name="resourceuse",
            name="hours",
            field=models.PositiveIntegerField(
                default=1,
                help_text="How many of its hours serve this skill.",
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.RunPython(divide_hours, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="resourceuse",
            name="hours",
            field=models.PositiveIntegerField(
                help_text="How many of its hours serve this skill.",
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="resourceuse",
            name="part",
            field=models.CharField(
                blank=True, help_text="Which part serves this skill; empty: all of it.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="practice",
            field=models.CharField(
                blank=True,
                help_text="What study alone does not give, such as practice in a job; empty: study is enough.",
                max_length=200,
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="day",
            field=models.TextField(
                help_text="What a working day looks like. An empty line begins a paragraph.", max_length=2000
            ),
        ),
        migrations.AddConstraint(
            model_name="resourceuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 1)), name="resource_use_hours_positive"
            ),
        ),
        migrations.AddField(
            model_name="beyondstudy",
            name="role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="beyond_study", to="careers.role"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="projects", to="careers.role"
            ),
        ),
        migrations.AddField(
            model_name="projectskill",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="careers.project"
            ),
        ),
        migrations.AddField(
            model_name="projectskill",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exercised_by", to="careers.skill"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="skills",
            field=models.ManyToManyField(related_name="projects", through="careers.ProjectSkill", to="careers.skill"),
        ),
        migrations.AddConstraint(
            model_name="startgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__range", (1, 1000))), name="start_group_order_1_to_1000"
            ),
        ),
        migrations.AddConstraint(
            model_name="startgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                name="start_group_has_slug_and_title",
            ),
        ),
        migrations.AddField(
            model_name="startingpoint",
            name="group",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="starts", to="careers.startgroup"
            ),
        ),
        migrations.RunPython(give_starts_a_group, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="startingpoint",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="starts", to="careers.startgroup"
            ),
        ),
        migrations.AddField(
            model_name="startname",
            name="start",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="other_names",
                to="careers.startingpoint",
                verbose_name="starting point",
            ),
        ),
        migrations.AddConstraint(
            model_name="beyondstudy",
            constraint=models.UniqueConstraint(fields=("role", "order"), name="beyond_study_order_once"),
        ),
        migrations.AddConstraint(
            model_name="projectskill",
            constraint=models.UniqueConstraint(fields=("project", "skill"), name="project_skill_once"),
        ),
        migrations.AddConstraint(
            model_name="projectskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5))), name="project_skill_level_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("role", "title"), name="project_title_once_a_role"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__range", (1, 500))), name="project_hours_1_to_500"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                name="project_has_slug_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="startname",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="start_name_has_text"
            ),
        ),
    ]
