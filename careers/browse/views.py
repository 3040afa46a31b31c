"""The pages of roles, skills and the search over both."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careers.browse import role_pages, search_pages, skill_pages
from careers.catalogue import releases
from careers.web.requests import VisitorRequest, query_form, role_or_404, typed


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show every role by group, or those that take no programming."""
    release, without = releases.for_request(request), request.GET.get("without") == "programming"
    page = role_pages.roles_page(release, without_programming=without)
    return render(request, "careers/roles.html", page._asdict())


@require_safe
def role(request: HttpRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = role_or_404(release, slug)
    if current != slug:
        return redirect("role", current, permanent=True)
    return render(request, "careers/role.html", role_pages.role_page(release, release.roles[slug])._asdict())


@require_safe
def skills(request: VisitorRequest) -> HttpResponse:
    """Show every skill by kind, or those that a query finds; with htmx, only that part of the page."""
    release, form = releases.for_request(request), query_form(request)
    context = {
        "found": skill_pages.skills_found(release, form.cleaned_data.get("q", "")),
        "kinds": skill_pages.skills_by_kind(release),
        "query": typed(form),
        "query_error": " ".join(map(str, form.errors.get("q", []))),
    }
    return render(request, f"careers/skills.html{'#list' if request.htmx else ''}", context)


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = release.skill_slug(slug)
    if current is None:
        raise Http404("There is no skill at this address.")
    if current != slug:
        return redirect("skill", current, permanent=True)
    return render(request, "careers/skill.html", skill_pages.skill_page(release, release.skills[slug])._asdict())


@require_safe
def search(request: VisitorRequest) -> HttpResponse:
    """Show roles, skills and jobs to start from by any of their names; with htmx, only that part of the page."""
    form = query_form(request)
    found = search_pages.search_page(releases.for_request(request), form.cleaned_data.get("q", ""))
    context = found._asdict() | {
        "where": "profile" if request.user.is_authenticated else "try",
        "query": typed(form),
        "query_error": " ".join(map(str, form.errors.get("q", []))),
    }
    return render(request, f"careers/search.html{'#found' if request.htmx else ''}", context)
