"""What belongs to people, at the editors' desk: their accounts, and the skills they name that we do not know."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest

from careers.accounts.admin import UserAdmin
from careers.accounts.models import User
from careers.profile import leaving, models


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; deleting one here is what leaving is: nothing of the person stays, no address in a log either."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete an account may delete what is in it, and need not read that: it is counted only."""
        _, counted, _, _ = super().get_deleted_objects(objs, request)
        return [str(account) for account in objs], counted, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        pk, oneself = obj.pk, obj.pk == request.user.pk
        leaving.delete_account(user=obj)
        if not oneself:
            LogEntry.objects.create(
                user=request.user,  # type: ignore[misc]  # the admin lets nobody else in
                content_type=ContentType.objects.get_for_model(User),
                object_id=str(pk),
                object_repr=f"Account {pk}",
                action_flag=DELETION,
            )

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            self.delete_model(request, user)


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
