from django.urls import path

from careers.accounts import api as accounts_api
from careers.browse import api as browse_api
from careers.documents import api as documents_api
from careers.profile import api as profile_api

urlpatterns = [
    path("roles/", browse_api.RoleList.as_view(), name="api-roles"),
    path("roles/<str:slug>/", browse_api.RoleEntry.as_view(), name="api-role"),
    path("skills/", browse_api.SkillList.as_view(), name="api-skills"),
    path("skills/<path:slug>/", browse_api.SkillEntry.as_view(), name="api-skill"),
    path("read/", documents_api.ReadText.as_view(), name="api-read"),
    path("me/profile/", profile_api.MyProfile.as_view(), name="api-my-profile"),
    path("tokens/", accounts_api.Tokens.as_view(), name="api-tokens"),
    path("tokens/current/", accounts_api.CurrentToken.as_view(), name="api-current-token"),
]
