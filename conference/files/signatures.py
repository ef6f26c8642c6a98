"""Pictures of kinds that we do not take, told by their first bytes, to be refused by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

FROM_PHONES = "HEIC"
# Source: ISO/IEC 14496-12, 4.3, and the brands registered at mp4ra.org.
BRANDS = {
    FROM_PHONES: {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"},
    "AVIF": {b"avif", b"avis"},
}
STARTS = {
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
    b"8BPS": "Photoshop",
    b"%PDF-": "PDF",
}


@dataclass(frozen=True)
class ForeignKind:
    name: str

    def refusal(self) -> str:
        if self.name == FROM_PHONES:
            return _(
                "This is a HEIC picture, as phones make them. Export it as JPEG on the phone or the"
                " computer, and choose that file."
            )
        return _(
            "This is a file of the kind %s. Photos, flags and logos are JPEG or PNG: save it as"
            " one of these and choose that file."
        ) % (self.name)


def kind_of(data: bytes) -> ForeignKind | None:
    """None for JPEG and PNG, and for what is no picture that we know."""
    if data[4:8] == b"ftyp":
        brands = _brands(data)
        # An AVIF picture also says that it is of the general kind.
        names = [name for name in ("AVIF", FROM_PHONES) if brands & BRANDS[name]]
        return ForeignKind(names[0]) if names else None
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ForeignKind("WebP")
    names = [name for start, name in STARTS.items() if data.startswith(start)]
    return ForeignKind(names[0]) if names else None


def _brands(data: bytes) -> set[bytes]:
    """The major one and those that it is compatible with."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
