"""What a log says of an exception: its kind and where it arose, never words that hold a value.

A database quotes the row that it refuses, Python the text that is no number: such words are not
searched for what may be said, they are left out before anybody writes them down.
"""

import logging
import threading
import traceback
from collections.abc import Iterator, Mapping
from logging import LogRecord
from typing import Any

# Their words are Python's own, about the code.
ABOUT_CODE = {
    AttributeError, ImportError, ModuleNotFoundError, NameError, NotImplementedError, TypeError,
    UnboundLocalError,
}  # fmt: skip
# What PostgreSQL says of an error by name: parts of the schema, no contents.
OF_THE_SCHEMA = ("constraint_name", "table_name", "column_name")
CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
MET = "\nDuring handling of the above exception, another exception occurred:\n\n"
log = logging.getLogger(__name__)


def log_threads() -> None:
    """A thread that ends with an error says so in the log; Python would print its words."""
    threading.excepthook = _log_thread


def _log_thread(ended: threading.ExceptHookArgs) -> None:
    log.error("A thread ended with an error", exc_info=ended.exc_value)


def named(error: BaseException) -> str:
    """Its kind, and what can be said of it without quoting anything."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if type(error) in ABOUT_CODE:
        return f"{kind}: {error}"
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None:
        return kind
    names = (getattr(diagnosis, name, None) for name in OF_THE_SCHEMA)
    return " ".join([kind, *filter(None, [getattr(error, "pgcode", None), *names])])


def trace_of(error: BaseException) -> str:
    """As Python writes it, with the names of the exceptions instead of their words."""
    pieces = []
    for one, link in _chain(error, set()):
        where = "".join(traceback.format_tb(one.__traceback__))
        before = "Traceback (most recent call last):\n" if where else ""
        pieces.append(f"{link}{before}{where}{named(one)}\n")
    return "".join(pieces).rstrip("\n")


def _chain(error: BaseException, seen: set[int]) -> Iterator[tuple[BaseException, str]]:
    """The first cause first; with the words that lead from it to the next."""
    seen.add(id(error))
    former, link = error.__cause__, CAUSED
    if former is None and not error.__suppress_context__:
        former, link = error.__context__, MET
    if former is None or id(former) in seen:
        yield error, ""
        return
    yield from _chain(former, seen)
    yield error, link


def message_of(record: LogRecord) -> str:
    """The message, with exceptions by name, in whatever way somebody has put them into it."""
    error = record.exc_info[1] if record.exc_info else None
    known = (
        {} if error is None else {text: named(one) for one in _all(error) for text in _texts(one)}
    )
    message = str(record.msg)
    if record.args:
        message = message % _harmless(record.args, error)
    for text in sorted(known, key=len, reverse=True):
        message = message.replace(text, known[text])
    return message


def _harmless(args: Any, error: BaseException | None) -> Any:
    if not isinstance(args, Mapping):
        return tuple(named(one) if isinstance(one, BaseException) else one for one in args)
    # Celery writes a failed task's exception and what it was given.
    return {
        name: named(one)
        if isinstance(one, BaseException)
        else (named(error) if error else "…")
        if name == "exc"
        else one
        for name, one in args.items()
    }


def _all(error: BaseException) -> list[BaseException]:
    return [one for one, _link in _chain(error, set())]


def _texts(error: BaseException) -> Iterator[str]:
    """What stands for it in a message that was put together before; numbers are ids."""
    if error.args and all(isinstance(each, int | float) for each in error.args):
        return
    for text in (str(error), repr(error), *map(str, error.args)):
        if text.strip() and text != named(error) and type(error) not in ABOUT_CODE:
            yield text
