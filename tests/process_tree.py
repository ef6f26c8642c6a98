"""Who started whom, read from the kernel: what is left of processes that a test ended."""

from pathlib import Path


def parents() -> dict[int, int]:
    """Every living process's parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    known = parents()
    found: set[int] = set()
    while more := {child for child, parent in known.items() if parent in {pid, *found}} - found:
        found |= more
    return found
