"""The same work for an address with an account and for one without, so that the time does not tell them apart.

The answers say the same already; here the work is made alike: a password is hashed, the rows of a new account are
written and taken back, and both mails of a reset are drawn whichever is sent. What is left are milliseconds, and for
those the answer waits until a fixed time has passed since the request came.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows import password_reset, signup
from allauth.account.models import EmailAddress
from allauth.account.signals import user_signed_up
from allauth.account.utils import has_verified_email
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from careers.accounts.models import User
from careers.web.middleware import GetResponse

ASKED = {"account_login", "account_signup", "account_reset_password", "api-tokens"}  # views that are sent an address
ONLY_DRAWN = "mails_are_only_drawn"  # on a request: the adapter draws its mails and sends none


class SameTimeMiddleware:
    """Answer whoever sent an address `ALIKE_SECONDS` after it came, or when the work is done if that takes longer.

    Somebody who has just proved to be the owner does not wait. A waiting request holds a thread and a connection.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        asked = request.method == "POST" and request.resolver_match and request.resolver_match.view_name in ASKED
        if asked and not (request.user.is_authenticated or response.status_code == 201):
            time.sleep(max(0, began + settings.ALIKE_SECONDS - time.monotonic()))
        return response


def sign_up_in_vain(form: Any, request: HttpRequest) -> None:
    """Sign up with an address that nobody has, and take it back before it is committed.

    Whoever listens to sign-ups does its own work as well; `in_vain` tells it that the account will not be there.
    """
    typed = form.cleaned_data["email"]
    form.account_already_exists = False
    form.cleaned_data["email"] = f"{secrets.token_hex(len(typed) // 2)}@nobody.invalid"
    try:
        with transaction.atomic():
            user = form.save(request)
            user_signed_up.send(sender=User, request=request, user=user, in_vain=True)
            has_verified_email(user)
            EmailAddress.objects.filter(user=User.objects.get(pk=user.pk)).first()
            transaction.set_rollback(True)
        # The rows of a real account are committed, which takes a disk longer than anything else here but the hash.
        User.objects.filter(email=typed).update(date_joined=F("date_joined"))
    finally:
        form.account_already_exists = True
        form.cleaned_data["email"] = typed


def draw_the_other_mail(request: HttpRequest, email: str, *, known: bool) -> None:
    """Draw the mail that a reset does not send to this address, and look up what only the other way looks up."""
    if EmailAddress.objects.filter(email=email).exists():
        User.objects.filter(email=email).first()
    with _only_drawn(request):
        if known:
            signup.send_unknown_account_mail(request, email)
        else:
            nobody = User(pk=0, email=email, password="!")  # noqa: S106  (no password has this hash)
            EmailAddress.objects.select_related("user").order_by().first()  # a row of somebody, as a known address has
            EmailAddress.objects.filter(user_id=nobody.pk, email=email).exists()
            password_reset.request_password_reset(request, email, [nobody], default_token_generator)


@contextmanager
def _only_drawn(request: HttpRequest) -> Iterator[None]:
    setattr(request, ONLY_DRAWN, True)
    try:
        yield
    finally:
        setattr(request, ONLY_DRAWN, False)
