"""Sixty-four readers ask without pause while a session is moved and released alone.

The worker makes the files and the follower fetches them, each a process of its own, as it runs.
"""

import statistics
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from typing import Any

from bench.agenda import making, programme
from bench.agenda.serving import ask, connected

READERS, PROCESSES = 64, 2
PAUSE_SECONDS = 0.05
BEFORE_SECONDS, MOST_SECONDS, AFTER_SECONDS = 2, 40, 3


@dataclass(frozen=True)
class Answer:
    at: float
    took: float
    status: int
    version: str


def second_after(conference: Any, port: int) -> None:
    path = making.addresses(conference)["the whole agenda"]
    by = programme.somebody()
    ends_at = time.time() + BEFORE_SECONDS + MOST_SECONDS
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        crowds = [
            pool.submit(crowd, port, path, READERS // PROCESSES, ends_at)
            for _process in range(PROCESSES)
        ]
        time.sleep(BEFORE_SECONDS)
        programme.move(conference, by, after=2)
        released = time.time()
        readers = list(chain.from_iterable(each.result() for each in crowds))
    report(readers, released)


def crowd(port: int, path: str, count: int, ends_at: float) -> list[list[Answer]]:
    """What each of so many readers was answered, until they have all seen another version."""
    with ThreadPoolExecutor(count) as pool:
        of_one = partial(reader, port, path, ends_at)
        return list(pool.map(lambda read: read(), [of_one] * count))


def reader(port: int, path: str, ends_at: float) -> list[Answer]:
    answers: list[Answer] = []
    connection = connected(port)
    while time.time() < ends_at:
        began = time.time()
        status, version = ask(connection, path, {})
        answers.append(Answer(began, time.time() - began, status, version))
        if version != answers[0].version:
            ends_at = min(ends_at, began + AFTER_SECONDS)
        time.sleep(PAUSE_SECONDS)
    return answers


def report(readers: Iterable[list[Answer]], released: float) -> None:
    readers = list(readers)
    every = [answer for answers in readers for answer in answers]
    firsts = [
        next((one.at for one in answers if one.version != answers[0].version), None)
        for answers in readers
    ]
    seen = [at - released for at in firsts if at is not None]
    back = sum(turned_back(answers) for answers in readers)
    failed = sum(answer.status != 200 for answer in every)
    print(f"  {len(readers)} readers, one session moved; {len(every):,} answers, {failed} failed")
    if len(seen) < len(readers):
        print(f"  {len(readers) - len(seen)} of them never saw it")
    if seen:
        print(f"  seen by the first {min(seen):.1f} s and by the last {max(seen):.1f} s later")
    print(f"  went back to what was before: {back}")
    in_calm = [one.took for one in every if one.at < released]
    swapped = [one.took for one in every if seen and one.at > released + min(seen) - 0.5]
    for name, times in ("before", in_calm), ("around the swap", swapped):
        cuts = statistics.quantiles((1000 * one for one in times), n=100)
        print(
            f"  ms to answer, {name}: half {cuts[49]:.0f}, 99 of 100 {cuts[98]:.0f},"
            f" the slowest {1000 * max(times):.0f}",
            flush=True,
        )


def turned_back(answers: list[Answer]) -> bool:
    """Each version is one stretch."""
    stretches = [
        one.version
        for one, former in zip(answers, [None, *answers[:-1]], strict=True)
        if former is None or former.version != one.version
    ]
    return len(stretches) > len(set(stretches))
