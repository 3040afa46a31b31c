"""The names that a template takes from outside: from whoever renders or includes it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template.base import FilterExpression, Node, Template, Variable
from django.template.defaulttags import CsrfTokenNode, ForNode, IfNode, URLNode, WithNode
from django.template.engine import Engine
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from template_partials.templatetags.partials import DefinePartialNode, RenderPartialNode

from careers.templatetags.once import DrawnOnce
from matching.about.styleguide.headers import read

CONSTANTS = {"True", "False", "None"}
NO_VALUES = {"nodelist", "element"}  # of a node; the name of an element of allauth's is written without quotes


def taken(source: str, *, optional: bool = False) -> set[str]:
    """The names that a template with this source takes from outside.

    With `optional`, also those that components it includes without `only` would take if they were there.
    """
    return set(_taken(Template(source, engine=Engine.get_default()).nodelist, set(), optional))


def includes(source: str) -> list[IncludeNode]:
    """The tags that include a component, wherever they stand in a template."""
    nodes = Template(source, engine=Engine.get_default()).nodelist.get_nodes_by_type(IncludeNode)
    return [node for node in nodes if str(node.template.var).startswith("components/")]


def _taken(nodes: Iterable[Node], bound: set[str], optional: bool) -> Iterator[str]:
    """`bound` grows by what the tags say `as`; what is bound in a loop or a `with` ends with it."""
    for node in nodes:
        yield from _of_node(node, bound, optional)


def _of_node(node: Any, bound: set[str], optional: bool) -> Iterator[str]:
    match node:
        case CsrfTokenNode():
            yield from {"csrf_token"} - bound
        case ForNode():
            yield from set(_names(node.sequence)) - bound
            yield from _taken(node.nodelist_loop, bound | set(node.loopvars) | {"forloop"}, optional)
            yield from _taken(node.nodelist_empty, bound, optional)
        case IfNode():
            for condition, nodelist in node.conditions_nodelists:
                yield from set(_names(condition)) - bound
                yield from _taken(nodelist, bound, optional)
        case WithNode():
            yield from set(_names(node.extra_context)) - bound
            yield from _taken(node.nodelist, bound | node.extra_context.keys(), optional)
        case IncludeNode():
            yield from set(_names(node.extra_context)) - bound
            if not node.isolated_context:
                yield from _passed_on(node, optional) - node.extra_context.keys() - bound
        case DrawnOnce():  # inside, nothing can be read but what it declares
            yield from set(_names(node.declared)) - bound
            yield from _taken(node.nodelist, set(node.declared), optional)
        case DefinePartialNode():
            pass  # it is looked at where it is used
        case RenderPartialNode():
            yield from _taken(node.partial_mapping[node.partial_name].nodelist, bound, optional)
        case _:
            yield from set(_names([value for name, value in vars(node).items() if name not in NO_VALUES])) - bound
            for nodelist in node.child_nodelists:
                yield from _taken(getattr(node, nodelist, ()), bound, optional)
            bound |= _said_as(node)


def _passed_on(node: IncludeNode, optional: bool) -> set[str]:
    """What an included component takes from its includer."""
    source = Engine.get_default().get_template(node.template.var).source
    left_out = {argument.name for argument in read(source).arguments if argument.how == "optional"}
    return taken(source, optional=optional) - (set() if optional else left_out)


def _said_as(node: Any) -> set[str]:
    name = node.asvar if isinstance(node, URLNode) else node.target_var if isinstance(node, SimpleNode) else None
    return {name} if name else set()


def _names(value: Any) -> Iterator[str]:
    """The names at the roots of expressions, however deep these lie in a node."""
    match value:
        case FilterExpression():
            yield from _names(value.var)
            yield from _names([argument for _, arguments in value.filters for _, argument in arguments])
        case Variable():
            if value.lookups and value.lookups[0] not in CONSTANTS:
                yield value.lookups[0]
        case dict():
            yield from _names(list(value.values()))
        case list() | tuple():
            for one in value:
                yield from _names(one)
        case _ if type(value).__module__ in {"django.template.smartif", "django.template.defaulttags"}:
            yield from _names(list(vars(value).values()))
