"""Skills that people name and the catalogue does not know, at the editors' desk."""

from django.contrib import admin
from django.http import HttpRequest

from careers.profile import models


@admin.register(models.MissedWord)
class MissedWordAdmin(admin.ModelAdmin):
    """Skills that people name and the catalogue does not know: candidates for an alias or a skill."""

    list_display = ["key", "count"]
    search_fields = ["key"]
    readonly_fields = ["key", "count"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
