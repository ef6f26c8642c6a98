import ast
import itertools
import re
from pathlib import Path

import pytest

from conference import embedded

READERS = (
    "conference/settings.py",
    "conference/embedded.py",
    "launch/demonstration.py",
    "launch/system.py",
)


def variables_read(source: str) -> set[str]:
    """Names in os.environ.get("NAME"), "NAME" in os.environ, listed("NAME") and their like."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
                if ast.unparse(func) in {"os.environ.get", "os.getenv", "listed", "whole_number"}:
                    found.add(name)
            case ast.Subscript(value=value, slice=ast.Constant(value=str(name))):
                if ast.unparse(value) == "os.environ":
                    found.add(name)
            case ast.Compare(left=ast.Constant(value=str(name)), comparators=[right]):
                if ast.unparse(right) == "os.environ":
                    found.add(name)
    return found


def test_env_example_names_every_variable_that_is_read_and_no_other() -> None:
    read = set()
    for reader in READERS:
        read |= variables_read((embedded.ROOT / reader).read_text())

    named = re.findall(r"(?m)^#?([A-Z_]+)=", (embedded.ROOT / ".env.example").read_text())

    assert sorted(named) == sorted(read)


def test_env_example_explains_every_variable() -> None:
    lines = (embedded.ROOT / ".env.example").read_text().splitlines()

    for above, line in itertools.pairwise(lines):
        if re.match(r"#?[A-Z_]+=", line):
            assert above.startswith("# "), line


@pytest.mark.parametrize(
    "source",
    [
        'os.environ["NAME"]',
        'os.environ.get("NAME", "")',
        '"NAME" in os.environ',
        'listed("NAME")',
        'whole_number("NAME", default=0)',
    ],
)
def test_variables_read_sees_every_way_of_reading(source: str) -> None:
    assert variables_read(source) == {"NAME"}


def test_var_dir_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    assert embedded.var_dir() == tmp_path
