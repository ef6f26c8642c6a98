"""The files of a published print job, in order."""

from dataclasses import dataclass

from badges.choices import JobState
from badges.models import PrintJob


@dataclass(frozen=True)
class PublishedFile:
    """`number` counts the files that are there. `first` and `last`: its pages, counted through
    all files of the job. `ordinal` is the number with zeros before it: names of files sort by it.
    `sheets`: how many, 0 where each badge has a page of its own.
    """

    number: int
    ordinal: str
    key: str
    first: int
    last: int
    sheets: int = 0

    @property
    def pages(self) -> int:
        return self.last - self.first + 1


def published_files(job: PrintJob) -> list[PublishedFile]:
    """None before it is published; a chunk of which everybody was left out has none."""
    if job.state != JobState.PUBLISHED:
        return []
    found: list[PublishedFile] = []
    last = 0
    chunks = list(job.chunks.exclude(file="").order_by("number"))
    imposition = job.imposition
    width = len(str(len(chunks)))
    for number, chunk in enumerate(chunks, start=1):
        pages = chunk.sheet_count * imposition.sides if imposition else chunk.page_count
        first, last = last + 1, last + pages
        key = chunk.sheet_file if imposition else chunk.file
        found.append(
            PublishedFile(number, f"{number:0{width}}", key, first, last, chunk.sheet_count)
        )
    return found
