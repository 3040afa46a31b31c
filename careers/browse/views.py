"""The pages of roles, skills and the search over both."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careers.browse import role_pages, search_pages, skill_pages
from careers.catalogue import releases
from careers.web.requests import VisitorRequest, query_form, role_or_404, typed


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    return render(request, "careers/roles.html", role_pages.roles_page(release))


@require_safe
def role(request: HttpRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = role_or_404(release, slug)
    if current != slug:
        return redirect("role", current, permanent=True)
    return render(request, "careers/role.html", {"role": role_pages.role_page(release, release.roles[slug])})


@require_safe
def skills(request: VisitorRequest) -> HttpResponse:
    """Every skill by kind, or what a query finds; with htmx, that part of the page."""
    form = query_form(request)
    context = skill_pages.skills_index(releases.for_request(request), form.cleaned_data.get("q", ""))
    context |= {"query": typed(form), "query_error": " ".join(map(str, form.errors.get("q", [])))}
    return render(request, f"careers/skills.html{'#list' if request.htmx else ''}", context)


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = release.skill_slug(slug)
    if current is None:
        raise Http404("There is no skill at this address.")
    if current != slug:
        return redirect("skill", current, permanent=True)
    return render(request, "careers/skill.html", {"skill": skill_pages.skill_page(release, release.skills[slug])})


@require_safe
def search(request: VisitorRequest) -> HttpResponse:
    """Roles, skills and aliases in one list; with htmx, that part of the page."""
    form = query_form(request)
    context = search_pages.search_page(releases.for_request(request), form.cleaned_data.get("q", ""))
    context |= {"query": typed(form), "query_error": " ".join(map(str, form.errors.get("q", [])))}
    return render(request, f"careers/search.html{'#found' if request.htmx else ''}", context)
