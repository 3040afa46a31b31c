"""Every component says what it takes, takes what it says, is given what it needs, and is seen in the styleguide.

A new component needs a header as `matching/about/styleguide/headers.py` describes it, and a function with its states
in one of the modules next to it.
"""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings

from matching.about.styleguide.headers import Malformed, read
from matching.about.styleguide.pages import SECTIONS
from matching.about.styleguide.real import LONG, Real
from matching.about.styleguide.registry import Arguments
from tests import shipped
from tests.variables import includes, taken

TEMPLATES = settings.BASE_DIR / "templates"
STYLEGUIDE = TEMPLATES / "matching/styleguide.html"
TODAY = datetime.date(2026, 11, 28)


def source(component: str) -> str:
    text: str = (TEMPLATES / f"components/{component}.html").read_text()
    return text


FILES = sorted(path.stem for path in (TEMPLATES / "components").iterdir())
REGISTERED = {component.name: component for section in SECTIONS for component in section.components}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path != STYLEGUIDE)


@pytest.fixture(scope="module")
def states() -> dict[str, dict[str, Arguments]]:
    """The states of each component in the catalogue that we ship, by name."""
    real = Real(shipped.released(), TODAY)
    return {name: dict(component.build(real)) for name, component in REGISTERED.items()}


@pytest.mark.parametrize("component", FILES)
def test_a_component_takes_what_its_header_says(component: str) -> None:
    text = source(component)
    said = {argument.name for argument in read(text).arguments}
    assert taken(text) <= said <= taken(text, optional=True)


@pytest.mark.parametrize("component", FILES)
def test_a_component_has_its_states_in_the_styleguide(component: str, states: dict[str, dict[str, Arguments]]) -> None:
    assert states.get(component), "Give it states in a module of matching/about/styleguide."


def test_the_styleguide_shows_only_what_there_is() -> None:
    assert sorted(REGISTERED) == FILES
    assert sum(len(section.components) for section in SECTIONS) == len(REGISTERED)


@pytest.mark.parametrize("component", FILES)
def test_a_state_gives_what_its_component_needs(component: str, states: dict[str, dict[str, Arguments]]) -> None:
    arguments = read(source(component)).arguments
    needed = {argument.name for argument in arguments if not argument.how}
    for name, given in states[component].items():
        assert needed <= given.keys() <= {argument.name for argument in arguments}, name


@pytest.mark.parametrize("component", FILES)
def test_every_argument_is_given_in_some_state(component: str, states: dict[str, dict[str, Arguments]]) -> None:
    given = {name for state in states[component].values() for name in state}
    arguments = {argument.name for argument in read(source(component)).arguments if argument.how != "of the page"}
    assert sorted(arguments - given) == []


def test_every_component_is_included_somewhere() -> None:
    """By a page, by another component that is not itself, or drawn by a view."""
    named = {
        node.template.var
        for path in PAGES
        for node in includes(path.read_text())
        if TEMPLATES / node.template.var != path
    }
    python = [path for app in ("careers", "matching") for path in (settings.BASE_DIR / app).rglob("*.py")]
    named |= {name for path in python for name in re.findall(r'"(components/\w+\.html)"', path.read_text())}
    assert [one for one in FILES if f"components/{one}.html" not in named] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_what_includes_a_component_gives_what_it_needs(path: Path) -> None:
    for node in includes(path.read_text()):
        arguments = read((TEMPLATES / node.template.var).read_text()).arguments
        assert node.extra_context.keys() <= {argument.name for argument in arguments}, node.template.var
        if node.isolated_context:
            assert {argument.name for argument in arguments if not argument.how} <= node.extra_context.keys()


def test_long_names_are_as_long_as_a_name_may_be() -> None:
    assert len(LONG) == 80


@pytest.mark.parametrize(
    "source",
    [
        "<p>No comment.</p>",
        "{% comment %} On one line. {% endcomment %}",
        "{% comment %}\nA chip.\n- text\n{% endcomment %}",
        "{% comment %}\nA chip.\n- text (sometimes): a fact\n{% endcomment %}",
        "{% comment %}\nA chip.\n- text: a fact\nAnd more.\n{% endcomment %}",
    ],
)
def test_a_header_of_another_form_is_refused(source: str) -> None:
    with pytest.raises(Malformed):
        read(source)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ one.two|default:three }}{{ 'four' }}{{ 5 }}", {"one", "three"}),
        ("{% if a == None and not b.c %}{{ d }}{% elif e %}{% else %}{{ f }}{% endif %}", {"a", "b", "d", "e", "f"}),
        (
            "{% for a, b in c %}{{ a }}{{ b }}{{ forloop.counter }}{% empty %}{{ d }}{% endfor %}{{ e }}",
            {"c", "d", "e"},
        ),
        ("{% with a=b %}{{ a }}{% endwith %}{{ c }}", {"b", "c"}),
        ("{% url 'role' a as b %}{{ b }}", {"a"}),
        ("{% csrf_token %}", {"csrf_token"}),
        (
            "{% load partials %}{% partialdef a %}{{ b }}{{ c }}{% endpartialdef %}"
            "{% with b=1 %}{% partial a %}{% endwith %}",
            {"c"},
        ),
        ("{% include 'components/chip.html' with text=a only %}", {"a"}),
        ("{% include 'components/choices.html' with score=a next='' %}", {"a", "is_target", "mark", "csrf_token"}),
    ],
)
def test_names_from_outside_are_found(source: str, names: set[str]) -> None:
    assert taken(source) == names
