"""What docs/security.md says is tested is tested."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    assert [f"{path}::{name}" for path, name in NAMED if name not in names_in(path)] == []
    assert len(NAMED) >= 40


def test_every_threat_names_its_test() -> None:
    threats = PAGE.split("## Threats")[1].split("## What the proxy")[0]
    rows = [line for line in threats.splitlines() if line.startswith("| ")][1:]

    assert [row for row in rows if "`tests/" not in row] == []


def test_every_chapter_of_the_standard_is_answered() -> None:
    assert re.findall(r"^\| V(\d+) ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 18)]


def test_front_page_points_there() -> None:
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text()
