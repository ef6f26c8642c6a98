from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.engine.design.boxes import Box
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.shipped import SHIPPED, shipped
from badges.engine.design.tree import Condition, Element, Field, Text

BOX = (
    'data-width="95" data-height="14.5" data-sizes="28 22 15" data-lines="2"'
    ' data-leading="1.1" data-weight="700"'
)


def refusal(html: str, css: str = "") -> tuple[int, str]:
    with pytest.raises(DesignError) as refused:
        parse(DesignSource(html, css))
    return refused.value.line, str(refused.value)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_design_is_in_the_language(name: str) -> None:
    assert parse(shipped(name)).nodes


def test_design_is_parsed_into_a_tree() -> None:
    design = parse(
        DesignSource(
            f"<p {BOX}>{{{{ family_name }}}}</p>{{% if photo %}}a{{% else %}}b{{% endif %}}", ""
        )
    )

    box = Box(95, 14.5, (28, 22, 15), 2, 1.1, 700)
    assert design.nodes == (
        Element("p", {}, (Field("family_name"),), box),
        Condition("photo", (Text("a"),), (Text("b"),)),
    )


def test_condition_may_choose_a_class() -> None:
    design = parse(DesignSource('<p class="a {% if photo %}b{% endif %}"></p>', ""))

    element = design.nodes[0]
    assert isinstance(element, Element)
    assert element.attributes["class"] == (Text("a "), Condition("photo", (Text("b"),), ()))


