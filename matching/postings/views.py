"""The pages of job ads: paste one, look at it, correct it, keep it, name it, delete it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers.accounts.models import User
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.profile import operations as profile_operations
from careers.profile.mounts import record_of
from careers.web import clients, limits
from careers.web.limiting import too_often
from careers.web.requests import form_errors
from matching import engine
from matching.plans.pages import usual
from matching.postings import compare_pages, operations, pages, reading, signs
from matching.postings.forms import AdForm, NameForm, TimesForm, corrections
from matching.postings.models import LONGEST_TITLE, Posting
from matching.postings.plans import Times
from matching.postings.reading import Ad
from matching.words import USUAL_PACE

DO = "do"  # the button that was pressed
LONGEST_KEY = 19  # digits
LETTERS = 10_000  # of an ad that count as one more

View = Callable[..., HttpResponse]


def sparingly(view: View) -> View:
    """Hold the limit of ads that are read; long ones count as several."""

    @wraps(view)
    def limited(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            units = 1 + len(request.POST.get("text", "")) // LETTERS
            try:
                limits.spend("ad", clients.client(request), units=units)
            except limits.Refused as refused:
                return too_often(request, refused)
        return view(request, *args, **kwargs)

    return limited


def of_an_own_ad(view: View) -> View:
    """Answer 404 if the person keeps no such ad, or deleted it a moment ago in another tab."""

    @wraps(view)
    def found(request: HtmxRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except Posting.DoesNotExist as error:
            raise Http404("You keep no ad at this address.") from error

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@sparingly
def postings(request: HtmxRequest) -> HttpResponse:
    """Show the form for an ad and the ads that are kept; on POST, read one, and keep it if that is asked for."""
    somebody: User | AnonymousUser = request.user
    if not somebody.is_authenticated:
        return _elsewhere(request)
    if request.method != "POST":
        return _start(request, AdForm())
    form = AdForm(request.POST)
    if not form.is_valid():
        return _start(request, form)
    if request.POST.get(DO) == "keep":
        return _kept(request, form)
    return shown(request, form)


def _elsewhere(request: HtmxRequest) -> HttpResponse:
    """Send somebody without an account where none is needed, with all that they sent."""
    return HttpResponseRedirect(reverse("try_postings"), preserve_request=request.method == "POST")


def _start(request: HtmxRequest, form: AdForm) -> HttpResponse:
    profile = profile_operations.get_or_create_profile(user=request.user)
    release, held = releases.for_request(request), profile.claims.levels_by_position()
    kept = pages.kept_ads(release, Posting.objects.of(profile).listed(), held)
    context = {"form": form, "kept": kept, "most": operations.MOST_KEPT}
    return render(request, "matching/postings.html", context, status=400 if form.errors else 200)


def shown(request: HtmxRequest, form: AdForm, trouble: str = "") -> HttpResponse:
    """The page of an ad that was just sent, read with what the person says of it; nothing of it is kept."""
    release = releases.for_request(request)
    ad = _corrected(request, reading.read(release, form.cleaned_data["text"]))
    context = {"form": form, "title": titled(form), "text": form.cleaned_data["text"], "trouble": trouble}
    return _page(request, ad, context, status=409 if trouble else 200)


def _kept(request: HtmxRequest, form: AdForm) -> HttpResponse:
    release = releases.for_request(request)
    ad = _corrected(request, reading.read(release, form.cleaned_data["text"]))
    text = form.cleaned_data["text"] if "with_text" in request.POST else ""
    try:
        kept = operations.keep_posting(user=request.user, release=release, ad=ad, title=titled(form), text=text)
    except operations.TooManyPostings:
        return shown(
            request, form, f"You keep {operations.MOST_KEPT} ads already. Delete one first; this one is below."
        )
    messages.success(request, "The ad is kept.")
    return redirect(kept)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@of_an_own_ad
def posting(request: HtmxRequest, pk: int) -> HttpResponse:
    """An ad that is kept; on POST, keep what the person says of it."""
    own, release = _own(request, pk), releases.for_request(request)
    ad = reading.unpacked(release, own.content)
    if request.method == "POST":
        operations.correct_posting(user=request.user, release=release, posting=own, ad=_corrected(request, ad))
        return HttpResponseRedirect(f"{own.get_absolute_url()}#asks")
    changed = request.session.pop("changed", None)
    return _page(request, ad, {"posting": own, "title": own.title, "text": own.text, "changed": changed})


@login_required
@require_safe
def compare(request: HtmxRequest) -> HttpResponse:
    """Ads that are kept side by side; nothing that an address names makes it fail."""
    profile = profile_operations.get_or_create_profile(user=request.user)
    asked = [
        int(one) for one in request.GET.getlist("ads") if one.isascii() and one.isdigit() and len(one) < LONGEST_KEY
    ]
    kept = list(Posting.objects.of(profile).listed().filter(pk__in=asked))
    held = profile.claims.levels_by_position()
    page = compare_pages.compare_page(releases.for_request(request), kept, held, _usual_times())
    return render(request, "matching/posting_compare.html", page._asdict())


@require_POST
@signed_in("posting", of=["pk"])
@of_an_own_ad
def name(request: HtmxRequest, pk: int) -> HttpResponse:
    own, form = _own(request, pk), NameForm(request.POST)
    if form.is_valid():
        operations.name_posting(user=request.user, posting=own, title=form.cleaned_data["title"])
    else:
        messages.error(request, form_errors(form.errors))
    return redirect(own)


@require_POST
@signed_in("postings")
@of_an_own_ad
def delete(request: HtmxRequest, pk: int) -> HttpResponse:
    operations.delete_posting(user=request.user, posting=_own(request, pk))
    messages.success(request, "The ad is deleted, and nothing of it is left here.")
    return redirect("postings")


def titled(form: AdForm) -> str:
    """The title that was typed, else the first line of the ad, if that is short, else the day."""
    first = form.cleaned_data["text"].partition("\n")[0].strip()
    day = timezone.localdate()
    typed: str = form.cleaned_data["title"]
    return typed or (first if len(first) <= LONGEST_TITLE // 2 else f"Job ad of {day.day} {day:%B %Y}")


def _own(request: HtmxRequest, pk: int) -> Posting:
    """The person's ad. Raises Posting.DoesNotExist."""
    return Posting.objects.of(profile_operations.get_or_create_profile(user=request.user)).get(pk=pk)


def _corrected(request: HtmxRequest, ad: Ad) -> Ad:
    return reading.corrected(ad, corrections(request.POST, [ask.slug for ask in ad.asks]))


def _page(request: HtmxRequest, ad: Ad, more: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The page of an ad. Times that cannot be read are told, and the usual ones count meanwhile."""
    sent = request.POST if request.method == "POST" else request.GET
    times = TimesForm(sent if "start" in sent else usual(timezone.localdate()))
    counted = times.times if times.is_valid() else _usual_times()
    record = record_of(request)
    release = releases.for_request(request)
    page = pages.ad_page(release, ad, record.levels(), counted)
    around = {"times": times, "where": record.where, "here": request.path, "signs": list(signs.signs(more["text"]))}
    called = pages.called_otherwise(release, page.likeness, more["title"])
    context = {"page": page, "called": called, **around, **more}
    return render(request, f"matching/posting.html{'#page' if request.htmx else ''}", context, status=status)


def _usual_times() -> Times:
    return Times(timezone.localdate(), engine.Pace(USUAL_PACE))
