"""The tag `url` finds what Django's own finds, or fails as it does."""

import pytest
from django.template import Context, Engine, RequestContext, Template
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, resolve, set_script_prefix

CASES = [
    ("{% url 'matches' %}", {}),
    ("{% url 'role' slug %}", {"slug": "ai-engineer"}),
    ("{% url 'role' slug %}", {"slug": "a&b"}),
    ("{% url 'role' slug=slug %}", {"slug": "ai-engineer"}),
    ("{% url where|add:':claim' %}", {"where": "try"}),
    ("{% url 'plan' 1 %}{% url 'plan' '1' %}", {}),
    ("{% url 'role' slug as there %}<{{ there }}>", {"slug": "a&b"}),
    ("{% url 'nothing' as there %}<{{ there }}>", {}),
]


@pytest.mark.parametrize(("text", "values"), CASES)
def test_it_writes_what_djangos_own_writes(text: str, values: dict[str, str]) -> None:
    request = RequestFactory().get("/try/")
    request.resolver_match = resolve("/try/")
    for context in (Context(values), RequestContext(request, values), Context(values, autoescape=False)):
        expected = Engine().from_string(text).render(context)
        assert [Template(text).render(context) for _ in range(2)] == [expected] * 2


def test_an_address_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        Template("{% url 'nothing' %}").render(Context())


def test_it_sees_a_prefix_and_other_addresses() -> None:
    template = Template("{% url 'matches' %}")
    assert template.render(Context()) == "/matches/"
    set_script_prefix("/under/")
    try:
        assert template.render(Context()) == "/under/matches/"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF="careers.api_urls"), pytest.raises(NoReverseMatch):
        template.render(Context())
