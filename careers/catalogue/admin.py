"""The editors' desk: the draft of the catalogue."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models as db_models
from django.db.models import Max, QuerySet
from django.http import HttpRequest

from careers.catalogue import models, releases
from careers.catalogue.admin_forms import (
    AliasForm,
    LineForm,
    NamesFormSet,
    RoleNameForm,
    SignpostWordForm,
    SkillForm,
    StartNameForm,
)
from careers.words import hundredths

# Sentences are read while they are edited, so their fields show all of them.
SENTENCES: dict[Any, dict[str, Any]] = {db_models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 90})}}


class EveryColumn(admin.ModelAdmin):
    """A form that also has the columns that `fieldsets` does not name: in the first set, after those it names."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (title, first), *others = self.fieldsets or [(None, {"fields": []})]
        named = {name for _, options in self.fieldsets or [] for name in options["fields"]}
        columns = [field for field in self.opts.concrete_fields if field.editable and not field.primary_key]
        rest = [field.name for field in columns if field.name not in named]
        return [(title, {**first, "fields": [*first["fields"], *rest]}), *others]


class Lines(admin.TabularInline):
    """The lines of an entry, in its own form."""

    form = LineForm


class AliasInline(Lines):
    model = models.Alias
    form = AliasForm
    formset = NamesFormSet
    extra = 1


class FormerSlugInline(Lines):
    """Former slugs: renaming writes them, and an editor may remove one."""

    extra = 0
    verbose_name = "former slug"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FormerSkillSlugInline(FormerSlugInline):
    model = models.FormerSkillSlug


class FormerRoleSlugInline(FormerSlugInline):
    model = models.FormerRoleSlug


class SkillLevelInline(Lines):
    model = models.SkillLevel
    formfield_overrides = SENTENCES
    extra = 0
    max_num = 5


class NearInline(Lines):
    model = models.Near
    fk_name = "skill"
    autocomplete_fields = ["counts_as"]
    extra = 0


class PrerequisiteInline(Lines):
    model = models.Prerequisite
    fk_name = "skill"
    autocomplete_fields = ["needs"]
    extra = 0


class SkillUseInline(Lines):
    model = models.ResourceUse
    autocomplete_fields = ["resource", "skill"]
    extra = 0
    verbose_name_plural = "learned from"