@pytest.mark.parametrize(
    ("html", "line", "message"),
    [
        ("<p>\n{{ passport }}</p>", 2, "Line 2: There is no field “passport”."),
        ("{% if passport %}x{% endif %}", 1, "Line 1: There is no field “passport”."),
        ("{% for x in y %}", 1, "Line 1: {% for x in y %} is not a tag of badge designs."),
        ("\n\n{{ serial|safe }}", 3, "Line 3: There is no field “serial|safe”."),
        ("{{ serial", 1, "Line 1: {{ stands alone; a field is {{ name }}."),
        ("{# note #}", 1, "Line 1: {# stands alone; a field is {{ name }}."),
        ("{% else %}", 1, "Line 1: {% else %} belongs to no condition here."),
        (
            "{% if photo %}<p>{% endif %}</p>",
            1,
            "Line 1: {% endif %} belongs to no condition here.",
        ),
        ("<p>\n{% if photo %}</p>", 2, "Line 2: </p> closes nothing that is open here."),
        ("\n{% if photo %}x", 2, "Line 2: {% if photo %} is never closed."),
        ("<p>", 1, "Line 1: <p> is never closed."),
        ("</p>", 1, "Line 1: </p> closes nothing that is open here."),
        ("<p/>", 1, "Line 1: <p/> must be closed by </p>."),
        ("<script>1</script>", 1, "Line 1: <script> is not an element of badge designs."),
        ("<link rel=attachment href=x>", 1, "Line 1: <link> is not an element of badge designs."),
        ("<style>p{}</style>", 1, "Line 1: <style> is not an element of badge designs."),
        ("<a href=x>y</a>", 1, "Line 1: <a> is not an element of badge designs."),
        ("<svg></svg>", 1, "Line 1: <svg> is not an element of badge designs."),
        ("<p style='color:red'></p>", 1, "Line 1: style= is not an attribute of badge designs."),
        ("<p onclick=x></p>", 1, "Line 1: onclick= is not an attribute of badge designs."),
        ("<p class=a class=b></p>", 1, "Line 1: <p> has an attribute twice."),
        ("<!doctype html>", 1, "Line 1: A design is one badge, without <!doctype>."),
        ("<?php ?>", 1, "Line 1: <?…> is not part of badge designs."),
        ("{{ photo }}", 1, "Line 1: photo is a picture: it is the src of an <img>."),
        ("{{ category_style }}", 1, "Line 1: category_style cannot stand here."),
        ("{{ direction }}", 1, "Line 1: direction cannot stand here."),
        ('<p lang="{{ direction }}">a</p>', 1, "Line 1: direction cannot stand here."),
        ('<p class="{{ serial }}"></p>', 1, "Line 1: serial cannot stand here."),
        (
            '<p class="{% if photo %}a"></p>',
            1,
            "Line 1: {% if photo %} is not closed inside class=.",
        ),
        (
            '<p lang="{% if photo %}a{% endif %}"></p>',
            1,
            "Line 1: A condition may stand around elements or in class=.",
        ),
        (
            f"<p {BOX}>Mr {{{{ family_name }}}}</p>",
            1,
            "Line 1: A box holds exactly one text field, nothing else.",
        ),
        (
            "<p data-width=9 data-height=9 data-sizes=9></p>",
            1,
            "Line 1: A box also needs data-lines, data-leading, data-weight.",
        ),
        (
            f"<p {BOX.replace('95', 'wide')}></p>",
            1,
            "Line 1: A box is given in plain numbers: 95, 14.5, 28 22 15.",
        ),
        (
            f"<p {BOX.replace('95', 'nan')}></p>",
            1,
            "Line 1: A box is wider and higher than 0 and at most 1000 mm.",
        ),
        (f"<p {BOX.replace('95', '9 5')}></p>", 1, "Line 1: data-width takes one number."),
        (
            f"<p {BOX.replace('28 22', '22 28')}></p>",
            1,
            "Line 1: Sizes go from the largest to the smallest, each once.",
        ),
        (
            f"<p {BOX.replace('700', '700.5')}></p>",
            1,
            "Line 1: Lines and weight are whole numbers.",
        ),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_line(
    html: str, line: int, message: str
) -> None:
    assert refusal(html) == (line, message)


@pytest.mark.parametrize(
    "source",
    [
        "http://h/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,AA",
        "x.png",
        "asset:x.png",
        "",
        "{{ serial }}",
        "{{ photo }}x",
        "asset:{{ photo }}",
    ],
)
def test_picture_from_elsewhere_is_refused(source: str) -> None:
    line, message = refusal(f'\n<img src="{source}">')

    assert (line, message.partition(" takes")[0]) == (2, "Line 2: src=")


@pytest.mark.parametrize(
    ("css", "line", "message"),
    [
        ("@import 'x.css';", 1, "@import is not part of badge designs."),
        ("\n@font-face{src:url(x)}", 2, "@font-face is not part of badge designs."),
        ("@media print{p{color:red}}", 1, "@media is not part of badge designs."),
        ("@page;", 1, "@page has no block."),
        ("@page{@top-left{content:'x'}}", 1, "Rules inside rules are not part of badge designs."),
        ("p{i{color:red}}", 1, "Rules inside rules are not part of badge designs."),
        ("p{letter-spacing:1pt}", 1, "letter-spacing is decided by the fitting of texts."),
        ("p{FONT-FAMILY:x}", 1, "font-family is decided by the fitting of texts."),
        ("p{content:'x'}", 1, "content is decided by the fitting of texts."),
        ("p:lang(ar){color:red}", 1, "lang(ar) is not part of badge designs."),
        ("span[dir=rtl]{color:red}", 1, "[dir=rtl] is not part of badge designs."),
        (".dais-fit{color:red}", 1, "dais-fit is not part of badge designs."),
        (
            "p{colour red}",
            1,
            "This CSS cannot be read: EOF reached before {} block for a qualified rule.",
        ),
    ],
)
def test_css_that_reaches_out_or_moves_letters_is_refused(
    css: str, line: int, message: str
) -> None:
    found, text = refusal("", css)

    assert (found, text.removeprefix(f"Line {line}: (CSS) ")) == (line, message)


@pytest.mark.parametrize(
    ("css", "line", "address"),
    [
        ("p{\nbackground:url(http://h/x)}", 2, "http://h/x"),
        ("p{background:url('file:///etc/passwd')}", 1, "file:///etc/passwd"),
        ("p{background:u\\72l(http://h/x)}", 1, "http://h/x"),
        ("p{background:url(asset:y.svg)}", 1, "asset:y.svg"),
        ('p{background:var(--y, url("http://h/x"))}', 1, "http://h/x"),
        ("@page{background:url(//h/x)}", 1, "//h/x"),
    ],
)
def test_address_in_css_is_refused(css: str, line: int, address: str) -> None:
    said = f"“{address}” is an address; a design shows the pictures of its fields only."

    assert refusal("", css) == (line, f"Line {line}: (CSS) {said}")


@given(st.text(alphabet="<>/{}% \n\"'=pifx{{%-!&;\\#[]", max_size=60))
def test_any_text_is_parsed_or_refused(html: str) -> None:
    with suppress(DesignError):
        parse(DesignSource(html, html))


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ("x" * 50_001, ""),
        ("", " " * 50_001),
        ("<p>" * 50 + "</p>" * 50, ""),
        ("{% if photo %}" * 50 + "{% endif %}" * 50, ""),
        ("", f"p{{margin:fit-content{'(' * 50}1mm{')' * 50}}}"),
        ("", f"p{{margin:{'(' * 3000}{')' * 3000}}}"),
        ("", "p{display:grid;grid-template-columns:repeat(1000000,1mm)}"),
        ("", "p{background:repeating-linear-gradient(red 0, red 0.000001mm, blue 0.09mm)}"),
        ("", "p{background:repeating-radial-gradient(red 0, blue 0.02%)}"),
        ("", "p{background-size:0.000001pt 1mm}"),
        ("", "p{width:calc(1mm / 1000000)}"),
        ("", "p{--stripe:0.000001mm}"),
        ("", "p{box-shadow:0 0 100000mm red}"),
        ("", "p{width:9999cm}"),
        ("", "p{padding:9999em}"),
    ],
    ids=[
        "long html",
        "long css",
        "elements",
        "conditions",
        "brackets",
        "many brackets",
        "tracks",
        "fine stripes",
        "fine relative stripes",
        "fine tiles",
        "reckoned",
        "variable",
        "shadow",
        "large",
        "relatively large",
    ],
)
def test_a_design_that_would_exhaust_the_printer_is_refused(html: str, css: str) -> None:
    line, _words = refusal(html, css)

    assert line == 1


