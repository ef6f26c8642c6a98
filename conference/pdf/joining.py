"""Parts of a tagged document, joined into one file with one structure (ISO 32000-1, 14.7).

Every page keeps its number in the structure's own table, counted on over the parts; what only
decorates the margins becomes an artifact, so that nobody has it read aloud on every page; elements
without content go.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import IO, Any

import pikepdf

from conference import limited_process
from conference.limited_process import Limits, Look

MEGABYTE = 2**20
LIMITS = Limits(memory=1024 * MEGABYTE, cpu_seconds=120, seconds=300, file=256 * MEGABYTE)
MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
ARTIFACT = b"/Artifact BMC"


@dataclass(frozen=True)
class Bookmark:
    """`level` and `page` are counted from 0."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Part:
    """A tagged PDF of which the first `pages` are taken."""

    path: str
    pages: int
    bookmarks: tuple[Bookmark, ...] = ()


def joined_apart(parts: Sequence[Part], *, look: Look = limited_process.nothing) -> IO[bytes]:
    """In a process that is ended where it asks for too much: raises NoAnswerError."""
    question = json.dumps([asdict(part) for part in parts]).encode()
    return limited_process.run(__name__, question, limits=LIMITS, look=look)


def joined(parts: Sequence[Part]) -> bytes:
    """What a file says of itself as a whole (title, language) is taken from the first part."""
    with pikepdf.open(parts[0].path) as whole:
        root = whole.Root.StructTreeRoot
        (document,) = root.K
        del whole.pages[parts[0].pages :]
        shares: list[Any] = [_share(whole, 0)]
        for number, part in enumerate(parts[1:], start=1):
            with pikepdf.open(part.path) as source:
                del source.pages[part.pages :]
                share = _share(source, number)
                whole.pages.extend(source.pages)
                shares.append(whole.copy_foreign(source.make_indirect(share)))
        document.K = pikepdf.Array(kid for share in shares for kid in share.Kids)
        for kid in document.K:
            kid.P = document
        root.ParentTree = whole.make_indirect(_parent_tree(whole, shares))
        root.ParentTreeNextKey = len(whole.pages)
        _write_outline(whole, [bookmark for part in parts for bookmark in part.bookmarks])
        out = BytesIO()
        compact = pikepdf.ObjectStreamMode.generate
        whole.save(out, deterministic_id=True, object_stream_mode=compact)
    return out.getvalue()


def _share(pdf: pikepdf.Pdf, number: int) -> pikepdf.Dictionary:
    """What the pages of one part bring: the elements right below the document, without their way
    up, and for each page the elements of its contents.
    """
    root = pdf.Root.StructTreeRoot
    (document,) = root.K
    of_pages = dict(zip(*[iter(root.ParentTree.Nums)] * 2, strict=True))
    pages = {page.obj.objgen for page in pdf.pages}
    elements = _Elements(f"{number}-" if number else "")
    kids = [kid for kid in document.K if kid.Pg.objgen in pages and elements.keep(kid)]
    for kid in kids:
        del kid.P
    tables = []
    for page in pdf.pages:
        table = of_pages[page.obj.StructParents]
        read_aloud = [element.objgen in elements.kept for element in table]
        _make_artifacts(pdf, page, read_aloud)
        tables.append(
            pikepdf.Array(
                element if is_read else None
                for element, is_read in zip(table, read_aloud, strict=True)
            )
        )
    return pikepdf.Dictionary(Kids=pikepdf.Array(kids), Tables=pikepdf.Array(tables))


class _Elements:
    """Elements with content; what has an identity gets one that no other part has given."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.kept: set[tuple[int, int]] = set()

    def keep(self, element: Any) -> bool:
        """Whether it has content. What in it has none is taken out."""
        kids = [
            kid
            for kid in element.K
            if not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid) or self.keep(kid)
        ]
        if len(kids) < len(element.K):
            element.K = pikepdf.Array(kids)
        if kids:
            self.kept.add(element.objgen)
            self._identify(element)
        return bool(kids)

    def _identify(self, element: Any) -> None:
        if self.prefix and "/ID" in element:
            element.ID = self._own(element.ID)
        if self.prefix and "/A" in element and "/Headers" in element.A:
            element.A.Headers = pikepdf.Array(self._own(one) for one in element.A.Headers)

    def _own(self, identity: Any) -> pikepdf.String:
        return pikepdf.String(self.prefix + str(identity))


def _make_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page, read_aloud: Sequence[bool]) -> None:
    """WeasyPrint marks what stands in the margins as content of elements that nothing holds."""
    if all(read_aloud):
        return

    def marked(found: re.Match[bytes]) -> bytes:
        return found[0] if read_aloud[int(found[1])] else ARTIFACT

    contents = page.obj.Contents.read_bytes()
    page.obj.Contents = pdf.make_stream(MARKED.sub(marked, contents))


def _parent_tree(whole: pikepdf.Pdf, shares: Sequence[Any]) -> pikepdf.Dictionary:
    tables = (table for share in shares for table in share.Tables)
    numbers = pikepdf.Array()
    for key, (page, table) in enumerate(zip(whole.pages, tables, strict=True)):
        page.obj.StructParents = key
        numbers.append(key)
        numbers.append(whole.make_indirect(table))
    return pikepdf.Dictionary(Nums=numbers)


def _write_outline(whole: pikepdf.Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Closed: of a long list what is uppermost fits a window."""
    with whole.open_outline() as outline:
        outline.root.clear()
        levels = [outline.root]
        for bookmark in bookmarks:
            item = pikepdf.OutlineItem(bookmark.title, bookmark.page)
            item.is_closed = True
            levels[bookmark.level].append(item)
            levels[bookmark.level + 1 :] = [item.children]


def _answer(question: bytes, out: IO[bytes]) -> None:
    parts = [
        Part(told["path"], told["pages"], tuple(Bookmark(**one) for one in told["bookmarks"]))
        for told in json.loads(question)
    ]
    out.write(joined(parts))


if __name__ == "__main__":
    limited_process.answer(_answer, confine_files=False)
