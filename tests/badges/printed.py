"""What a job printed, read back from its files in their order; and what the storage holds."""

import io
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pypdfium2
from PIL import Image

from badges import files
from badges.engine import qr
from badges.models import PrintJob
from conference.site.orphans import stored_keys


def keys_of(job: PrintJob) -> list[str]:
    return list(job.chunks.exclude(file="").order_by("number").values_list("file", flat=True))


def codes_of(key: str) -> list[str]:
    """What the QR of each page says, read from a picture of the page as a door would."""
    document = pypdfium2.PdfDocument(files.read(key))
    return [qr.read_back(page.render(scale=200 / 72).to_pil()) for page in document]


def pages_of(job: PrintJob) -> list[str]:
    """The codes of all pages, counted through the files."""
    return [code for key in keys_of(job) for code in codes_of(key)]


def manifest_of(job: PrintJob) -> list[str]:
    entries = job.entries.filter(page__isnull=False).order_by("page")
    return [entry.generation.shown.square for entry in entries.select_related("generation")]


def text_of(job: PrintJob) -> str:
    return "\n".join(
        page.get_textpage().get_text_bounded()
        for key in keys_of(job)
        for page in pypdfium2.PdfDocument(files.read(key))
    )


def looks_of(job: PrintJob) -> list[bytes]:
    """The pixels of each page, at 100 dots an inch."""
    return [
        page.render(scale=100 / 72).to_pil().tobytes()
        for key in keys_of(job)
        for page in pypdfium2.PdfDocument(files.read(key))
    ]


def pictures_of(job: PrintJob) -> set[tuple[int, int]]:
    """Sizes of all pictures that the files carry anywhere, shown or not."""
    return {size for key in keys_of(job) for size in _pictures(files.read(key))}


def _pictures(content: bytes) -> Iterable[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                yield int(item.Width), int(item.Height)


def portrait() -> bytes:
    """A photo of sixty by eighty dots."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "#445566").save(out, "JPEG")
    return out.getvalue()


def stored(content: bytes) -> str:
    """The key of a file with this content among those of print jobs."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return files.store(path)


def stored_files() -> list[str]:
    """Keys of all files of print jobs, named by a row or not."""
    return sorted(key for key in stored_keys() if key.startswith(files.FOLDER))
