"""Parts of pages that many pages have in common, made once where many pages are made at once."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Node, NodeList, Parser, Token, Variable

register = template.Library()
Fragments = dict[tuple[Any, ...], str]


def keep_fragments(request: HttpRequest, fragments: Fragments) -> None:
    """What `{% kept %}` marks is taken from there for this request, and left there.

    They are of one conference in one language, as somebody without a login sees it.
    """
    request.fragments = fragments  # type: ignore[attr-defined]


class KeptNode(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, keys: list[Variable], nodelist: NodeList) -> None:
        self.keys = keys
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        request = context.get("request")
        fragments: Fragments | None = getattr(request, "fragments", None)
        if fragments is None:
            return self.nodelist.render(context)
        key = (self, *(variable.resolve(context) for variable in self.keys))
        made = fragments.get(key)
        if made is None:
            made = fragments[key] = self.nodelist.render(context)
        return made


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept KEY … %}…{% endkept %}`: what lies between follows from the conference, the language
    and the values of these variables alone, on whatever page it stands; one that there is not is an
    error, or all pages would have the first one's part in common. No `{% block %}` can lie in it:
    its content is another in each template that extends this one.
    """
    keys = [Variable(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(keys, nodelist)
