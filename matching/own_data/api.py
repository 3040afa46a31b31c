"""Everything we hold about the caller, as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from careers.profile.api import PersonalView
from matching.own_data import export


class MyExport(PersonalView):
    """Everything we hold about you."""

    @extend_schema(responses={200: {"type": "object", "additionalProperties": True}})
    def get(self, request: Request) -> Response:
        """Everything we hold about you, as one document. Secrets (password, tokens, codes) are kept as digests or
        encrypted; they are named, not shown."""
        everything: dict[str, Any] = export.everything(user=self.profile.user)
        return Response(everything)
