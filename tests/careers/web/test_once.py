"""The tag `drawn_once`: drawn once for the same values, with each request's own token, and nothing undeclared in it."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError

from careers.templatetags.once import TOKEN, Undeclared


def drawn(template: Template, **values: Any) -> str:
    return str(template.render(Context(values)))


class Counted:
    """A value that counts how often it is written."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "<b>"


def test_equal_values_are_drawn_once_and_others_again() -> None:
    template = Template("{% drawn_once one=one other=other %}{{ one }}{{ other }}{% enddrawn_once %}")
    one = Counted()
    assert [drawn(template, one=one, other=2) for _ in range(3)] == ["&lt;b&gt;2"] * 3
    assert one.times == 1
    assert drawn(template, one=one, other=True) == "&lt;b&gt;True"
    assert drawn(template, one=one, other=1) == "&lt;b&gt;1"


def test_the_token_is_that_of_the_request() -> None:
    template = Template("{% drawn_once one=one %}{% csrf_token %}{% enddrawn_once %}")
    for token in ("a" * 64, "b" * 64):
        shown = drawn(template, one=1, csrf_token=token)
        assert f'value="{token}"' in shown
        assert TOKEN not in shown


@pytest.mark.parametrize(
    "inside", ["{{ user }}", "{% if user %}{% endif %}", "{% if not user and one %}{% endif %}", "{{ user.email }}"]
)
def test_what_is_not_declared_cannot_be_read(inside: str) -> None:
    template = Template(f"{{% drawn_once one=one %}}{inside}{{% enddrawn_once %}}")
    with pytest.raises(Undeclared, match="user"):
        drawn(template, one=1, user="somebody")


def test_loops_and_includes_work_inside() -> None:
    template = Template(
        "{% drawn_once names=names %}{% for name in names %}{{ forloop.counter }}{{ name }}"
        '{% include "components/chip.html" with text=name only %}{% endfor %}{% enddrawn_once %}'
    )
    assert drawn(template, names=("a",)).strip() == '1a<span class="chip">a</span>'


@pytest.mark.parametrize(
    "template",
    ["{% drawn_once %}{% enddrawn_once %}", "{% drawn_once a=1 %}{% block b %}{% endblock %}{% enddrawn_once %}"],
)
def test_a_tag_that_would_mislead_is_refused(template: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="drawn_once"):
        Template(template)
