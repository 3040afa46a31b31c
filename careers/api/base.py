"""The base of every API view: it answers in JSON and refuses unknown query parameters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.bodies import MOST_NAMED, quoted
from careers.api.errors import LengthRequired
from careers.api.etags import conditional
from careers.catalogue import releases
from careers.catalogue.released import Released


class OnlyOne(DefaultContentNegotiation):
    """The one format of a view, as a rule JSON, whatever the client accepts: another would be no easier to read."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class StrictQuery(GenericAPIView):
    """A view that takes only the query parameters in `parameters` (lists add those of pages); others are a 400."""

    content_negotiation_class: type[BaseContentNegotiation] = OnlyOne
    parameters: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            raise LengthRequired  # Django would take the body for an empty one
        unknown = set(request.query_params) - set(self.parameters)
        if unknown:
            raise ValidationError({name[:80]: [self._refusal(name)] for name in sorted(unknown)[:MOST_NAMED]})

    def _refusal(self, name: str) -> str:
        if name == "format":
            return "Every answer is JSON, so there is no format to choose. Leave it out."
        known = f"Known: {', '.join(sorted(self.parameters))}." if self.parameters else "This call takes none."
        return f"There is no such parameter. {known}"


PAGES: tuple[str, ...] = ("page", "page_size")


class PublicView(StrictQuery):
    """A view that needs no account, reads no session and writes nothing."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "read"

    @property
    def release(self) -> Released:
        return releases.for_request(self.request)


class ListView(PublicView):
    parameters = PAGES

    def entries(self) -> Sequence[Any]:
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponseBase:
        page = self.paginate_queryset(self.entries())
        answer = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return conditional(request, answer, self.release)


class EntryView(PublicView):
    what = ""

    def entries(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def current_slug(self, slug: str) -> str | None:
        raise NotImplementedError

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        current = self.current_slug(slug)
        if current is None:
            raise NotFound(f"There is no {self.what} {quoted(slug[:80])} in release {self.release.number}.")
        if current != slug:
            return Response(status=301, headers={"Location": reverse(f"api-{self.what}", args=[current])})
        return conditional(request, Response(self.get_serializer(self.entries()[slug]).data), self.release)
