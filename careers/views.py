"""Pages of what is true: roles, skills, the method, and the profile builder."""

from types import EllipsisType

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from careers import operations, pages, releases, role_pages, skill_pages
from careers.catalogue.released import Released, StartingPoint
from careers.forms import ClaimForm, QueryForm, RemovalForm, StartForm, TokenForm
from careers.models import Claim, User
from careers.words import LEVEL_WORDS


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails
    user: User


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    return render(request, "careers/roles.html", role_pages.roles_page(release))


@require_safe
def role(request: HttpRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = release.role_slug(slug)
    if current is None:
        raise Http404("There is no role at this address.")
    if current != slug:
        return redirect("role", current, permanent=True)
    return render(request, "careers/role.html", {"role": role_pages.role_page(release, release.roles[slug])})


@require_safe
def skills(request: HtmxRequest) -> HttpResponse:
    """Every skill by kind, or what a query finds; with htmx, that part of the page."""
    form = _query(request)
    context = skill_pages.skills_index(releases.for_request(request), form.cleaned_data.get("q", ""))
    context |= {"query": _typed(form), "query_error": " ".join(map(str, form.errors.get("q", [])))}
    return render(request, f"careers/skills.html{'#list' if request.htmx else ''}", context)


@require_safe
def skill(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = release.skill_slug(slug)
    if current is None:
        raise Http404("There is no skill at this address.")
    if current != slug:
        return redirect("skill", current, permanent=True)
    found = release.skills[slug]
    own = Claim.objects.level_of(request.user, found.position) if request.user.is_authenticated else None
    return render(request, "careers/skill.html", {"skill": skill_pages.skill_page(release, found), "current": own})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "careers/method.html")


@login_required
@require_safe
def profile(request: HtmxRequest) -> HttpResponse:
    return _builder(request, "")


@login_required
@require_safe
def profile_suggest(request: HtmxRequest) -> HttpResponse:
    """The list below the search field, as a part of the page; without htmx, the page itself."""
    return _builder(request, "#suggestions" if request.htmx else "")


@login_required
@require_POST
def profile_claim(request: HtmxRequest) -> HttpResponse:
    """Set one level. The page says what it did and offers to undo it."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _refused(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    release = releases.for_request(request)
    seen = form.cleaned_data["was"] if "was" in request.POST else ...
    return _change(request, release, form.cleaned_data["skill"], form.cleaned_data["level"], seen)


@login_required
@require_POST
def profile_remove(request: HtmxRequest) -> HttpResponse:
    """Take one claim away: the skill is unknown again, which is not "none"."""
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return _refused(request, "Say which skill to take away.")
    return _change(request, releases.for_request(request), form.cleaned_data["skill"], None, ...)


@login_required
@require_safe
def starts(request: HtmxRequest) -> HttpResponse:
    return _starts(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HtmxRequest, slug: str) -> HttpResponse:
    """What a job proposes; on POST, add what was ticked."""
    release = releases.for_request(request)
    if slug not in release.starts and request.method == "POST":  # it was there when the page was opened
        return _starts(request, error="This job is not among the starting points any more. Nothing was added.")
    if slug not in release.starts:
        raise Http404("There is no starting point at this address.")
    if request.method != "POST":
        return _start(request, release, release.starts[slug])
    form = StartForm(request.POST, release=release, start=release.starts[slug])
    return _start_from(request, release, release.starts[slug], form)


@login_required
@require_POST
def start_undo(request: HtmxRequest) -> HttpResponse:
    """Put back what the last starting point replaced. Sent twice, or from an older page, it changes nothing."""
    record = request.session.get("start_undo")
    if record is None or str(record["version"]) != request.POST.get("version"):
        messages.info(request, "There is nothing left to undo here. Your profile is as you see it.")
        return redirect("profile")
    del request.session["start_undo"]
    left = operations.take_back(user=request.user, replaced=map(operations.Replaced.from_list, record["replaced"]))
    if left:
        messages.warning(request, f"Undone, but for what was changed since and stays as it is: {', '.join(left)}.")
    else:
        messages.success(request, "Undone. Your profile is as it was before.")
    return redirect("profile")


@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxRequest) -> HttpResponse:
    """The person's tokens; on POST one more, whose text this one answer shows."""
    form, made = TokenForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_token(user=request.user, **form.cleaned_data)
            form = TokenForm()
        except operations.TooManyTokens:
            form.add_error(None, f"You have {operations.MOST_TOKENS} tokens. Take one back before you make another.")
    context = {"form": form, "made": made, "tokens": pages.token_rows(request.user, timezone.now())}
    return render(request, "careers/tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HtmxRequest, pk: int) -> HttpResponse:
    name = operations.revoke_token(user=request.user, pk=pk)
    if name is None:
        messages.info(request, "That token is gone already.")
    else:
        messages.success(request, f"“{name}” is revoked: it opens nothing any more.")
    return redirect("tokens")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def _query(request: HttpRequest) -> QueryForm:
    form = QueryForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    return form


def _typed(form: QueryForm) -> str:
    """What was typed, valid or not, so that it is still there afterwards."""
    return form.data.get("q", "")[:200].replace("\x00", "")


def _builder(request: HtmxRequest, part: str, *, error: str = "", status: int = 200) -> HttpResponse:
    """The builder or a part of it, with the offer to undo the last change. What was typed stays, whatever happens."""
    query = _query(request)
    own = operations.get_or_create_profile(user=request.user)
    context = pages.builder_page(releases.for_request(request), own, query.cleaned_data.get("q", ""))
    context |= {
        "query": _typed(query),
        "query_error": " ".join(map(str, query.errors.get("q", []))),
        "error": error,
        "changed": None if part == "#suggestions" or error else request.session.pop("changed", None),
        "started": None if part == "#suggestions" or error else request.session.pop("started", None),
    }
    return render(request, f"careers/profile.html{part}", context, status=status)


def _refused(request: HtmxRequest, error: str, *, status: int = 400) -> HttpResponse:
    if came_from(request):
        messages.error(request, error)
        return redirect(came_from(request))
    if request.htmx:  # htmx swaps answers that succeeded; the error is part of the page it shows
        return _builder(request, "#builder", error=error)
    return _builder(request, "", error=error, status=status)


def _change(
    request: HtmxRequest, release: Released, slug: str, level: int | None, seen: int | EllipsisType | None
) -> HttpResponse:
    try:
        done = operations.set_claim(user=request.user, release=release, skill=slug, level=level, seen=seen)
    except operations.UnknownSkill:
        return _refused(request, f"“{slug}” is no longer part of the catalogue. Look for a skill that is.", status=409)
    except operations.Moved as moved:
        now = "taken away" if moved.level is None else f"set to {moved.level} ({LEVEL_WORDS[moved.level]})"
        name = release.skills[slug].name
        return _refused(
            request,
            f"{name} was {now} elsewhere in the meantime. Nothing was changed here: look, and choose again.",
            status=409,
        )
    if slug in release.skills:  # what the catalogue no longer has can be taken away and not put back
        request.session["changed"] = {
            "skill_slug": slug,
            "skill_name": release.skills[slug].name,
            "before": done.before,
            "after": done.after,
            "after_word": LEVEL_WORDS[done.after] if done.after is not None else "",
        }
    if request.htmx and not came_from(request):
        return _builder(request, "#builder")
    query = _query(request).cleaned_data.get("q", "")
    return redirect(came_from(request) or reverse("profile", query={"q": query} if query else None))


def came_from(request: HttpRequest) -> str:
    """The page that the form stands on, where that is one of ours: it shows what was done, as a part of it to htmx."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""


def _starts(request: HtmxRequest, *, error: str = "") -> HttpResponse:
    query = _query(request)
    context = {
        "starts": pages.start_cards(releases.for_request(request), query.cleaned_data.get("q", "")),
        "query": query.data.get("q", "")[:200].replace("\x00", ""),
        "query_error": " ".join(map(str, query.errors.get("q", []))),
        "error": error,
    }
    part = "#jobs" if request.htmx else ""
    return render(request, f"careers/starts.html{part}", context, status=404 if error else 200)


def _start(
    request: HtmxRequest, release: Released, start: StartingPoint, refused: StartForm | None = None
) -> HttpResponse:
    """The page of a starting point; after a refused form with its error and what was typed."""
    own = operations.get_or_create_profile(user=request.user)
    held = own.claims.levels_by_position()
    if refused is None:
        return render(request, "careers/start.html", {"start": pages.start_page(release, start, held)})
    context = {
        "start": pages.start_page(release, start, held, ticked=refused.ticked, chosen=refused.chosen),
        "error": " ".join(map(str, refused.non_field_errors())),
    }
    gone = refused.has_error(NON_FIELD_ERRORS, code="gone")
    return render(request, "careers/start.html", context, status=409 if gone else 400)


def _start_from(request: HtmxRequest, release: Released, start: StartingPoint, form: StartForm) -> HttpResponse:
    if not form.is_valid():
        return _start(request, release, start, form)
    levels = form.cleaned_data["levels"]
    done = operations.start_from(user=request.user, release=release, levels=levels)
    request.session["started"] = pages.started(release, start, levels, done)
    if done.replaced:
        request.session["start_undo"] = {"version": done.profile.version, "replaced": done.replaced}
    return redirect("profile")
