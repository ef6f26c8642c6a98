"""PDF files as strangers send them: of some pages, damaged, locked, or made to be too much."""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

A4 = (595, 842)


def of_pages(*texts: str, size: tuple[float, float] = A4, password: str = "") -> bytes:
    """A page for each text, which stands large at its head."""
    document = pikepdf.new()
    for text in texts:
        words = f"BT /F 48 Tf 60 {size[1] - 100} Td ({text}) Tj ET".encode()
        _add_page(document, size, words)
    return _saved(document, password)


def of_countless_lines(pages: int = 1, *, after: int = 0) -> bytes:
    """A few kilobytes that say, page by page, what takes minutes to draw; `after` plain pages."""
    document = pikepdf.new()
    for _plain in range(after):
        _add_page(document, A4, b"0 0 m 500 500 l S")
    crossing = b"0 0 m 595 842 l 595 0 l 0 842 l 300 0 l 0 421 l 595 421 l h f* " * 400
    inner = _form(document, crossing)
    for _level in range(6):
        inner = _form(document, b"/X Do " * 10, inner)
    for _page in range(pages):
        _add_page(document, A4, b"/X Do", inner)
    return _saved(document)


def of_a_picture(side: int) -> bytes:
    """All of one colour: a file of a few kilobytes, and `side` × `side` pixels to be decoded."""
    document = pikepdf.new()
    packer = zlib.compressobj(9)
    line = bytes(side * 3)
    packed = b"".join(packer.compress(line) for _line in range(side)) + packer.flush()
    picture = Stream(document, b"")
    picture.write(packed, filter=Name.FlateDecode)
    picture.stream_dict.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        )
    )  # fmt: skip
    _add_page(document, A4, b"595 0 0 842 0 0 cm /X Do", picture)
    return _saved(document)


def noisy() -> bytes:
    """Says that it is a PDF file, and nothing else that makes sense."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\n%%EOF\n"


def _add_page(
    document: Pdf, size: tuple[float, float], content: bytes, inner: Stream | None = None
) -> None:
    document.add_blank_page(page_size=A4)
    page = document.pages[-1]
    page.MediaBox = [0, 0, *size]
    page.Contents = document.make_stream(content)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=font))
    if inner is not None:
        page.Resources.XObject = Dictionary(X=document.make_indirect(inner))


def _form(document: Pdf, content: bytes, inner: Stream | None = None) -> Stream:
    form = Stream(document, content)
    form.stream_dict.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, *A4]))
    if inner is not None:
        resources = Dictionary(XObject=Dictionary(X=document.make_indirect(inner)))
        form.stream_dict.Resources = resources
    return form


def _saved(document: Pdf, password: str = "") -> bytes:
    out = BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=lock or False)
    return out.getvalue()
