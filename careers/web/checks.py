"""System checks: report dangerous settings at start-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def enumeration_is_not_strict(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if str(settings.ACCOUNT_PREVENT_ENUMERATION) == "strict":
        return [
            Error(
                "ACCOUNT_PREVENT_ENUMERATION is 'strict'.",
                hint="With a unique e-mail address a second sign-up then ends in a 500. Set it to True.",
                id="careers.E001",
            )
        ]
    return []
