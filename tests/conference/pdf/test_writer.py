import io
from xml.etree import ElementTree

import pikepdf
import pytest

from conference.pdf.writer import PdfWriter, number, text_string
from tests.conference.pdf.drawings import SIZE, opened, put_page, seen, written

RED = b"1 0 0 rg 0 0 100 100 re f"
BLUE = b"0 0 1 rg 0 0 100 100 re f"


def test_pages_are_read_back_in_order_with_what_they_show() -> None:
    def fill(writer: PdfWriter) -> None:
        put_page(writer, RED)
        put_page(writer, BLUE)

    data = written(fill)

    assert len(opened(data).pages) == 2
    assert [seen(data, page).getpixel((50, 50)) for page in (0, 1)] == [(255, 0, 0), (0, 0, 255)]
    assert seen(data).getpixel((150, 50)) == (255, 255, 255)


def test_boxes_of_a_page_are_those_given() -> None:
    boxes = {"MediaBox": (-9.0, -9.0, 209.0, 109.0), "TrimBox": SIZE, "CropBox": SIZE}

    with opened(written(lambda writer: writer.put_page(b"[]", b"<<>>", boxes))) as document:
        page = document.pages[0].obj

        found = {name: tuple(map(float, page[f"/{name}"])) for name in boxes}

    assert found == boxes


@pytest.mark.parametrize("language", ["tg", ""])
def test_file_says_title_and_language_where_it_has_one(language: str) -> None:
    data = written(lambda writer: put_page(writer, RED), title="Нишонҳо", language=language)

    with opened(data) as document:
        assert str(document.docinfo.Title) == "Нишонҳо"
        assert str(document.Root.get("/Lang", "")) == language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert document.Root.ViewerPreferences.PrintScaling == "/None"


def test_object_may_be_referred_to_before_it_is_written() -> None:
    def fill(writer: PdfWriter) -> None:
        later = writer.allocate()
        writer.put_page(bytes(later), b"<<>>", {"MediaBox": SIZE})
        writer.put_stream(RED, reference=later)

    assert seen(written(fill)).getpixel((50, 50)) == (255, 0, 0)


def test_what_is_compressed_already_is_written_as_it_is() -> None:
    photo = bytes(range(256)) * 40

    data = written(lambda writer: writer.put_stream(photo, is_compressed=True))

    assert photo in data


def test_equal_calls_write_equal_bytes_and_others_another_identifier() -> None:
    files = [
        written(lambda writer, it=drawing: put_page(writer, it)) for drawing in (RED, RED, BLUE)
    ]

    names = [bytes(opened(data).trailer.ID[0]) for data in files]
    assert files[0] == files[1] != files[2]
    assert names[0] != names[2]


def test_only_an_archival_file_says_that_it_is_one_and_what_its_colours_mean() -> None:
    title = "A < B & “C”\x07"

    plain, archival = (
        written(lambda writer: put_page(writer, RED), title=title, is_archival=wanted)
        for wanted in (False, True)
    )

    with opened(plain) as document:
        assert {"/Metadata", "/OutputIntents"}.isdisjoint(document.Root.keys())
    with opened(archival) as document:
        packet = document.Root.Metadata
        intent = document.Root.OutputIntents[0]
        assert "/Filter" not in packet.stream_dict
        words = [found.text for found in ElementTree.fromstring(packet.read_bytes()).iter()]
        assert "A < B & “C”" in words
        assert (str(intent.OutputConditionIdentifier), int(intent.DestOutputProfile.N)) == (
            "sRGB",
            3,
        )
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_file_that_is_not_closed_is_none() -> None:
    out = io.BytesIO()
    put_page(PdfWriter(out), RED)

    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(io.BytesIO(out.getvalue()), attempt_recovery=False)


@pytest.mark.parametrize(
    ("value", "written_as"),
    [(1, b"1"), (0, b"0"), (-2.5, b"-2.5"), (100, b"100"), (1 / 3, b"0.3333"), (1e-9, b"0")],
)
def test_number_is_as_short_as_it_can_be(value: float, written_as: bytes) -> None:
    assert number(value) == written_as


@pytest.mark.parametrize("text", ["Badges", "Қ) (\\", "王𠮷"])
def test_text_comes_back_whole(text: str) -> None:
    with opened(written(lambda writer: writer.put(text_string(text)))) as document:
        assert text in [str(one) for one in document.objects if isinstance(one, pikepdf.String)]
