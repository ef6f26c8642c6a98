"""Uploaded documents: PDF, stored as they were sent, since a document is its bytes.

Nothing opens them here. They leave only as what they are said to be, under a policy that lets no
script run: see `requests.downloads`.
"""

from typing import IO, Any

from django.utils.translation import gettext as _

from conference.errors import DomainError

PDF = "application/pdf"
MEGABYTE = 2**20
LARGEST = 30 * MEGABYTE
# Source: ISO 32000-1, 7.5.2 and 7.5.5; readers look for the end in the last kilobyte.
START, END, NEAR_END = b"%PDF-", b"%%EOF", 1024


def require_pdf(upload: IO[Any], size: int) -> None:
    """Raises DomainError, in words, for another kind of file, one cut short or one too large."""
    if size > LARGEST:
        raise DomainError(
            _("The file is larger than %d MB. Save the document smaller and try again.")
            % (LARGEST // MEGABYTE)
        )
    upload.seek(0)
    if not upload.read(NEAR_END).startswith(START):
        raise DomainError(
            _("This is not a PDF file. Save the document as PDF and choose that file.")
        )
    upload.seek(max(0, size - NEAR_END))
    is_whole = END in upload.read(NEAR_END)
    upload.seek(0)
    if not is_whole:
        raise DomainError(_("The end of this PDF file is missing. Choose the whole file."))
