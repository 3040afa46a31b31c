"""Pages of what is true: roles, skills, search, and the profile builder."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import EmailView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers import builder, operations, pages, releases, role_pages, search_pages, skill_pages, tried
from careers.builder import HtmxRequest, OwnProfile
from careers.forms import TokenForm
from careers.guards import or_tried, sent_before, signed_in
from careers.profile.models import Claim


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
    form = builder.query_form(request)
    context = skill_pages.skills_index(releases.for_request(request), form.cleaned_data.get("q", ""))
    context |= {"query": builder.typed(form), "query_error": " ".join(map(str, form.errors.get("q", [])))}
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
def search(request: HtmxRequest) -> HttpResponse:
    """Roles, skills and aliases in one list; with htmx, that part of the page."""
    form = builder.query_form(request)
    context = search_pages.search_page(releases.for_request(request), form.cleaned_data.get("q", ""))
    context |= {"query": builder.typed(form), "query_error": " ".join(map(str, form.errors.get("q", [])))}
    return render(request, f"careers/search.html{'#found' if request.htmx else ''}", context)


@login_required
@require_safe
def profile(request: HtmxRequest) -> HttpResponse:
    return builder.page(request, OwnProfile(request))


@require_safe
@signed_in("profile")
def profile_suggest(request: HtmxRequest) -> HttpResponse:
    return builder.suggest(request, OwnProfile(request))


@require_POST
@or_tried("try_claim")
def profile_claim(request: HtmxRequest) -> HttpResponse:
    return builder.claim(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_remove(request: HtmxRequest) -> HttpResponse:
    return builder.remove(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_undo(request: HtmxRequest) -> HttpResponse:
    return builder.undo(request, OwnProfile(request))


@require_POST
@or_tried("try_keep_word")
def profile_keep_word(request: HtmxRequest) -> HttpResponse:
    return builder.keep_word(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_drop_word(request: HtmxRequest) -> HttpResponse:
    return builder.drop_word(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_keep_tried(request: HtmxRequest) -> HttpResponse:
    """Add to the profile what was picked before signing in, or, where they say so, forget it."""
    own = tried.of(request)
    if own and "forget" not in request.POST:
        operations.keep_tried(user=request.user, claims=own.claims, words=own.words)
        messages.success(request, "Added. No level of yours was lowered.")
    own.forget()
    return redirect("profile")


@login_required
@require_safe
def starts(request: HtmxRequest) -> HttpResponse:
    return builder.starts(request, OwnProfile(request))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    guard = or_tried("try_start") if request.method == "POST" else login_required
    return guard(_start)(request, slug=slug)


def _start(request: HtmxRequest, slug: str) -> HttpResponse:
    return builder.start(request, OwnProfile(request), slug)


@require_POST
@signed_in("profile")
def start_undo(request: HtmxRequest) -> HttpResponse:
    return builder.start_undo(request, OwnProfile(request))


@signed_in("tokens", keeps=TokenForm.base_fields)
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HtmxRequest) -> HttpResponse:
    """The person's tokens; on POST one more, whose text this one answer shows."""
    form, made = TokenForm(request.POST if request.method == "POST" else None, initial=request.GET.dict()), None
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_token(user=request.user, **form.cleaned_data)
            form = TokenForm()
        except operations.TooManyTokens:
            form.add_error(None, f"You have {operations.MOST_TOKENS} tokens. Take one back before you make another.")
    context = {"form": form, "made": made, "tokens": pages.token_rows(request.user, timezone.now())}
    return render(request, "careers/tokens.html", context, status=400 if form.errors else 200)


class _EmailAddress(EmailView):
    """allauth's page; a new address that was typed before the session ended stands in the form again."""

    def get_initial(self) -> dict[str, Any]:
        typed = "action_add" in self.request.GET  # the other forms there name an address as well
        return {**super().get_initial(), "email": self.request.GET.get("email", "") if typed else ""}


email_address = signed_in("account_email", keeps=["email", "action_add"])(_EmailAddress.as_view())


@require_POST
@signed_in("tokens")
def token_revoke(request: HtmxRequest, pk: int) -> HttpResponse:
    name = operations.revoke_token(user=request.user, pk=pk)
    if name is None:
        messages.info(request, "That token is gone already.")
    else:
        messages.success(request, f"“{name}” is revoked: it opens nothing any more.")
    return redirect("tokens")


def csrf_failure(request: HtmxRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token, perhaps of before a log-in in another tab: what was typed is offered once more."""
    if request.htmx:
        return render(request, "components/send_again.html", status=403)
    return render(request, "403_csrf.html", {"sent": sent_before(request)}, status=403)
