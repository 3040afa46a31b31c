"""Links to a receipt: make one, take it back, and the page that it opens."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.web.requests import VisitorRequest, form_errors, role_or_404
from matching.matches import operations, receipt_pages
from matching.matches.forms import ShareForm
from matching.matches.models import SharedReceipt


@require_POST
@signed_in("receipt", of=["slug"])
def share(request: HtmxRequest, slug: str) -> HttpResponse:
    """Make the link to a receipt, or show another name there."""
    release = releases.for_request(request)
    role, form = role_or_404(release, slug), ShareForm(request.POST)
    if form.is_valid():
        operations.share_receipt(user=request.user, release=release, role=role, name=form.cleaned_data["name"])
    else:
        messages.error(request, form_errors(form.errors))
    return _back(role)


@require_POST
@signed_in("receipt", of=["slug"])
def unshare(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    role = role_or_404(release, slug)
    if operations.take_back_receipt(user=request.user, release=release, role=role):
        messages.success(request, "The link is taken back. Whoever opens it now finds nothing.")
    return _back(role)


@require_safe
@cache_control(private=True, no_store=True)
def shared(request: VisitorRequest, token: str) -> HttpResponse:
    """Show somebody's receipt as it is now, to whoever has the link, and to no search engine."""
    release = releases.for_request(request)
    link = SharedReceipt.objects.opened(token)
    role = release.role_slug(link.role) if link else None
    if link is None or role is None:
        raise Http404("There is no receipt at this address; it may have been taken back.")
    page = receipt_pages.receipt_page(release, link.profile.claims.levels_by_position(), role)
    context = page._asdict() | {"name": link.name, "today": timezone.localdate()}
    answer = render(request, "matching/shared.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _back(role: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("receipt", args=[role], fragment="share"))
