"""Somebody's own fits for pages of careers, whose views and slices know no scores."""

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.content import Role
from matching import engine
from matching.matches import for_me as fits

register = template.Library()


@register.simple_tag(takes_context=True)
def for_me(context: RequestContext, role: Role) -> fits.ForMe:
    """Return a role of the release that the page shows, in the eyes of whoever looks at it. Worked out once a page."""
    request = context.request
    found: fits.ForMe | None = getattr(request, "_for_me", None)
    if found is None:
        found = fits.for_me(releases.for_request(request), role, fits.of(request), timezone.localdate())
        request._for_me = found  # type: ignore[attr-defined]
    return found


@register.simple_tag(takes_context=True)
def my_fit(context: RequestContext, role: Role) -> engine.RoleScore | None:
    """Return the score of whoever looks; None if they claim nothing. All roles are scored once for a page."""
    return _scores(context.request).get(role.slug)


def _scores(request: HttpRequest) -> dict[str, engine.RoleScore]:
    found: dict[str, engine.RoleScore] | None = getattr(request, "_my_scores", None)
    if found is None:
        found = fits.scores(releases.for_request(request), fits.of(request).by_position)
        request._my_scores = found  # type: ignore[attr-defined]
    return found
