"""From the lines of a file to what each would do and what is asked of it. Pure."""

from delegates.importing.checking.checked import CheckedFile
from delegates.importing.checking.judgement import check

__all__ = ["CheckedFile", "check"]
