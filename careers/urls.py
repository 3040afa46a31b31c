from django.urls import include, path

from careers.accounts import session_views as sessions
from careers.accounts import views as accounts
from careers.browse import views as browse
from careers.documents import mounts as documents
from careers.profile import views as profile

urlpatterns = [
    path("roles/", browse.roles, name="roles"),
    path("roles/<str:slug>/", browse.role, name="role"),
    path("skills/", browse.skills, name="skills"),
    path("skills/<str:slug>/", browse.skill, name="skill"),
    path("search/", browse.search, name="search"),
    path("profile/shown-by/", profile.shown_by, name="shown_by"),
    path("profile/keep-tried/", profile.keep_tried, name="keep_tried"),
    path("profile/documents/", include((documents.profile, "documents"), namespace="profile_documents")),
    path("try/documents/", include((documents.tried, "documents"), namespace="try_documents")),
    path("try/forget/", profile.forget_tried, name="forget_tried"),
    path("accounts/tokens/", accounts.tokens, name="tokens"),
    path("accounts/sessions/", sessions.sessions, name="sessions"),
    path("accounts/sessions/end-others/", sessions.sessions_end_others, name="sessions_end_others"),
    path("accounts/sessions/<slug:handle>/end/", sessions.session_end, name="session_end"),
    path("accounts/tokens/<int:pk>/revoke/", accounts.token_revoke, name="token_revoke"),
]
