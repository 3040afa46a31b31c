"""Requests sent after the session ended: nothing typed is lost, and htmx never swaps a log-in page into a fragment."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from careers.accounts.models import User
from careers.accounts.requests import HtmxRequest

View = Callable[..., HttpResponse]

LONGEST = 3_000  # bytes of an address inside another one; servers take about 4,000 for a whole line
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 the name of the field


def signed_in(page: str, *, of: Collection[str] = (), keeps: Collection[str] = ()) -> Callable[[View], View]:
    """Like login_required, but nothing that was sent is lost: signing in leads back to the same page.

    page: the name of the page whose forms are sent here; `of` names those of the view's arguments that it takes.
    keeps: the fields that its address can carry, so that the form there shows them again after signing in.

    If htmx sends what somebody typed or pressed, the answer is a 401 with a notice, and the page stays as it is; for a
    fragment that loads by itself, the log-in page replaces the whole page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            somebody: User | AnonymousUser = request.user
            if somebody.is_authenticated:
                return view(request, *args, **kwargs)
            back = reverse(page, kwargs={name: kwargs[name] for name in of})
            if request.htmx:
                return _told(request, back)
            if request.method in {"GET", "HEAD"}:
                return redirect_to_login(request.get_full_path())
            messages.info(request, "You were signed out, so this was not saved. Sign in and send it again.")
            return redirect_to_login(_with(back, {name: request.POST.get(name, "") for name in keeps}))

        return guarded

    return decorate


def or_at(namespace: str) -> Callable[[View], View]:
    """Redirect what is sent after the session ended to the same address of a namespace without accounts.

    Nothing is lost: signing in offers it again.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            messages.info(
                request, "You were signed out. What you sent is kept here: sign in and add it to your profile."
            )
            assert request.resolver_match is not None  # noqa: S101  (a view is reached by an address)
            name = f"{namespace}:{request.resolver_match.url_name}"
            return HttpResponseRedirect(reverse(name, args=args, kwargs=kwargs), preserve_request=True)

        return sent

    return decorate


def sent_before(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields that a form of ours sent without a valid CSRF token, to be offered again; None if that is not safe.

    A browser says which site a form came from, so a form from anybody else's page is not offered. Passwords are never
    written into a page.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    secret = any("password" in name for name, _ in fields)
    return fields if ours and fields and not secret and not request.FILES else None


def _told(request: HtmxRequest, back: str) -> HttpResponse:
    here = request.htmx.current_url_abs_path or back
    if request.method == "GET" and "q" not in request.GET:
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    if request.method == "GET":
        here = _with(here, {"q": request.GET["q"]})
    return render(request, "components/signed_out.html", {"log_in": redirect_to_login(here).url}, status=401)


def _with(address: str, values: Mapping[str, str]) -> str:
    """The address with these values in its query; those that are empty or too long for an address are left out."""
    for name, value in values.items():
        parts = urlsplit(address)
        query = QueryDict(parts.query, mutable=True)
        query[name] = value
        longer = parts._replace(query=query.urlencode()).geturl()
        if value and len(quote(longer)) <= LONGEST:
            address = longer
    return address
