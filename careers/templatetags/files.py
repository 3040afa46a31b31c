"""Addresses of static files on pages that have to come even if nothing else does."""

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def static_if_collected(path: str) -> str:
    """Return the address of a static file; its plain one if it was not collected, because an error page cannot fail."""
    try:
        return static(path)
    except ValueError:  # of the manifest
        return f"{settings.STATIC_URL}{path}"
