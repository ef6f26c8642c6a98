"""A pytest plugin: one number decides everything that a run leaves to chance.

Loaded with `-p tests.chance`. The number is printed at the head of the run. Each test draws its
references, codes, keys and the numbers of its factories from it and from its own name, so that it
draws the same whatever ran before; the order of the tests follows from it too. To see a run again:
`pytest --seed 42`, or TEST_SEED=42 before any command that runs tests. `--rounds 50` runs each test
so often, and every time it draws something else.
"""

import os
import random
import secrets
from collections.abc import Iterator
from itertools import chain
from types import SimpleNamespace

import hypothesis
import pytest

from conference import randomness

OPTION = "--seed"
ROUNDS = "--rounds"
VARIABLE = "TEST_SEED"
LARGEST = 2**32
LONG = "long"
# Four digits for every row of a test: names sort as they were made, and none is part of another.
# By hundreds: codes of two characters count from their first one on, and do not come round.
FACTORIES_START_AT = range(1000, 9000, 100)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        OPTION,
        type=int,
        default=int(os.environ.get(VARIABLE) or secrets.randbelow(LARGEST)),
        help=f"what chance decides, decided again (also {VARIABLE} in the environment)",
    )
    parser.addoption(ROUNDS, type=int, default=1, help="so often each test, drawing anew each time")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The processes of xdist draw the same, and agree on the order. So does hypothesis, whose
    examples may take as long as they do on a machine that is busy.
    """
    config.addinivalue_line("markers", f"{LONG}: takes minutes; its file is begun before others")
    os.environ[VARIABLE] = str(config.getoption(OPTION))
    config.option.hypothesis_seed = config.getoption(OPTION)
    slowness = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("any", deadline=None, suppress_health_check=slowness)
    hypothesis.settings.load_profile("any")


def pytest_report_header(config: pytest.Config) -> str:
    return f"chance: {OPTION} {config.getoption(OPTION)}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """A quiet run has no head."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(f"Again, as it was: {OPTION} {config.getoption(OPTION)}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each round has a name of its own, from which it draws."""
    rounds = metafunc.config.getoption(ROUNDS)
    if rounds > 1:
        metafunc.fixturenames.append("_round")
        metafunc.parametrize("_round", range(1, rounds + 1), indirect=True)


@pytest.fixture
def _round(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files in any order, and the tests of each; a file stays whole, for `--dist loadfile`.

    Before pytest itself brings together what shares a fixture of the whole file. Of two processes
    none is left alone at the end with a file that takes minutes: those come first, by chance too.
    """
    chance = random.Random(config.getoption(OPTION))
    files: dict[object, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    in_order = list(files.values())
    chance.shuffle(in_order)
    in_order.sort(key=lambda file: file[0].get_closest_marker(LONG) is None)
    for file in in_order:
        chance.shuffle(file)
    items[:] = chain.from_iterable(in_order)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, those of a whole module included."""
    from django.utils import crypto

    chance = random.Random(f"{item.config.getoption(OPTION)} {item.nodeid}")
    randomness.source = chance
    # What Django draws (tokens of forms, keys of login sessions) stands in pages, too.
    crypto.secrets = SimpleNamespace(choice=chance.choice, compare_digest=secrets.compare_digest)
    start = chance.choice(FACTORIES_START_AT)
    for factory in _factories():
        factory.reset_sequence(start, force=True)


def _factories() -> Iterator[type]:
    from factory.django import DjangoModelFactory

    waiting = DjangoModelFactory.__subclasses__()
    while waiting:
        factory = waiting.pop()
        waiting += factory.__subclasses__()
        yield factory
