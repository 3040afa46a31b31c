"""The visitor's own level on a public page, and what they picked. The page's view need not know about profiles."""

from allauth.account.models import EmailAddress
from django import template
from django.template.context import RequestContext

from careers.accounts import desk
from careers.accounts.adapter import KEPT
from careers.accounts.models import User
from careers.profile import tried
from careers.profile.models import Claim

register = template.Library()


@register.simple_tag(takes_context=True)
def own_level(context: RequestContext, position: int) -> int | None:
    """Return the level that the visitor claims of the skill at `position`; None for no claim or no account.

    One query if somebody is signed in.
    """
    user = context.request.user
    return Claim.objects.level_of(user, position) if user.is_authenticated else None


@register.filter
def needs_a_factor(user: User) -> bool:
    """Say whether the editors' desk opens to somebody with a second factor only."""
    return user.is_staff and not desk.is_demo(user)


@register.simple_tag(takes_context=True)
def unconfirmed_address(context: RequestContext) -> EmailAddress | None:
    """Return an address of the person's that waits for its confirmation, which a second factor has to wait for too."""
    found: EmailAddress | None = EmailAddress.objects.filter(user=context.request.user, verified=False).first()
    return found


@register.simple_tag(takes_context=True)
def picked(context: RequestContext) -> tried.Picked | None:
    """Return what was picked without an account, also just after it went into one; None if nothing was."""
    request = context.request
    kept = request.session.get(KEPT)
    return tried.picked(request) or (tried.Picked(*kept) if kept else None)
