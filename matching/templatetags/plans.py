"""The plan from zero for pages of careers, whose views and slices know nothing of plans."""

from django import template
from django.template.context import RequestContext

from careers.catalogue import releases
from careers.catalogue.content import Role
from matching.plans import from_zero as plans

register = template.Library()


@register.simple_tag(takes_context=True)
def from_zero(context: RequestContext, role: Role) -> plans.FromZero:
    """Return the plan from zero to a role of the release that the page shows."""
    return plans.from_zero(releases.for_request(context.request), role.slug)
