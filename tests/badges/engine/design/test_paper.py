"""The paper of a design, as its style sheet says it and as the renderer lays it out."""

import io

import pikepdf
import pytest
from weasyprint.css.computed_values import PAGE_SIZES

from badges.engine.design import shipped
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.paper import Paper, check, paper_of
from conference.pdf import layout

POINTS = 72 / 25.4


@pytest.mark.parametrize(
    ("css", "paper", "name"),
    [
        ("", Paper(210, 297), "A4"),
        ("@page { size: 105mm 148mm; bleed: 3mm }", Paper(105, 148, 3), "A6"),
        ("@page { size: 148mm 105mm }", Paper(148, 105), "A6"),
        ("@page { size: A6 landscape }", Paper(148, 105), "A6"),
        ("@page { size: landscape }", Paper(297, 210), "A4"),
        ("@page { size: 8.56cm 5.4cm }", Paper(85.6, 54), "CR80"),
        ("@page { size: 4in 6in }", Paper(101.6, 152.4), ""),
        ("@page { size: 90mm }", Paper(90, 90), ""),
        ("@page { size: auto }", Paper(210, 297), "A4"),
        ("@page { size: a5 } @page { size: a6 }", Paper(105, 148), "A6"),
        ("@page { size: a6 } @page :left { bleed: 9mm }", Paper(105, 148), "A6"),
    ],
)
def test_paper_of_a_style_sheet_is_the_page_that_is_laid_out(
    css: str, paper: Paper, name: str
) -> None:
    laid_out = layout.render("<title>A</title><p>A</p>", css, {})
    with pikepdf.open(io.BytesIO(laid_out.pdf)) as pdf:
        box = [float(edge) / POINTS for edge in pdf.pages[0].trimbox]

    check(css)
    found = paper_of(css)

    assert (found, found.name) == (paper, name)
    assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((paper.width, paper.height), abs=0.1)


@pytest.mark.parametrize("keyword", PAGE_SIZES)
def test_every_size_that_the_renderer_knows_by_name_is_named(keyword: str) -> None:
    width, height = (side.value * {"mm": 1, "in": 25.4}[side.unit] for side in PAGE_SIZES[keyword])

    found = paper_of(f"@page {{ size: {keyword} }}")

    assert (found.width, found.height) == pytest.approx((width, height))
    assert found.name.lower().replace(" ", "-") == keyword


def test_shipped_design_is_a6_with_bleed() -> None:
    assert paper_of(shipped.shipped(shipped.A6_PORTRAIT).css) == Paper(105, 148, 3)


@pytest.mark.parametrize(
    "size",
    [
        "NaN NaN",
        "infmm 1mm",
        "A6 landscape landscape",
        "A6 A7",
        "٣mm 3mm",
        "",
        "10em 90mm",
        "auto A6",
    ],
)
def test_size_that_the_renderer_would_not_know_is_refused_with_an_example(size: str) -> None:
    with pytest.raises(DesignError, match=r"Line 2: .* such as 105mm 148mm"):
        parse(DesignSource("<p>A</p>", f"p {{ color: red }}\n@page {{ size: {size}; margin: 0 }}"))


@pytest.mark.parametrize("size", ["0mm 0mm", "-5mm 90mm", "10mm", "90mm 19.9mm", "1pt 90mm"])
def test_size_that_is_no_badge_is_refused_with_the_least(size: str) -> None:
    with pytest.raises(DesignError, match=r"Line 1: .* at least 20 mm"):
        parse(DesignSource("<p>A</p>", f"@page {{ size: {size} }}"))
