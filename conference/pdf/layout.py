"""PDF: laying out HTML, checking files. The only module that imports WeasyPrint.

WeasyPrint is imported when the first page is laid out: it costs over a second, and fontconfig
reads its configuration once, at that moment.
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO

import pikepdf

from conference.errors import PassingError
from conference.pdf import fonts
from conference.pdf.importing import page_boxes
from conference.pdf.marks import Mark, marks

if TYPE_CHECKING:
    from types import ModuleType

PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
SCHEME = "asset:"
READ_ALOUD = "pdf/ua-1"

# libharfbuzz-subset is optional: without it fontTools makes the subset, with the same glyphs.
ABOUT_SUBSETTING = "Using fontTools instead of HarfBuzz-Subset"

# One page is laid out at a time in a process: what WeasyPrint says is heard on its one logger.
_rendering = Lock()


class PdfError(PassingError):
    """A page could not be made as asked; the message says what stood in the way."""


@dataclass(frozen=True)
class Asset:
    """A picture that a page may show as `asset:NAME`."""

    media_type: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class RenderedDocument:
    """`refused`: addresses that were asked for and not given. `complaints`: WeasyPrint's own.

    `marks`: for each page, where its marked elements stand.
    """

    pdf: bytes
    pages: int
    refused: tuple[str, ...]
    complaints: tuple[str, ...]
    marks: tuple[Mapping[str, Mark], ...]


# Of each page where its marked elements stand, and what is said of the pages then.
CssOfPlaces = Callable[[Sequence[Mapping[str, Mark]]], str]


def render(
    html: str,
    css: str,
    assets: Mapping[str, Asset],
    *,
    is_tagged: bool = False,
    css_of_places: CssOfPlaces | None = None,
) -> RenderedDocument:
    """Lay out one document. Equal input gives equal bytes. What `is_tagged` can be read aloud, and
    says that it is PDF/UA-1.

    It may show the given assets and nothing else: there is no file, no network and no data
    address. Title and language come from the HTML. A page with a bleed shows its trimmed size;
    what a print shop needs lies outside, in the media box. `css_of_places` adds what moves nothing
    once it is known where everything stands: then it is laid out twice.

    Raises PdfError when the HTML asks for an attachment, or is nested too deeply to be laid out.
    """
    engine = _engine()
    fetcher = engine.fetcher(assets)
    with _rendering, _heard() as complaints, _bounded():
        document = engine.weasyprint.HTML(string=html, url_fetcher=fetcher)
        _refuse_attachments(document.etree_element)
        # On one line, so that what is complained of stands on the caller's own.
        our_fonts = fonts.stylesheet().replace("\n", " ")
        style = engine.weasyprint.CSS(
            string=f"{our_fonts} {css}",
            url_fetcher=fetcher,
            font_config=engine.font_configuration,
        )
        fonts_used = engine.font_configuration
        laid_out = document.render(stylesheets=[style], font_config=fonts_used, cache={})
        if css_of_places is not None:
            further = css_of_places([marks(page) for page in laid_out.pages])
            styles = [style, engine.weasyprint.CSS(string=further, font_config=fonts_used)]
            del laid_out
            laid_out = document.render(stylesheets=styles, font_config=fonts_used, cache={})
        pdf = laid_out.write_pdf(finisher=_finish, pdf_variant=READ_ALOUD if is_tagged else None)
    return RenderedDocument(
        pdf,
        len(laid_out.pages),
        tuple(fetcher.refused),
        tuple(complaints),
        tuple(marks(page) for page in laid_out.pages),
    )


@dataclass(frozen=True)
class Engine:
    weasyprint: "ModuleType"
    fetcher: Any
    font_configuration: Any


@lru_cache(maxsize=1)
def _engine() -> Engine:
    os.environ["FONTCONFIG_FILE"] = str(fonts.write_fontconfig())
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        """Knows the assets of one document. The parent's openers are never reached."""

        def __init__(self, assets: Mapping[str, Asset]) -> None:
            super().__init__(allowed_protocols=())
            self.assets = assets
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            asset = self.assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
            if asset is None:
                self.refused.append(url)
                raise ValueError(f"not an asset of this document: {url}")
            return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})

    # Sharing it makes small documents 1.7 times cheaper.
    return Engine(weasyprint, AssetFetcher, FontConfiguration())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """WeasyPrint reports a broken picture or an unknown property in its log and goes on."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith(ABOUT_SUBSETTING):
                lines.append(record.getMessage())

    log = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    was_propagating = log.propagate
    log.addHandler(listener)
    log.propagate = False
    try:
        yield lines
    finally:
        log.removeHandler(listener)
        log.propagate = was_propagating


@contextmanager
def _bounded() -> Iterator[None]:
    """A long selector or a deep page is the page's fault, not an error of the server."""
    try:
        yield
    except RecursionError as error:
        raise PdfError("The page or its style sheet is nested too deeply.") from error


def _refuse_attachments(root: Any) -> None:
    for element in root.iter():
        if "attachment" in element.get("rel", "").lower().split():
            raise PdfError("The page asks for an attachment.")


