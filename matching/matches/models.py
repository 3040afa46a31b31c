"""Links to a receipt that a person made for somebody else to read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careers.catalogue.released import Released
from careers.models import Profile


class SharedReceiptQuerySet(models.QuerySet["SharedReceipt"]):
    def of_role(self, profile: Profile, release: Released, role: str) -> SharedReceipt | None:
        """The person's link to the receipt of a role, also if the role has another name by now."""
        return next((row for row in self.filter(profile=profile) if release.role_slug(row.role) == role), None)

    def opened(self, token: str) -> SharedReceipt | None:
        """The link with this token, with its profile; None if there is none, or its owner may not sign in any more."""
        return self.filter(token=token, profile__user__is_active=True).select_related("profile").first()


class SharedReceipt(models.Model):
    """A link that shows one receipt of a person to whoever has it, as it is at that moment, until it is taken back.

    The token is kept as it is: whoever can read this table can read the claims that the link shows.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="shared_receipts")
    role = models.SlugField(max_length=80, db_index=False)
    token = models.CharField(max_length=22, unique=True, editable=False, help_text="128 random bits.")
    name = models.CharField(max_length=60, blank=True, help_text="Shown on the page, if the person typed one.")
    made_at = models.DateTimeField()

    objects = SharedReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "role"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "role"], name="shared_receipt_one_per_role"),
            models.CheckConstraint(condition=~Q(token=""), name="shared_receipt_has_token"),
        ]

    def __str__(self) -> str:
        return f"Receipt of {self.role}, shared"
