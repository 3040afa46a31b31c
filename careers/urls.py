from django.urls import path

from careers import views

urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("roles/<str:slug>/", views.role, name="role"),
    path("skills/<str:slug>/", views.skill, name="skill"),
    path("profile/", views.profile, name="profile"),
    path("profile/suggest/", views.profile_suggest, name="profile_suggest"),
    path("profile/claim/", views.profile_claim, name="profile_claim"),
    path("profile/remove/", views.profile_remove, name="profile_remove"),
    path("about/method/", views.method, name="method"),
]
