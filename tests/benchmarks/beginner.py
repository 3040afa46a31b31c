"""What `pages.py` compares with: a hello for somebody signed in, and the ranked roles as a beginner has them.

`hello` is the floor: the site's own middleware, a session, a user, a template of one line. `ranked` reads the tables
with a query for each role; `ranked_prefetched` is the same with Django's own cure for that. Both show less than the
real page: no near skills beyond one step, no implied ones, no questions, no next step, no contrast.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.context import RequestContext
from django.urls import include, path

from careers.models import Near, Profile, Requirement, Role

HELLO = Template("Hello {{ user.email }}")

RANKED = Template("""\
{% extends "base.html" %}
{% block title %}Your matches{% endblock %}
{% block h1 %}Your matches{% endblock %}
{% block content %}
<ol class="rows ranks">
  {% for row in rows %}
  <li id="role-{{ row.role.slug }}">
    <h2><a href="{% url 'receipt' row.role.slug %}">{{ row.role.title }}</a> <b>{{ row.fit|floatformat:0 }}</b></h2>
    <p>{{ row.met|length }} of {{ row.musts }} must-haves{% if row.target %}, your target{% endif %}</p>
    {% if row.met %}
    <p>You have {% for one in row.met %}
      <a href="{% url 'skill' one.skill.slug %}">{{ one.skill.name }}</a>{% if not forloop.last %}, {% endif %}
    {% endfor %}</p>
    {% endif %}
    {% if row.missing %}
    <p>Missing: {% for one in row.missing %}
      <a href="{% url 'skill' one.skill.slug %}">{{ one.skill.name }}</a> to {{ one.level }}
    {% endfor %}</p>
    {% endif %}
    <form method="post" action="{% url 'target' row.role.slug %}">
      {% csrf_token %}<button name="chosen" value="1">Make it my target</button>
    </form>
    <form method="post" action="{% url 'mark' row.role.slug %}">
      {% csrf_token %}
      <button name="mark" value="pinned">Pin</button> <button name="mark" value="hidden">Hide</button>
    </form>
    <p><a href="{% url 'role' row.role.slug %}">About the role</a></p>
  </li>
  {% endfor %}
</ol>
{% endblock %}""")


@login_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(HELLO.render(Context({"user": request.user})))


@login_required
def ranked(request: HttpRequest) -> HttpResponse:
    return _ranked(request, Role.objects.all(), lambda role: role.requirements.select_related("skill"))


@login_required
def ranked_prefetched(request: HttpRequest) -> HttpResponse:
    return _ranked(request, Role.objects.prefetch_related("requirements__skill"), lambda role: role.requirements.all())


def _ranked(request: HttpRequest, roles: Iterable[Role], asked_by: Any) -> HttpResponse:
    profile = Profile.objects.get(user=request.user)
    held: dict[int, int] = {}
    for claim in profile.claims.select_related("skill"):
        held[claim.skill.pk] = claim.level
    for near in Near.objects.filter(skill__in=list(held)):
        held[near.counts_as_id] = max(held.get(near.counts_as_id, 0), held[near.skill_id] - near.distance)
    marks = {mark.role: mark.mark for mark in profile.role_marks.all()}
    rows = []
    for role in roles:
        asked = list(asked_by(role))
        musts = [one for one in asked if one.essential]
        rows.append(
            {
                "role": role,
                "fit": (_part(held, musts) + _part(held, [one for one in asked if not one.essential])) * 50,
                "musts": len(musts),
                "met": [one for one in musts if held.get(one.skill.pk, 0) >= one.level],
                "missing": [one for one in musts if held.get(one.skill.pk, 0) < one.level],
                "target": role.slug == profile.target,
                "pinned": marks.get(role.slug) == "pinned",
            }
        )
    rows.sort(key=lambda row: (not row["pinned"], -row["fit"] + row["role"].usual / 100))
    return HttpResponse(RANKED.render(RequestContext(request, {"rows": rows})))


def _part(held: dict[int, int], asked: list[Requirement]) -> float:
    """The part of these requirements that is met, each by its importance and the square of the level."""
    whole = sum(one.importance for one in asked)
    return sum(one.importance * (min(held.get(one.skill.pk, 0), one.level) / one.level) ** 2 for one in asked) / whole


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/ranked/", ranked),
    path("bench/ranked-prefetched/", ranked_prefetched),
    path("", include("careers.config.urls")),
]
