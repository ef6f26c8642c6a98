"""Every row lock names the race that is lost without it."""

import ast
from pathlib import Path

import pytest

from conference import embedded
from tests import mutations
from tests.locks import RACES, locks, locks_in

RACING = "while_uncommitted"


def test_every_lock_of_the_source_names_its_race_and_no_other_is_named() -> None:
    assert sorted(RACES) == sorted(locks())


@pytest.mark.parametrize("race", sorted(set(RACES.values())), ids=lambda race: race.split("::")[1])
def test_race_that_is_named_is_a_test_and_runs_one(race: str) -> None:
    path, name = race.split("::")
    tests = {
        node.name: node
        for node in ast.parse((embedded.ROOT / path).read_text()).body
        if isinstance(node, ast.FunctionDef)
    }

    called = {
        ast.unparse(node.func) for node in ast.walk(tests[name]) if isinstance(node, ast.Call)
    }

    assert RACING in called


@pytest.mark.parametrize("line", mutations.LINES, ids=lambda line: line.name)
def test_line_that_is_broken_by_hand_stands_once_in_the_source(line: mutations.Line) -> None:
    mutations.place_of(line, embedded.ROOT)


SOURCE = """
class Manager:
    def claim(self):
        return self.filter(a="ä").select_for_update(skip_locked=True).first()

def change(one):
    first = One.objects.select_for_update().get()
    def inner():
        return Two.objects.select_for_update(of=("self",)).get()
    return list(Three.objects
        .select_for_update()
        .order_by("pk"))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "badges").mkdir()
    (tmp_path / "badges/work.py").write_text(SOURCE)
    return tmp_path


def test_locks_are_found_wherever_they_are_taken(tree: Path) -> None:
    assert list(locks_in(tree)) == [
        "badges.work:Manager.claim",
        "badges.work:change",
        "badges.work:change.inner",
        "badges.work:change#2",
    ]


@pytest.mark.parametrize(
    ("name", "locked", "free"),
    [
        ("badges.work:Manager.claim", ".select_for_update(skip_locked=True)", ""),
        ("badges.work:change", "One.objects.select_for_update()", "One.objects"),
        ("badges.work:change#2", "\n        .select_for_update()\n", "\n"),
    ],
)
def test_source_without_a_lock_is_the_source_without_it(
    tree: Path, name: str, locked: str, free: str
) -> None:
    assert locks_in(tree)[name].without == SOURCE.replace(locked, free)
