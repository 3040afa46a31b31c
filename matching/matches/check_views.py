"""The role check over HTTP, for a profile and without an account: show it, save what is answered, take it back."""

from collections.abc import Mapping

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import retarget

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.profile import claims
from careers.profile.claims import Replaced
from careers.profile.mounts import record_of
from careers.profile.records import Record
from careers.web.requests import form_errors, role_or_404
from matching.matches import check_pages
from matching.matches.check_forms import DO, UNDO, CheckForm

UNDO_SALT = "matching.check"
RECEIPTS = {"profile": "receipt", "try": "try_receipt"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HtmxRequest, slug: str) -> HttpResponse:
    """Show all that a role asks; on POST, save what was answered."""
    release = releases.for_request(request)
    current, record = role_or_404(release, slug), record_of(request)
    if request.method == "POST":
        return _undone(request, record, current) if request.POST.get(DO) == "undo" else _saved(request, record, current)
    return _shown(request, record, current) if current == slug else redirect("role_check", current, permanent=True)


def _saved(request: HtmxRequest, record: Record, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    form = CheckForm(request.POST, release=release, role=release.roles[slug])
    if not form.is_valid():
        return _shown(request, record, slug, form.chosen, form_errors(form.errors), status=400)
    try:
        done = record.answer(release, form.answers)
    except claims.TooMuch as error:
        return _shown(request, record, slug, form.chosen, str(error), status=409)
    undo = signing.dumps(done.replaced, salt=UNDO_SALT + record.owner, compress=True) if done.replaced else ""
    record.notes["checked"] = check_pages.checked(release, done, form.gone, undo)
    return _done(request, record, slug)


def _undone(request: HtmxRequest, record: Record, slug: str) -> HttpResponse:
    """Put back exactly the claims that the answers replaced. Sent twice, it is done once."""
    try:
        replaced = signing.loads(request.POST.get(UNDO, ""), salt=UNDO_SALT + record.owner)
        left = record.take_back(map(Replaced.from_list, replaced))
    except signing.BadSignature:
        return _shown(request, record, slug, error="There is nothing to undo here.", status=400)
    except claims.TooMuch as error:
        return _shown(request, record, slug, error=str(error), status=409)
    record.notes["checked"] = check_pages.undone(left)
    return _done(request, record, slug)


def _done(request: HtmxRequest, record: Record, slug: str) -> HttpResponse:
    """Answer htmx with the fit alone, if an answer was all; with everything, if more than the fit is to be drawn."""
    if not request.htmx and request.POST.get(DO) == "receipt":
        return redirect(RECEIPTS[record.where], slug)
    if not request.htmx:
        return redirect(reverse("role_check", args=[slug], fragment="said"))
    return _shown(request, record, slug)


def _shown(
    request: HtmxRequest,
    record: Record,
    slug: str,
    chosen: Mapping[str, int] | None = None,
    error: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, with the answers `chosen` in a form that was refused; to htmx, the part that has to be drawn again."""
    page = check_pages.check_page(releases.for_request(request), record.levels(), slug, chosen)
    checked = None if error else record.notes.pop("checked", None)
    here = reverse("role_check", args=[slug])
    context = page._asdict() | {"where": record.where, "checked": checked, "error": error, "here": here}
    if not request.htmx:
        return render(request, "matching/check.html", context, status=status)
    if request.POST.get(DO) or error or (checked and checked["trouble"]):
        return retarget(render(request, "matching/check.html#check", context, status=status), "#check")
    return render(request, "matching/check.html#fit", context, status=status)
