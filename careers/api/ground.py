"""The ground of every view of the API: it answers in JSON, and refuses a query that nobody reads."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from careers.api.bodies import MOST_NAMED


class OnlyJSON(DefaultContentNegotiation):
    """JSON, whatever the client says that it accepts: an error in another form would be no easier to read."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class StrictQuery(GenericAPIView):
    """A view that reads the parameters in `parameters`, and those of its pages if it has a list; others are a 400."""

    content_negotiation_class: type[BaseContentNegotiation] = OnlyJSON
    parameters: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        unknown = set(request.query_params) - set(self.parameters)
        if unknown:
            known = f"Known: {', '.join(sorted(self.parameters))}." if self.parameters else "This call takes none."
            raise ValidationError(
                {name[:80]: [f"There is no such parameter. {known}"] for name in sorted(unknown)[:MOST_NAMED]}
            )


PAGES: tuple[str, ...] = ("page", "page_size")
