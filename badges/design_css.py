"""Which CSS a badge design may hold: looks and places, no address, nothing that moves letters."""

from collections.abc import Collection, Iterable
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from badges.design_errors import DesignError

AT_RULES = frozenset({"page"})

# A name is fitted with the pinned fonts' advances before the page is laid out. These would
# change the advances, or the lines, behind its back.
DECIDED_BY_FIT = frozenset(
    {
        "content",
        "direction",
        "font-family",
        "font-feature-settings",
        "font-kerning",
        "font-stretch",
        "hyphens",
        "letter-spacing",
        "src",
        "text-indent",
        "text-transform",
        "transform",
        "word-spacing",
        "writing-mode",
        "zoom",
    }
)


# Values are read by going down one call for each bracket.
MOST_BRACKETS = 20


def check(css: str, *, art: Collection[str]) -> None:
    """Raises DesignError for the first rule or address that a design may not have."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        _refuse_broken(rule)
        if rule.type == "at-rule" and rule.lower_at_keyword not in AT_RULES:
            _refuse(rule, _("@%s is not part of badge designs.") % rule.at_keyword)
        if rule.content is None:
            _refuse(rule, _("@%s has no block.") % rule.lower_at_keyword)
        _check_addresses(rule.prelude, art)
        _check_declarations(rule.content, art)


def _check_declarations(content: list[Any], art: Collection[str]) -> None:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        _refuse_broken(item)
        if item.type != "declaration":
            _refuse(item, _("Rules inside rules are not part of badge designs."))
        if item.lower_name in DECIDED_BY_FIT:
            _refuse(item, _("%s is decided by the fitting of texts.") % item.lower_name)
        _check_addresses(item.value, art)


def _check_addresses(tokens: Iterable[Any], art: Collection[str], brackets: int = 0) -> None:
    for token in tokens:
        _refuse_broken(token)
        if brackets > MOST_BRACKETS:
            _refuse(token, _("More than %d brackets within one another.") % MOST_BRACKETS)
        if token.type == "url":
            _check_address(token, token.value, art)
        if token.type == "function":
            # A grid of a million tracks takes hours to draw.
            if token.lower_name == "repeat":
                _refuse(token, _("repeat() is not part of badge designs."))
            if token.lower_name in {"url", "src", "image", "image-set", "attr", "element"}:
                quoted = [inner.value for inner in token.arguments if inner.type == "string"]
                _check_address(token, quoted[0] if len(quoted) == 1 else "", art)
            _check_addresses(token.arguments, art, brackets + 1)
        if token.type in {"() block", "[] block", "{} block"}:
            _check_addresses(token.content, art, brackets + 1)


def _check_address(token: Any, address: str, art: Collection[str]) -> None:
    if not (address.startswith("asset:") and address.removeprefix("asset:") in art):
        _refuse(token, _("“%s” is not one of the design's own pictures (asset:NAME).") % address)


def _refuse_broken(node: Any) -> None:
    if node.type == "error":
        _refuse(node, _("This CSS cannot be read: %s.") % node.message.rstrip("."))


def _refuse(node: Any, message: str) -> None:
    raise DesignError(node.source_line, _("(CSS) %s") % message)
