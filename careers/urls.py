from django.urls import path

from careers import views

urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("roles/<str:slug>/", views.role, name="role"),
    path("skills/", views.skills, name="skills"),
    path("skills/<str:slug>/", views.skill, name="skill"),
    path("profile/", views.profile, name="profile"),
    path("profile/suggest/", views.profile_suggest, name="profile_suggest"),
    path("profile/claim/", views.profile_claim, name="profile_claim"),
    path("profile/remove/", views.profile_remove, name="profile_remove"),
    path("profile/start/", views.starts, name="starts"),
    path("profile/start/<str:slug>/", views.start, name="start"),
    path("profile/undo-start/", views.start_undo, name="start_undo"),
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
    path("about/method/", views.method, name="method"),
]
