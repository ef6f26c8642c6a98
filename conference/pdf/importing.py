"""Objects of another PDF file, copied into the one being written."""

import hashlib
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pikepdf

from conference.pdf.writer import PdfWriter, Reference

BOXES = ("MediaBox", "BleedBox", "TrimBox", "CropBox")


# What PDF/A-2 does not let a picture say: that it is to be smoothed (ISO 19005-2, 6.2.8).
NOT_ARCHIVAL = "/Interpolate"
# Under which number the structure knows a page.
STRUCTURE = "/StructParents"


class Copied:
    """What a file holds already, by content: two sources with the same font share it."""

    def __init__(self, writer: PdfWriter, *, is_archival: bool = False) -> None:
        self.writer = writer
        self.is_archival = is_archival
        self.known: dict[bytes, Reference] = {}

    def put(self, body: bytes, data: bytes | None) -> Reference:
        digest = hashlib.sha256(body + b"\0" + (data or b"")).digest()
        if digest not in self.known:
            self.known[digest] = (
                self.writer.put(body)
                if data is None
                else self.writer.put_stream(data, body, is_compressed=True)
            )
        return self.known[digest]


class Source:
    """A PDF that pages and drawings are taken from."""

    def __init__(self, pdf: bytes | Path, copied: Copied) -> None:
        self.pdf = pikepdf.open(BytesIO(pdf) if isinstance(pdf, bytes) else pdf)
        if isinstance(pdf, bytes):
            # The pages of one layout share a dictionary: a page would take all photos along.
            self.pdf.remove_unreferenced_resources()
        self.copied = copied
        self.numbers: dict[tuple[int, int], Reference] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pdf.close()

    def form(self, page: int) -> Reference:
        """What a page shows, as one object that other pages can draw."""
        source = self.pdf.pages[page]
        resources = self.body(source.obj.Resources)
        box = self.body(source.obj.MediaBox)
        entries = b"/Type/XObject/Subtype/Form/BBox %b/Resources %b" % (box, resources)
        return self._put_contents(source, entries)

    def copy_page(self, page: int) -> None:
        source = self.pdf.pages[page]
        writer = self.copied.writer
        contents = self._put_contents(source)
        resources = self.body(source.obj.Resources)
        entries = b""
        if STRUCTURE in source.obj:
            entries = b"%b %d/Tabs/S" % (_name(STRUCTURE), int(source.obj[STRUCTURE]))
        copy = writer.put_page(bytes(contents), resources, page_boxes(source), entries)
        self.numbers[source.obj.objgen] = copy

    def structure(self) -> Reference | None:
        """How the pages are read aloud, once all have been copied; None where they are not tagged.

        Its parts point at the pages and at each other: they are numbered before they are written.
        """
        root = self.pdf.Root.get("/StructTreeRoot")
        if root is None:
            return None
        parts = dict(self._parts(root))
        writer = self.copied.writer
        self.numbers |= {number: writer.allocate() for number in parts}
        for number, part in parts.items():
            writer.put(self.direct(part), self.numbers[number])
        return self.numbers[root.objgen]

    def _parts(self, root: Any) -> Iterator[tuple[tuple[int, int], Any]]:
        """Every object that is reached from this one and is not copied yet, itself first."""
        found = {root.objgen}
        ahead = [root]
        while ahead:
            value = ahead.pop()
            if value.is_indirect:
                yield value.objgen, value
            inner = value.values() if isinstance(value, pikepdf.Dictionary) else value
            for one in inner:
                if not isinstance(one, pikepdf.Dictionary | pikepdf.Array):
                    continue
                if not one.is_indirect or one.objgen not in found | self.numbers.keys():
                    found.add(one.objgen)
                    ahead.append(one)

    def trimmed(self, page: int) -> tuple[float, ...]:
        """What a page is cut to, in points: the page itself where it has no bleed."""
        boxes = page_boxes(self.pdf.pages[page])
        return boxes.get("TrimBox", boxes["MediaBox"])

    def _put_contents(self, page: pikepdf.Page, entries: bytes = b"") -> Reference:
        """As they are packed, where they are one stream packed as ours are."""
        page.contents_coalesce()
        contents, writer = page.obj.Contents, self.copied.writer
        if contents.get("/Filter") == pikepdf.Name.FlateDecode and "/DecodeParms" not in contents:
            entries += b"/Filter/FlateDecode"
            return writer.put_stream(contents.read_raw_bytes(), entries, is_compressed=True)
        return writer.put_stream(bytes(contents.read_bytes()), entries)

    def body(self, value: Any) -> bytes:
        """A value as it is written where it stands: what is an object of its own by reference."""
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return bytes(self.reference(value))
        return self.direct(value)

    def direct(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Dictionary):
            return b"<<%b>>" % self.pairs(value)
        if isinstance(value, pikepdf.Array):
            return b"[%b]" % b" ".join(self.body(item) for item in value)
        if isinstance(value, pikepdf.Object):
            return bytes(value.unparse(resolved=True))
        if isinstance(value, bool):
            return b"true" if value else b"false"
        if value is None:
            return b"null"
        return format(value, "d" if isinstance(value, int) else "f").encode()

    def pairs(self, dictionary: Any, without: Collection[str] = ()) -> bytes:
        """Names and values, without the brackets around them."""
        return b"".join(
            b"%b %b" % (_name(key), self.body(item))
            for key, item in dictionary.items()
            if key not in without
        )

    def reference(self, value: Any) -> Reference:
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = self._copy(value)
        return self.numbers[value.objgen]

    def _copy(self, value: Any) -> Reference:
        if not isinstance(value, pikepdf.Stream):
            return self.copied.put(self.direct(value), None)
        without = {"/Length", NOT_ARCHIVAL} if self.copied.is_archival else {"/Length"}
        entries = self.pairs(value.stream_dict, without)
        return self.copied.put(entries, value.read_raw_bytes())


def _name(key: str) -> bytes:
    return bytes(pikepdf.Name(key).unparse())


def page_boxes(page: pikepdf.Page) -> dict[str, tuple[float, ...]]:
    """Those that the page has, in points."""
    return {
        name: tuple(float(edge) for edge in page.obj[f"/{name}"])
        for name in BOXES
        if f"/{name}" in page.obj
    }
