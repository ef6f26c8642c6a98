import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from conference.pdf import fonts, layout
from conference.pdf.layout import Asset

CSS = "@page{size:60mm 30mm;margin:0;bleed:3mm}body{margin:0;font-size:12pt}"
MM = 72 / 25.4


def page(body: str = "x", head: str = "") -> str:
    return f'<html lang="tg"><head><title>Нишонҳо</title>{head}</head><body>{body}</body></html>'


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 30), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


def rendered(body: str, pages: int = 1) -> bytes:
    document = layout.render(page(body), CSS, {})
    assert document.pages == pages
    return document.pdf


def fonts_of(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as document:
        names = [str(font.BaseFont) for font in document.pages[0].Resources.Font.values()]
    return {re.sub(r"^/[A-Z]{6}\+", "", name).replace("-", " ") for name in names}


def test_page_carries_title_and_language_and_no_date() -> None:
    with pikepdf.open(io.BytesIO(rendered("x"))) as document:
        info = {str(key) for key in document.docinfo}
        said = (str(document.docinfo.Title), str(document.Root.Lang))

    assert (said, info) == (("Нишонҳо", "tg"), {"/Title", "/Producer"})


def test_equal_input_gives_equal_bytes() -> None:
    assert rendered("Ҳакимов محمد 王") == rendered("Ҳакимов محمد 王")


def test_printer_takes_the_trimmed_page_and_the_bleed_lies_around_it() -> None:
    with pypdfium2.PdfDocument(rendered("x")) as document:
        crop, bleed = document[0].get_cropbox(), document[0].get_mediabox()

    assert crop == pytest.approx((0, 0, 60 * MM, 30 * MM), abs=0.01)
    assert bleed == pytest.approx((-3 * MM, -3 * MM, 63 * MM, 33 * MM), abs=0.01)


def test_photo_is_passed_through_untouched() -> None:
    photo = jpeg()

    document = layout.render(page('<img src="asset:p">'), CSS, {"p": Asset(layout.JPEG, photo)})

    assert (document.refused, document.complaints) == ((), ())
    assert photo in document.pdf


@pytest.mark.parametrize(
    ("language", "family"),
    [("zh-hans", "SC"), ("ja", "JP"), ("ko", "KR"), ("tg", "SC")],
)
def test_han_is_drawn_in_the_font_of_its_language(language: str, family: str) -> None:
    data = rendered(f'<p lang="{language}">骨直</p>')

    assert {name.replace(" ", "").removesuffix("Regular") for name in fonts_of(data)} == {
        f"NotoSans{family}"
    }


def test_latin_in_an_unknown_family_is_drawn_in_noto_sans() -> None:
    data = rendered('<p style="font-family:Nowhere">Abc</p>')

    assert {name.replace(" ", "").removesuffix("Regular") for name in fonts_of(data)} == {
        "NotoSans"
    }


HOSTILE = [
    "file:///etc/passwd",
    "http://host.invalid/x.png",
    "https://host.invalid/x.png",
    "ftp://host.invalid/x.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "asset:other",
    "asset:../p",
]


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize(
    "body",
    [
        '<img src="{}">',
        '<object data="{}"></object>',
        '<embed src="{}">',
        "<p style=\"background:url('{}')\">x</p>",
        '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    ],
)
def test_address_outside_the_assets_is_refused_and_told(body: str, address: str) -> None:
    document = layout.render(page(body.format(address)), CSS, {"p": Asset(layout.JPEG, jpeg())})

    assert document.refused == (address,)


@pytest.mark.parametrize("address", HOSTILE)
def test_style_sheet_from_elsewhere_is_refused(address: str) -> None:
    linked = layout.render(page(head=f'<link rel=stylesheet href="{address}">'), CSS, {})
    imported = layout.render(page(head=f"<style>@import '{address}';</style>"), CSS, {})

    assert (linked.refused, imported.refused) == ((address,), (address,))


def test_font_from_elsewhere_is_refused() -> None:
    css = CSS + "@font-face{font-family:X;src:url(file:///etc/passwd)}p{font-family:X}"

    assert layout.render(page("<p>x</p>"), css, {}).refused == ("file:///etc/passwd",)


def test_picture_inside_a_picture_is_refused() -> None:
    nested = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )

    document = layout.render(page('<img src="asset:f">'), CSS, {"f": Asset(layout.SVG, nested)})

    assert document.refused == ("file:///etc/passwd",)


@pytest.mark.parametrize(
    "markup",
    [
        "<link rel=attachment href=asset:p>",
        '<link rel="stylesheet ATTACHMENT" href=asset:p>',
        "<a rel=attachment href=asset:p>x</a>",
    ],
)
def test_attachment_is_refused(markup: str) -> None:
    with pytest.raises(layout.PdfError, match="attachment"):
        layout.render(page(markup, head=markup), CSS, {"p": Asset(layout.JPEG, jpeg())})


def test_a_page_nested_too_deeply_is_refused() -> None:
    with pytest.raises(layout.PdfError, match="nested too deeply"):
        layout.render(page("x"), "p " * 3000 + "{color:red}", {})


def test_broken_picture_is_complained_of() -> None:
    document = layout.render(
        page('<img src="asset:p">'), CSS, {"p": Asset(layout.JPEG, b"no picture")}
    )

    assert (len(document.complaints), document.refused) == (1, ())


DAMAGES = ["pages", "cut", "attachment", "content", "operators", "photo", "offset", "start"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_unsound_file_is_found(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "all.pdf"
    document_of_a_photo = layout.render(
        page('one <img src="asset:p">'), CSS, {"p": Asset(layout.JPEG, jpeg())}
    )
    path.write_bytes(document_of_a_photo.pdf)
    layout.check(path, 1)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    if damage == "offset":
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        lines = path.read_bytes().split(b"\n")
        wrong = next(n for n, line in enumerate(lines) if line.endswith(b" 00000 n "))
        lines[wrong] = b"%010d 00000 n " % (int(lines[wrong].split()[0]) + 1)
        path.write_bytes(b"\n".join(lines))
    if damage == "start":
        before, _start, after = path.read_bytes().rpartition(b"startxref\n")
        path.write_bytes(before + b"startxref\n1" + after)
    if damage in {"operators", "photo"}:
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            if damage == "operators":
                document.pages[0].Contents = document.make_stream(b"q (never closed")
            for found in document.objects:
                is_photo = isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
                if damage == "photo" and is_photo:
                    cut = found.read_raw_bytes()[:-100]
                    found.write(cut, filter=pikepdf.Name.DCTDecode)
            document.save(path)
    if damage == "content":
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            drawing = document.make_stream(b"")
            drawing.write(b"not compressed", filter=pikepdf.Name.FlateDecode)
            document.pages[0].Contents = drawing
            document.save(path)
    if damage == "attachment":
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            document.attachments["passwd"] = b"root"
            document.save(path)

    with pytest.raises(layout.PdfError, match=r"all\.pdf"):
        layout.check(path, 2 if damage == "pages" else 1)


def test_fonts_are_these_files_and_no_other() -> None:
    present = {path.name for path in fonts.file("Noto Sans", fonts.REGULAR).parent.iterdir()}
    named = {fonts.file(family, weight).name for family in fonts.FAMILIES for weight in (400, 700)}

    assert named == present


# Single pages and pictures


def test_single_page_is_that_page_with_its_own_photo_alone() -> None:
    photo, other = jpeg(), jpeg() + b"\0"
    body = '<p style="break-after:page"><img src="asset:p">one</p><p><img src="asset:q">two</p>'
    assets = {"p": Asset(layout.JPEG, photo), "q": Asset(layout.JPEG, other)}
    document = layout.render(page(body), CSS, assets).pdf

    alone = layout.single_page(document, 1)

    assert other in alone.document
    assert photo + b"\nendstream" not in alone.document
    with pypdfium2.PdfDocument(alone.document) as opened:
        assert [one.get_textpage().get_text_range() for one in opened] == ["two"]
    assert alone.height == pytest.approx(30 * MM, abs=0.01)


def test_page_without_a_bleed_is_as_high_as_its_media() -> None:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as blank:
        blank.add_blank_page(page_size=(60, 40))
        blank.save(out)

    alone = layout.single_page(out.getvalue())

    assert (alone.boxes, alone.height) == ({"MediaBox": (0, 0, 60, 40)}, 40)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s"><path d="M0 0h9v9"/></svg>'


@pytest.mark.parametrize(
    ("asset", "size"),
    [
        (Asset(layout.SVG, SVG % (b"40pt", b"30pt")), (40, 30)),
        (Asset(layout.JPEG, jpeg()), (15, 22.5)),
    ],
)
def test_picture_has_the_size_it_asks_for(asset: Asset, size: tuple[float, float]) -> None:
    assert layout.natural_size(asset) == pytest.approx(size, abs=0.01)


def test_picture_is_drawn_over_a_whole_page() -> None:
    drawn = layout.picture(Asset(layout.JPEG, jpeg()), 200, 100, is_smooth=False)

    with pypdfium2.PdfDocument(drawn) as document:
        assert document[0].get_size() == pytest.approx((200, 100), abs=0.01)
        pixels = document[0].render(scale=0.5).to_pil().convert("RGB").getcolors()
    assert pixels is not None
    [(count, colour)] = pixels
    assert (count, colour) == (100 * 50, pytest.approx((200, 30, 30), abs=4))


@pytest.mark.parametrize("media_type", [layout.PNG, layout.SVG])
def test_picture_that_cannot_be_read_has_no_size_and_is_not_drawn(media_type: str) -> None:
    broken = Asset(media_type, b"<svg no picture")

    with pytest.raises(layout.PdfError):
        layout.natural_size(broken)
    with pytest.raises(layout.PdfError):
        layout.picture(broken, 20, 20, is_smooth=True)


def test_assets_are_told_apart_by_their_bytes() -> None:
    one, same, other = (Asset(layout.PNG, data) for data in (b"a", b"a", b"b"))

    assert one.digest == same.digest != other.digest