@admin.register(models.Skill)
class SkillAdmin(EveryColumn):
    form = SkillForm
    list_display = ["name", "slug", "kind", "asked_by", "alias_count", "retired"]
    list_filter = ["kind", "retired", "required_by__role"]
    search_fields = ["name", "slug", "aliases__text"]
    ordering = ["name_key"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AliasInline, SkillLevelInline, NearInline, PrerequisiteInline, SkillUseInline, FormerSkillSlugInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "summary", "retired"]}),
        ("Hours", {"fields": ["hours_factor", "hours_reason", "practice"]}),
        ("Permanent number", {"fields": ["position"], "classes": ["collapse"]}),
    ]

    def save_model(self, request: HttpRequest, obj: models.Skill, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _remember_slug(obj, form)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Skill]:
        return models.Skill.objects.for_admin_list()

    @admin.display(description="roles", ordering="role_count")
    def asked_by(self, skill: Any) -> int:
        return int(skill.role_count)

    @admin.display(description="aliases", ordering="alias_count")
    def alias_count(self, skill: Any) -> int:
        return int(skill.alias_count)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Skill | None = None) -> list[str]:
        return ["position"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        highest = models.Skill.objects.aggregate(highest=Max("position"))["highest"]
        return {"position": 0 if highest is None else highest + 1, **super().get_changeform_initial_data(request)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Skill | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Skill | None = None) -> bool:
        """A skill is retired, never deleted: people hold it, and its number is never reused."""
        return False

    def view_on_site(self, skill: models.Skill) -> str | None:
        return skill.get_absolute_url() if _published("skills", skill.slug) else None


class ResponsibilityInline(Lines):
    model = models.Responsibility
    formfield_overrides = SENTENCES
    extra = 0


class BeyondStudyInline(Lines):
    model = models.BeyondStudy
    formfield_overrides = SENTENCES
    extra = 0


class ProjectInline(Lines):
    """The projects of a role in short; each has a page of its own, where its skills are."""

    model = models.Project
    fields = ["title", "slug", "hours"]
    readonly_fields = ["title", "slug", "hours"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DifferenceInline(Lines):
    model = models.Difference
    formfield_overrides = SENTENCES
    fk_name = "role"
    autocomplete_fields = ["other"]
    extra = 0


class RequirementInline(Lines):
    model = models.Requirement
    autocomplete_fields = ["skill"]
    fields = ["skill", "level", "importance", "essential", "counted", "of", "named", "reason"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Requirement]:
        return (
            super().get_queryset(request).select_related("skill").order_by("-essential", "-importance", "skill__slug")
        )


class RoleNameInline(Lines):
    model = models.RoleName
    form = RoleNameForm
    formset = NamesFormSet
    extra = 1


@admin.register(models.RoleGroup)
class RoleGroupAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "order", "holds"]
    list_editable = ["order"]
    search_fields = ["title", "slug", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.RoleGroup]:
        return models.RoleGroup.objects.for_admin_list()

    @admin.display(description="roles", ordering="role_count")
    def holds(self, group: Any) -> int:
        return int(group.role_count)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.RoleGroup | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(models.Role)
class RoleAdmin(EveryColumn):
    list_display = ["title", "slug", "group", "foundation", "asks", "must_haves", "usual_points"]
    list_filter = ["group", "foundation"]
    list_select_related = ["group"]
    search_fields = ["title", "slug", "summary", "other_titles__text"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [
        RoleNameInline,
        ResponsibilityInline,
        RequirementInline,
        ProjectInline,
        BeyondStudyInline,
        DifferenceInline,
        FormerRoleSlugInline,
    ]
    fieldsets = [
        (None, {"fields": ["title", "slug", "group", "foundation", "summary", "day", "entry"]}),
        ("Codes and ranking", {"fields": ["esco_code", "onet_code", "usual"]}),
    ]

    def save_model(self, request: HttpRequest, obj: models.Role, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _remember_slug(obj, form)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Role]:
        return models.Role.objects.for_admin_list()

    @admin.display(description="requirements", ordering="requirement_count")
    def asks(self, role: Any) -> int:
        return int(role.requirement_count)

    @admin.display(description="must-haves", ordering="must_have_count")
    def must_haves(self, role: Any) -> int:
        return int(role.must_have_count)

    @admin.display(description="usual fit", ordering="usual")
    def usual_points(self, role: models.Role) -> str:
        return hundredths(role.usual)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Role | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, role: models.Role) -> str | None:
        return role.get_absolute_url() if _published("roles", role.slug) else None


class ProjectSkillInline(Lines):
    model = models.ProjectSkill
    autocomplete_fields = ["skill"]
    extra = 1
    min_num = 3


@admin.register(models.Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ["title", "role", "hours", "exercises"]
    list_filter = ["role"]
    list_select_related = ["role"]
    search_fields = ["title", "slug", "build", "levels__skill__name"]
    autocomplete_fields = ["role"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ProjectSkillInline]
    fields = ["role", "title", "slug", "hours", "build", "good", "show"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Project]:
        return models.Project.objects.for_admin_list()

    @admin.display(description="skills", ordering="skill_count")
    def exercises(self, project: Any) -> int:
        return int(project.skill_count)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Project | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


class ResourceUseInline(Lines):
    model = models.ResourceUse
    autocomplete_fields = ["skill"]
    extra = 1
    min_num = 1


@admin.register(models.Resource)
class ResourceAdmin(admin.ModelAdmin):
    list_display = ["title", "provider", "kind", "hours", "free", "language", "seen_on"]
    list_filter = ["kind", "free", "language", "seen_on"]
    search_fields = ["title", "provider", "url", "uses__skill__name"]
    date_hierarchy = "seen_on"
    inlines = [ResourceUseInline]

    def view_on_site(self, resource: models.Resource) -> str:
        return resource.url


class StartingLevelInline(Lines):
    model = models.StartingLevel
    autocomplete_fields = ["skill"]
    extra = 1
    min_num = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.StartingLevel]:
        return super().get_queryset(request).select_related("skill").order_by("-level", "skill__slug")


class StartNameInline(Lines):
    model = models.StartName
    form = StartNameForm
    formset = NamesFormSet
    extra = 1


@admin.register(models.StartGroup)
class StartGroupAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "order", "holds"]
    list_editable = ["order"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.StartGroup]:
        return models.StartGroup.objects.for_admin_list()

    @admin.display(description="starting points", ordering="start_count")
    def holds(self, group: Any) -> int:
        return int(group.start_count)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.StartGroup | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(models.StartingPoint)
class StartingPointAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "group", "proposes"]
    list_filter = ["group"]
    list_select_related = ["group"]
    search_fields = ["title", "slug", "summary", "other_names__text", "levels__skill__name"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [StartNameInline, StartingLevelInline]
    fields = ["title", "slug", "group", "summary"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.StartingPoint]:
        return models.StartingPoint.objects.for_admin_list()

    @admin.display(description="skills", ordering="level_count")
    def proposes(self, start: Any) -> int:
        return int(start.level_count)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.StartingPoint | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, start: models.StartingPoint) -> str | None:
        return start.get_absolute_url() if _published("starts", start.slug) else None


class SignpostWordInline(Lines):
    model = models.SignpostWord
    form = SignpostWordForm
    formset = NamesFormSet
    extra = 1
    min_num = 1


class SignpostLeadInline(Lines):
    model = models.SignpostLead
    autocomplete_fields = ["role", "skill", "start"]
    extra = 1


@admin.register(models.Signpost)
class SignpostAdmin(admin.ModelAdmin):
    list_display = ["slug", "typed", "says"]
    search_fields = ["slug", "says", "words__text"]
    inlines = [SignpostWordInline, SignpostLeadInline]
    fields = ["slug", "says"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Signpost]:
        return models.Signpost.objects.for_admin_list()

    @admin.display(description="words")
    def typed(self, signpost: models.Signpost) -> str:
        return ", ".join(own.text for own in signpost.words.all())


@admin.register(models.KindLevel)
class KindLevelAdmin(admin.ModelAdmin):
    list_display = ["kind", "level", "meaning", "hours"]
    list_editable = ["hours"]
    list_filter = ["kind"]
    search_fields = ["meaning"]


@admin.register(models.Near)
class NearAdmin(admin.ModelAdmin):
    list_display = ["skill", "counts_as", "distance"]
    list_filter = ["distance"]
    search_fields = ["skill__name", "counts_as__name"]
    autocomplete_fields = ["skill", "counts_as"]
    list_select_related = ["skill", "counts_as"]


@admin.register(models.Prerequisite)
class PrerequisiteAdmin(admin.ModelAdmin):
    list_display = ["skill", "level", "needs", "needs_level", "implied"]
    list_filter = ["implied", "level"]
    search_fields = ["skill__name", "needs__name"]
    autocomplete_fields = ["skill", "needs"]
    list_select_related = ["skill", "needs"]


@admin.register(models.Requirement)
class RequirementAdmin(admin.ModelAdmin):
    list_display = ["role", "skill", "level", "importance", "essential", "counted", "of", "named", "reason"]
    list_filter = ["role", "essential", ("counted", admin.EmptyFieldListFilter), "named", "level", "importance"]
    search_fields = ["role__title", "skill__name"]
    autocomplete_fields = ["role", "skill"]
    list_select_related = ["role", "skill"]


def _remember_slug(entry: models.Skill | models.Role, form: Any) -> None:
    """Keep the old slug after a rename, so that old links still work; one that is used again is not a former slug."""
    entry.former_slugs.filter(slug=entry.slug).delete()
    if "slug" in form.changed_data and form.initial.get("slug"):
        entry.former_slugs.get_or_create(slug=form.initial["slug"])


def _published(what: str, slug: str) -> bool:
    """Say whether the current release has it: only then is there a page to view."""
    try:
        return slug in getattr(releases.current(), what)
    except releases.NoRelease:
        return False
