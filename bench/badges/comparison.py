"""All contenders in turn, round by round, each time in a fresh process; then the table.

Noise of the machine hits neighbours in a round alike: ratios are taken within each round.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2

from bench.badges import environments
from bench.badges.environments import INDICO, PRETIX, MissingError, Peer
from bench.badges.ours import REFERENCE, STAMPED, TEXTS_LAID_OUT

ROOT = Path(__file__).resolve().parent.parent.parent
AIMS = {f"{PRETIX.name} + rl_accel": 60, f"{INDICO.name} + rl_accel": 20}


@dataclass
class Contender:
    """`runs` holds what each round reported."""

    name: str
    command: list[str]
    python_path: list[Path] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)

    def run(self, count: int, scratch: Path) -> None:
        """Raises RuntimeError when it fails, and for a file of other pages."""
        out = scratch / "out.pdf"
        paths = os.pathsep.join(str(path) for path in (ROOT, *self.python_path))
        done = subprocess.run(
            [*self.command, str(count), str(scratch), str(out)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{self.name} failed:\n{done.stderr[-2000:]}")
        with pypdfium2.PdfDocument(out) as document:
            if len(document) != count:
                raise RuntimeError(f"{self.name} made {len(document)} pages of {count} badges")
        out.unlink()
        self.runs.append(json.loads(done.stdout.splitlines()[-1]))

    def middle(self, name: str) -> float:
        return median(run[name] for run in self.runs)

    def spread(self) -> float:
        """Of the CPU between rounds, as a part of the median."""
        used = [run["cpu"] for run in self.runs]
        return (max(used) - min(used)) / median(used)


def compare(count: int, rounds: int, scratch: Path, home: Path) -> None:
    contenders = [*_ours(), *_peers(home)]
    for number in range(rounds):
        for contender in contenders:
            print(f"round {number + 1}: {contender.name}", file=sys.stderr, flush=True)
            contender.run(count, scratch)
    _print_table(contenders, count, rounds)


def _ours() -> Iterator[Contender]:
    names = {
        STAMPED: "Dais, stamped",
        TEXTS_LAID_OUT: "Dais, texts laid out by WeasyPrint",
        REFERENCE: "Dais, laid out whole by WeasyPrint",
    }
    for way, name in names.items():
        yield Contender(name, [sys.executable, "-m", "bench.badges.ours", way])


def _peers(home: Path) -> Iterator[Contender]:
    for peer in (PRETIX, INDICO):
        try:
            found = environments.environment(peer, home)
        except MissingError as missing:
            print(f"Left out: {missing}")
            continue
        if found.note:
            print(f"Note: {found.note}")
        yield from _with_and_without(peer, found)


def _with_and_without(peer: Peer, found: environments.Environment) -> Iterator[Contender]:
    command = [str(found.python), "-m", peer.module]
    yield Contender(f"{peer.name} as installed", command)
    yield Contender(f"{peer.name} + rl_accel", command, [found.accelerator])


def _print_table(contenders: list[Contender], count: int, rounds: int) -> None:
    stamped = contenders[0]
    print(f"\n{count} badges, {rounds} rounds; medians, ratios of CPU within rounds (min to max)\n")
    print("| | CPU ms/badge | wall ms/badge | peak MB | kB/badge | CPU, times the stamped |")
    print("|---|---|---|---|---|---|")
    for one in contenders:
        ratios = [
            run["cpu"] / base["cpu"] for run, base in zip(one.runs, stamped.runs, strict=True)
        ]
        print(
            f"| {one.name} | {1000 * one.middle('cpu') / count:.2f} "
            f"| {1000 * one.middle('wall') / count:.2f} | {one.middle('peak_mb'):.0f} "
            f"| {one.middle('bytes') / count / 1000:.1f} "
            f"| {median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f}) |"
        )
        if one.name in AIMS:
            verdict = "met" if median(ratios) >= AIMS[one.name] else "missed"
            print(f"{one.name}: aim of {AIMS[one.name]} times {verdict}", file=sys.stderr)
    print(
        f"\nThe compile, once per design and kept: {stamped.middle('compile'):.2f} s of CPU for"
        f" six categories and twenty flags; start of a worker: {stamped.middle('start'):.2f} s."
    )
    spread = max(one.spread() for one in contenders)
    print(f"Noise: between rounds the CPU of a contender differed by up to {spread:.0%}.")
    print(f"Ways of the stamped run: {stamped.runs[-1]['ways']}.")
