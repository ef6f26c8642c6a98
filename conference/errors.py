"""Errors whose message is written for the person at the screen, and one that nobody is told."""


class DomainError(Exception):
    """A rule of the conference refuses the action. `str(error)` can be shown as it is."""


class TooLateError(DomainError):
    """Refused because it took too long where others compute too: the next time it may be in time.

    Whoever waits reads the words; a worker may try it again, a few times.
    """


class PassingError(Exception):
    """What went wrong may go right the next time. `str(error)` can be shown as it is."""


class LeaseLostError(Exception):
    """Somebody else has the work, or it has ended: the result in hand counts nothing."""
