"""Profiles: what a person says they can do."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from careers.accounts.models import User
from careers.catalogue.models import Skill
from careers.catalogue.released import Released


class ClaimQuerySet(models.QuerySet["Claim"]):
    def levels_by_position(self) -> dict[int, int]:
        """{skill position: level} of these claims: all that the scorer sees."""
        return dict(self.values_list("skill__position", "level"))

    def level_of(self, user: User, position: int) -> int | None:
        """The level that this person claims of one skill, for the page of that skill."""
        return self.filter(profile__user=user, skill__position=position).values_list("level", flat=True).first()

    def in_full(self) -> list[Claim]:
        """Everything these claims say, with their skills, by slug."""
        return list(self.select_related("skill").order_by("skill__slug"))


class DeedQuerySet(models.QuerySet["Deed"]):
    def between(self, before: int, after: int) -> DeedQuerySet:
        """What led from one version of the profile to a later one, in the order in which it was done."""
        return self.filter(version__gt=before, version__lte=after).order_by("version")

    def standing(self) -> Deed | None:
        """The latest of them that was not taken back."""
        return self.filter(pair=None).order_by("-version").first()

    def pairs(self) -> list[tuple[int, int]]:
        """The versions of what was done and of what took it back."""
        return list(self.filter(pair__gt=F("version")).order_by("version").values_list("version", "pair"))


class RoleMarkQuerySet(models.QuerySet["RoleMark"]):
    def by_role(self, release: Released) -> dict[str, str]:
        """{role: mark}, each role under its slug in `release`; roles that it no longer has are left out."""
        return marks_by_role(release, self.order_by("pk").values_list("role", "mark"))


def marks_by_role(release: Released, marks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{role: mark}, each role under its slug in `release`; roles that it no longer has are left out."""
    current = ((release.role_slug(role), mark) for role, mark in marks)
    return {role: mark for role, mark in current if role is not None}


class Profile(models.Model):
    """A person's record. Its version and its packed levels change in the same transaction as its claims."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    version = models.PositiveIntegerField(default=0)
    levels = models.BinaryField(default=bytes, help_text="The levels of its claims, packed (see vectors.py).")
    # A slug, not a foreign key: people choose among the roles of the release, and a choice outlives a rename there.
    target = models.SlugField(
        max_length=80, blank=True, default="", db_index=False, help_text="The role they work towards, if any."
    )
    news_seen = models.PositiveIntegerField(
        default=0, help_text="The latest release of which they know how it moved their fits."
    )

    def __str__(self) -> str:
        return f"Profile {self.pk}"


class Claim(models.Model):
    """The current level of one skill, and its source. Level 0 says "none", which is not "unknown"."""

    class Source(models.TextChoices):
        SELF = "self", "Said so"
        START = "start", "Starting point"
        DOCUMENT = "document", "Found in a document"
        IMPORT = "import", "Imported"
        PLAN = "plan", "Learned in a plan"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="claims")
    # PROTECT: an editor retires a skill; what people hold is theirs and stays.
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="claims")
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5)])
    source = models.CharField(max_length=8, choices=Source, default=Source.SELF)
    quote = models.CharField(max_length=300, blank=True, help_text="The words it was found in.")
    shown_by = models.CharField(
        max_length=200, blank=True, help_text="A line or a link that shows it, for the person's own use; never scored."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="claim_one_level_per_skill"),
            models.CheckConstraint(condition=Q(level__range=(0, 5)), name="claim_level_0_to_5"),
            models.CheckConstraint(
                condition=Q(source__in=["self", "start", "document", "import", "plan"]), name="claim_known_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} at {self.level}"


class Deed(models.Model):
    """What a person did that changed their levels, so that their history can name the cause of a movement.

    It is written in the transaction of the change. `about` is a slug, with the title of its day next to it: a starting
    point or a role may have another name later, or be gone.
    """

    class Kind(models.TextChoices):
        """The sources of a claim, and the other ways to change many of them or to take something back."""

        SELF = "self", "Said so"
        START = "start", "Started from a job"
        DOCUMENT = "document", "Found in a document"
        IMPORT = "import", "Imported"
        PLAN = "plan", "Finished a step of a plan"
        LIST = "list", "Pasted a list"
        TRY = "try", "Kept what was picked without an account"
        API = "api", "Changed by a program"
        UNDO = "undo", "Took something back"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="deeds")
    version = models.PositiveIntegerField(help_text="The version of the profile that it led to.")
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.SlugField(
        max_length=80, blank=True, db_index=False, help_text="The slug of the starting point, or of the plan's role."
    )
    title = models.CharField(max_length=120, blank=True, help_text="The title of that at the time.")
    step = models.PositiveSmallIntegerField(null=True, help_text="The number of the plan's step.")
    changes = models.JSONField(help_text="[[skill position, level before, level after]]; null is no claim.")
    pair = models.PositiveIntegerField(
        null=True, help_text="The version of what took it back, or of what it took back: together they changed nothing."
    )
    done_at = models.DateTimeField(auto_now_add=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "version"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "version"], name="deed_one_per_version"),
            models.CheckConstraint(
                condition=Q(kind__in=["self", "start", "document", "import", "plan", "list", "try", "api", "undo"]),
                name="deed_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of profile {self.profile_id}, version {self.version}"


class RoleMark(models.Model):
    """A mark on a role in a person's list: pinned to the top, or hidden. It moves no score."""

    class Mark(models.TextChoices):
        PINNED = "pinned", "Pinned"
        HIDDEN = "hidden", "Hidden"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="role_marks")
    role = models.SlugField(max_length=80, db_index=False)
    mark = models.CharField(max_length=6, choices=Mark)

    objects = RoleMarkQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "role"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "role"], name="role_mark_one_per_role"),
            models.CheckConstraint(condition=Q(mark__in=["pinned", "hidden"]), name="role_mark_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.mark}"


class OwnWord(models.Model):
    """A skill that the catalogue does not know, in the person's own words. Shown to them and never scored."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="words")
    text = models.CharField(max_length=60)
    key = models.CharField(max_length=60, editable=False, help_text="The text, folded.")

    class Meta:
        ordering = ["profile", "key"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "key"], name="own_word_once"),
            models.CheckConstraint(condition=~Q(key=""), name="own_word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class MissedWordQuerySet(models.QuerySet["MissedWord"]):
    def counted(self) -> MissedWordQuerySet:
        """Each word once, with the number of accounts that keep it (`count`), the commonest first.

        An account counts from its first log-in on: a sign-up with somebody else's address counts for nothing.
        """
        kept = OwnWord.objects.filter(profile__user__last_login__isnull=False).order_by()
        once = kept.values("key").annotate(first=models.Min("pk")).values("first")
        of_key = kept.filter(key=models.OuterRef("key")).values("key").annotate(number=models.Count("pk"))
        return (
            self.filter(pk__in=once).annotate(count=models.Subquery(of_key.values("number"))).order_by("-count", "key")
        )


class MissedWord(OwnWord):
    """A word that people keep and the catalogue does not know: for editors, who see how many keep it, and not who.

    It is counted when it is read, from what accounts keep now. So nobody without an account moves a count, nobody fills
    a table, and whoever leaves or takes a word away is no longer counted.
    """

    objects = MissedWordQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return self.key
