"""Lists the DRF way: count, next, previous, results."""

import re
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

MOST = 500


class Pages(PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    page_size_query_description = f"Entries on a page, from 1 to {MOST}; 100 if not given."
    max_page_size = MOST

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        page, page_size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "default": 1}
        page["description"] = "Which page, from 1; one after the last is a 404."
        page_size["schema"] |= {"minimum": 1, "maximum": MOST, "default": self.page_size}
        return [page, page_size]

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("page_size", str(self.page_size))
        if not re.fullmatch("[0-9]{1,3}", asked) or not 1 <= int(asked) <= MOST:
            raise ValidationError({"page_size": [f"Give a whole number from 1 to {MOST}."]})
        return int(asked)
