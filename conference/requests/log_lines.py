"""How the log is written: what went wrong with where, what was refused on one line."""

import copy
import logging


class LineFormatter(logging.Formatter):
    """A page that is refused is no fault of the program: it gets no traceback."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and record.levelno < logging.ERROR:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        return super().format(record)
