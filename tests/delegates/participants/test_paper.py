"""The list on paper: what stands where, in which order, and what can be read aloud."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.utils import translation

from conference.models import Conference
from delegates.choices import PersonListing
from delegates.models import Delegation, DelegationKind, ListPrinting
from delegates.participants import printings
from delegates.participants.paper import paper
from delegates.participants.people import listed_in
from tests.delegates.participants.conftest import Approved
from tests.factories import AT, DelegationFactory, OrganizationFactory, UserFactory, words

SCRIPTS = {
    "Tajik": "Ғафур Ӯктамов",
    "Vietnamese": "Nguyễn Văn Ánh",
    "Azerbaijani": "Rüstəmova Əfqan",
    "Arabic": "نورة الهاشمي",
    "Chinese": "王小明",
}


def printed(conference: Conference) -> ListPrinting:
    return printings.keep(conference=conference, reserved={}, by=UserFactory(), at=AT)


def html_of(printing: ListPrinting) -> str:
    html = "".join(block.html for block in paper_of(printing).blocks)
    return re.sub(r">\s+<", "><", html)


def paper_of(printing: ListPrinting) -> Any:
    return paper(printing, printing.conference, listed_in(printing))


def pdf_of(printing: ListPrinting, language: str = "en") -> bytes:
    printings.make_file(printing=printing, language=language, file_format="pdf")
    with printing.files.get(language=language, file_format="pdf").file.open() as stored:
        return bytes(stored.read())


def texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def tags(element: Any) -> Iterator[str]:
    tag = str(element.get("/S", ""))
    if tag not in {"", "/NonStruct", "/Span", "/Div"}:
        yield tag[1:]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary):
            yield from tags(kid)


def test_head_comes_first_under_the_name_of_the_delegation(
    delegation: Delegation, approved: Approved
) -> None:
    """Whatever the order of the others; two of one name are two."""
    approved(delegation, order=1, given_name="Ada", family_name="Twin", function="Adviser")
    approved(delegation, order=2, given_name="Ada", family_name="Twin", ministry="Ministry")
    approved(
        delegation,
        leads=True,
        order=3,
        honorific="H.E. Ms",
        given_name="Zarina",
        family_name="Mirzoeva",
        function="Minister",
        department="Office",
        ministry="Ministry",
    )

    first, second = texts(pdf_of(printed(delegation.conference)))

    lines = [line.strip("\u2068\u2069 ") for line in second.splitlines()]
    start = lines.index(str(delegation))
    assert lines[start : start + 8] == [
        str(delegation),
        "Head of delegation",
        "H.E. Ms Zarina MIRZOEVA",
        "Minister",
        "Office, Ministry",
        "Ada TWIN",
        "Adviser",
        "Ada TWIN",
    ]
    assert "Provisional list of participants" in first
    assert "This list is provisional." in first
    assert "Printing 1" in first


def test_list_is_read_aloud_by_headings_lists_and_a_table(
    delegation: Delegation, approved: Approved
) -> None:
    approved(delegation, leads=True)
    approved(delegation)

    with pikepdf.open(io.BytesIO(pdf_of(printed(delegation.conference)))) as pdf:
        (document,) = pdf.Root.StructTreeRoot.K
        read = list(tags(document))
        language = str(pdf.Root.Lang)
    assert read[:6] == ["Document", "P", "P", "H1", "P", "Table"]
    at = read.index("H2")
    assert read[at - 2 :][:4] == ["P", "Sect", "H2", "Sect"]
    assert read[at + 2 :][:4] == ["H3", "P", "P", "L"]
    assert language == "en"


def test_names_of_all_scripts_and_of_120_letters_are_printed(
    delegation: Delegation, approved: Approved
) -> None:
    for name in SCRIPTS.values():
        approved(delegation, display_name=name)
    approved(delegation, given_name="Ma " * 40, family_name="W" * 120)

    pdf = pdf_of(printed(delegation.conference))

    text = "".join(texts(pdf))
    plain = unicodedata.normalize("NFC", re.sub(r"[\s\u2068\u2069\ufffe\u00ad]", "", text))
    found = {name for name in SCRIPTS.values() if name.replace(" ", "") in plain}
    # PDFium gives Arabic letters in the order in which they are drawn.
    assert found >= {SCRIPTS[name] for name in ("Tajik", "Vietnamese", "Azerbaijani", "Chinese")}
    assert plain.count("W") >= 120
    assert rightmost(pdf, "W") <= 595 - 18 * 72 / 25.4


@pytest.mark.parametrize(
    ("is_printed", "name"),
    [(False, "H.E. Mr Emomali RAHMON"), (True, "H.E. Mr Emomali Sharipovich RAHMON Jr.")],
)
def test_patronymic_stands_in_it_where_the_conference_says_so(
    delegation: Delegation, approved: Approved, is_printed: bool, name: str
) -> None:
    delegation.conference.prints_patronymics = is_printed
    delegation.conference.save()
    approved(
        delegation,
        honorific="H.E. Mr",
        given_name="Emomali",
        patronymic="Sharipovich",
        family_name="Rahmon",
        name_suffix="Jr.",
    )

    said = [
        line
        for page in texts(pdf_of(printed(delegation.conference)))
        for line in page.split("\r\n")
    ]

    assert [line for line in said if "Emomali" in line] == [name]


def rightmost(pdf: bytes, letter: str) -> float:
    """How far to the right this letter stands on the second page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[1].get_textpage()
        text = found.get_text_range()
        edges = [found.get_charbox(at)[2] for at, one in enumerate(text) if one == letter]
    furthest: float = max(edges)
    return furthest


