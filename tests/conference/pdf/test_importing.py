"""What is taken from another file shows the same, costs once, and takes nothing else along."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from conference.pdf import layout
from conference.pdf.importing import Copied, Source
from conference.pdf.layout import Asset
from conference.pdf.writer import PdfWriter
from tests.conference.pdf.drawings import opened, put_page, seen, text_of, written

CSS = "@page{size:200pt 100pt;margin:9pt;bleed:3mm}p{color:#060;break-after:page}img{width:20pt}"


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 30), colour).save(out, "JPEG")
    return out.getvalue()


PHOTOS = {"red": photo("red"), "blue": photo("blue")}


def laid_out(*bodies: str) -> bytes:
    html = f'<html lang="en"><title>x</title><body>{"".join(f"<p>{body}</p>" for body in bodies)}'
    assets = {name: Asset(layout.JPEG, data) for name, data in PHOTOS.items()}
    return layout.render(html, CSS, assets).pdf


def are_alike(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def streams_of(data: bytes) -> list[bytes]:
    with opened(data) as document:
        return [one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]


def copied(source: bytes | Path, page: int = 0, *, is_archival: bool = False) -> bytes:
    """A file of one page, which is taken from another."""

    def fill(writer: PdfWriter) -> None:
        with Source(source, Copied(writer, is_archival=is_archival)) as opened_source:
            opened_source.copy_page(page)

    return written(fill)


def test_page_looks_as_it_did_and_keeps_its_boxes() -> None:
    source = laid_out("Ҷамшед", 'Firuza <img src="asset:red">')

    data = copied(source, 1)

    assert are_alike(seen(data, dpi=150), seen(source, 1, dpi=150))
    assert text_of(data) == text_of(source, 1)
    with opened(data) as here, opened(source) as there:
        for box in ("MediaBox", "BleedBox", "TrimBox", "CropBox"):
            edges, former = (page.obj[f"/{box}"] for page in (here.pages[0], there.pages[1]))
            assert list(map(float, edges)) == pytest.approx(list(map(float, former)), abs=0.001)


def test_page_takes_no_photo_of_another_page_along() -> None:
    source = laid_out('<img src="asset:red">', '<img src="asset:blue">')

    found = streams_of(copied(source, 1))

    assert PHOTOS["blue"] in found
    assert PHOTOS["red"] not in found


def test_page_of_a_file_on_the_disk_is_taken_as_well(tmp_path: Path) -> None:
    path = tmp_path / "earlier.pdf"
    path.write_bytes(laid_out("Firuza"))

    assert text_of(copied(path)) == "Firuza"


def test_what_two_sources_share_is_written_once() -> None:
    def fill(writer: PdfWriter) -> None:
        known = Copied(writer)
        for body in ("Firuza", "Firuza"):
            with Source(laid_out(body + '<img src="asset:red">'), known) as source:
                source.copy_page(0)

    data = written(fill)

    assert streams_of(data).count(PHOTOS["red"]) == 1
    assert [text_of(data, page) for page in (0, 1)] == ["Firuza", "Firuza"]


def test_drawing_is_drawn_by_many_pages_and_written_once() -> None:
    source = laid_out("Firuza")

    def fill(writer: PdfWriter) -> None:
        with Source(source, Copied(writer)) as opened_source:
            form = bytes(opened_source.form(0))
        for _page in range(3):
            put_page(writer, b"/F Do", b"<</XObject<</F %b>>>>" % form)

    data = written(fill)

    assert [text_of(data, page) for page in range(3)] == ["Firuza"] * 3
    with opened(data) as document:
        forms = {page.obj.Resources.XObject.F.objgen for page in document.pages}
    assert len(forms) == 1


# Values of every kind, where they stand and by reference

Make = Callable[[pikepdf.Pdf], pikepdf.Object]
VALUES: dict[str, Make] = {
    "yes and no": lambda _pdf: pikepdf.Array([True, False]),
    "nothing": lambda _pdf: pikepdf.Array([None, 1]),
    "numbers": lambda _pdf: pikepdf.Array([7, -7, 0.25]),
    "strings": lambda _pdf: pikepdf.Array([pikepdf.String("a)(\\"), pikepdf.String("Қӯҳ")]),
    "names": lambda _pdf: pikepdf.Array([pikepdf.Name("/A B"), pikepdf.Name("/C#D")]),
    "in one another": lambda _pdf: pikepdf.Dictionary(
        {"/Odd name": pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Array([1]))])}
    ),
    "elsewhere": lambda pdf: pikepdf.Array(
        [pdf.make_indirect(pikepdf.Dictionary(B=2)), pdf.make_indirect(pikepdf.Array([3]))]
    ),
    "a number elsewhere": lambda pdf: pikepdf.Array([pdf.make_indirect(4)]),  # type: ignore[call-overload]
}


@pytest.mark.parametrize("kind", VALUES)
def test_value_comes_back_as_it_was(kind: str) -> None:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as source:
        source.add_blank_page(page_size=(200, 100))
        source.pages[0].Resources = pikepdf.Dictionary(Properties=VALUES[kind](source))
        before = plain(source.pages[0].Resources.Properties)
        source.save(out)

    with opened(copied(out.getvalue())) as document:
        assert plain(document.pages[0].Resources.Properties) == before


def plain(value: Any) -> Any:
    """Without the numbers of objects, which are a file's own affair."""
    if isinstance(value, pikepdf.Dictionary):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, pikepdf.Array):
        return [plain(item) for item in value]
    if isinstance(value, pikepdf.Object):
        return value.unparse(resolved=True)
    return value


@pytest.mark.parametrize("is_archival", [False, True])
def test_picture_of_an_archival_file_does_not_ask_to_be_smoothed(*, is_archival: bool) -> None:
    source = laid_out('<img src="asset:red">')

    with opened(copied(source, is_archival=is_archival)) as document:
        [picture] = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]

        assert ("/Interpolate" in picture) is not is_archival
        assert picture.read_raw_bytes() == PHOTOS["red"]
