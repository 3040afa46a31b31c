"""Roles and skills as JSON, and the description of the whole API."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from careers.api.base import PAGES, EntryView, ListView
from careers.browse import serializers


@extend_schema_view(get=extend_schema(operation_id="roles_list", responses=serializers.RoleListSerializer(many=True)))
class RoleList(ListView):
    """All roles, the foundation first."""

    serializer_class = serializers.RoleListSerializer

    def entries(self) -> Sequence[Any]:
        return self.release.roles_by_title


class RoleEntry(EntryView):
    """One role with what it asks for."""

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