@pytest.mark.parametrize("attribute", ["lang", "dir", "alt"])
def test_a_text_stands_in_no_attribute(attribute: str) -> None:
    line, words = refusal(f'<p {attribute}="{{{{ given_name }}}}">x</p>')

    assert (line, words) == (1, "Line 1: given_name cannot stand here.")


@pytest.mark.parametrize(
    ("html", "line", "message"),
    [
        ("\n<p class=a <p", 2, "Line 2: The tag <p> cannot be read."),
        ("<p>\n</p", 2, "Line 2: A tag is never closed: write >."),
        ('<p class="', 1, "Line 1: The tag <p> cannot be read."),
        ("\n\n<!-- a note", 3, "Line 3: A comment is never closed: write -->."),
        ("\n<p>&#" + "9" * 5000 + ";</p>", 2, "Line 2: A character reference has too many digits."),
        ("a\n{{ photo", 2, "Line 2: {{ stands alone; a field is {{ name }}."),
        ("a\n}}", 2, "Line 2: }} stands alone; a field is {{ name }}."),
        (
            '<img src="{% photo %}">',
            1,
            "Line 1: src= takes an image field such as {{ photo }}.",
        ),
    ],
)
def test_what_is_not_closed_is_refused_with_its_line(html: str, line: int, message: str) -> None:
    assert refusal(html) == (line, message)


def test_thousands_of_brackets_are_refused_before_they_are_read() -> None:
    line, message = refusal("", "p {\n color: " + "(" * 40_000)

    assert (line, message) == (2, "Line 2: (CSS) More than 61 brackets within one another.")


@pytest.mark.parametrize(
    "rule",
    ["p {{ width: {}mm }}", "p {{ order: {} }}", "@page {{ size: {}mm }}", ":nth-child({}n) {{ }}"],
)
def test_number_of_thousands_of_digits_is_refused_with_its_line(rule: str) -> None:
    line, message = refusal("", "p { color: red }\n\n" + rule.format("9" * 5000))

    assert (line, message) == (3, "Line 3: (CSS) A number of more than 100 digits.")


@pytest.mark.parametrize("selector", [":not(:lang(fa))", ":is(p:dir(rtl), b)", ":not([lang])"])
def test_asking_for_a_language_is_refused_within_brackets_too(selector: str) -> None:
    assert "is not part of badge designs" in refusal("", f"{selector} {{ color: red }}")[1]


def test_references_and_lone_brackets_are_characters() -> None:
    design = parse(DesignSource("a &lt; b < c &amp; d", ""))

    assert design.nodes == (Text("a < b < c & d"),)


def test_names_are_read_without_regard_to_case_and_values_with_it() -> None:
    design = parse(DesignSource("<P CLASS='Big'>x</p >", ""))

    assert design.nodes == (Element("p", {"class": (Text("Big"),)}, (Text("x"),)),)
