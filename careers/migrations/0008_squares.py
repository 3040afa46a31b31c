import unicodedata

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def give_roles_a_group(apps, schema_editor):
    roles = apps.get_model("careers", "Role").objects.all()
    if roles.exists():
        group = apps.get_model("careers", "RoleGroup").objects.create(slug="roles", title="Roles", order=1)
        roles.update(group=group)


def fold_names_again(apps, schema_editor):
    """Write the keys of names and aliases as they are folded now.

    Two that fold alike only now keep the older key until an editor changes one: publishing names them.
    """
    skills = apps.get_model("careers", "Skill").objects.order_by("pk")
    aliases = apps.get_model("careers", "Alias").objects.filter(exact=False).order_by("pk")
    for rows, field, text in ((skills, "name_key", "name"), (aliases, "key", "text")):
        taken = set(rows.values_list(field, flat=True))
        for row in rows:
            key = _folded(getattr(row, text))
            if key not in taken:
                rows.filter(pk=row.pk).update(**{field: key})
                taken.add(key)


def _folded(text):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(str.maketrans("-_\u2010", "   ")).split())


class Migration(migrations.Migration):
    """The draft of the second measure: groups of roles, what a prerequisite implies, and the evidence of importances."""

    dependencies = [("careers", "0007_own_words")]

    operations = [
        migrations.CreateModel(
            name="RoleGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("summary", models.CharField(blank=True, max_length=200)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Groups stand on the list in this order; the one with the foundation is always first.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["order", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("order__range", (1, 1000))), name="role_group_order_1_to_1000"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="role_group_has_slug_and_title",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="role",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roles",
                to="careers.rolegroup",
            ),
        ),
        migrations.RunPython(give_roles_a_group, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="role",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="careers.rolegroup"
            ),
        ),
        migrations.RunPython(fold_names_again, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="role", name="role_typical_0_to_100_points"),
        migrations.RenameField(model_name="role", old_name="typical", new_name="usual"),
        migrations.RemoveConstraint(model_name="requirement", name="requirement_basis_with_its_counts"),
        migrations.RemoveField(model_name="requirement", name="basis"),
        migrations.RemoveConstraint(model_name="skill", name="skill_distinctiveness_1_to_1000"),
        migrations.RemoveField(model_name="skill", name="distinctiveness"),
        migrations.RemoveField(model_name="catalogue", name="min_claims"),
        migrations.AddField(
            model_name="alias",
            name="preferred",
            field=models.BooleanField(
                default=False,
                help_text="Exact only: the one that is meant by any other spelling, if two are the same then.",
            ),
        ),
        migrations.AddField(
            model_name="prerequisite",
            name="implied",
            field=models.BooleanField(
                default=False,
                help_text="Nobody has the one without the other. If not ticked, it is a teacher’s order only.",
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="named",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(5, "in the role’s name or first sentence"), (4, "in a responsibility"), (3, "in passing")],
                help_text="Where the description of the role names it; empty: nowhere.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="reason",
            field=models.CharField(
                blank=True, help_text="Why the importance is more than one off the evidence, in a line.", max_length=200
            ),
        ),
        migrations.AlterField(
            model_name="alias",
            name="exact",
            field=models.BooleanField(default=False, help_text="In sentences it holds in this spelling only."),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="counted",
            field=models.PositiveIntegerField(
                blank=True, help_text="How many of the ads counted ask it; empty: judged.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="of",
            field=models.PositiveIntegerField(
                blank=True, help_text="How many ads were counted; empty: judged.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="usual",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="In hundredths of a point: the mean fit of the people and ads that were counted.",
                validators=[django.core.validators.MaxValueValidator(10000)],
                verbose_name="usual fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.CheckConstraint(
                condition=models.Q(("preferred", False), ("exact", True), _connector="OR"),
                name="alias_preferred_is_exact",
                violation_error_message="Only an exact alias can be the preferred one. Tick both, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counted__isnull", True), ("of__isnull", True)),
                    models.Q(
                        ("counted__isnull", False),
                        ("counted__lte", models.F("of")),
                        ("of__gte", 1),
                        ("of__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="requirement_counted_of_ads",
                violation_error_message="Give both numbers, the first not above the second, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("named__isnull", True), ("named__in", [3, 4, 5]), _connector="OR"),
                name="requirement_named_3_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(("usual__range", (0, 10000))), name="role_usual_0_to_100_points"
            ),
        ),
        migrations.AlterConstraint(
            model_name="prerequisite",
            name="prerequisite_another_skill",
            constraint=models.CheckConstraint(
                condition=models.Q(("skill", models.F("needs")), _negated=True),
                name="prerequisite_another_skill",
                violation_error_message="A skill is not a prerequisite of itself. Choose another one.",
            ),
        ),
    ]