@pytest.mark.parametrize("language", ["en", "ar"])
def test_name_of_a_delegation_stands_where_a_line_begins(
    delegation: Delegation, approved: Approved, language: str
) -> None:
    Conference.objects.update(languages=["en", "ar"])
    delegation.conference.refresh_from_db()
    approved(delegation, given_name="Ada", family_name="Head", leads=True)

    with pypdfium2.PdfDocument(pdf_of(printed(delegation.conference), language)) as document:
        page = document[1]
        found = page.get_textpage()
        box = found.get_charbox(found.get_text_range().index("Ada"))
        width = page.get_width()
    assert (box[0] > width / 2) == (language == "ar")


def test_head_to_be_confirmed_is_said_to_be(delegation: Delegation, approved: Approved) -> None:
    approved(delegation)

    (lead,) = re.findall(r'<p class="label">.*?</div>', html_of(printed(delegation.conference)))

    assert (
        lead
        == '<p class="label">Head of delegation</p><p class="awaited">To be confirmed</p></div>'
    )


def test_head_who_was_erased_is_no_head_to_be_confirmed(
    delegation: Delegation, approved: Approved
) -> None:
    head = approved(delegation, leads=True)
    printing = printed(delegation.conference)
    printing.entries.filter(delegate=head).update(delegate=None, version=None)

    html = html_of(printing)

    assert "Head of delegation" not in html
    assert '<li class="last"><p class="removed">Entry removed</p></li>' in html


def test_who_is_counted_is_a_number_beside_the_names(
    delegation: Delegation, approved: Approved
) -> None:
    approved(delegation)
    approved(delegation, listing=PersonListing.COUNTED)
    media = DelegationFactory(
        conference=delegation.conference,
        country=None,
        organization=OrganizationFactory(),
        kind__code="media",
    )
    DelegationKind.objects.filter(pk=media.kind_id).update(listing="number_only")
    for _reporter in range(3):
        approved(media)

    html = html_of(printed(delegation.conference))

    assert '<p class="others">and 1 other participant</p>' in html
    assert '<p class="number-only">3 participants · 1 delegation</p>' in html


def test_name_that_looks_like_html_is_a_name(delegation: Delegation, approved: Approved) -> None:
    approved(delegation, display_name='<b>&"')
    Delegation.objects.filter(pk=delegation.pk).update(name=words("A <i> & B"))

    html = html_of(printed(delegation.conference))

    assert "&lt;b&gt;&amp;&quot;" in html
    assert "A &lt;i&gt; &amp; B" in html


def test_delegation_of_900_is_listed_to_the_last(
    delegation: Delegation, approved: Approved
) -> None:
    """Over many pages and the seams of parts, in the order of the database."""
    add_people(delegation, approved, 900)

    with translation.override("en"):
        pdf = pdf_of(printed(delegation.conference))
    found = re.findall(r"PERSON(\d{4})", "".join(texts(pdf)))

    assert found == [f"{number:04}" for number in range(900)]
    assert [start for start, _end in headers(pdf)[2:] if "(continued)" not in start] == []


