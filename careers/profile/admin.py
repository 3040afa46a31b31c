"""Skills that people name and the catalogue does not know, at the editors' desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from careers.profile import models


@admin.register(models.MissedWord)
class MissedWordAdmin(admin.ModelAdmin):
    """Skills that people name and the catalogue does not know: candidates for an alias or a skill.

    Each row stands for all who keep the word, so there is nothing to open, change or delete here.
    """

    list_display = ["key", "kept"]
    list_display_links = None
    search_fields = ["key"]
    fields = ["key"]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-count", "key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.MissedWord]:
        return models.MissedWord.objects.counted()

    @admin.display(description="kept", ordering="count")
    def kept(self, word: Any) -> int:
        """The number of accounts that keep the word."""
        number: int = word.count
        return number

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
