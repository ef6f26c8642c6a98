"""What stops a command: told in one sentence, with no traceback."""


class Failure(Exception):
    """The message is a whole sentence that says what to do."""