def add_people(delegation: Delegation, approved: Approved, count: int) -> None:
    person = approved(delegation, family_name="Person0000")
    type(person).objects.bulk_create(
        type(person)(
            conference=delegation.conference,
            delegation=delegation,
            order=number,
            given_name="Ada",
            family_name=f"Person{number:04}",
            accreditation="approved",
            decided_at=AT,
            decided_by=person.decided_by,
        )
        for number in range(1, count)
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_people_stand_in_two_columns_the_first_where_a_line_begins(
    delegation: Delegation, approved: Approved, language: str
) -> None:
    """Each is read to its foot before the next, and both are as wide."""
    Conference.objects.update(languages=["en", "ar"])
    delegation.conference.refresh_from_db()
    add_people(delegation, approved, 200)

    with pypdfium2.PdfDocument(pdf_of(printed(delegation.conference), language)) as document:
        # The second is full: names begin and end it.
        page = document[2]
        found = page.get_textpage()
        places = [found.get_charbox(at) for at in starts(found.get_text_range(), "PERSON")]
        middle = page.get_width() / 2

    is_left = [place[0] < middle for place in places]
    half = is_left.index(not is_left[0])
    first, second = places[:half], places[half:]
    assert is_left == [is_left[0]] * half + [not is_left[0]] * (len(places) - half)
    assert is_left[0] == (language == "en")
    assert len(first) == len(second)
    for column in (first, second):
        assert len({round(place[0]) for place in column}) == 1
        tops = [place[3] for place in column]
        assert tops == sorted(tops, reverse=True)
    assert first[0][3] == pytest.approx(second[0][3], abs=1)


def starts(text: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(word, text)]


def test_each_page_but_the_first_is_headed_by_what_it_continues(
    delegation: Delegation, approved: Approved
) -> None:
    """From which delegation to which it goes, and what each column goes on with."""
    media = DelegationFactory(
        conference=delegation.conference,
        country=None,
        organization=OrganizationFactory(name=words("Free Press")),
        kind__code="media",
    )
    for listed in (delegation, media):
        add_people(listed, approved, 90)
        approved(listed, leads=True)

    pdf = pdf_of(printed(delegation.conference))

    assert headers(pdf) == [
        ("", ""),
        (f"State · {delegation}", ""),
        (
            f"State · {delegation} – Media · Free Press|{delegation} (continued)",
            f"{delegation} (continued)",
        ),
        ("Media · Free Press|Free Press (continued)", "Free Press (continued)"),
    ]


def test_nobody_stands_alone_where_a_page_or_column_begins(
    delegation: Delegation, approved: Approved
) -> None:
    """Whoever is last takes the one before along."""
    for count in range(2, 60):
        listed = DelegationFactory(conference=delegation.conference, kind=delegation.kind)
        add_people(listed, approved, 2 + count % 4)

    pdf = pdf_of(printed(delegation.conference))

    continued = [found for page in columns(pdf) for found in page if "PERSON" in found[0]]
    assert continued
    alone = [found for found in continued if len(found) < 2 or "PERSON" not in found[1]]
    assert alone == []


def columns(pdf: bytes) -> list[list[list[str]]]:
    """Of each page its columns, of each the first lines."""
    found = []
    margin = 20 * 72 / 25.4
    with pypdfium2.PdfDocument(pdf) as document:
        for page in list(document)[2:]:
            width, height = page.get_size()
            text = page.get_textpage()
            found.append(
                [
                    text.get_text_bounded(left=left, right=right, bottom=0, top=height - margin)
                    .strip()
                    .splitlines()[:2]
                    for left, right in ((0, width / 2), (width / 2, width))
                ]
            )
    return found


def headers(pdf: bytes) -> list[tuple[str, ...]]:
    """Of each page, what stands in its upper margin above its left and its right column."""
    margin = 20 * 72 / 25.4
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            text, split = page.get_textpage(), width / 2
            above = {"bottom": height - margin, "top": height}
            left = text.get_text_bounded(left=0, right=split, **above)
            right = text.get_text_bounded(left=split, right=width, **above)
            found.append(
                tuple("|".join(each.split("\r\n")).strip(" \xa0|") for each in (left, right))
            )
    return found
