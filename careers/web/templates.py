"""The template engine of the site: Django's own, which writes whole numbers as they are.

Pages say whole numbers, and what has decimals goes through a filter. Asking the language for a separator at each number
took a seventh of a page of matches.
"""

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.template.context import make_context
from django.utils.safestring import SafeString


class Templates(DjangoTemplates):
    """The backend of the setting TEMPLATES; its templates are `Plain`."""

    def from_string(self, template_code: str) -> "Plain":
        return Plain(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> "Plain":
        return Plain(super().get_template(template_name).template, self)


class Plain(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        bound = make_context(context, request, autoescape=self.backend.engine.autoescape)
        bound.use_l10n = False
        return self.template.render(bound)
