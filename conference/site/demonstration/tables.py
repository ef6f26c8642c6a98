"""What the TOML files of the demonstration tell."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

Table = dict[str, Any]
"""One table of a file, or the whole of it."""


def read(name: str) -> Table:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)
