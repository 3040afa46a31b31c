"""The type of our views' requests, and helpers that read the forms of every page."""

from collections.abc import Iterable, Mapping

from django import forms
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from careers.catalogue.released import Released
from careers.web.forms import OwnForm

LONGEST_QUERY = 200  # letters
TOO_LONG = f"That is longer than {LONGEST_QUERY} letters. One name is enough: a word or two."
NOT_TEXT = "Something in there is not text. Type the words, or copy them again."


class QueryForm(OwnForm):
    """A search query: one line; the field itself refuses NUL characters."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={"max_length": TOO_LONG, "null_characters_not_allowed": NOT_TEXT},
    )


class VisitorRequest(HttpRequest):
    """A request from somebody with or without an account."""

    htmx: HtmxDetails


def query_form(request: HttpRequest) -> QueryForm:
    form = QueryForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    return form


def typed(form: QueryForm) -> str:
    """The query as it was typed, valid or not, so that it is still there afterwards."""
    text: str = form.data.get("q", "")
    return text[:LONGEST_QUERY].replace("\x00", "")


def role_or_404(release: Released, slug: str) -> str:
    """The current slug of the role with this slug, present or former. Raises Http404."""
    current = release.role_slug(slug)
    if current is None:
        raise Http404("There is no role at this address.")
    return current


def form_errors(errors: Mapping[str, Iterable[object]]) -> str:
    return " ".join(str(error) for of_field in errors.values() for error in of_field)


def is_ours(address: str) -> bool:
    """Say whether an address that came from outside is a path of ours, and nothing else that a browser might read."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def came_from(request: HttpRequest) -> str:
    """The page that the form is on, if it is one of ours. It shows what was done, and gives htmx only a fragment."""
    wanted = request.POST.get("next", "")
    return wanted if is_ours(wanted) else ""


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Redirect to the page that the form is on, or else to this path.

    Not `django.shortcuts.redirect`: it looks for a view of that name first, and what it is given came from outside.
    """
    return HttpResponseRedirect(came_from(request) or otherwise)
