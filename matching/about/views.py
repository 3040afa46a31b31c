"""The landing page and the method page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careers.browse.role_pages import role_groups
from careers.catalogue import releases
from matching.about.accuracy_pages import accuracy
from matching.about.home_pages import example
from matching.about.method_pages import method_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = {"groups": role_groups(release), "example": example(release)}
    return render(request, "careers/home.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = {"example": method_page(release), "accuracy": accuracy(release)}
    return render(request, "matching/method.html", context)
