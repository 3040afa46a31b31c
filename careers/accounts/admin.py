"""Accounts at the editors' desk, for those who may see them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from careers.accounts import models, notices


@admin.register(models.User)
class UserAdmin(DjangoUserAdmin):
    """Accounts, for those who may see them; editors may not."""

    list_display = ["email", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]

    @method_decorator(reauthentication_required(allow_get=True))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Rights and addresses change only for somebody who has just shown again that it is them."""
        return super().changeform_view(request, *args, **kwargs)

    @method_decorator(reauthentication_required(allow_get=True))
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Set another password for somebody, who is told by mail."""
        before = self.get_object(request, unquote(id))
        answer = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before is not None and after is not None and before.password != after.password:
            notices.password_changed_by_staff(user=after)
        return answer

    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]})]
