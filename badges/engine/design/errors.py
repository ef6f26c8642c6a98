"""What is wrong with a badge design, said to the person who wrote it."""

from django.utils.translation import gettext as _

from conference.errors import DomainError


class DesignError(DomainError):
    """`line` counts from 1 in the HTML or in the CSS; the message reads on its own."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(_("Line %(line)s: %(message)s") % {"line": line, "message": message})
        self.line = line
