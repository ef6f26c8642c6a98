"""What stands in the way of a badge, in words for whoever prints it."""

from conference.errors import DomainError


class RenderError(DomainError):
    """These badges cannot be printed; the message says which and why."""


class TextError(RenderError):
    """One text of a badge cannot be shown, by any font or at any size.

    `reason` says why, without naming whose. It stops its badge, never a job.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
