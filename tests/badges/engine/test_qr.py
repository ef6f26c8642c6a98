import io

import zxingcpp
from PIL import Image

from badges.engine import codes, qr


def test_image_is_one_bit_per_module_and_reads_back() -> None:
    text = codes.payload("0123456789ABCDEF")

    picture = Image.open(io.BytesIO(qr.image(text)))

    assert (picture.mode, picture.size) == ("1", (25, 25))
    enlarged = picture.resize((250, 250), Image.Resampling.NEAREST)
    framed = Image.new("1", (330, 330), 1)
    framed.paste(enlarged, (40, 40))
    assert qr.read_back(framed.convert("L")) == "DAIS1:0123456789ABCDEF"


def test_nothing_is_read_back_from_an_empty_page() -> None:
    assert qr.read_back(Image.new("L", (200, 200), 255)) == ""


def test_square_of_modules_is_read_however_it_lies_in_its_picture() -> None:
    """Straight and alone, as our own files have it, and where a reader has to look for it."""
    square = qr.modules(codes.payload("0123456789ABCDEF"))
    among_others = Image.new("1", (40, 40), 1)
    among_others.paste(square, (7, 7))
    among_others.putpixel((0, 0), 0)

    assert qr.read_back(among_others.convert("L"), is_pure=True) == ""
    assert [qr.read_modules(square), qr.read_modules(among_others)] == [
        "DAIS1:0123456789ABCDEF"
    ] * 2
    assert qr.read_modules(Image.new("1", (25, 25), 1)) == ""


def test_small_kinds_of_qr_code_are_not_ours() -> None:
    """What a corner of a large one may be taken for."""
    micro = zxingcpp.create_barcode("823645", zxingcpp.BarcodeFormat.MicroQRCode)

    picture = Image.fromarray(zxingcpp.write_barcode_to_image(micro, scale=4))

    assert qr.read_back(picture) == ""
