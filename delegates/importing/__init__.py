"""Lists of delegates from spreadsheets: `read`, `check`, then `apply`; pure until the last."""

from delegates.importing.applying import Result, apply
from delegates.importing.checking.checked import CheckedFile
from delegates.importing.checking.judgement import check
from delegates.importing.known import known_in
from delegates.importing.reading import read

__all__ = ["CheckedFile", "Result", "apply", "check", "known_in", "read"]
