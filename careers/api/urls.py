from django.urls import path

from careers.api import personal, tokens, views

urlpatterns = [
    path("roles/", views.RoleList.as_view(), name="api-roles"),
    path("roles/<str:slug>/", views.RoleEntry.as_view(), name="api-role"),
    path("skills/", views.SkillList.as_view(), name="api-skills"),
    path("skills/<path:slug>/", views.SkillEntry.as_view(), name="api-skill"),
    path("me/profile/", personal.MyProfile.as_view(), name="api-my-profile"),
    path("tokens/", tokens.Tokens.as_view(), name="api-tokens"),
    path("tokens/current/", tokens.CurrentToken.as_view(), name="api-current-token"),
]
