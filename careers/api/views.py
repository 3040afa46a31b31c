"""Roles and skills of the current release, for reading by anybody."""

from collections.abc import Mapping, Sequence
from typing import Any

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

    def get(self, request: Request, slug: str) -> Response:
        entry = self.entries().get(slug)
        if entry is None:
            raise NotFound(f"There is no {self.what} {slug!r} in release {self.release.number}.")
        return Response(self.get_serializer(entry).data)


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
