"""A template tag for what is the same for everybody: drawn once per process, and put in as it is from then on."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Library, Node, NodeList, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()

TOKEN = "csrf-token-of-this-request"  # noqa: S105 stands for the token in what is kept; never a token itself
MOST = 2_000  # drawings of one tag that a process keeps


class Undeclared(LookupError):
    """A name inside `drawn_once` that the tag does not declare: what it stands for may differ for the next person."""


class Declared(Context):
    """A context of declared values alone. It notes what else was asked for, as `if` would take that for false."""

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(dict(values) | {"csrf_token": TOKEN}, use_l10n=False)
        self.undeclared: set[str] = set()

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            self.undeclared.add(key)
            raise

    def new(self, values: Any = None) -> Context:
        """Return a context for an include with `only`, which names its values and may leave some out."""
        return Context(dict(values or {}) | {"csrf_token": TOKEN}, use_l10n=False)


class DrawnOnce(Node):
    def __init__(self, declared: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.declared = declared
        self.nodelist = nodelist
        # `typed`, because 1 and True are equal and read differently.
        self._kept = lru_cache(maxsize=MOST, typed=True)(self._draw)

    def render(self, context: Context) -> SafeString:
        assert context.template is not None  # noqa: S101  (something is being rendered)
        values = [value.resolve(context) for value in self.declared.values()]
        drawn = self._kept(context.template.engine, get_language(), *values)
        token = context.get("csrf_token", "")
        if token is TOKEN or TOKEN not in drawn:
            return drawn
        return mark_safe(drawn.replace(TOKEN, str(token)))  # noqa: S308  (drawn by a template)

    def _draw(self, engine: Engine, language: str | None, *values: object) -> SafeString:
        context = Declared(dict(zip(self.declared, values, strict=True)))
        template = Template("", engine=engine)
        with context.bind_template(template), context.render_context.push_state(template):
            drawn = self.nodelist.render(context)
        if context.undeclared:
            raise Undeclared(f"drawn_once does not declare {', '.join(sorted(context.undeclared))}.")
        return drawn


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """Draw what stands inside once for each set of the declared values, and keep it in this process.

        {% drawn_once role=score.role mark=role.mark %} … {% enddrawn_once %}

    Only what is declared can be read inside, so that nothing of one person can reach another: Undeclared is raised for
    anything else, and includes with `only` are safe too. The CSRF token is each request's own. Values are hashable.
    """
    declared = token_kwargs(token.split_contents()[1:], parser)
    if not declared:
        raise TemplateSyntaxError("drawn_once declares the values that are read inside: drawn_once name=value")
    nodelist = parser.parse(("enddrawn_once",))
    if nodelist.get_nodes_by_type(BlockNode):
        raise TemplateSyntaxError("A block inside drawn_once would always be drawn as it stands there.")
    parser.delete_first_token()
    return DrawnOnce(declared, nodelist)
