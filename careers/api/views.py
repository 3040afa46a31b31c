"""Roles and skills of the current release, for reading by anybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from careers import releases
from careers.api import serializers
from careers.catalogue.released import Released


class PublicView(GenericAPIView):
    """Needs no account, reads no session, writes nothing."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "read"

    @property
    def release(self) -> Released:
        return releases.for_request(self.request)


class ListView(PublicView):
    def entries(self) -> Sequence[Any]:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.entries())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class EntryView(PublicView):
    what = ""

    def entries(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def current_slug(self, slug: str) -> str | None:
        raise NotImplementedError

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        current = self.current_slug(slug)
        if current is None:
            raise NotFound(f"There is no {self.what} {slug!r} in release {self.release.number}.")
        if current != slug:
            return redirect(f"api-{self.what}", current, permanent=True)
        return Response(self.get_serializer(self.entries()[slug]).data)


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


@extend_schema_view(get=extend_schema(operation_id="skills_list", responses=serializers.SkillListSerializer(many=True)))
class SkillList(ListView):
    """All skills by slug."""

    serializer_class = serializers.SkillListSerializer

    def entries(self) -> Sequence[Any]:
        return self.release.content.skills


class SkillEntry(EntryView):
    """One skill with its levels, prerequisites, near skills and resources."""

    what = "skill"
    serializer_class = serializers.SkillSerializer

    def entries(self) -> Mapping[str, Any]:
        return self.release.skills

    def current_slug(self, slug: str) -> str | None:
        return self.release.skill_slug(slug)
