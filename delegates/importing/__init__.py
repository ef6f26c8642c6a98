"""Lists of delegates from spreadsheets: `read`, `check`, then `apply`; pure until the last."""

from delegates.importing.applying import Result, apply
from delegates.importing.checking import check
from delegates.importing.known import known_in
from delegates.importing.reading import read
from delegates.importing.report import Report, Selection, Verdict

__all__ = [
    "Report",
    "Result",
    "Selection",
    "Verdict",
    "apply",
    "check",
    "known_in",
    "read",
]
