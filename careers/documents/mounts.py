"""The addresses of documents, mounted twice: for a profile, and without an account, where nothing is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import or_at, signed_in
from careers.documents import views
from careers.profile.mounts import record_of, without_account

View = Callable[..., HttpResponse]


def _opened(view: View) -> View:
    """A view with the record of whoever asks."""

    @wraps(view)
    def opened(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, record_of(request), *args, **kwargs)

    return opened


_ours = signed_in("profile_documents:page")

profile = [
    path("", require_safe(login_required(_opened(views.page))), name="page"),
    path("paste/", require_POST(or_at("try_documents")(_opened(views.paste))), name="paste"),
    path("upload/", require_POST(_ours(_opened(views.upload))), name="upload"),
    path("json-resume/", require_safe(_ours(_opened(views.json_resume))), name="json_resume"),
    path("<int:pk>/", require_safe(_ours(_opened(views.document))), name="document"),
    path("<int:pk>/confirm/", require_POST(_ours(_opened(views.confirm))), name="confirm"),
    path("<int:pk>/discard/", require_POST(_ours(_opened(views.discard))), name="discard"),
]
tried = [
    path("", require_safe(without_account("profile_documents:page")(_opened(views.page))), name="page"),
    path("paste/", require_POST(_opened(views.paste)), name="paste"),
    path("confirm/", require_POST(_opened(views.confirm)), name="confirm"),
]
