import pytest

from badges.engine.design import bounds
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.shipped import SHIPPED, shipped


def check(html: str, css: str) -> None:
    bounds.check(parse(DesignSource(html, css)))


def refusal(html: str, css: str) -> tuple[int, str]:
    with pytest.raises(DesignError) as refused:
        check(html, css)
    return refused.value.line, str(refused.value)


def nested(levels: int, tag: str = 'div class="a"') -> str:
    return f"<{tag}>\n" * levels + "x" + f"</{tag.split(maxsplit=1)[0]}>" * levels


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_design_is_within_the_bounds(name: str) -> None:
    bounds.check(parse(shipped(name)))


@pytest.mark.parametrize("display", ["flex", "inline-flex", "grid", "inline-grid"])
@pytest.mark.parametrize(
    "selector", [".a", "div.a", "div", "*", "p, .a", ".b > .a", ":first-child", "div:not(.b)"]
)
def test_flex_and_grid_are_nested_four_deep_at_most(display: str, selector: str) -> None:
    css = f"{selector} {{ display: {display} }}"

    check(nested(4), css)

    line, message = refusal(nested(5), css)
    assert (line, "within one another: at most 4 levels" in message) == (5, True)


@pytest.mark.parametrize("columns", ["columns: 2", "column-count: 3", "column-width: 9mm"])
def test_columns_are_nested_two_deep_at_most(columns: str) -> None:
    check(nested(2), f".a {{ {columns} }}")

    assert refusal(nested(3), f".a {{ {columns} }}")[0] == 3


def test_levels_of_every_branch_of_a_condition_count() -> None:
    chosen = 'div class="{% if photo %}b{% else %}a{% endif %}"'

    assert refusal(nested(5, chosen), ".a { display: flex }")[0] == 5


def test_elements_that_are_not_picked_do_not_count() -> None:
    check(nested(12), ".b, p { display: flex } .a { columns: auto; display: block }")


@pytest.mark.parametrize(
    "declaration",
    [
        "grid-row: 4000000",
        "grid-area: 1 / 1 / 20000000",
        "columns: 100000",
        "counter-increment: a 2000000000",
        "line-height: 5000",
        "grid-template: [x] 1fr / span 4000",
        "z-index: -1001",
    ],
)
def test_a_number_over_a_thousand_is_refused_with_its_line(declaration: str) -> None:
    line, message = refusal("<div></div>", f"p {{\n  color: red;\n  {declaration} }}")

    assert (line, message.startswith("Line 3: (CSS) ")) == (3, True)


def test_a_number_of_a_thousand_passes() -> None:
    check("<div></div>", "p { grid-row: 1000; opacity: 2000 }")
