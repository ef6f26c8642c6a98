import logging
import sys
from contextlib import suppress

import pytest

from conference.requests.log_lines import LineFormatter


@pytest.mark.parametrize(("level", "says_where"), [(logging.WARNING, False), (logging.ERROR, True)])
def test_only_errors_say_where(level: int, says_where: bool) -> None:
    with suppress(ZeroDivisionError):
        try:
            1 / 0  # noqa: B018 - for its traceback
        finally:
            record = logging.LogRecord("x", level, "", 0, "refused", None, sys.exc_info())

    said = LineFormatter("%(levelname)s %(message)s").format(record)

    assert ("Traceback" in said) is says_where
