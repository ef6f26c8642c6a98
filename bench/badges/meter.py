"""What a piece of work cost: reported by a fresh process as one line of JSON on its last line."""

import json
import resource
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self


def cpu_seconds() -> float:
    """User and system, of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mb() -> float:
    """The largest resident size of this process so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Meter:
    """Seconds between entering and leaving."""

    cpu = 0.0
    wall = 0.0

    def __enter__(self) -> Self:
        self._cpu, self._wall = cpu_seconds(), time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.cpu, self.wall = cpu_seconds() - self._cpu, time.perf_counter() - self._wall


def report(meter: Meter, out: Path, **more: Any) -> None:
    said = {
        "cpu": meter.cpu,
        "wall": meter.wall,
        "peak_mb": peak_mb(),
        "bytes": out.stat().st_size,
        **more,
    }
    print(json.dumps(said), flush=True)
