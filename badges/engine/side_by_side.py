"""The faces of each badge beside one another on one page, to be looked at."""

import io
from collections.abc import Sequence
from contextlib import ExitStack

from badges.engine.design.folding import POINTS_PER_MILLIMETRE, placed
from conference.pdf.importing import Copied, Source, page_boxes
from conference.pdf.writer import PdfWriter, numbers

GAP = 8 * POINTS_PER_MILLIMETRE
# Around each face stands its edge, as thin as a printer draws: two white ones would be one.
AROUND = 1.0
EDGE = b"0.5 w 0.8 G"


def side_by_side(faces: Sequence[bytes], *, title: str, language: str) -> bytes:
    """A document from one of each face, which all have a page for every badge. What is cut off is
    not shown.
    """
    out = io.BytesIO()
    writer = PdfWriter(out)
    copied = Copied(writer)
    with ExitStack() as opened:
        sources = [opened.enter_context(Source(pdf, copied)) for pdf in faces]
        for page in range(len(sources[0].pdf.pages)):
            _put(writer, sources, page)
    writer.close(title=title, language=language, is_archival=False)
    return out.getvalue()


def _put(writer: PdfWriter, sources: Sequence[Source], page: int) -> None:
    operators, forms = [], []
    left = high = 0.0
    for number, source in enumerate(sources):
        boxes = page_boxes(source.pdf.pages[page])
        trim = boxes.get("TrimBox", boxes["MediaBox"])
        across, up = trim[2] - trim[0], trim[3] - trim[1]
        matrix = numbers(placed(trim, left + AROUND, AROUND, 0))
        cut = numbers((trim[0], trim[1], across, up))
        edge = numbers((left + AROUND / 2, AROUND / 2, across + AROUND, up + AROUND))
        operators.append(b"q %b cm %b re W n /F%d Do Q " % (matrix, cut, number))
        operators.append(b"q %b %b re S Q " % (EDGE, edge))
        forms.append(b"/F%d %b" % (number, bytes(source.form(page))))
        left, high = left + across + 2 * AROUND + GAP, max(high, up + 2 * AROUND)
    contents = writer.put_stream(b"".join(operators))
    resources = b"<</XObject<<%b>>>>" % b"".join(forms)
    writer.put_page(bytes(contents), resources, {"MediaBox": (0.0, 0.0, left - GAP, high)})
