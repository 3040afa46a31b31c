"""Django's tag `url`, with the addresses that it has found kept: pages ask for the same ones again and again."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

from careers.web import site

register = Library()

Where = tuple[Any, str, str | None]  # URLconf, script prefix, current app


class KeptURLNode(URLNode):
    """An address from positional arguments. It is the one that Django's node finds, or the same error."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        arguments = [argument.resolve(context) for argument in self.args]
        where = _where(context)
        try:
            address, escaped = _found(where, name, *arguments)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = escaped = ""
        if self.asvar is None:
            return escaped if context.autoescape else address
        context[self.asvar] = address
        return ""


def _where(context: Context) -> Where:
    """Where addresses are looked for: the same for all of a page, and kept while it is drawn, as Django keeps includes.

    Each of the first two is a variable of the thread, and takes longer to read than a kept address.
    """
    kept: dict[Any, Any] = context.render_context.dicts[0]
    found: Where | None = kept.get(KeptURLNode)
    if found is None:
        found = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), _current_app(context))
        kept[KeptURLNode] = found
    return found


@lru_cache(maxsize=4_000, typed=True)
def _found(where: Where, name: str, *arguments: Any) -> tuple[str, str]:
    """An address, and the same escaped."""
    urlconf, _, current_app = where
    address = reverse(name, urlconf=urlconf, args=arguments, current_app=current_app)
    return address, conditional_escape(address)


def _current_app(context: Context) -> str | None:
    request = getattr(context, "request", None)
    namespace = getattr(getattr(request, "resolver_match", None), "namespace", None)
    current: str | None = getattr(request, "current_app", namespace)
    return current


@register.filter
def absolute(path: str) -> str:
    """The whole address of a path of ours, for what leaves the site: mails and shared links."""
    return site.absolute(path)


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """Django's own tag; with named arguments it is that very one."""
    node = django_url(parser, token)
    return node if node.kwargs else KeptURLNode(node.view_name, node.args, {}, node.asvar)
