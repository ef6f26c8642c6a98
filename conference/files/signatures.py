"""Pictures told by their first bytes: those of phones, and those to be refused by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# Source: ISO/IEC 14496-12, 4.3, and the brands registered at mp4ra.org.
OF_PHONES = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OF_AVIF = {b"avif", b"avis"}
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
        return _(
            "This is a file of the kind %s. Photos, flags and logos are JPEG, PNG or HEIC: save"
            " it as one of these and choose that file."
        ) % (self.name)


def kind_of(data: bytes) -> ForeignKind | None:
    """None for JPEG, PNG and HEIC, and for what is no picture that we know."""
    if _brands(data) & OF_AVIF:
        return ForeignKind("AVIF")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ForeignKind("WebP")
    names = [name for start, name in STARTS.items() if data.startswith(start)]
    return ForeignKind(names[0]) if names else None


def is_of_phones(data: bytes) -> bool:
    """HEIC, by its brands. An AVIF picture also says that it is of the general kind."""
    brands = _brands(data)
    return bool(brands & OF_PHONES) and not brands & OF_AVIF


def _brands(data: bytes) -> set[bytes]:
    """The major one and those that it is compatible with."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
