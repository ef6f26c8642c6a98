"""`python3 -m launch run`, or another of its commands: what the Makefile calls."""

import sys
from collections.abc import Callable

from conference.embedded import UnsafeFolderError
from launch import bill, checks, pins, system
from launch.commands import raise_stopped_on_signals
from launch.errors import LaunchError, Stopped, of_system

COMMANDS: dict[str, Callable[[], None]] = {
    "run": system.run,
    "demo-reset": system.reset,
    "setup": system.set_up,
    "test": checks.test,
    "check": checks.check,
    "fix": checks.fix,
    "prepare": checks.prepare,
    "pins": pins.compile_all,
    "sbom": bill.write,
}


def main() -> int:
    """The exit status; what went wrong is told in one sentence."""
    raise_stopped_on_signals()
    try:
        COMMANDS[sys.argv[1]]()
    except Stopped as stopped:
        return 128 + stopped.number
    except (LaunchError, UnsafeFolderError) as error:
        told: Exception = error
    except OSError as error:
        sentence = of_system(error)
        if sentence is None:
            raise
        told = sentence
    else:
        return 0
    print(f"\nDais: {told}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