def _finish(_document: object, pdf: Any) -> None:
    for part in pdf.objects:
        if isinstance(part, dict) and part.get("Type") == "/Page" and "TrimBox" in part:
            # An office printer takes the crop box: the page's own size, not the bleed around it.
            part["CropBox"] = part["TrimBox"]
        if isinstance(getattr(part, "stream", None), list):
            part.stream = [_without_empty_strings(operator) for operator in part.stream]


def _without_empty_strings(operator: Any) -> Any:
    """PDFium, which many print with, forgets the last move of a text that holds an empty string:
    conjuncts of Bengali and tones of Lao were drawn upon the letters before them.
    """
    is_text = isinstance(operator, bytes) and operator.endswith(b"] TJ")
    return operator.replace(b"<>", b" ") if is_text else operator


@dataclass(frozen=True)
class SinglePage:
    """`boxes`: its media box and the others it has, in points. `height` is the page's own."""

    document: bytes
    boxes: Mapping[str, tuple[float, ...]]

    @property
    def height(self) -> float:
        _left, bottom, _right, top = self.boxes.get("TrimBox", self.boxes["MediaBox"])
        return top - bottom


def single_page(document: bytes, page: int = 0) -> SinglePage:
    """One page, with what it needs and nothing else."""
    out = BytesIO()
    with _opened(document) as source, pikepdf.Pdf.new() as alone:
        alone.pages.append(source.pages[page])
        alone.remove_unreferenced_resources()
        alone.save(out, deterministic_id=True, object_stream_mode=_COMPACT)
        boxes = page_boxes(alone.pages[0])
    return SinglePage(out.getvalue(), boxes)


def natural_size(asset: Asset) -> tuple[float, float]:
    """Width and height of a picture that nothing else sizes, in points. It is not drawn.

    Raises PdfError for one that cannot be read.
    """
    html = f'<title>-</title><img src="{SCHEME}picture" data-mark="picture">'
    engine = _engine()
    with _rendering, _heard() as complaints, _bounded():
        document = engine.weasyprint.HTML(
            string=html, url_fetcher=engine.fetcher({"picture": asset})
        )
        style = engine.weasyprint.CSS(string="@page{size:1000in}")
        page = document.render(stylesheets=[style]).pages[0]
    if complaints:
        raise PdfError(complaints[0])
    marked = marks(page)["picture"].content
    return marked.width, marked.height


def picture(asset: Asset, width: float, height: float, *, is_smooth: bool) -> bytes:
    """A page with a picture on it and no margin, width and height in points.

    Raises PdfError for a picture that cannot be drawn.
    """
    html = f'<title>-</title><body><img src="{SCHEME}picture">'
    css = (
        f"@page{{size:{width}pt {height}pt;margin:0}}body{{margin:0}}"
        f"img{{display:block;width:{width}pt;height:{height}pt;"
        f"image-rendering:{'auto' if is_smooth else 'pixelated'}}}"
    )
    rendered = render(html, css, {"picture": asset})
    if rendered.complaints:
        raise PdfError(rendered.complaints[0])
    return single_page(rendered.pdf).document


def version() -> str:
    return str(_engine().weasyprint.__version__)


_COMPACT = pikepdf.ObjectStreamMode.generate


def _opened(part: bytes | Path) -> pikepdf.Pdf:
    source: BinaryIO | Path = BytesIO(part) if isinstance(part, bytes) else part
    return pikepdf.open(source)


class _Operators(pikepdf.StreamParser):
    """Reads a page to its end; what it says of it stands in the file's warnings."""

    def handle_object(self, *_object: Any) -> None:
        pass

    def handle_eof(self) -> None:
        pass


def _problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What qpdf --check complains of, but for the pixels of photos: to decode them costs twice as
    much as to make the page, and they are the camera's own, looked at when they were uploaded.
    """
    for number, found in enumerate(pdf.objects, start=1):
        if not isinstance(found, pikepdf.Stream):
            continue
        if found.get("/Filter") != pikepdf.Name.DCTDecode:
            found.read_bytes()
        elif not _is_whole_jpeg(found.read_raw_bytes()):
            yield f"the photo in object {number} is cut off"
    reader = _Operators()
    for page in pdf.pages:
        page.parse_contents(reader)
    yield from map(str, pdf.get_warnings())


def _is_whole_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")


def check(path: Path, pages: int) -> None:
    """The file is sound, has that many pages and carries no attachment; else PdfError."""
    try:
        with pikepdf.open(path) as pdf:
            found = len(pdf.pages)
            problems = list(_problems(pdf))
            attached = list(pdf.attachments)
    except pikepdf.PdfError as error:
        raise PdfError(f"{path.name} cannot be read: {error}") from error
    if problems:
        raise PdfError(f"{path.name} is damaged: {problems[0]}")
    if found != pages:
        raise PdfError(f"{path.name} has {found} pages instead of {pages}.")
    if attached:
        raise PdfError(f"{path.name} carries an attachment.")
