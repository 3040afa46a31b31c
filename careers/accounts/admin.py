"""Accounts at the editors' desk, for those who may see them: every change goes through the verb that people use too."""

from typing import Any

from allauth.account import admin as _addresses  # noqa: F401  (registers what is unregistered here)
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from careers.accounts import notices, operations
from careers.accounts.models import User

admin.site.unregister([EmailAddress, Authenticator])  # allauth's own write rows, past every rule of these


class UserAdmin(DjangoUserAdmin):
    """Accounts, for those who may see them; editors may not. `careers.profile.admin` registers it, and deletes."""

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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Make the address of an account read-only: its owner changes it, because only they can confirm the new one."""
        return ["email"] if obj else []


class Watched(admin.ModelAdmin):
    """Rows that are looked at here, and neither made nor edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(EmailAddress)
class EmailAddressAdmin(Watched):
    """Addresses, and confirming one for somebody whom no mail reaches."""

    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["primary", "verified"]
    search_fields = ["email"]
    fields = ["email", "user", "primary", "verified"]
    actions = ["confirm"]

    def has_delete_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        """An address goes with its account, or by another one in its place."""
        return False

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("account.change_emailaddress")

    @admin.action(description="Confirm the selected addresses", permissions=["confirm"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[EmailAddress]) -> None:
        """Confirm addresses as their links do."""
        for address in queryset.filter(verified=False):
            if not get_adapter(request).confirm_email(request, address):
                self.message_user(request, f"{address.email} belongs to another account already.", messages.ERROR)


@admin.register(Authenticator)
class SecondFactorAdmin(Watched):
    """Second factors, for somebody who has lost theirs. Their secrets are nobody's to see."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        _turn_off(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        for user in {factor.user for factor in queryset.select_related("user")}:
            _turn_off(user)


def _turn_off(user: User) -> None:
    operations.remove_factor(email=user.email)
    notices.factor_removed_by_operator(user=user)
