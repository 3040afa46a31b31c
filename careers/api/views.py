"""Roles and skills of the current release, for reading by anybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careers import releases
from careers.api import serializers
from careers.api.etags import conditional
from careers.api.ground import PAGES, StrictQuery
from careers.catalogue.released import Released


class PublicView(StrictQuery):
    """Needs no account, reads no session, writes nothing."""

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
            raise NotFound(f"There is no {self.what} {slug[:80]!r} in release {self.release.number}.")
        if current != slug:
            return Response(status=301, headers={"Location": reverse(f"api-{self.what}", args=[current])})
        return conditional(request, Response(self.get_serializer(self.entries()[slug]).data), self.release)


@extend_schema_view(get=extend_schema(operation_id="roles_list", responses=serializers.RoleListSerializer(many=True)))
class RoleList(ListView):
    """All roles, the foundation first."""

    serializer_class = serializers.RoleListSerializer

    def entries(self) -> Sequence[Any]:
        return self.release.roles_by_title


class RoleEntry(EntryView):
    """One role with what it asks."""

    what = "role"
    serializer_class = serializers.RoleSerializer

    def entries(self) -> Mapping[str, Any]:
        return self.release.roles

    def current_slug(self, slug: str) -> str | None:
        return self.release.role_slug(slug)


SEARCH = OpenApiParameter("search", str, description="Words to look for in slugs, names and aliases; best first.")


@extend_schema_view(
    get=extend_schema(
        operation_id="skills_list", responses=serializers.SkillListSerializer(many=True), parameters=[SEARCH]
    )
)
class SkillList(ListView):
    """All skills by slug, or those that a search finds, best first."""

    parameters = (*PAGES, "search")
    serializer_class = serializers.SkillListSerializer

    def entries(self) -> Sequence[Any]:
        query = self.request.query_params.get("search", "")
        skills = self.release.content.skills
        return [hit.skill for hit in self.release.suggest(query, limit=len(skills))] if query.strip() else skills


class SkillEntry(EntryView):
    """One skill with its levels, prerequisites, near skills and resources. Any of its names leads here."""

    what = "skill"
    serializer_class = serializers.SkillSerializer

    def entries(self) -> Mapping[str, Any]:
        return self.release.skills

    def current_slug(self, slug: str) -> str | None:
        return self.release.names.find(slug)


class Schema(StrictQuery, SpectacularAPIView):
    """The OpenAPI document: JSON unless it is asked for as YAML."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "read"
    content_negotiation_class = DefaultContentNegotiation
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]
    parameters = ("format", "lang")
