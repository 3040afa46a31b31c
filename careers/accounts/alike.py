"""The same work for an address with an account and for one without, so that the time does not tell them apart.

The answers say the same already; here the work is made alike: a password is hashed, the rows of a new account are
written and taken back, and both mails of a reset are drawn whichever is sent.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows import password_reset, signup
from allauth.account.models import EmailAddress
from allauth.account.signals import user_signed_up
from allauth.account.utils import has_verified_email
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from careers.accounts.models import User

ONLY_DRAWN = "mails_are_only_drawn"  # on a request: the adapter draws its mails and sends none


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
