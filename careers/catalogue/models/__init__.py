"""The draft's tables, with the QuerySets that read them, and the releases that were made of it."""

from careers.catalogue.models.projects import Project, ProjectSkill
from careers.catalogue.models.releases import Catalogue, Release
from careers.catalogue.models.resources import Resource, ResourceUse
from careers.catalogue.models.roles import (
    BeyondStudy,
    Difference,
    FormerRoleSlug,
    Requirement,
    Responsibility,
    Role,
    RoleGroup,
    RoleName,
)
from careers.catalogue.models.signposts import Signpost, SignpostLead, SignpostWord
from careers.catalogue.models.skills import (
    Alias,
    FormerSkillSlug,
    Kind,
    KindLevel,
    Near,
    Prerequisite,
    Skill,
    SkillLevel,
)
from careers.catalogue.models.starts import StartGroup, StartingLevel, StartingPoint, StartName

__all__ = [
    "Alias",
    "BeyondStudy",
    "Catalogue",
    "Difference",
    "FormerRoleSlug",
    "FormerSkillSlug",
    "Kind",
    "KindLevel",
    "Near",
    "Prerequisite",
    "Project",
    "ProjectSkill",
    "Release",
    "Requirement",
    "Resource",
    "ResourceUse",
    "Responsibility",
    "Role",
    "RoleGroup",
    "RoleName",
    "Signpost",
    "SignpostLead",
    "SignpostWord",
    "Skill",
    "SkillLevel",
    "StartGroup",
    "StartName",
    "StartingLevel",
    "StartingPoint",
]
