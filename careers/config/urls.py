"""Every address of the site: both apps, both APIs, accounts and the admin."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from careers.accounts import views as accounts_views
from careers.api.errors import not_found
from careers.api.schema import Schema

public = {"permission_classes": [AllowAny], "authentication_classes": []}

api: list[URLPattern | URLResolver] = [
    path("", include("careers.api_urls")),
    path("", include("matching.api_urls")),
    path("schema/", Schema.as_view(), name="api-schema"),
    re_path(r"", not_found),
]
handler400 = "careers.api.errors.bad_request"
handler500 = "careers.api.errors.server_error"

urlpatterns = [
    path("api/v1/", include(api)),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema", **public), name="api-docs"),
    re_path(r"^api/", not_found),
    path("admin/", admin.site.urls),
    path("accounts/email/", accounts_views.email_address, name="account_email"),  # before allauth's own
    path("accounts/", include("allauth.urls")),
    path("favicon.ico", RedirectView.as_view(url="/static/careers/favicon.svg")),
    path("", include("matching.urls")),  # first: /roles/compare/ is not a role
    path("", include("careers.urls")),
]
