"""The ranked roles and their receipts without an account, from what the browser's cookie holds.

The builder in front of them is careers' own, mounted in `matching.urls`.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.profile import tried
from careers.profile.mounts import without_account
from careers.web.requests import role_or_404
from matching.matches import pages, receipt_pages
from matching.postings import views as ads
from matching.postings.forms import AdForm


@require_safe
@without_account("matches")
def roles(request: HtmxRequest) -> HttpResponse:
    page = pages.matches_page(releases.for_request(request), tried.of(request).levels)
    return render(request, "matching/try_roles.html", page._asdict() | {"where": "try"})


@require_safe
@without_account("receipt")
def receipt(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = role_or_404(release, slug)
    if current != slug:
        return redirect("try_receipt", current, permanent=True)
    own = tried.of(request)
    changed, against = own.notes.pop("changed", None), request.GET.get("against", "")
    just_changed = changed["skill_slug"] if changed else ""
    page = receipt_pages.receipt_page(release, own.levels, slug, against=against, just_changed=just_changed)
    context = page._asdict() | {"where": "try", "changed": changed}
    return render(request, f"matching/try_receipt.html{'#page' if request.htmx else ''}", context)


@require_http_methods(["GET", "HEAD", "POST"])
@without_account("postings")
@ads.sparingly
def postings(request: HtmxRequest) -> HttpResponse:
    """Show the form for a job ad; on POST, read one. Nothing of it is kept."""
    form = AdForm(request.POST) if request.method == "POST" else AdForm()
    if form.is_valid():
        return ads.shown(request, form)
    context = {"form": form, "where": "try"}
    return render(request, "matching/postings.html", context, status=400 if form.errors else 200)
