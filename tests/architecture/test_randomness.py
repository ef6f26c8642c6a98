"""What chance decides is decided in one place, so that tests can decide it again."""

import ast
from pathlib import Path

import pytest

from conference import embedded

PACKAGES = ("conference", "delegates", "sessions", "badges")
SOURCES = {"random", "secrets", "uuid"}
# Whoever draws elsewhere, and why that needs no seed of the tests'.
ELSEWHERE = {
    "conference/randomness.py": "the place itself",
    "conference/embedded.py": "secrets of an installation, made before there is a system",
    "conference/site/demonstration/delegates.py": "drawn from the name of the conference",
    "conference/site/demonstration/delegations.py": "drawn from the name of the conference",
    "conference/site/demonstration/papers.py": "drawn from the name of the conference",
    "conference/site/demonstration/people.py": "drawn from the name of the conference",
    "conference/site/demonstration/portraits.py": "drawn from the name of the conference",
    "conference/site/demonstration/programme.py": "drawn from the name of the conference",
    "conference/site/demonstration/seeding.py": "drawn from the name of the conference",
    "sessions/exchange/guids.py": "nothing is drawn: numbers that follow from a code",
    "sessions/reading/exported/events.py": "nothing is drawn: the type of such a number",
}


def drawing_modules() -> set[str]:
    return {
        str(path.relative_to(embedded.ROOT))
        for package in PACKAGES
        for path in (embedded.ROOT / package).rglob("*.py")
        if draws(path)
    }


def draws(path: Path) -> bool:
    return any(imports_chance(node) for node in ast.walk(ast.parse(path.read_text())))


def imports_chance(node: ast.AST) -> bool:
    """Django's own is drawn by Django, too, and never asked for by us."""
    match node:
        case ast.Import(names=names):
            return any(name.name in SOURCES for name in names)
        case ast.ImportFrom(module=module, names=names):
            return module in SOURCES or any(name.name == "get_random_string" for name in names)
    return False


def test_nothing_draws_but_through_the_one_source() -> None:
    assert drawing_modules() == set(ELSEWHERE)


@pytest.mark.parametrize(
    "line",
    [
        "import secrets",
        "import datetime, uuid",
        "from random import choice",
        "from django.utils.crypto import get_random_string",
    ],
)
def test_every_way_of_drawing_is_seen(line: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(line)

    assert draws(module)
