"""Requests that still run when their account is deleted: the answer is that of somebody who is signed out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from careers.accounts.models import User
from careers.web.middleware import GetResponse

API = "/api/"
GONE = "This account is deleted."
ENDED = "Your session has ended. Sign in again."


def is_gone(request: HttpRequest) -> bool:
    """Say whether the account behind this request was deleted after the request came in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    try:
        return not User.objects.filter(pk=user.pk).exists()
    except DatabaseError:  # then there is something else to say
        return False


def signed_out(request: HttpRequest, why: str) -> HttpResponse:
    """The answer to somebody who is signed out by now: a 401 of the API, the log-in page of everything else."""
    if request.path.startswith(API):
        return JsonResponse({"detail": why}, status=401, headers={"WWW-Authenticate": 'Bearer realm="Rolewise"'})
    page = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("home")
    log_in = redirect_to_login(page)
    return HttpResponseClientRedirect(log_in.url) if getattr(request, "htmx", False) else log_in


class GoneMiddleware:
    """Answer what goes wrong in a request, or is no longer found, as to somebody signed out if its account is gone.

    The lock of a profile says so itself (AccountGone), but a row of somebody who has left may be missed anywhere: by a
    step of a plan, or by a foreign key, which the database checks at the end of a transaction. So it is looked for
    here, once, and only if something did go wrong.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return self._left(request) if response.status_code == 404 and is_gone(request) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):  # looked at above, as an answer
            return None
        return self._left(request) if is_gone(request) else None

    def _left(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        if not request.path.startswith(API):
            messages.info(request, f"{GONE} Nothing of this was saved.")
        return signed_out(request, GONE)


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's own; if a session ended while its request ran, the answer is the log-in page and not a 400."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            why = GONE if is_gone(request) else ENDED
            request.session.flush()
            return super().process_response(request, signed_out(request, why))
