"""The editors' desk: Django's admin behind a second factor that was proven in this very session.

A stolen password alone opens nothing here, however somebody signed in. The demo log-ins of the embedded default are
excepted, and the desk says so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from careers.accounts import demo
from careers.accounts.models import User
from careers.web.requests import is_ours

FACTOR = "_factor"  # in a session: the key of the authenticator that was proven in it

View = Callable[..., HttpResponse]


@receiver(authenticator_used)
def note_the_factor(sender: Any, *, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    request.session[FACTOR] = authenticator.pk


@receiver(authenticator_added)
def note_a_new_factor(sender: Any, *, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets up an app has just typed what it shows; recovery codes that are made prove nothing."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.session[FACTOR] = authenticator.pk


def may_enter(request: HttpRequest) -> bool:
    """Say whether somebody is staff and has proven a second factor in this session, one that they still have."""
    user: User | AnonymousUser = request.user
    if not (user.is_active and isinstance(user, User) and user.is_staff):
        return False
    return is_demo(user) or Authenticator.objects.filter(user=user, pk=request.session.get(FACTOR)).exists()


def is_demo(user: User) -> bool:
    return user.email in demo.STAFF and demo.allowed()


def has_to_set_up(user: User) -> bool:
    """Say whether somebody is staff and has no second factor yet, so that the desk is closed to them."""
    return user.is_staff and not is_demo(user) and not is_mfa_enabled(user)


def staff_only(view: View) -> View:
    """Guard a page outside the admin that only staff may see: the same door, and the same way to it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_enter(request):
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))

    return never_cache(guarded)


class Desk(AdminSite):
    """The admin. It has no log-in form of its own: staff sign in where everybody does, with limits and a factor."""

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request)

    def each_context(self, request: Any) -> dict[str, Any]:
        return {**super().each_context(request), "is_demo": isinstance(request.user, User) and is_demo(request.user)}

    def get_urls(self) -> list[Any]:
        """Leave out the address that leads to an entry's page by way of the Host header: each has a link of its own."""
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to what is missing: the log-in, a second factor, or its code. Raises PermissionDenied for others."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        wanted = wanted if is_ours(wanted) else reverse("admin:index")
        user: User | AnonymousUser = request.user
        if not isinstance(user, User):
            return redirect_to_login(wanted)
        if not user.is_staff:
            raise PermissionDenied
        if may_enter(request):
            return HttpResponseRedirect(wanted)
        if has_to_set_up(user):
            return redirect("mfa_index")
        return redirect_to_login(wanted, reverse("mfa_reauthenticate"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Lead to the account's own page, which tells the owner by mail."""
        return redirect("account_change_password")
