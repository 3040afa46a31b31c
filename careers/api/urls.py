from django.urls import path

from careers.api import views

urlpatterns = [
    path("roles/", views.RoleList.as_view(), name="api-roles"),
    path("roles/<str:slug>/", views.RoleEntry.as_view(), name="api-role"),
    path("skills/", views.SkillList.as_view(), name="api-skills"),
    path("skills/<str:slug>/", views.SkillEntry.as_view(), name="api-skill"),
]
