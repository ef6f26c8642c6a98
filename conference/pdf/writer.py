"""A PDF file written as it comes: what a page shows is on the disk before the next is made.

Only what many pages share is remembered, so that memory does not grow with the pages. The syntax
is that of ISO 32000-1; strings from outside never enter a content stream here.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape
from zlib import crc32

# A good deal smaller than 1 and hardly slower; the photos, most of a file, are not compressed.
COMPRESSION = 6
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True)
class Reference:
    """An object of the file by its number."""

    number: int

    def __bytes__(self) -> bytes:
        return b"%d 0 R" % self.number


class PdfWriter:
    """Close it, or the file is none. Equal calls write equal bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.position = 0
        self.offsets = [0]
        self.pages: list[Reference] = []
        self.page_tree = self.allocate()
        self.digest = 0
        self.write(HEADER)

    def write(self, data: bytes) -> None:
        self.stream.write(data)
        self.digest = crc32(data, self.digest)
        self.position += len(data)

    def allocate(self) -> Reference:
        """The number of an object that is written later."""
        self.offsets.append(0)
        return Reference(len(self.offsets) - 1)

    def put(self, body: bytes, reference: Reference | None = None) -> Reference:
        reference = reference or self.allocate()
        self.offsets[reference.number] = self.position
        self.write(b"%d 0 obj\n%b\nendobj\n" % (reference.number, body))
        return reference

    def put_stream(
        self,
        data: bytes,
        entries: bytes = b"",
        *,
        reference: Reference | None = None,
        is_compressed: bool = False,
    ) -> Reference:
        """`entries` of its dictionary. What `is_compressed` is written as it is, else deflated."""
        if not is_compressed:
            data = zlib.compress(data, COMPRESSION)
            entries += b"/Filter/FlateDecode"
        body = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
        return self.put(body, reference)

    def put_page(
        self,
        contents: bytes,
        resources: bytes,
        boxes: Mapping[str, Sequence[float]],
        entries: bytes = b"",
    ) -> Reference:
        """`contents` and `resources` are references or direct objects, `boxes` points by name;
        `entries` are further ones of the page.
        """
        said = b"".join(b"/%b%b" % (name.encode(), array(box)) for name, box in boxes.items())
        page = self.put(
            b"<</Type/Page/Parent %b%b/Contents %b/Resources %b%b>>"
            % (bytes(self.page_tree), said, contents, resources, entries)
        )
        self.pages.append(page)
        return page

    def close(
        self, *, title: str, language: str, is_archival: bool, structure: Reference | None = None
    ) -> None:
        """Writes what makes it a file. `is_archival`: it says that it is PDF/A-2b. `structure`: how
        those of its pages that are tagged are read aloud.
        """
        kids = b" ".join(bytes(page) for page in self.pages)
        tree = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self.pages), kids)
        self.put(tree, self.page_tree)
        entries = [
            b"/Type/Catalog/Pages %b" % bytes(self.page_tree),
            # Fitted to the sheet, a badge would not fit its holder.
            b"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>",
        ]
        if language:
            entries.append(b"/Lang %b" % text_string(language))
        if structure:
            entries.append(b"/MarkInfo<</Marked true>>/StructTreeRoot %b" % bytes(structure))
        if is_archival:
            entries += [self._metadata(title), self._output_intent()]
        root = self.put(b"<<%b>>" % b"".join(entries))
        self._trailer(root, self.put(b"<</Title %b>>" % text_string(title)))

    def _metadata(self, title: str) -> bytes:
        said = "".join(character for character in title if character.isprintable())
        packet = METADATA.format(title=escape(said)).encode()
        entries = b"/Type/Metadata/Subtype/XML"
        # A reader of archives must find it without decompressing.
        reference = self.put_stream(packet, entries, is_compressed=True)
        return b"/Metadata %b" % bytes(reference)

    def _output_intent(self) -> bytes:
        """What red, green and blue mean: sRGB, by the profile that WeasyPrint carries."""
        profile = self.put_stream(_colour_profile().read_bytes(), b"/N 3")
        return (
            b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
            b"/DestOutputProfile %b>>]" % bytes(profile)
        )

    def _trailer(self, root: Reference, info: Reference) -> None:
        name = b"%08x%024x" % (self.digest, self.position)
        start = self.position
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in self.offsets[1:])
        self.write(
            b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n"
            b"<</Size %d/Root %b/Info %b/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (
                len(self.offsets),
                rows,
                len(self.offsets),
                bytes(root),
                bytes(info),
                name,
                name,
                start,
            )
        )


def _colour_profile() -> Path:
    """Found without importing the package it comes with, which costs a second."""
    return Path(str(distribution("weasyprint").locate_file("weasyprint/pdf/sRGB2014.icc")))


METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="2" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def array(values: Iterable[float]) -> bytes:
    return b"[%b]" % numbers(values)


def numbers(values: Iterable[float]) -> bytes:
    return b" ".join(map(number, values))


def number(value: float) -> bytes:
    """To a ten-thousandth of a point: finer than any printer."""
    return (b"%.4f" % value).rstrip(b"0").rstrip(b".")


def text_string(text: str) -> bytes:
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()
