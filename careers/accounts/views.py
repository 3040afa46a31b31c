"""The account pages: tokens, the e-mail address, and the answer to a form without a valid CSRF token."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from careers.accounts import operations
from careers.accounts.forms import TokenForm
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import sent_before, signed_in


@signed_in("tokens", keeps=TokenForm.base_fields)
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxRequest) -> HttpResponse:
    """Show the person's tokens; a POST makes one more, whose text only this answer shows."""
    form, made = TokenForm(request.POST if request.method == "POST" else None, initial=request.GET.dict()), None
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_token(user=request.user, **form.cleaned_data)
            form = TokenForm()
        except operations.TooManyTokens:
            form.add_error(None, f"You have {operations.MOST_TOKENS} tokens. Revoke one before you make another.")
    context = {"form": form, "made": made, "tokens": request.user.tokens.all(), "at": timezone.now()}
    return render(request, "careers/tokens.html", context, status=400 if form.errors else 200)


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
