from django.urls import path

from careers.accounts import views as accounts_views
from careers.browse import views as browse_views
from careers.profile import views as profile_views

urlpatterns = [
    path("roles/", browse_views.roles, name="roles"),
    path("roles/<str:slug>/", browse_views.role, name="role"),
    path("skills/", browse_views.skills, name="skills"),
    path("skills/<str:slug>/", browse_views.skill, name="skill"),
    path("profile/", profile_views.profile, name="profile"),
    path("profile/suggest/", profile_views.profile_suggest, name="profile_suggest"),
    path("profile/claim/", profile_views.profile_claim, name="profile_claim"),
    path("profile/remove/", profile_views.profile_remove, name="profile_remove"),
    path("profile/undo/", profile_views.profile_undo, name="profile_undo"),
    path("profile/words/keep/", profile_views.profile_keep_word, name="profile_keep_word"),
    path("profile/words/drop/", profile_views.profile_drop_word, name="profile_drop_word"),
    path("profile/keep-tried/", profile_views.profile_keep_tried, name="profile_keep_tried"),
    path("profile/start/", profile_views.starts, name="starts"),
    path("profile/start/<str:slug>/", profile_views.start, name="start"),
    path("profile/undo-start/", profile_views.start_undo, name="start_undo"),
    path("accounts/tokens/", accounts_views.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", accounts_views.token_revoke, name="token_revoke"),
    path("search/", browse_views.search, name="search"),
]
