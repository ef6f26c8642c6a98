"""Which CSS a badge design may hold: looks and places, no address, nothing that moves letters."""

import re
from collections.abc import Iterable
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from badges.engine.design.errors import DesignError

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


# A grid of a million tracks takes hours to draw; reckoned lengths escape the bounds of lengths.
REFUSED_FUNCTIONS = frozenset({"repeat", "calc", "min", "max", "clamp"})
ADDRESSES = frozenset({"url", "src", "image", "image-set", "attr", "element"})

# In selectors: a text's language and direction; what the renderer itself puts around texts.
ASKING = frozenset({"lang", "dir"})
OURS = "dais-"

# Values are read by going down one call for each bracket.
MOST_BRACKETS = 20
BRACKETS = re.compile(r"[()\[\]{}\n]")
# `int` refuses to read some thousand digits, and says so in nobody's language.
MOST_DIGITS = 100
LONG_NUMBER = re.compile(rf"\d{{{MOST_DIGITS + 1}}}")

# Millimetres. What is finer than a printer's dot, or larger than a poster, is no badge: stripes of
# a millionth of a millimetre keep a worker, and whoever opens the file, busy for hours.
FINEST, FINEST_REPEATED, LARGEST = 0.01, 0.1, 1000
MILLIMETRES = {
    "mm": 1.0,
    "cm": 10.0,
    "q": 0.25,
    "in": 25.4,
    "pt": 25.4 / 72,
    "pc": 25.4 / 6,
    "px": 25.4 / 96,
}
# Of everything relative: of a small letter or of a badge's width. For a percentage, of 100 mm.
RELATIVE_MILLIMETRES = 2.0


def check(css: str) -> None:
    """Raises DesignError for the first rule or address that a design may not have."""
    _check_numbers(css)
    _check_depth(css)
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        _refuse_broken(rule)
        if rule.type == "at-rule" and rule.lower_at_keyword not in AT_RULES:
            _refuse(rule, _("@%s is not part of badge designs.") % rule.at_keyword)
        if rule.content is None:
            _refuse(rule, _("@%s has no block.") % rule.lower_at_keyword)
        _check_selector(rule.prelude)
        _check_value(rule.prelude)
        _check_declarations(rule.content)


def _check_numbers(css: str) -> None:
    if found := LONG_NUMBER.search(css):
        line = css.count("\n", 0, found.start()) + 1
        raise DesignError(line, _("(CSS) A number of more than %d digits.") % MOST_DIGITS)


def _check_depth(css: str) -> None:
    """Before anything is read: thousands of brackets within one another take the reader long."""
    line, depth = 1, 0
    for mark in BRACKETS.findall(css):
        if mark == "\n":
            line += 1
        else:
            depth = depth + 1 if mark in "([{" else max(0, depth - 1)
        if depth > 3 * MOST_BRACKETS:
            raise DesignError(line, _("(CSS) More than %d brackets within one another.") % depth)


def _check_selector(prelude: Iterable[Any]) -> None:
    """What asks for a language or a direction asks what a text says: designs know only places."""
    for token in prelude:
        _check_selector(getattr(token, "arguments", None) or ())
        name = {"function": "lower_name", "ident": "lower_value"}.get(token.type)
        said = getattr(token, name) if name else ""
        if token.type == "[] block" or said in ASKING or said.startswith(OURS):
            _refuse(token, _("%s is not part of badge designs.") % token.serialize())


def _check_declarations(content: list[Any]) -> None:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        _refuse_broken(item)
        if item.type != "declaration":
            _refuse(item, _("Rules inside rules are not part of badge designs."))
        if item.name.startswith("--"):
            _refuse(item, _("A design has no variables of its own (%s).") % item.name)
        if item.lower_name == "visibility" and item.important:
            _refuse(item, _("visibility cannot be !important in a badge design."))
        if item.lower_name in DECIDED_BY_FIT:
            _refuse(item, _("%s is decided by the fitting of texts.") % item.lower_name)
        _check_value(item.value)


def _check_value(tokens: Iterable[Any], *, brackets: int = 0, finest: float = FINEST) -> None:
    for token in tokens:
        _refuse_broken(token)
        if brackets > MOST_BRACKETS:
            _refuse(token, _("More than %d brackets within one another.") % MOST_BRACKETS)
        if token.type == "url":
            _refuse_address(token, token.value)
        if token.type in {"dimension", "percentage"}:
            _check_length(token, finest)
        if token.type == "function":
            _check_function(token)
            is_repeated = token.lower_name.startswith("repeating-")
            within = FINEST_REPEATED if is_repeated else finest
            _check_value(token.arguments, brackets=brackets + 1, finest=within)
        if token.type in {"() block", "[] block", "{} block"}:
            _check_value(token.content, brackets=brackets + 1, finest=finest)


def _check_function(token: Any) -> None:
    if token.lower_name in REFUSED_FUNCTIONS:
        _refuse(token, _("%s() is not part of badge designs.") % token.lower_name)
    if token.lower_name in ADDRESSES:
        quoted = [inner.value for inner in token.arguments if inner.type == "string"]
        _refuse_address(token, quoted[0] if len(quoted) == 1 else "")


def _check_length(token: Any, finest: float) -> None:
    """Angles, resolutions and times pass: they make nothing larger or finer."""
    unit = "%" if token.type == "percentage" else token.lower_unit
    if unit in {"deg", "grad", "rad", "turn", "s", "ms", "dpi", "dpcm", "dppx"}:
        return
    relative = 1.0 if unit == "%" else RELATIVE_MILLIMETRES
    size = abs(token.value) * MILLIMETRES.get(unit, relative)
    if size and not finest <= size <= LARGEST:
        _refuse(
            token,
            _("%(length)s is outside what can be printed: from %(finest)g to %(largest)g mm.")
            % {"length": token.serialize(), "finest": finest, "largest": LARGEST},
        )


def _refuse_address(token: Any, address: str) -> None:
    _refuse(
        token, _("“%s” is an address; a design shows the pictures of its fields only.") % address
    )


def _refuse_broken(node: Any) -> None:
    if node.type == "error":
        _refuse(node, _("This CSS cannot be read: %s.") % node.message.rstrip("."))


def _refuse(node: Any, message: str) -> None:
    raise DesignError(node.source_line, _("(CSS) %s") % message)
