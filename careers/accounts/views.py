"""The account pages: tokens, the e-mail address, and the answer to a form without a valid CSRF token."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import EmailView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from careers.accounts import notices, operations
from careers.accounts.forms import TokenForm
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import sent_before, signed_in

# The text of a new token goes to the next page in a cookie of that page alone: no table of ours ever holds it, and a
# reload neither makes another token nor shows this one again.
MADE, MADE_SALT, MADE_SECONDS = "made_token", "careers.made-token", 60


@signed_in("tokens", keeps=TokenForm.base_fields)
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxRequest) -> HttpResponse:
    """Show the person's tokens; a POST makes one more, whose text only the next page shows."""
    if request.method != "POST":
        return _tokens(request, TokenForm(initial=request.GET.dict()))
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _tokens(request, form)
    try:
        made = operations.make_token(user=request.user, **form.cleaned_data)
    except operations.TooManyTokens:
        form.add_error(None, f"You have {operations.MOST_TOKENS} tokens. Revoke one before you make another.")
        return _tokens(request, form)
    notices.token_made(user=request.user, token=made.token)
    response = redirect("tokens")
    response.set_signed_cookie(MADE, made.text, MADE_SALT, **_made_cookie(), max_age=MADE_SECONDS)
    return response


def _tokens(request: HtmxRequest, form: TokenForm) -> HttpResponse:
    """The page; a token just made comes in a cookie, which is gone with this answer."""
    text = request.get_signed_cookie(MADE, "", MADE_SALT, max_age=MADE_SECONDS)
    at = timezone.now()
    made = request.user.tokens.live(at).shown(text, at=at) if text else None
    context = {"form": form, "made": made, "text": text, "tokens": request.user.tokens.all(), "at": at}
    response = render(request, "careers/tokens.html", context, status=400 if form.errors else 200)
    if MADE in request.COOKIES:
        response.delete_cookie(MADE, path=reverse("tokens"), samesite="Strict")
    return response


def _made_cookie() -> dict[str, Any]:
    return {"path": reverse("tokens"), "httponly": True, "samesite": "Strict", "secure": settings.SESSION_COOKIE_SECURE}


class _EmailAddress(EmailView):
    """allauth's page; a new address typed before the session ended is in the form again."""

    def get_initial(self) -> dict[str, Any]:
        typed = "action_add" in self.request.GET  # the other forms there name an address as well
        return {**super().get_initial(), "email": self.request.GET.get("email", "") if typed else ""}


email_address = signed_in("account_email", keeps=["email", "action_add"])(_EmailAddress.as_view())


@require_POST
@signed_in("tokens")
def token_revoke(request: HtmxRequest, pk: int) -> HttpResponse:
    name = operations.revoke_token(user=request.user, pk=pk)
    if name is None:
        messages.info(request, "That token is already gone.")
    else:
        messages.success(request, f"“{name}” is revoked and no longer works.")
    return redirect("tokens")


def csrf_failure(request: HtmxRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is not valid (a log-in in another tab changes it): offer what was typed again."""
    if request.htmx:
        return render(request, "components/send_again.html", status=403)
    return render(request, "403_csrf.html", {"sent": sent_before(request)}, status=403)
