"""Errors whose message is written for the person at the screen."""


class DomainError(Exception):
    """A rule of the conference refuses the action. `str(error)` can be shown as it is."""
