"""What is true: accounts, the catalogue's draft tables, its releases, and people's profiles."""

from careers.models.access import AccessToken, Session
from careers.models.accounts import User
from careers.models.profiles import Claim, MissedWord, OwnWord, Profile, RoleMark
from careers.models.projects import Project, ProjectSkill
from careers.models.releases import Catalogue, Release
from careers.models.resources import Resource, ResourceUse
from careers.models.roles import (
    BeyondStudy,
    Difference,
    FormerRoleSlug,
    Requirement,
    Responsibility,
    Role,
    RoleGroup,
)
from careers.models.skills import Alias, FormerSkillSlug, Kind, KindLevel, Near, Prerequisite, Skill, SkillLevel
from careers.models.starts import StartGroup, StartingLevel, StartingPoint, StartName

__all__ = [
    "AccessToken",
    "Alias",
    "BeyondStudy",
    "Catalogue",
    "Claim",
    "Difference",
    "FormerRoleSlug",
    "FormerSkillSlug",
    "Kind",
    "KindLevel",
    "MissedWord",
    "Near",
    "OwnWord",
    "Prerequisite",
    "Profile",
    "Project",
    "ProjectSkill",
    "Release",
    "Requirement",
    "Resource",
    "ResourceUse",
    "Responsibility",
    "Role",
    "RoleGroup",
    "RoleMark",
    "Session",
    "Skill",
    "SkillLevel",
    "StartGroup",
    "StartName",
    "StartingLevel",
    "StartingPoint",
    "User",
]
