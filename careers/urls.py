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
    path("profile/undo/", views.profile_undo, name="profile_undo"),
    path("profile/words/keep/", views.profile_keep_word, name="profile_keep_word"),
    path("profile/words/drop/", views.profile_drop_word, name="profile_drop_word"),
    path("profile/keep-tried/", views.profile_keep_tried, name="profile_keep_tried"),
    path("profile/start/", views.starts, name="starts"),
    path("profile/start/<str:slug>/", views.start, name="start"),
    path("profile/undo-start/", views.start_undo, name="start_undo"),
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
    path("search/", views.search, name="search"),
]
