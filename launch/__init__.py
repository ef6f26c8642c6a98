"""Sets the system up and runs it. Starts with the bare system's Python: standard library only."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has checked the system's Python before
    sys.exit("Dais needs Python 3.11 or newer; this one is " + sys.version.split()[0] + ".")
