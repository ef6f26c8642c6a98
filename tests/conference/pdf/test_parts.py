"""Long documents laid out in parts: pages of the whole, and one structure for all of them."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from conference.limited_process import NoAnswerError
from conference.pdf.parts import FRONT, Block, LongDocument, Wrapper, last_seam

CSS = (
    "@page{size:A6;margin:12mm;@bottom-left{content:counter(page)}}"
    "p,h1,h2,h3,ul,li{margin:0;padding:0;list-style:none}"
    "h1,h2,h3{bookmark-level:none;font-size:11pt}"
    "li,.lead{break-inside:avoid}.columns{columns:2}"
)
OPENING = '<!doctype html><html lang="en"><head><title>List</title></head><body>'
TABLE = '<h1>List</h1><table><tr><th scope="row">People</th><td>9</td></tr></table>'


# Read, decoded and parsed it takes four times that.
LARGE = 90 * 2**20


def document(groups: int, people: int, *, blocks_of_a_part: int) -> LongDocument:
    columns = Wrapper('<div class="columns">', "</div>", '<div class="columns">')
    blocks = []
    for s in range(2):
        section = Wrapper("<section>", "</section>", "<section>")
        blocks.append(Block(f"<h2>Section {s}</h2>", (section,), ((0, f"Section {s}"),)))
        for g in range(groups):
            name = f"Group {s}.{g}"
            group = Wrapper("<section>", "</section>", "<section>")
            within = (section, columns, group)
            blocks.append(Block(f'<div class="lead"><h3>{name}</h3></div>', within, ((1, name),)))
            rows = Wrapper("<ul>", "</ul>", "<ul>")
            blocks += [
                Block(f"<li><p>Person {s}.{g}.{n}</p><p>Function</p></li>", (*within, rows))
                for n in range(people)
            ]
    opening = f"{OPENING}{FRONT}{TABLE}{FRONT}"
    return LongDocument(opening, "</body></html>", CSS, blocks, blocks_of_a_part)


def drawn(long: LongDocument, folder: Path, heard: list[int] | None = None) -> bytes:
    tell = heard.append if heard is not None else lambda _done: None
    with long.drawn_apart(folder, tell=tell) as file:
        return file.read()


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("parts")
    made = drawn(document(4, 17, blocks_of_a_part=60), folder)
    assert len(list(folder.iterdir())) > 2
    return made


def texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def elements(root: Any) -> Iterator[Any]:
    for kid in root.K if isinstance(root.K, pikepdf.Array) else [root.K]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements(kid)


def test_nobody_sees_where_parts_meet(in_parts: bytes, tmp_path: Path) -> None:
    whole = drawn(document(4, 17, blocks_of_a_part=1000), tmp_path)

    assert len(list(tmp_path.iterdir())) == 1
    assert texts(in_parts) == texts(whole)
    assert [text for text in texts(in_parts) if "List" in text] == texts(in_parts)[:1]


def test_parts_have_one_structure_without_anything_empty(in_parts: bytes) -> None:
    with pikepdf.open(io.BytesIO(in_parts)) as pdf:
        root = pdf.Root.StructTreeRoot
        (whole,) = root.K
        found = list(elements(root))
        assert str(whole.S) == "/Document"
        assert Counter(str(one.S) for one in found)["/Document"] == 1
        assert [one for one in found if len(one.K) == 0] == []
        assert [one for one in found if one.P.objgen not in {root.objgen, *ids(found)}] == []
        identities = [str(one.ID) for one in found if "/ID" in one]
        assert len(identities) == len(set(identities)) > 0
        assert bool(pdf.Root.MarkInfo.Marked)
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def ids(found: list[Any]) -> set[tuple[int, int]]:
    return {one.objgen for one in found}


def test_every_content_of_a_page_is_an_artifact_or_read_aloud_once(in_parts: bytes) -> None:
    with pikepdf.open(io.BytesIO(in_parts)) as pdf:
        root = pdf.Root.StructTreeRoot
        held = Counter(
            (element.Pg.objgen, int(kid))
            for element in elements(root)
            for kid in element.K
            if not isinstance(kid, pikepdf.Dictionary)
        )
        numbers: list[Any] = list(root.ParentTree.Nums)
        tables = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        on_pages: Counter[tuple[tuple[int, int], int]] = Counter()
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes()
            marked = [int(found) for found in re.findall(rb"/MCID (\d+)", content)]
            on_pages.update((page.obj.objgen, one) for one in marked)
            table = tables[int(page.obj.StructParents)]
            assert [one for one in marked if table[one] is None] == []
            # The number of the page.
            assert content.count(b"/Artifact BMC") >= 1
        assert sorted(tables) == list(range(len(pdf.pages)))
        assert held == on_pages
        assert set(held.values()) == {1}


def page_of(pdf: Any, item: Any) -> int:
    number: int = pdf.pages.index(pikepdf.Page(item.destination[0]))
    return number


def test_bookmarks_lead_to_the_pages_on_which_their_blocks_begin(in_parts: bytes) -> None:
    pages = texts(in_parts)

    with pikepdf.open(io.BytesIO(in_parts)) as pdf, pdf.open_outline() as outline:
        found = [
            (item.title, page_of(pdf, item), len(item.children))
            for section in outline.root
            for item in (section, *section.children)
        ]
    assert [title for title, _page, _kids in found] == [
        title for s in range(2) for title in (f"Section {s}", *(f"Group {s}.{g}" for g in range(4)))
    ]
    assert [title for title, page, _kids in found if title not in pages[page]] == []
    assert [kids for _title, _page, kids in found if kids] == [4, 4]


def test_how_far_it_is_is_said_by_blocks(tmp_path: Path) -> None:
    heard: list[int] = []
    long = document(2, 12, blocks_of_a_part=20)

    drawn(long, tmp_path, heard)

    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, len(long.blocks))
    assert len(set(heard)) > 2


def test_part_that_takes_more_memory_than_one_may_is_given_up(tmp_path: Path) -> None:
    """What no page shows takes room, too, and is laid out at once."""
    hidden = f"<p><!--{'x' * LARGE}--></p>"
    long = LongDocument(OPENING, "</body></html>", CSS, [Block(hidden)])

    with pytest.raises(NoAnswerError):
        drawn(long, tmp_path)


@pytest.mark.parametrize(
    ("pages", "kept"),
    [
        ([[0, 1], [2, 3]], 1),
        ([[0, 1], [2, 3], [3, 4]], 1),
        ([[0, 1], [1, 2]], 2),
        ([[0]], 1),
        ([[0, 1], [2], []], 1),
    ],
)
def test_a_part_ends_before_the_last_page_that_begins_with_a_block(
    pages: list[list[int]], kept: int
) -> None:
    assert last_seam(pages) == kept
