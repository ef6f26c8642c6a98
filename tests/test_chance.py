"""The plugin itself, in runs of its own over a few small tests."""

import os
import shutil
import subprocess
import sys
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from conference import embedded
from tests.chance import VARIABLE

WITHOUT_PLUGINS = {"PYTHONPATH": str(embedded.ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
DRAWING = """
import pytest
from conference import randomness

@pytest.mark.parametrize("number", range(9))
def test_draws(number):
    print("drawn", number, randomness.characters("abcdefgh", 8))
"""

SHARING = """
import pytest

@pytest.fixture(scope="module", params=["a", "b"])
def costly(request):
    return request.param

@pytest.mark.parametrize("number", range(9))
def test_draws(costly, number):
    print("drawn", number, costly)
"""


@pytest.fixture(autouse=True)
def _database() -> None:
    """Nothing here reads a database."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tests")
    for name in ("test_one.py", "test_other.py", "test_third.py"):
        (made / name).write_text(DRAWING)
    (made / "pytest.ini").write_text("[pytest]\naddopts = -p tests.chance -s -v\n")
    return made


@cache
def run(*arguments: str, folder: Path, **variables: str) -> list[str]:
    """The head of a run and what its tests drew, in the order in which they drew it."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", str(folder), str(folder), *arguments],
        env=environment | WITHOUT_PLUGINS | variables,
        cwd=folder,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    return [line for line in said.splitlines() if line.startswith("chance:") or "drawn" in line]


def test_same_number_gives_the_same_draws_in_the_same_order(folder: Path) -> None:
    first = run("--seed", "42", folder=folder)

    assert first[0] == "chance: --seed 42"
    assert len(first) == 28
    assert run(folder=folder, TEST_SEED="42") == first


def test_another_number_gives_other_draws_in_another_order(folder: Path) -> None:
    one, other = run("--seed", "42", folder=folder), run("--seed", "43", folder=folder)

    assert set(one).isdisjoint(other)
    assert [line.partition(" drawn ")[0] for line in one] != [
        line.partition(" drawn ")[0] for line in other
    ]


def test_run_without_a_number_draws_one_and_names_it(folder: Path) -> None:
    first = run(folder=folder)

    assert run("--seed", first[0].removeprefix("chance: --seed "), folder=folder) == first


def test_test_draws_the_same_whatever_ran_before(folder: Path) -> None:
    alone = run("--seed", "42", "-k", "one and 4", folder=folder)

    assert len(alone) == 2
    assert alone[1] in run("--seed", "42", folder=folder)


def test_file_stays_whole(folder: Path) -> None:
    names = [line.partition("::")[0] for line in run("--seed", "42", folder=folder)[1:]]

    assert [names[start : start + 9] for start in (0, 9, 18)] == [
        [name] * 9 for name in dict.fromkeys(names)
    ]


def test_long_files_come_first_in_any_order(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "pytest.ini", tmp_path)
    for name in ("test_one.py", "test_other.py", "test_third.py", "test_fourth.py"):
        is_long = name in ("test_other.py", "test_fourth.py")
        mark = "import pytest\npytestmark = pytest.mark.long\n" if is_long else ""
        (tmp_path / name).write_text(mark + DRAWING)

    orders = [
        list(dict.fromkeys(line.partition("::")[0] for line in run(*seed, folder=tmp_path)[1:]))
        for seed in (("--seed", "0"), ("--seed", "1"))
    ]

    assert [sorted(order[:2]) for order in orders] == [["test_fourth.py", "test_other.py"]] * 2
    assert orders[0][:2] != orders[1][:2]
    assert orders[0][2:] != orders[1][2:]


def test_what_shares_a_fixture_of_the_file_stays_together(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "pytest.ini", tmp_path)
    (tmp_path / "test_one.py").write_text(SHARING)

    costly = [line.split()[3] for line in run("--seed", "42", folder=tmp_path)[1:]]

    assert len(costly) == 18
    assert [len(list(same)) for _value, same in groupby(costly)] == [9, 9]


def test_rounds_of_a_test_draw_something_else_each(folder: Path) -> None:
    rounds = run("--seed", "42", "--rounds", "5", "-k", "one", folder=folder)[1:]

    assert len({line.split()[3] for line in rounds}) == len(rounds) == 9 * 5
