"""Files written in memory, and what is seen of them."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
from PIL import Image

from conference.pdf.writer import PdfWriter

SIZE = (0.0, 0.0, 200.0, 100.0)


def written(
    fill: Callable[[PdfWriter], object],
    *,
    title: str = "Badges",
    language: str = "en",
    is_archival: bool = False,
) -> bytes:
    """The file that `fill` puts pages into."""
    out = io.BytesIO()
    writer = PdfWriter(out)
    fill(writer)
    writer.close(title=title, language=language, is_archival=is_archival)
    return out.getvalue()


def put_page(writer: PdfWriter, drawing: bytes, resources: bytes = b"<<>>") -> None:
    """200 by 100 points."""
    contents = writer.put_stream(drawing)
    writer.put_page(bytes(contents), resources, {"MediaBox": SIZE})


def opened(data: bytes) -> pikepdf.Pdf:
    """Sound, or the test has failed already."""
    document = pikepdf.open(io.BytesIO(data))
    assert document.check_pdf_syntax() == []
    return document


def seen(data: bytes, page: int = 0, *, dpi: int = 72) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    return picture


def text_of(data: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as document:
        text: str = document[page].get_textpage().get_text_range()
    return text
